"""The counts of whole municipalities: the totals of a month's end and the changes since, in place of all spans."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, SQLColumnExpression, cast, func, select, union_all

from access.reading import Reading
from model.attention import EXPIRING
from model.dates import month_end, today
from model.indicators import COUNT_KEYS
from model.places import Level, Place
from queries.filters import Filters
from timeline.store import count_change, month_total

_NUMBERS = (*COUNT_KEYS, EXPIRING)


def are_totals_enough(reading: Reading, place: Place, filters: Filters) -> bool:
    """Whether the totals of municipalities answer: the scope has the whole place, and no filter splits it."""
    is_whole = place.level is not Level.ORGANIZATION and reading.scope.may_count(place)
    # On a future day a scope of places sees those who work there today as well.
    is_known = reading.scope.counts_region or reading.day <= today()
    return is_whole and is_known and filters == Filters(category=filters.category)


def totals_on(day: date, place: Place, filters: Filters, by: Sequence[str]) -> Select:
    """The sums of COUNT_KEYS and EXPIRING on the day: one row, or one for each municipality that has any."""
    before = day if month_end(day) == day else day.replace(day=1) - timedelta(days=1)
    last = select(func.max(month_total.c.day)).where(month_total.c.day <= before).scalar_subquery()
    since = [count_change.c.day > before, count_change.c.day <= day]
    parts = [
        select(month_total).where(month_total.c.day == last, *at_whole_place(month_total.c, place, filters)),
        select(count_change).where(*since, *at_whole_place(count_change.c, place, filters)),
    ]
    rows = union_all(*parts).subquery()
    keys = [rows.c[name] for name in by]
    sums = select(*keys, *totals(rows.c))
    return sums.group_by(*keys) if keys else sums


def at_whole_place(columns: Any, place: Place, filters: Filters) -> list[SQLColumnExpression[bool]]:
    """The conditions that a place and a category set on rows of municipalities."""
    conditions = [columns.municipality_id == place.id] if place.level is Level.MUNICIPALITY else []
    return conditions + ([columns.category == filters.category] if filters.category else [])


def totals(columns: Any, keys: Iterable[str] = _NUMBERS) -> list[SQLColumnExpression[int]]:
    """The sums of these columns."""
    # A sum of bigint is numeric on PostgreSQL: counts are whole numbers on both databases.
    return [cast(func.sum(columns[key]), Integer).label(key) for key in keys]
