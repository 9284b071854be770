"""Sums of the state by place; rates follow from them in `model.indicators`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Integer, SQLColumnExpression, cast, func, select

from access.reading import Reading
from model.attention import CONCERNS, EXPIRING, SINCE_KEYS
from model.indicators import COUNT_KEYS
from model.places import Level, Organization, Place
from model.snapshots import SnapshotDay, municipality_snapshot, snapshot
from queries.filters import EVERYBODY, Filters, Narrowed, narrowing
from queries.places import parts_of
from queries.records import PlaceCounts
from queries.small_groups import refuse_withheld
from queries.state import Purpose, people_on

Counts = Mapping[str, int]
_STORED = Narrowed(snapshot.c.organization_id, snapshot.c.category)


@dataclass(frozen=True)
class Breakdown:
    """A place and its parts: the counts of the whole are the sums of the parts'."""

    whole: PlaceCounts
    parts: Sequence[PlaceCounts]


def counts_of(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> PlaceCounts:
    """The counts of one place."""
    sums = reading.once(("counts of", place, filters), lambda: _sums(reading, place, filters, ()))
    return sums.get((), _NOBODY).at(place)


def counts_by_place(reading: Reading, within: Place, filters: Filters = EVERYBODY) -> Breakdown:
    """The counts of the parts of a place, a place without people among them, and their sum."""
    column = "municipality_id" if within.level is Level.REGION else "organization_id"
    sums = _sums(reading, within, filters, (column,))
    parts = [sums.get((part.id,), _NOBODY).at(part) for part in parts_of(reading, within)]
    return Breakdown(_whole_of(within, parts), parts)


def counts_by_organization(reading: Reading, within: Place, places: Iterable[Place]) -> list[PlaceCounts]:
    """The counts of the given organizations of a place."""
    sums = _sums(reading, within, EVERYBODY, ("organization_id",))
    return [sums.get((place.id,), _NOBODY).at(place) for place in places]


def total_of(counts: Iterable[Counts]) -> dict[str, int]:
    """All counts add up."""
    total = _nobody()
    for one in counts:
        for key in COUNT_KEYS:
            total[key] += one[key]
    return total


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


def _sums(reading: Reading, place: Place, filters: Filters, by: Sequence[str]) -> dict[tuple, _Sums]:
    """The sums by the named columns, from the stored ones where the day is stored."""
    refuse_withheld(reading, place, filters)
    source = _source(reading, place, filters, of_wholes="organization_id" not in by)
    keys = [source.c[column] for column in by]
    query = select(*keys, *totals(source), *_waits(source))
    rows = reading.session.execute(query.group_by(*keys) if keys else query).all()
    return {tuple(row[: len(keys)]): _read(row[len(keys) :]) for row in rows}


def _read(numbers: Sequence[Any]) -> _Sums:
    counts = dict(zip(COUNT_KEYS, map(_whole, numbers), strict=False))
    days = zip((one.key for one in CONCERNS if one.since), numbers[len(COUNT_KEYS) + 1 :], strict=True)
    return _Sums(counts, _whole(numbers[len(COUNT_KEYS)]), {key: since for key, since in days if since is not None})


def _waits(source: FromClause) -> list[SQLColumnExpression]:
    return [cast(func.sum(source.c[EXPIRING]), Integer), *(func.min(source.c[key]) for key in SINCE_KEYS)]


def _whole(number: int | None) -> int:
    return number or 0


def totals(source: FromClause, keys: Iterable[str] = COUNT_KEYS) -> list[SQLColumnExpression[int]]:
    return [cast(func.sum(source.c[key]), Integer).label(key) for key in keys]


def _source(reading: Reading, place: Place, filters: Filters, *, of_wholes: bool) -> FromClause:
    if may_be_stored(filters) and is_stored(reading, reading.day):
        return stored_sums(reading, place, filters, [reading.day], of_wholes=of_wholes)
    return people_on(reading, Purpose.COUNTING, *narrowing(place, filters)).subquery()


def may_be_stored(filters: Filters) -> bool:
    """Whether the grain of the stored sums tells what the filters ask for."""
    return filters.procedure is None and filters.position is None


def is_stored(reading: Reading, day: date) -> bool:
    """Whether the sums of the day are stored."""
    return reading.once(("is stored", day), lambda: reading.session.get(SnapshotDay, day) is not None)


def stored_sums(
    reading: Reading, place: Place, filters: Filters, days: Sequence[date], *, of_wholes: bool
) -> FromClause:
    """The stored rows of the days within the scope, the place and the filters; CannotFilterError by what is not stored.

    `of_wholes` asks for no organization: the sums of municipalities will do where they tell what is asked.
    """
    refuse_withheld(reading, place, filters)
    is_whole = place.level is not Level.ORGANIZATION and reading.scope.may_count(place)
    if of_wholes and is_whole and filters == Filters(category=filters.category):
        return _sums_of_municipalities(reading, place, filters, days)
    return (
        select(snapshot, Organization.municipality_id)
        .join(Organization, Organization.id == snapshot.c.organization_id)
        .where(
            snapshot.c.day.in_(days),
            reading.scope.counted(snapshot.c.organization_id, Organization.municipality_id),
            *narrowing(place, filters, _STORED),
        )
        .subquery()
    )


def _sums_of_municipalities(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> FromClause:
    rows = municipality_snapshot.c
    conditions = [rows.day.in_(days), reading.scope.counted_whole(rows.municipality_id)]
    if place.level is Level.MUNICIPALITY:
        conditions.append(rows.municipality_id == place.id)
    if filters.category:
        conditions.append(rows.category == filters.category)
    return select(municipality_snapshot).where(*conditions).subquery()
