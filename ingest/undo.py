"""Undoes the last import: what it changed is put back, what it added goes, all that follows is made anew."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Date, Table, bindparam, delete, exists, func, insert, inspect, or_, select, update
from sqlalchemy.orm import Session, aliased

from access import accounts
from access.journal import write_down
from access.undoable import HAS_CHANGED, MOST_KEPT, may_be_undone
from ingest.matching.finding import Fact
from ingest.planning.plan import Plan
from ingest.registers import REGISTERS
from ingest.writing.derivation import Rewrite, derive
from ingest.writing.import_lock import acquire_import_lock
from model.accounts import Account, Grant
from model.arrays import is_one_of
from model.bulk import Was, add_rows
from model.catalogue import Event, Programme, Provider
from model.chunks import chunks
from model.database import Base
from model.errors import UserError
from model.journal import ImportChange, ImportPlace, ImportRun, ImportTouch, JournalAbout
from model.people import EarlierName, Employment, Person
from model.places import Organization, OrganizationChange
from model.routes import Application, Participation, RecommendedProgramme, Result


class CannotUndoError(UserError):
    """The import can't be undone, in words."""


def record_changes(session: Session, plan: Plan, import_id: int, besides: Iterable[Was]) -> None:
    """Write down what the rows were, before they are changed; what the earliest imports changed is forgotten."""
    session.execute(delete(ImportChange).where(ImportChange.import_id <= import_id - MOST_KEPT))
    table: Any = plan.table.table
    brought_by: dict[int, int | None] = {}
    for chunk in chunks(identity for identity, _, _ in plan.changed):
        brought_by.update(
            session.execute(select(table.id, table.import_id).where(is_one_of(session, table.id, chunk))).all()
        )
    rows = [
        _image(
            import_id, table.__tablename__, identity, {**old, "import_id": brought_by[identity]}, old.get("person_id")
        )
        for identity, old, _ in plan.changed
    ]
    rows += [_image(import_id, name, identity, was, None) for name, identity, was in besides]
    add_rows(session, ImportChange, rows + _kept_whole(session, plan, import_id))


# What follows from facts is made anew for a row that comes back.
_DERIVED: Fact = {"route_id": None, "counts_from": None, "left_on": None}


def _kept_whole(session: Session, plan: Plan, import_id: int) -> list[dict[str, object]]:
    """The rows that are removed, with all their columns, so that they can be put back."""
    table: Any = plan.table.table
    columns = cast(Table, inspect(table).local_table).c
    derived = {name: value for name, value in _DERIVED.items() if name in columns}
    listed = {identity: {"programmes": old["programmes"]} for identity, old in plan.removed if "programmes" in old}
    rows: list[dict[str, object]] = []
    for chunk in chunks(identity for identity, _ in plan.removed):
        for row in session.execute(select(*columns).where(columns.id.in_(chunk))).mappings():
            was = {**row, **derived, **listed.get(row["id"], {})}
            rows.append(_image(import_id, table.__tablename__, row["id"], was, row.get("person_id")))
    return rows


def _image(import_id: int, table: str, row: int, was: Fact, person: object) -> dict[str, object]:
    image = json.dumps(was, ensure_ascii=False, default=lambda value: value.isoformat())
    return {"import_id": import_id, "table_name": table, "row_id": row, "person_id": person, "was": image}


def last_import(session: Session) -> ImportRun | None:
    """The last import that has changed anything; None where there is none, or where it has been undone."""
    last = session.scalar(select(ImportRun).where(HAS_CHANGED).order_by(ImportRun.id.desc()).limit(1))
    return last if last and last.undone_at is None else None


def undo(session: Session, import_id: int, *, by: str, rewrite: Rewrite) -> ImportRun:
    """Put back what was before the import; CannotUndoError where later imports lean on it."""
    acquire_import_lock(session)
    run = session.get(ImportRun, import_id)
    if run is None or not may_be_undone(session, run):
        raise CannotUndoError(
            "отменяется только последняя загрузка или операция справочников: записи тех же людей с тех пор менялись, "
            "или загрузка уже отменена"
        )
    new_places = _made_by(session, run)
    places = {*_places_of(session, run), *new_places}
    _take_out(session, run)
    _put_back(session, run)
    derive(session, [run.id])
    # Whoever was taken out is in no place any more: the places are told from before.
    rewrite(session, [run], places)
    _withdraw_grants(session, new_places, by)
    _forget_nobodies(session, run, list(places))
    _forget_unused_names(session)
    # A file that was taken back has told of nobody.
    session.execute(delete(ImportPlace).where(ImportPlace.import_id == run.id))
    session.execute(delete(ImportChange).where(ImportChange.import_id == run.id))
    run.undone_by, run.undone_at = by, datetime.now(UTC)
    write_down(session, "import undone", f"{run.register}, import {run.id}", by=by)
    return run


def _places_of(session: Session, run: ImportRun) -> set[int]:
    """The organizations of the people whom the import touched."""
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id == run.id)
    return set(session.scalars(select(Employment.organization_id).where(Employment.person_id.in_(touched))))


