"""The first day on which the viewer's places have an assessment: before it there is nothing to count."""

from datetime import date

from sqlalchemy import func

from access.reading import Reading
from model.dates import today
from queries.scoped_cache import ScopedCache
from queries.state import Purpose, spans_within
from timeline.store import state_span

_first_days: ScopedCache[date | None] = ScopedCache(1000)


def first_day(reading: Reading) -> date | None:
    """The day of the first counted assessment within the scope of today; None without any."""
    now = reading.on(today())
    spans = spans_within(now, Purpose.COUNTING).add_columns(func.min(state_span.c.since))
    assessed = spans.where(state_span.c.assessed == 1)
    return _first_days.get(now, "first day", lambda: now.session.scalar(assessed))
