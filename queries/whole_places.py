"""The counts and longest waits of whole municipalities, from sums and from waits in place of all spans."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    join,
    literal,
    select,
    true,
    union_all,
)

from access.reading import Reading
from model.attention import EXPIRING, SINCE_KEYS
from model.dates import month_end_by, today
from model.indicators import COUNT_KEYS, PARTS_OF_RATES
from model.names import fold
from model.places import Level, Municipality, Place
from queries.filters import Filters
from timeline.narrowed import NARROWED
from timeline.narrowed_store import narrowed_change
from timeline.store import count_change, month_total, wait_span
from timeline.waits import SIZES

_NUMBERS = (*COUNT_KEYS, EXPIRING)


def are_totals_enough(reading: Reading, place: Place, filters: Filters) -> bool:
    """Whether the totals of municipalities answer: the scope has the whole place, and no filter splits it."""
    is_whole = place.level is not Level.ORGANIZATION and reading.scope.may_count(place)
    # On a future day a scope of places sees those who work there today as well.
    is_known = reading.scope.counts_region or reading.day <= today()
    return is_whole and is_known and filters == Filters(category=filters.category)


def are_changes_enough(reading: Reading, place: Place, filters: Filters) -> bool:
    """Whether the changes of the region under one filter answer: by position, type of organization or procedure."""
    names = [*filters.chosen()]
    return place.level is Level.REGION and reading.scope.counts_region and len(names) == 1 and names[0] in NARROWED


def narrowed_changes(filters: Filters, first: date, last: date) -> Select:
    """How PARTS_OF_RATES of the region change at each month's end up to the last; what precedes the first is of it."""
    ((name, value),) = filters.chosen().items()
    rows = narrowed_change.c
    day = case((rows.day < first, literal(first, Date)), else_=rows.day)
    query = select(day, *totals(rows, PARTS_OF_RATES)).where(rows.filter == name, rows.value_key == fold(value))
    return query.where(rows.day <= last).group_by(day).order_by(day)


def totals_on(day: date, place: Place, filters: Filters, by: Sequence[str]) -> Select:
    """The sums of COUNT_KEYS and EXPIRING on the day: one row, or one for each municipality that has any."""
    before = month_end_by(day)
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


def waits_on(day: date, place: Place, filters: Filters, by: Sequence[str]) -> Select:
    """The first day of the longest wait on the day, None where nobody waits: by the named columns and the concern."""
    concerns = union_all(*(select(literal(key).label("concern")) for key in SINCE_KEYS)).subquery("concerns")
    sizes = union_all(*(select(literal(size).label("size"), _before(day, size)) for size in SIZES)).subquery("sizes")
    waits = wait_span.c
    near = and_(waits.size == sizes.c.size, waits.since > sizes.c.earliest, waits.since <= day, waits.until >= day)
    own = (waits.municipality_id == Municipality.id, waits.concern == concerns.c.concern)
    of_category = [waits.category == filters.category] if filters.category else []
    # Each municipality and concern is looked up on its own: to sort all who wait takes twice as long.
    longest = select(func.min(waits.day)).select_from(sizes).join(wait_span, near).where(*own, *of_category)
    each = select(
        Municipality.id.label("municipality_id"),
        concerns.c.concern,
        longest.correlate(Municipality, concerns).scalar_subquery().label("day"),
    ).select_from(join(Municipality, concerns, true()))
    if place.level is Level.MUNICIPALITY:
        each = each.where(Municipality.id == place.id)
    rows = each.subquery("longest")
    keys = [rows.c[name] for name in (*by, "concern")]
    return select(*keys, func.min(rows.c.day)).group_by(*keys)


def _before(day: date, size: int) -> SQLColumnExpression[date]:
    """So many days before the day, or the first of all days."""
    return literal(day - timedelta(days=min(size, (day - date.min).days)), Date).label("earliest")


def at_whole_place(columns: Any, place: Place, filters: Filters) -> list[SQLColumnExpression[bool]]:
    """The conditions that a place and a category set on rows of municipalities."""
    conditions = [columns.municipality_id == place.id] if place.level is Level.MUNICIPALITY else []
    return conditions + ([columns.category == filters.category] if filters.category else [])


def totals(columns: Any, keys: Iterable[str] = _NUMBERS) -> list[SQLColumnExpression[int]]:
    """The sums of these columns."""
    # A sum of bigint is numeric on PostgreSQL: counts are whole numbers on both databases.
    return [cast(func.sum(columns[key]), Integer).label(key) for key in keys]
