"""People who have left long ago lose their names and numbers; what is counted of them stays as it was."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from secrets import randbelow
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    bindparam,
    delete,
    exists,
    func,
    inspect,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from ingest.cells.plain_names import name_key
from model.accounts import Grant
from model.chunks import chunks
from model.journal import REFERENCE, ImportChange, ImportRun, ImportTouch
from model.people import EarlierName, Employment, Person, ends_after
from model.routes import Application, Assessment, Participation, Result

# What an identifier of a file can't begin with: quotes around one are taken off.
_MARK = "«обезличено "
_TEXT = "обезличено"
# So many digits, drawn anew for each, that no two names are a typing error apart: no duplicates are seen in them.
_NUMBERS = 10**8


# What stands where the regulation counts by it: by whether there is a document, or a reason of absence.
_IN_PLACE: tuple[tuple[Any, Any, Any], ...] = (
    (Application, Application.number, literal(_MARK).concat(sql_cast(Application.id, String)).concat("»")),
    (Application, Application.number_key, None),
    (Result, Result.document_number, _TEXT),
    (Participation, Participation.absence_reason, _TEXT),
)


def people_left(session: Session, day: date) -> list[int]:
    """The persons with names and without an account whom nothing stored places on the day or later."""
    return list(session.scalars(select(Person.id).where(*_left(day), ~_has_account()).order_by(Person.id)))


def count_with_account(session: Session, day: date) -> int:
    """How many have left just so, but may sign in."""
    return session.scalar(select(func.count()).select_from(Person).where(*_left(day), _has_account())) or 0


def _left(day: date) -> tuple[ColumnElement[bool], ...]:
    """That a person has a name still, and neither a spell nor a fact on the day or later."""
    facts: tuple[tuple[Any, Any], ...] = (
        (Assessment, Assessment.passed_on),
        (Application, Application.submitted_on),
        (Result, Result.until),
        (Participation, Participation.ends_on),
    )
    works = exists().where(Employment.person_id == Person.id, ends_after(day))
    has_fact = [exists().where(table.person_id == Person.id, on >= day) for table, on in facts]
    # Whose only spells were withdrawn has no day of leaving: that of the last file about them stands for it.
    moment = datetime.combine(day, time.min, UTC)
    is_touched = exists().where(
        ImportTouch.person_id == Person.id, ImportRun.id == ImportTouch.import_id, ImportRun.accepted_at >= moment
    )
    worked = exists().where(Employment.person_id == Person.id)
    is_named = ~Person.identifier.startswith(_MARK, autoescape=True)
    return (is_named, ~works, *(~one for one in has_fact), or_(worked, ~is_touched))


def _has_account() -> ColumnElement[bool]:
    return exists().where(Grant.person_id == Person.id)


def anonymize(session: Session, persons: Sequence[int], *, by: str) -> ImportRun:
    """Take names, identifiers, education, reasons and numbers of documents and applications from the people.

    Places, positions and days stay, for counts, and so does whether there is a document or a reason: the regulation
    counts by it. It stands among the operations, and like them ends the undoing of earlier imports; it can't be undone.
    """
    for some in chunks(persons):
        _rename(session, some)
        for table, column, value in _IN_PLACE:
            held = table.person_id.in_(some), column.is_not(None)
            session.execute(update(table).where(*held).values({column: value}))
        session.execute(delete(EarlierName).where(EarlierName.person_id.in_(some)))
    # What rows were before holds the names too.
    session.execute(delete(ImportChange))
    run = ImportRun(
        register=REFERENCE,
        file_name=f"сведения о давно выбывших работниках обезличены: {len(persons)}",
        file_hash="",
        accepted_by=by,
        accepted_at=datetime.now(UTC),
        changed=len(persons),
    )
    session.add(run)
    session.flush()
    return run


def _rename(session: Session, persons: Sequence[int]) -> None:
    """A new name for each, in the person and in every spell; the identifier is one that no file can hold."""
    names = [f"Обезличено {randbelow(_NUMBERS):08}" for _ in persons]
    rows = [
        {"person": person, "name": name, "key": name_key(name), "number": f"{_MARK}{person}»"}
        for person, name in zip(persons, names, strict=True)
    ]
    new: dict[str, Any] = {"full_name": bindparam("name"), "name_key": bindparam("key")}
    people, spells = (cast(Table, inspect(one).local_table) for one in (cast(Any, Person), cast(Any, Employment)))
    connection = session.connection()
    of_person = people.c.id == bindparam("person")
    connection.execute(update(people).where(of_person).values(**new, identifier=bindparam("number")), rows)
    of_spells = spells.c.person_id == bindparam("person")
    connection.execute(update(spells).where(of_spells).values(**new, education=None), rows)
