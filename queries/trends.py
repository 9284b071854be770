"""The counts of a place on a series of dates."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from sqlalchemy import Select, SQLColumnExpression, case, func, select

from access.reading import Reading
from model.dates import month_end, month_ends, today, years_before
from model.indicators import OF_PROCEDURE, PARTS_OF_RATES
from model.places import Place
from queries.counts import Counts, counts_of
from queries.filters import EVERYBODY, Filters, narrowing
from queries.small_groups import refuse_withheld
from queries.state import Purpose, spans_within
from queries.whole_places import are_totals_enough, at_whole_place, totals
from timeline.rows import FOREVER
from timeline.store import month_total, state_span

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
    refuse_withheld(reading, place, filters)
    first = month_end(years_before(reading.day, years))
    days = sorted({*month_ends(first, reading.day), reading.day})
    found = {day: _of_rates(counts) for day, counts in known.items()}
    unknown = [day for day in days if day not in found]
    # Under a filter by procedure, and on future days, each day selects other people.
    if filters.procedure or reading.day > today():
        found.update({day: _of_rates(counts_of(reading.on(day), place, filters).counts) for day in unknown})
    elif unknown:
        found.update(_course(reading, place, filters, unknown))
    return [(day, found[day]) for day in days]


def _of_rates(counts: Counts) -> Counts:
    return {key: counts[key] for key in (*PARTS_OF_RATES, OF_PROCEDURE) if key in counts}


def _course(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> dict[date, Counts]:
    if are_totals_enough(reading, place, filters):
        return _course_of_wholes(reading, place, filters, days)
    first = _of_rates(counts_of(reading.on(days[0]), place, filters).counts)
    steps = [dict(first), *(dict.fromkeys(PARTS_OF_RATES, 0) for _ in days[1:])]
    for query in _changes_of_spans(reading, place, filters, days):
        for step, *numbers in reading.session.execute(query):
            for key, number in zip(PARTS_OF_RATES, numbers, strict=True):
                steps[step][key] += number
    for before, after in pairwise(steps):
        for key in PARTS_OF_RATES:
            after[key] += before[key]
    return dict(zip(days, steps, strict=True))


def _course_of_wholes(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> dict[date, Counts]:
    """The stored totals of months' ends; of other days the counts themselves."""
    rows = month_total.c
    ends = [day for day in days if month_end(day) == day]
    conditions = at_whole_place(rows, place, filters)
    query = select(rows.day, *totals(rows, PARTS_OF_RATES)).where(rows.day.in_(ends), *conditions).group_by(rows.day)
    found: dict[date, Counts] = {}
    for day, *numbers in reading.session.execute(query):
        found[day] = dict(zip(PARTS_OF_RATES, numbers, strict=True))
    others = [day for day in days if day not in found]
    return {**found, **{day: _of_rates(counts_of(reading.on(day), place, filters).counts) for day in others}}


def _changes_of_spans(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> list[Select]:
    """What begins with spans after the first of the days, and what ends the day after them."""
    rows = state_span.c
    spans = spans_within(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    # Not the bare column: by its index SQLite would fetch every second span one by one.
    until = func.coalesce(rows.until, FOREVER)
    begins = _step(rows.since, days)
    ends = case(*((until < day, number) for number, day in enumerate(days)))
    sums = totals(rows, PARTS_OF_RATES)
    return [
        spans.add_columns(begins, *sums).where(rows.since > days[0], rows.since <= days[-1]).group_by(begins),
        spans.add_columns(ends, *(-one for one in sums)).where(until >= days[0], until < days[-1]).group_by(ends),
    ]


def _step(column: SQLColumnExpression[date], days: Sequence[date]) -> SQLColumnExpression[int]:
    """The number of the first of the days by which the date has come."""
    return case(*((column <= day, number) for number, day in enumerate(days)))
