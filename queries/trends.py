"""The counts of a place on a series of dates."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import select

from access.reading import Reading
from model.dates import month_end, month_ends, years_before
from model.indicators import PARTS_OF_RATES
from model.places import Place
from model.snapshots import SnapshotDay
from queries.counts import Counts, counts_of, may_be_stored, stored_sums, totals
from queries.filters import EVERYBODY, Filters

Point = tuple[date, Counts]


def counts_by_month(
    reading: Reading,
    place: Place,
    filters: Filters = EVERYBODY,
    years: int = 1,
    known: Mapping[date, Counts] = MappingProxyType({}),
) -> list[Point]:
    """The counts that rates are made of, at the month ends of the last years before the reading's date and on it.

    What is `known` of the place on some of these days is not counted again.
    """
    first = month_end(years_before(reading.day, years))
    days = sorted({*month_ends(first, reading.day), reading.day})
    found = {day: _of_rates(counts) for day, counts in known.items()}
    found.update(_stored_points(reading, place, filters, [day for day in days if day not in found]))
    return [(day, found[day] if day in found else _counted(reading, place, filters, day)) for day in days]


def _stored_points(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> dict[date, Counts]:
    if not may_be_stored(filters):
        return {}
    known = set(reading.session.scalars(select(SnapshotDay.day).where(SnapshotDay.day.in_(days))))
    source = stored_sums(reading, place, filters, sorted(known), of_wholes=True)
    rows = reading.session.execute(select(source.c.day, *totals(source, PARTS_OF_RATES)).group_by(source.c.day)).all()
    points: dict[date, Counts] = {day: dict.fromkeys(PARTS_OF_RATES, 0) for day in known}
    points.update({row[0]: dict(zip(PARTS_OF_RATES, row[1:], strict=True)) for row in rows})
    return points


def _counted(reading: Reading, place: Place, filters: Filters, day: date) -> Counts:
    return _of_rates(counts_of(reading.on(day), place, filters).counts)


def _of_rates(counts: Counts) -> Counts:
    return {key: counts[key] for key in PARTS_OF_RATES}
