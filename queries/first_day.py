"""The first day on which the viewer's places have an assessment: before it there is nothing to count."""

from datetime import date

from sqlalchemy import Select, func, select

from access.reading import Reading
from model.dates import today
from queries.scoped_cache import ScopedCache
from queries.state import Purpose, spans_within
from timeline.store import count_change, state_span

_first_days: ScopedCache[date | None] = ScopedCache(1000)


def first_day(reading: Reading) -> date | None:
    """The day of the first counted assessment within the scope of today; None without any."""
    now = reading.on(today())
    return _first_days.get(now, "first day", lambda: now.session.scalar(_first(now)))


def _first(reading: Reading) -> Select:
    """On the first day that counts an assessment the count can only rise."""
    changes, is_whole = count_change.c, not reading.scope.organizations
    if is_whole:
        own = reading.scope.counted_whole(changes.municipality_id)
        return select(func.min(changes.day)).where(changes.assessed > 0, own)
    spans = spans_within(reading, Purpose.COUNTING).add_columns(func.min(state_span.c.since))
    return spans.where(state_span.c.assessed == 1)
