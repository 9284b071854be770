"""Records that queries return and screens show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from model.places import Place


@dataclass(frozen=True)
class PlaceCounts:
    """A place and its counts on the reading's date, by key of COUNT_KEYS; what of it waits longest, and ends soon.

    `since` holds the day of the longest wait by the key of its concern; a concern of nobody is not in it.
    """

    place: Place
    counts: Mapping[str, int]
    expiring: int = 0
    since: Mapping[str, date] = field(default_factory=dict)
