"""What was brought in, what it changed, and how fresh the data are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import Session

from access.account_names import account_titles
from access.import_rights import may_import
from access.reading import Reading
from access.undoable import may_be_undone
from model.accounts import Role
from model.journal import REFERENCE, ImportFigure, ImportRun, ImportTouch
from model.people import Employment, covers
from model.places import Municipality, Organization
from model.score_bounds import ScoreBound
from model.targets import Target

_SHOWN = 100


@dataclass(frozen=True)
class Figure:
    """A count of a municipality before an import and after it."""

    municipality: str
    count_key: str
    before: int
    after: int


@dataclass(frozen=True)
class RunRecord:
    """An accepted file: what it changed, as far as the scope goes, whether it may be undone.

    `authors` says how those are called who accepted and undid it.
    """

    run: ImportRun = field(repr=False)
    day: date | None
    figures: Sequence[Figure]
    touched: Mapping[str, int]
    may_undo: bool
    authors: Mapping[str, str]


@dataclass(frozen=True)
class AcceptedRun:
    """An accepted file or operation, and how the account is called that accepted it."""

    run: ImportRun = field(repr=False)
    accepted_by: str


def latest_imports(reading: Reading) -> Sequence[AcceptedRun]:
    """The latest accepted files: one's own for a municipality, all for who brings in everything; others get none."""
    viewer = reading.viewer
    query = select(ImportRun).order_by(ImportRun.id.desc()).limit(_SHOWN)
    if not _sees_all(reading):
        query = query.where(ImportRun.accepted_by == viewer.login if _brings(reading) else false())
    return accepted_runs(reading.session, reading.session.scalars(query).all())


def accepted_runs(session: Session, runs: Sequence[ImportRun]) -> Sequence[AcceptedRun]:
    """The files or operations, which a query has found for the viewer, with who accepted them."""
    titles = account_titles(session, (run.accepted_by for run in runs))
    return [AcceptedRun(run, titles[run.accepted_by]) for run in runs]


def _sees_all(reading: Reading) -> bool:
    return reading.viewer.holds(Role.ADMIN) or reading.viewer.holds(Role.ASSESSOR)


def _brings(reading: Reading) -> bool:
    return may_import(reading.viewer)


def import_run(reading: Reading, identity: int) -> RunRecord | None:
    """One accepted file; None where there is none or it is not the viewer's to see."""
    run = reading.session.get(ImportRun, identity)
    is_own = run is not None and _brings(reading) and run.accepted_by == reading.viewer.login
    if run is None or not (_sees_all(reading) or is_own):
        return None
    figures, day = _figures(reading, identity)
    authors = account_titles(reading.session, (run.accepted_by, run.undone_by))
    return RunRecord(run, day, figures, _touched(reading, identity), _may_undo(reading, run), authors)


def _may_undo(reading: Reading, run: ImportRun) -> bool:
    """One on which no later import leans, by who brings in everything or has brought in this one."""
    is_theirs = reading.viewer.holds(Role.ASSESSOR) or (_brings(reading) and run.accepted_by == reading.viewer.login)
    return is_theirs and may_be_undone(reading.session, run)


def _figures(reading: Reading, identity: int) -> tuple[Sequence[Figure], date | None]:
    scope = reading.scope
    query = (
        select(ImportFigure, Municipality)
        .join(Municipality, Municipality.id == ImportFigure.municipality_id)
        .where(ImportFigure.import_id == identity)
        .order_by(Municipality.name, ImportFigure.count_key)
    )
    if not scope.counts_region:
        query = query.where(ImportFigure.municipality_id.in_(scope.municipalities))
    rows = reading.session.execute(query).all()
    figures = [Figure(place.name_on(one.day), one.count_key, one.before, one.after) for one, place in rows]
    return figures, rows[0][0].day if rows else None


def _touched(reading: Reading, identity: int) -> Mapping[str, int]:
    """How many of the staff on the day the file was about, by municipality."""
    query = (
        select(Municipality, func.count(ImportTouch.person_id.distinct()))
        .join(Organization, Organization.municipality_id == Municipality.id)
        .join(Employment, and_(Employment.organization_id == Organization.id, covers(reading.day)))
        .join(ImportTouch, ImportTouch.person_id == Employment.person_id)
        .where(ImportTouch.import_id == identity)
        .where(reading.scope.counted(Employment.organization_id, Organization.municipality_id))
        .group_by(Municipality.id)
        .order_by(Municipality.name)
    )
    return {place.name_on(reading.day): people for place, people in reading.session.execute(query)}


def importable_places(reading: Reading) -> Sequence[str]:
    """The municipalities whose rows the viewer may bring in, by their names on the day."""
    if not _brings(reading):
        return []
    query = select(Municipality).order_by(Municipality.name)
    if not reading.viewer.holds(Role.ASSESSOR):
        query = query.where(Municipality.id.in_(reading.scope.municipalities))
    return [place.name_on(reading.day) for place in reading.session.scalars(query)]


def data_version(reading: Reading) -> tuple[object, ...]:
    """What changes with every import, undoing, target and bound of scores: what was kept before is out of date."""
    of_targets = (func.count(Target.id), func.max(Target.id), func.max(Target.set_at), func.max(ScoreBound.changed_at))
    others = [select(one).scalar_subquery() for one in of_targets]
    query = select(func.max(ImportRun.id), func.max(ImportRun.accepted_at), func.max(ImportRun.undone_at), *others)
    return reading.once("data version", lambda: tuple(reading.session.execute(query).one()), on_any_day=True)


def data_as_of(reading: Reading) -> datetime | None:
    """When a file was last accepted: a moment, in UTC; None before the first."""
    return reading.session.scalar(select(func.max(ImportRun.accepted_at)).where(ImportRun.register != REFERENCE))
