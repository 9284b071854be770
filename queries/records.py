"""Records that queries return and screens show."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.places import Place


@dataclass(frozen=True)
class PlaceCounts:
    """A place and its counts on the reading's date, by key of COUNT_KEYS."""

    place: Place
    counts: Mapping[str, int]
