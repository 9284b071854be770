"""The stored sums of the state: written by the very selectable that every list is read from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import FromClause, SQLColumnExpression, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.dates import month_end, month_ends, years_before
from model.indicators import COUNT_KEYS
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.places import REGION, Organization
from model.routes import Route
from model.snapshots import SnapshotDay, municipality_snapshot, person_state, snapshot
from queries.counts import counts_by_place
from queries.quality_sums import rewrite_quality
from queries.shown_places import shows_from
from queries.state import Purpose, people_on
from queries.summing import sum_days

# How far back month ends are kept stored; an earlier day is counted when it is asked for.
_YEARS_KEPT = 3


def rewriting(today: date) -> Callable[[Session, Sequence[ImportRun], Mapping[int, date]], None]:
    """What imports call in their own transaction to bring the stored sums up to their facts.

    Besides the organizations of whom they touched, it is told others, each with the first day that shows.
    """

    def rewrite(session: Session, runs: Sequence[ImportRun], others: Mapping[int, date]) -> None:
        wanted = _wanted_days(session, today)
        stored = set(session.scalars(select(SnapshotDay.day)))
        _forget(session, stored - wanted)
        imports = [run.id for run in runs]
        places = shows_from(session, imports)
        # Of those who were taken out again the first day is known from before alone.
        places |= {place: min(since, places.get(place, since)) for place, since in others.items()}
        _rewrite_people(session, today, imports)
        new = sorted(wanted - stored)
        session.add_all(SnapshotDay(day=day) for day in new)
        session.flush()
        if new:
            everywhere = dict.fromkeys(session.scalars(select(Organization.id)), date.min)
            sum_days(session, new, everywhere, known_on=today)
        sum_days(session, sorted(wanted & stored), places, known_on=today)
        rewrite_quality(session, runs, places, today)

    return rewrite


def are_of_another_day(reading: Reading) -> bool:
    """Whether midnight has passed since the rows were stored; where none are, the next import stores them."""
    stored = reading.session.scalar(select(person_state.c.day).limit(1))
    return stored is not None and stored != reading.day


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
    for sums in (municipality_snapshot, snapshot):
        session.execute(delete(sums).where(sums.c.day.in_(days)))
    session.execute(delete(SnapshotDay).where(SnapshotDay.day.in_(days)))


def _state(session: Session, day: date, *narrowing: SQLColumnExpression[bool]) -> FromClause:
    return people_on(Reading(session, OPERATOR, day), Purpose.COUNTING, *narrowing).subquery()


def _rewrite_people(session: Session, day: date, imports: Sequence[int]) -> None:
    """Keep the day's rows of the state, and of no other day.

    A row follows from the facts of its person alone, names among them: no other than those touched is another now.
    """
    session.execute(delete(person_state).where(person_state.c.day != day))
    if session.execute(select(person_state.c.person_id).limit(1)).first() is None:
        _write_people(session, day, _state(session, day))
        return
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_(imports))
    session.execute(delete(person_state).where(person_state.c.person_id.in_(touched)))
    _write_people(session, day, _state(session, day, Employment.person_id.in_(touched)))


def _write_people(session: Session, day: date, state: FromClause) -> None:
    columns = [column.name for column in person_state.c if column.name != "day"]
    rows = select(literal(day, person_state.c.day.type), *(state.c[name] for name in columns))
    session.execute(insert(person_state).from_select(["day", *columns], rows))
