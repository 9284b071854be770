"""Rows as arrays, one a column: a data frame costs a hundred times as much to make, which a small import feels."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd


class Columns:
    """Arrays of one length by name; an absent day is NaT, an absent id 0, an absent text None."""

    __slots__ = ("_arrays",)

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._arrays = dict(arrays)

    def __len__(self) -> int:
        return next((len(array) for array in self._arrays.values()), 0)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def rows(self, places: np.ndarray) -> "Columns":
        """Those at the places, or where a mask is true."""
        return Columns({name: array[places] for name, array in self._arrays.items()})

    def having(self, **arrays: np.ndarray) -> "Columns":
        """The same rows with further columns, or others under the same names."""
        return Columns(self._arrays | arrays)

    def under(self, names: Mapping[str, str]) -> "Columns":
        """The same columns under other names, those that are not among them under their own."""
        return Columns({names.get(name, name): array for name, array in self._arrays.items()})

    def matrix(self, names: Sequence[str], dtype: type) -> np.ndarray:
        """Some columns of numbers side by side."""
        return np.stack([self._arrays[name] for name in names], axis=1).astype(dtype, copy=False)

    def frame(self) -> pd.DataFrame:
        """The same as a data frame."""
        return pd.DataFrame(self._arrays)


def stacked(parts: Sequence[Columns]) -> Columns:
    """The rows of parts with the same columns, one part below the other; there is a part."""
    return Columns({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def pairs_of(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places of all pairs of equal keys, in the order of the left ones, then of the right ones."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first = np.searchsorted(ordered, left, side="left")
    times = np.searchsorted(ordered, left, side="right") - first
    whose, place = spread(first, times)
    return whose, order[place]


def spread(first: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places first, first + 1, … of each, so many times; with each place, whose it is."""
    whose = np.repeat(np.arange(len(first)), times)
    begins = np.cumsum(times) - times
    return whose, first[whose] + np.arange(len(whose)) - begins[whose]
