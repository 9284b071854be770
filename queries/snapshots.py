"""The stored sums of the state: written by the very selectable that every list is read from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import SQLColumnExpression, delete, func, insert, select
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.attention import EXPIRING, SINCE_KEYS
from model.dates import month_end, month_ends, years_before
from model.indicators import COUNT_KEYS
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.places import REGION
from model.routes import Route
from model.snapshots import SnapshotDay, snapshot
from queries.counts import counts_by_place
from queries.state import Purpose, people_on

# How far back month ends are kept stored; an earlier day is counted when it is asked for.
_YEARS_KEPT = 3
# How many organizations one statement may name, on either database.
_AT_ONCE = 5000


def rewriting(today: date) -> Callable[[Session, Sequence[ImportRun], Mapping[int, date]], None]:
    """What imports call in their own transaction to bring the stored sums up to their facts.

    Besides the organizations of whom they touched, it is told others, each with the first day that shows.
    """

    def rewrite(session: Session, runs: Sequence[ImportRun], others: Mapping[int, date]) -> None:
        wanted = _wanted_days(session, today)
        stored = set(session.scalars(select(SnapshotDay.day)))
        _forget(session, stored - wanted)
        for day in sorted(wanted - stored):
            session.add(SnapshotDay(day=day))
            session.flush()
            _write(session, day)
        shows_from = {**others, **_shows_from(session, [run.id for run in runs])}
        for day in sorted(wanted & stored):
            _rewrite(session, day, [place for place, since in shows_from.items() if since <= day])

    return rewrite


def figures_on(today: date) -> Callable[[Session], tuple[date, dict[tuple[int, str], int]]]:
    """What imports call before and after: every count of each municipality on the day."""

    def figures(session: Session) -> tuple[date, dict[tuple[int, str], int]]:
        parts = counts_by_place(Reading(session, OPERATOR, today), REGION).parts
        return today, {(part.place.id or 0, key): part.counts[key] for part in parts for key in COUNT_KEYS}

    return figures


def _wanted_days(session: Session, today: date) -> set[date]:
    """The day of the data, and the ends of all months since the first assessment."""
    first = session.scalar(select(func.min(Route.passed_on)))
    if first is None:
        return {today}
    return {today, *month_ends(max(first, years_before(month_end(today), _YEARS_KEPT)), today)}


def _forget(session: Session, days: set[date]) -> None:
    session.execute(delete(snapshot).where(snapshot.c.day.in_(days)))
    session.execute(delete(SnapshotDay).where(SnapshotDay.day.in_(days)))


def _shows_from(session: Session, imports: Sequence[int]) -> dict[int, date]:
    """The organizations in which changes of the imports show, each with the first day on which they do."""
    touched = (
        select(Employment.organization_id, func.min(ImportTouch.since))
        .join(ImportTouch, ImportTouch.person_id == Employment.person_id)
        .where(ImportTouch.import_id.in_(imports))
        .group_by(Employment.organization_id)
    )
    return dict(session.execute(touched).all())


def _rewrite(session: Session, day: date, organizations: Sequence[int]) -> None:
    """Sum the organizations anew."""
    for start in range(0, len(organizations), _AT_ONCE):
        some = organizations[start : start + _AT_ONCE]
        session.execute(delete(snapshot).where(snapshot.c.day == day, snapshot.c.organization_id.in_(some)))
        _write(session, day, Employment.organization_id.in_(some))


def _write(session: Session, day: date, *narrowing: SQLColumnExpression[bool]) -> None:
    state = people_on(Reading(session, OPERATOR, day), Purpose.COUNTING, *narrowing).subquery()
    sums = select(
        select(SnapshotDay.day).where(SnapshotDay.day == day).scalar_subquery(),
        state.c.organization_id,
        state.c.category,
        *(func.sum(state.c[key]) for key in (*COUNT_KEYS, EXPIRING)),
        *(func.min(state.c[key]) for key in SINCE_KEYS),
    ).group_by(state.c.organization_id, state.c.category)
    columns = ["day", "organization_id", "category", *COUNT_KEYS, EXPIRING, *SINCE_KEYS]
    session.execute(insert(snapshot).from_select(columns, sums))
