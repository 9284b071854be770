"""Values in parts that one statement can name, or that memory holds at once."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

# How many values one statement may be asked with, on either database.
MOST_VALUES = 5000


def chunks(values: Iterable[T], size: int = MOST_VALUES) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
