"""The procedures, programmes and events for each field of work, and the days of events."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Protocol, TypeVar

from demo.catalogue import EVENTS, EVERYONE, PROCEDURES, PROGRAMMES, Event, Procedure, Programme
from demo.chance import Chance, working

EVENTS_AHEAD = 120  # days ahead for which events are announced
_A_YEAR = 4  # meetings of an event in a year, where it has so many months
# The days of a month on which events are held: after the holidays of January, before the school year in August.
_DAYS = {1: (12, 28), 8: (20, 28)}


class _Suited(Protocol):
    @property
    def fields(self) -> tuple[str, ...]: ...


Offered = TypeVar("Offered", bound=_Suited)


@dataclass(frozen=True)
class Meeting:
    """An event on its days."""

    event: Event
    starts_on: date
    ends_on: date


class Offers:
    """Procedures, programmes and events by field of work."""

    def __init__(self, *, seed: int, first: date, day: date) -> None:
        self.procedures: dict[str, list[Procedure]] = _by_field(
            chain.from_iterable([procedure] * procedure.share for procedure in PROCEDURES)
        )
        self.programmes: dict[str, list[Programme]] = _by_field(PROGRAMMES)
        self.events: dict[str, list[Event]] = _by_field(EVENTS)
        self._meetings = {event: meetings_of(event, first, day, Chance(f"{seed}/{event.name}")) for event in EVENTS}
        self._starts = {event: [one.starts_on for one in meetings] for event, meetings in self._meetings.items()}

    def meetings(self, event: Event) -> Sequence[Meeting]:
        """The meetings of the event, by their first days."""
        return self._meetings[event]

    def meeting_after(self, event: Event, day: date, *, skip: int = 0) -> Meeting | None:
        """The next meeting of the event after the day, or a later one; None when none is announced."""
        place = bisect_left(self._starts[event], day + timedelta(days=1)) + skip
        meetings = self._meetings[event]
        return meetings[place] if place < len(meetings) else None


def _by_field(offered: Iterable[Offered]) -> dict[str, list[Offered]]:
    """The offers for each field, followed by those for everyone."""
    offers: dict[str, list[Offered]] = defaultdict(list)
    for one in offered:
        for field in one.fields:
            offers[field].append(one)
    everyone: Sequence[Offered] = offers.pop(EVERYONE, [])
    return {field: [*own, *everyone] for field, own in offers.items()}


def meetings_of(event: Event, first: date, day: date, chance: Chance) -> list[Meeting]:
    """The meetings of an event from a first day on, as far ahead as they are announced."""
    last = day + timedelta(days=EVENTS_AHEAD)
    starts = {
        working(date(year, month, chance.between(*_DAYS.get(month, (3, 28)))))
        for year in range(first.year, last.year + 1)
        for month in chance.some_of(event.months, _A_YEAR)
    }
    return [
        Meeting(event, start, start + timedelta(days=chance.between(0, 2)))
        for start in sorted(starts)
        if first <= start <= last
    ]