def _take_out(session: Session, run: ImportRun) -> None:
    """The rows that the import brought in, and no earlier one had."""
    session.execute(delete(OrganizationChange).where(OrganizationChange.import_id == run.id))
    session.execute(delete(EarlierName).where(EarlierName.import_id == run.id))
    table = _facts_of(run)
    # A list, not a question for each row: none of the rows has an index to answer it by.
    there_before = select(ImportChange.row_id).where(
        ImportChange.import_id == run.id, ImportChange.table_name == table.__tablename__
    )
    session.execute(delete(table).where(table.import_id == run.id, table.id.not_in(there_before)))


def _facts_of(run: ImportRun) -> Any:
    """The table into which it has brought rows; an operation on the reference lists adds none but spells."""
    return REGISTERS[run.register].table.table if run.register in REGISTERS else Employment


def _made_by(session: Session, run: ImportRun) -> list[int]:
    """The organizations that an operation has made."""
    begun = select(OrganizationChange.successor_id).where(OrganizationChange.import_id == run.id)
    return [one for one in session.scalars(begun.where(OrganizationChange.begins)) if one]


def _withdraw_grants(session: Session, places: list[int], by: str) -> None:
    """Whoever was let see a moved organization sees it where it was."""
    granted = select(Grant.id, Account).join(Account, Account.id == Grant.account_id)
    for identity, account in session.execute(granted.where(Grant.organization_id.in_(places))).all():
        accounts.revoke(session, account, identity, by=by)
    session.flush()


def _put_back(session: Session, run: ImportRun) -> None:
    """What the rows were, table by table; a row of one table always names the same columns."""
    tables = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    gone: dict[str, list[dict[str, Any]]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    listed: dict[int, list[int]] = {}
    query = select(ImportChange.table_name, ImportChange.row_id, ImportChange.was).where(
        ImportChange.import_id == run.id
    )
    for name, identity, image in session.execute(query):
        was = json.loads(image)
        if "programmes" in was:
            listed[identity] = was.pop("programmes")
        typed = _typed(tables[name], was)
        if "id" in was:
            gone.setdefault(name, []).append(typed)
        elif was:
            rows.setdefault(name, []).append({**typed, "row_id": identity})
    for name, earlier in rows.items():
        table: Any = tables[name]
        session.connection().execute(update(table).where(table.id == bindparam("row_id")), earlier)
    for name, earlier in gone.items():
        if tables[name] is Application:
            _make_way(session, [row["id"] for row in earlier])
        session.execute(insert(tables[name]), earlier)
    _list_again(session, listed)


def _make_way(session: Session, identities: Sequence[int]) -> None:
    """Implied applications, made anew all the time, give back the numbers that they took on SQLite."""
    highest = session.scalar(select(func.max(Application.id))) or 0
    for chunk in chunks(identities):
        statement = update(Application).where(Application.id.in_(chunk), Application.implied)
        session.execute(statement.values(id=Application.id + max(highest, *identities)))


def _list_again(session: Session, listed: Mapping[int, list[int]]) -> None:
    for chunk in chunks(listed):
        session.execute(delete(RecommendedProgramme).where(RecommendedProgramme.assessment_id.in_(chunk)))
    rows = [
        {"assessment_id": assessment, "programme_id": programme, "place_in_list": place}
        for assessment, programmes in listed.items()
        for place, programme in enumerate(programmes, start=1)
    ]
    add_rows(session, RecommendedProgramme, rows)


def _typed(table: Any, was: dict[str, Any]) -> dict[str, Any]:
    columns = cast(Table, inspect(table).local_table).c
    return {
        name: date.fromisoformat(value) if value and isinstance(columns[name].type, Date) else value
        for name, value in was.items()
    }


def _forget_nobodies(session: Session, run: ImportRun, places: list[int]) -> None:
    """People and organizations that only this import has named; who stands in the journal or in a grant stays."""
    works = exists().where(Employment.person_id == Person.id)
    is_told = exists().where(JournalAbout.person_id == Person.id)
    holds = exists().where(Grant.person_id == Person.id)
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id == run.id)
    nobodies = list(session.scalars(select(Person.id).where(Person.id.in_(touched), ~works, ~is_told, ~holds)))
    for chunk in chunks(nobodies):
        session.execute(delete(ImportTouch).where(ImportTouch.person_id.in_(chunk)))
        session.execute(delete(Person).where(Person.id.in_(chunk)))
    employs = exists().where(Employment.organization_id == Organization.id)
    is_granted = exists().where(Grant.organization_id == Organization.id)
    is_followed = exists().where(
        or_(OrganizationChange.organization_id == Organization.id, OrganizationChange.successor_id == Organization.id)
    )
    for chunk in chunks(places):
        unknown = (~employs, ~is_granted, ~is_followed)
        gone = delete(Organization).where(Organization.id.in_(chunk), *unknown)
        session.execute(gone)


def _forget_unused_names(session: Session) -> None:
    """Programmes, providers and events that nothing points to: only imports that were undone have named them."""
    uses: dict[Any, tuple[Any, ...]] = {
        Programme: (Application.programme_id, Result.programme_id, RecommendedProgramme.programme_id),
        Provider: (Application.provider_id, Result.provider_id, Grant.provider_id),
        Event: (Participation.event_id,),
    }
    for table, columns in uses.items():
        double = aliased(table)
        unused = [~exists().where(column == table.id) for column in columns]
        is_cacheable = exists().where(double.same_as_id == table.id)
        session.execute(delete(table).where(table.same_as_id.is_(None), ~is_cacheable, *unused))
