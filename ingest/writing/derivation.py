"""All that follows from facts, made anew for the people whom imports touched.

What a file says is kept as it came, so that the order in which registers come in can't matter.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, runtime_checkable

from sqlalchemy import ColumnElement, Select, and_, case, func, select, update
from sqlalchemy.orm import Session

from ingest.writing.duplicate_candidates import pair_duplicates
from ingest.writing.import_lock import acquire_import_lock
from model.database import upgrade_session
from model.dates import today
from model.errors import ActionRejectedError
from model.journal import ImportRun, ImportTouch
from model.people import Employment, Person, covers
from timeline.derivation import derive_anew, derive_people, is_derived
from timeline.facts_of_staff import FactKind

OUTDATED = "программа или её настройки обновляются: повторите через несколько минут; данные не изменены"

# What the stored sums of data quality are made by: of the places of touched people, and of further organizations.
Rewrite = Callable[[Session, Sequence[ImportRun], Collection[int]], None]


@runtime_checkable
class Remembering(Protocol):
    """A rewrite that is told of people before a register's facts about them are written: then it has less to count."""

    def remember(self, session: Session, register: str, persons: Collection[int]) -> None: ...


class OutdatedRulesError(ActionRejectedError):
    """The spans of the database are those of another version of the program, or of other settings."""


def derive(session: Session, imports: Sequence[int]) -> None:
    """Write routes, spans, names of persons and candidates of duplicates for the people whom the imports touched.

    Raises OutdatedRulesError in a process that goes on after `migrate` has made the spans of a later version: its own
    would stand among them and be counted.
    """
    if not is_derived(session):
        raise OutdatedRulesError(OUTDATED)
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_(imports)).distinct()
    derive_people(session, list(session.scalars(touched)), _kinds_changed(session, imports))
    _name_persons(session, touched)
    pair_duplicates(session, imports)


# Of which facts the region's blocks change with a register; with others, and with operations, all may.
_NO_APPLICATIONS = frozenset(FactKind) - {FactKind.APPLICATIONS}
_KINDS_CHANGED: Mapping[str, frozenset[FactKind]] = {
    "appendix1": _NO_APPLICATIONS,
    "appendix2": _NO_APPLICATIONS,
    "participation": frozenset({FactKind.EVENTS}),
}


def _kinds_changed(session: Session, imports: Sequence[int]) -> list[FactKind]:
    registers = session.scalars(select(ImportRun.register).where(ImportRun.id.in_(imports)).distinct())
    changed = [_KINDS_CHANGED.get(register, frozenset(FactKind)) for register in registers]
    return [kind for kind in FactKind if any(kind in kinds for kinds in changed)]


def derive_outdated(rewrite: Rewrite) -> None:
    """Derive everybody anew where the tables or the settings have changed, and store what is missing of sums."""
    with upgrade_session() as session:
        acquire_import_lock(session)
        if not is_derived(session):
            derive_anew(session)
        rewrite(session, [], ())


def _name_persons(session: Session, touched: Select) -> None:
    """A person is called as the main spell that covers today says, else the last that ended, else the first to come.

    Whoever has second jobs alone is called as those say.
    """
    day = today()
    has_begun = and_(Employment.is_main, Employment.since <= day)
    order: tuple[ColumnElement, ...] = (
        case((covers(day), 0), (has_begun, 1), (Employment.is_main, 2), else_=3),
        case((has_begun, Employment.left_on)).desc(),
        case((~has_begun, Employment.since)),
        Employment.id.desc(),
    )
    latest = select(Employment).where(Employment.person_id == Person.id).order_by(*order).limit(1)
    full_name, name_key = (
        latest.with_only_columns(column).scalar_subquery() for column in (Employment.full_name, Employment.name_key)
    )
    # Whose only spells an undone import took away keeps the name they had.
    values = {
        "full_name": func.coalesce(full_name, Person.full_name),
        "name_key": func.coalesce(name_key, Person.name_key),
    }
    session.execute(update(Person).where(Person.id.in_(touched)).values(values))
