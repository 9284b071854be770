"""The counts of a place on a series of dates."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from operator import add
from types import MappingProxyType
from typing import Any

from sqlalchemy import SQLColumnExpression, String, Subquery, case, cast, func, or_, select

import settings
from access.reading import Reading
from model.dates import month_end, month_ends, today, years_before
from model.indicators import OF_PROCEDURE, PARTS_OF_RATES
from model.names import fold
from model.places import Place
from model.routes import Assessment
from queries.counts import Counts, counts_of
from queries.filters import EVERYBODY, Filters, narrowing
from queries.small_groups import refuse_withheld
from queries.state import Purpose, spans_within
from queries.whole_places import are_changes_enough, are_totals_enough, at_whole_place, narrowed_changes, totals
from timeline.store import month_total, state_span

Point = tuple[date, Counts]


def counts_by_month(
    reading: Reading,
    place: Place,
    filters: Filters = EVERYBODY,
    years: int = 1,
    counts_by_day: Mapping[date, Counts] = MappingProxyType({}),
) -> list[Point]:
    """The counts that rates are made of, at the month ends of the last years before the reading's date and on it.

    Days of which `counts_by_day` has the counts of the place are not counted again.
    """
    refuse_withheld(reading, place, filters)
    first = month_end(years_before(reading.day, years))
    days = sorted({*month_ends(first, reading.day), reading.day})
    by_day = {day: _of_rates(counts) for day, counts in counts_by_day.items()}
    unknown = [day for day in days if day not in by_day]
    # On each future day a scope of places sees other people.
    if reading.day > today():
        by_day.update({day: _of_rates(counts_of(reading.on(day), place, filters).counts) for day in unknown})
    elif unknown:
        by_day.update(_course(reading, place, filters, unknown))
    return [(day, by_day[day]) for day in days]


def _of_rates(counts: Counts) -> Counts:
    return {key: counts[key] for key in (*PARTS_OF_RATES, OF_PROCEDURE) if key in counts}


def _course(reading: Reading, place: Place, filters: Filters, days: Sequence[date]) -> dict[date, Counts]:
    """The counts at months' ends from the stored totals, or from the spans; of other days the counts themselves."""
    ends = [day for day in days if month_end(day) == day]
    if are_totals_enough(reading, place, filters):
        course = _stored_course(reading, place, filters, ends)
    elif ends and are_changes_enough(reading, place, filters):
        course = _course_of_changes(reading, filters, ends)
    else:
        course = _course_of_spans(reading, place, filters, ends)
    others = [day for day in days if day not in course]
    return {**course, **{day: _of_rates(counts_of(reading.on(day), place, filters).counts) for day in others}}


def _stored_course(reading: Reading, place: Place, filters: Filters, ends: Sequence[date]) -> dict[date, Counts]:
    """The stored totals of months' ends, where there are any."""
    rows = month_total.c
    conditions = at_whole_place(rows, place, filters)
    query = select(rows.day, *totals(rows, PARTS_OF_RATES)).where(rows.day.in_(ends), *conditions).group_by(rows.day)
    return {day: _parts_of_rates(numbers) for day, *numbers in reading.session.execute(query)}


def _course_of_changes(reading: Reading, filters: Filters, ends: Sequence[date]) -> dict[date, Counts]:
    """The running totals of the stored changes of the region under the filter."""
    rows = reading.session.execute(narrowed_changes(filters, ends[0], ends[-1]))
    changes = {day: numbers for day, *numbers in rows}
    nothing = [0] * len(PARTS_OF_RATES)
    sums = accumulate((changes.get(end, nothing) for end in month_ends(ends[0], ends[-1])), _added)
    totals_at = dict(zip(month_ends(ends[0], ends[-1]), sums, strict=True))
    return {end: {**_parts_of_rates(totals_at[end]), **_mark(filters)} for end in ends}


def _added(some: Sequence[int], more: Sequence[int]) -> Sequence[int]:
    return [*map(add, some, more)]


def _course_of_spans(reading: Reading, place: Place, filters: Filters, ends: Sequence[date]) -> dict[date, Counts]:
    """The sums of the spans that cover the months' ends, read once: by the months in which they begin and end."""
    if not ends:
        return {}
    rows = state_span.c
    begun, ended, is_last = _month(rows.since), _month(rows.until), rows.until.in_(ends)
    query = (
        spans_within(reading, Purpose.COUNTING, *narrowing(reading, place, filters.without_procedure))
        # Not those between two months' ends.
        .where(rows.until >= ends[0], rows.since <= ends[-1], or_(begun < ended, is_last))
    )
    keys: list[SQLColumnExpression] = [begun, ended, is_last]
    if filters.procedure:
        passed = _last_passed(filters.procedure)
        query = query.join(passed, passed.c.person_id == rows.person_id)
        keys += [_month(passed.c.passed_on), _month(passed.c.next_on), _ends_counted(passed.c.passed_on, ends)]
    query = query.add_columns(*keys, *totals(rows, PARTS_OF_RATES)).group_by(*keys)
    # Each sum begins to count at one month's end, and no longer counts at another.
    months = [f"{end:%Y-%m}" for end in ends]
    steps = [dict.fromkeys(PARTS_OF_RATES, 0) for _ in (*ends, None)]
    for row in reading.session.execute(query):
        begins, stops = _steps_of(row[: len(keys)], months)
        if begins < stops:
            for key, number in zip(PARTS_OF_RATES, row[len(keys) :], strict=True):
                steps[begins][key] += number
                steps[stops][key] -= number
    for before, after in pairwise(steps):
        for key in PARTS_OF_RATES:
            after[key] += before[key]
    return {end: _of_rates({**step, **_mark(filters)}) for end, step in zip(ends, steps, strict=False)}


def _steps_of(keys: Sequence[Any], months: Sequence[str]) -> tuple[int, int]:
    """The numbers of the months' ends at which a sum begins and no longer counts."""
    begun, ended, is_last, *passed = keys
    begins, stops = bisect_left(months, begun), (bisect_right if is_last else bisect_left)(months, ended)
    if passed:
        passed_in, next_in, counts_until = passed
        begins = max(begins, bisect_left(months, passed_in))
        stops = min(stops, counts_until, len(months) if next_in is None else bisect_left(months, next_in))
    return begins, stops


def _last_passed(procedure: str) -> Subquery:
    """When each person passed the procedure, and when they passed it next."""
    following = func.lead(Assessment.passed_on).over(partition_by=Assessment.person_id, order_by=Assessment.passed_on)
    columns = (Assessment.person_id, Assessment.passed_on, following.label("next_on"))
    return select(*columns).where(Assessment.procedure_key == fold(procedure), ~Assessment.is_need).subquery()


def _ends_counted(passed_on: SQLColumnExpression[date], ends: Sequence[date]) -> SQLColumnExpression[int]:
    """On how many of the months' ends, the first among them, the assessment still counts (п. 2.4)."""
    years = settings.ASSESSMENT_YEARS.value()
    return case(*((passed_on <= years_before(end, years), number) for number, end in enumerate(ends)), else_=len(ends))


def _mark(filters: Filters) -> Counts:
    """Counts of people who passed one procedure say so."""
    return {OF_PROCEDURE: 1} if filters.procedure else {}


def _parts_of_rates(numbers: Sequence[int]) -> Counts:
    return dict(zip(PARTS_OF_RATES, numbers, strict=True))


def _month(day: SQLColumnExpression[date]) -> SQLColumnExpression[str]:
    """«2026-11»."""
    return func.substr(cast(day, String), 1, 7)
