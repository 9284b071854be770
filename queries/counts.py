"""Sums of the state by place; rates follow from them in `model.indicators`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.attention import CONCERNS, SINCE_KEYS
from model.indicators import COUNT_KEYS, OF_PROCEDURE
from model.places import REGION, Level, Organization, Place
from queries.filters import EVERYBODY, Filters, narrowing
from queries.places import parts_of
from queries.records import PlaceCounts
from queries.small_groups import refuse_withheld
from queries.state import Purpose, organization_key, spans_on
from queries.whole_places import are_totals_enough, totals, totals_on, waits_on
from timeline.store import state_span

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Breakdown:
    """A place and its parts: the counts of the whole are the sums of the parts'."""

    whole: PlaceCounts
    parts: Sequence[PlaceCounts]


def counts_of(reading: Reading, place: Place, filters: Filters = EVERYBODY, *, waits: bool = False) -> PlaceCounts:
    """The counts of one place; with `waits` also since when those wait who wait longest."""
    about = ("counts of", place, filters, waits)
    sums = reading.once(about, lambda: _sums(reading, place, filters, (), waits=waits))
    return sums.get((), _NOBODY).at(place)


def counts_by_place(reading: Reading, within: Place, filters: Filters = EVERYBODY, *, waits: bool = False) -> Breakdown:
    """The counts of the parts of a place, a place without people among them, and their sum; `waits` as above."""
    column = "municipality_id" if within.level is Level.REGION else "organization_id"
    sums = _sums(reading, within, filters, (column,), waits=waits)
    parts = [sums.get((part.id,), _NOBODY).at(part) for part in parts_of(reading, within)]
    return Breakdown(_whole_of(within, parts), parts)


def counts_by_organization(reading: Reading, within: Place, places: Iterable[Place]) -> list[PlaceCounts]:
    """The counts of the given organizations of a place."""
    sums = _sums(reading, within, EVERYBODY, ("organization_id",), waits=False)
    return [sums.get((place.id,), _NOBODY).at(place) for place in places]


def total_of(counts: Iterable[Counts]) -> dict[str, int]:
    """All counts add up."""
    sums = _nobody()
    for one in counts:
        for key in COUNT_KEYS:
            sums[key] += one[key]
        # Counts of people who passed one procedure stay so.
        sums.update({OF_PROCEDURE: 1} if OF_PROCEDURE in one else {})
    return sums


def _nobody() -> dict[str, int]:
    return dict.fromkeys(COUNT_KEYS, 0)


@dataclass(frozen=True)
class _Sums:
    """What the state sums up to, before it is known at which place."""

    counts: Counts
    expiring: int
    since: Mapping[str, date]

    def at(self, place: Place) -> PlaceCounts:
        return PlaceCounts(place, self.counts, self.expiring, self.since)


_NOBODY = _Sums(_nobody(), 0, {})


def _whole_of(within: Place, parts: Sequence[PlaceCounts]) -> PlaceCounts:
    """The sums of the parts; the longest wait of a place is the longest of its parts'."""
    longest = {
        one.key: min(days) for one in CONCERNS if (days := [p.since[one.key] for p in parts if one.key in p.since])
    }
    return PlaceCounts(within, total_of(part.counts for part in parts), sum(part.expiring for part in parts), longest)


def _sums(reading: Reading, place: Place, filters: Filters, by: Sequence[str], *, waits: bool) -> dict[tuple, _Sums]:
    """The sums of the spans that cover the date, by the named columns."""
    refuse_withheld(reading, place, filters)
    of_procedure = {OF_PROCEDURE: 1} if filters.procedure else {}
    if "organization_id" not in by and are_totals_enough(reading, place, filters):
        rows = _rows_by(reading, totals_on(reading.day, place, filters, by), by)
        since = _waits_by(reading, place, filters, by) if waits else {}
        return {key: _read(numbers, since.get(key, {}), of_procedure) for key, numbers in rows.items()}
    rows = _rows_by(reading, _sums_of_spans(reading, place, filters, by, waits=waits), by)
    size = len(COUNT_KEYS) + 1
    return {key: _read(row[:size], _days_of(row[size:]), of_procedure) for key, row in rows.items()}


def _sums_of_spans(reading: Reading, place: Place, filters: Filters, by: Sequence[str], *, waits: bool) -> Select:
    """The sums of a place of which the totals of municipalities are not enough."""
    columns = {"municipality_id": Organization.municipality_id, "organization_id": organization_key()}
    keys = [columns[name] for name in by]
    longest = [func.min(state_span.c[key]) for key in SINCE_KEYS] if waits else []
    spans = spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    return spans.add_columns(*keys, *totals(state_span.c), *longest).group_by(*keys)


def _waits_by(reading: Reading, place: Place, filters: Filters, by: Sequence[str]) -> dict[tuple, dict[str, date]]:
    """Since when the longest wait of each concern lasts, by the named columns."""
    days: dict[tuple, dict[str, date]] = {}
    for *key, concern, day in reading.session.execute(waits_on(reading.day, place, filters, by)):
        if day is not None:
            days.setdefault(tuple(key), {})[_CONCERN_BY_SINCE[concern]] = day
    return days


_CONCERN_BY_SINCE = {one.since_key: one.key for one in CONCERNS if one.since}


def _days_of(days: Sequence[date | None]) -> dict[str, date]:
    """The longest waits in the order of SINCE_KEYS, by the keys of their concerns."""
    return {key: day for key, day in zip(_CONCERN_BY_SINCE.values(), days, strict=False) if day is not None}


def _rows_by(reading: Reading, query: Select, by: Sequence[str]) -> dict[tuple, Sequence[Any]]:
    """The rows of a query behind its first columns."""
    return {tuple(row[: len(by)]): row[len(by) :] for row in reading.session.execute(query)}


def _read(numbers: Sequence[Any], since: Mapping[str, date], of_procedure: Counts) -> _Sums:
    counts = dict(zip(COUNT_KEYS, map(_whole, numbers), strict=False))
    return _Sums({**counts, **of_procedure}, _whole(numbers[len(COUNT_KEYS)]), since)


def _whole(number: int | None) -> int:
    return number or 0


def figures_on(today: date) -> Callable[[Session], tuple[date, dict[tuple[int, str], int]]]:
    """What imports call before and after: every count of each municipality on the day."""

    def figures(session: Session) -> tuple[date, dict[tuple[int, str], int]]:
        parts = counts_by_place(Reading(session, OPERATOR, today), REGION).parts
        return today, {(part.place.id or 0, key): part.counts[key] for part in parts for key in COUNT_KEYS}

    return figures
