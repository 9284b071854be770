"""The lower limit of time: the region's sums by raw SQL over spans and totals, and by NumPy in memory."""

import time
from collections.abc import Callable
from datetime import date

import numpy as np
from sqlalchemy import text

from bench.figures import Figure, of_times
from model.database import unscoped_session
from model.dates import today
from model.indicators import COUNT_KEYS

TIMES = 30
PART = "The limit, without a server around it"
_SUMS = ", ".join(f"sum({key})" for key in COUNT_KEYS)
_SPANS = """from state_span join organization on organization.id = state_span.organization_id
where since <= :day and until >= :day"""
BY_PLACE = f"select municipality_id, {_SUMS} {_SPANS} group by municipality_id"
ROWS = f"select municipality_id, {', '.join(COUNT_KEYS)} {_SPANS} order by municipality_id"
MONTHS = f"select day, {_SUMS} from month_total where day >= :first and day <= :day group by day"


def measure_limit() -> list[Figure]:
    """Measure each way many times."""
    day = today()
    year_ago = date(day.year - 1, day.month, 1)
    with unscoped_session() as session:

        def by_sql() -> object:
            return session.execute(text(BY_PLACE), {"day": day}).all()

        def by_months() -> object:
            return session.execute(text(MONTHS), {"first": year_ago, "day": day}).all()

        rows = np.array(session.execute(text(ROWS), {"day": day}).all(), dtype=np.int64)
        starts = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
        counts = np.ascontiguousarray(rows[:, 1:])
        return [
            of_times(PART, "raw SQL, every count of every municipality", _times(by_sql)),
            of_times(PART, "raw SQL, every count of the region by month", _times(by_months)),
            of_times(PART, "NumPy, the same sums", _times(lambda: np.add.reduceat(counts, starts))),
        ]


def _times(work: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times
