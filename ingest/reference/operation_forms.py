"""What the assessor writes → the operation that is meant; ActionRejectedError, in words, where it can't be told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.grant_objects import organizations_by_name
from ingest.cells.kinds import CellKind
from ingest.cells.parsers import PARSERS
from ingest.files.sheets import open_sheets
from ingest.matching.persons import Places, RowRejectedError
from ingest.reference.duplicates import TABLES, WORDS, Duplicate, SameAs
from ingest.reference.operations import Operation
from ingest.reference.organizations import Close, Merge, Move, Rename, Split, goes_on_from
from model.errors import ActionRejectedError
from model.names import fold, quote_name, tidy
from model.people import Employment, Person
from model.places import Municipality, Organization

MOST_TOLD = 10
_HEADINGS_WITHIN = 20


@dataclass(frozen=True)
class OperationForm:
    """An operation as somebody describes it: names or numbers, as people write them."""

    kind: str
    first: str
    second: str = ""
    on: date | None = None
    people: Sequence[str] = field(default_factory=tuple)
    ends_spells: bool = False


def operation_of(session: Session, form: OperationForm) -> Operation:
    """The operation with the records found that it names."""
    if form.kind not in OPERATIONS:
        raise ActionRejectedError("выберите вид изменения")
    return OPERATIONS[form.kind](session, form)


def _rename(session: Session, form: OperationForm) -> Operation:
    return Rename(organization_called(session, form.first), _second(form, "как она называется теперь"), _day(form))


def _merge(session: Session, form: OperationForm) -> Operation:
    into = organization_called(session, _second(form, "в какую организацию она входит"))
    return Merge(organization_called(session, form.first), into, _day(form))


def _split(session: Session, form: OperationForm) -> Operation:
    place, on = organization_called(session, form.first), _day(form)
    return Split(
        place, _second(form, "как называется новая организация"), people_of(session, place, on, form.people), on
    )


def _move(session: Session, form: OperationForm) -> Operation:
    name = _second(form, "муниципальное образование, в которое она переходит")
    try:
        home = Places(session).municipality(name)
    except RowRejectedError as refused:
        raise ActionRejectedError(refused.reason) from None
    return Move(organization_called(session, form.first), home, _day(form))


def _close(session: Session, form: OperationForm) -> Operation:
    return Close(organization_called(session, form.first), _day(form), form.ends_spells)


def _same(kind: Duplicate) -> Callable[[Session, OperationForm], Operation]:
    def same(session: Session, form: OperationForm) -> Operation:
        main = _catalogued(session, kind, _second(form, "основную запись"))
        return SameAs(kind, _catalogued(session, kind, form.first), main)

    return same


OPERATIONS: dict[str, Callable[[Session, OperationForm], Operation]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "move": _move,
    "close": _close,
    **{f"same-{kind}": _same(kind) for kind in Duplicate},
}


def _second(form: OperationForm, what: str) -> str:
    if not tidy(form.second):
        raise ActionRejectedError(f"укажите, {what}")
    return form.second


def _day(form: OperationForm) -> date:
    if form.on is None:
        raise ActionRejectedError("укажите день, с которого действует изменение")
    return form.on


def organization_called(session: Session, name: str) -> int:
    """The organization by its name, present or earlier, or by the number in the address of its page."""
    ids = organizations_by_name(session, fold(name)) if tidy(name) else []
    if not ids and name.isascii() and name.strip().isdigit():
        ids = session.scalars(select(Organization.id).where(Organization.id == int(name))).all()
    if not ids:
        raise ActionRejectedError(
            f"организации {quote_name(tidy(name))} нет: укажите её название или номер из адреса её страницы"
        )
    if len(ids) > 1:
        namesakes = "; ".join(_with_home(session, ids[:MOST_TOLD]))
        raise ActionRejectedError(f"организаций {quote_name(tidy(name))} несколько, укажите номер: {namesakes}")
    return ids[0]


def _with_home(session: Session, ids: Sequence[int]) -> Iterable[str]:
    query = select(Organization.id, Municipality.name).join(Municipality).where(Organization.id.in_(ids))
    return (f"{identity} — {home}" for identity, home in session.execute(query.order_by(Organization.id)))


def _catalogued(session: Session, kind: Duplicate, name: str) -> int:
    """The provider, programme or event by its name or number."""
    table: Any = TABLES[kind]
    identity: int | None = session.scalar(select(table.id).where(table.name_key == fold(name)))
    if identity is None and name.isascii() and name.strip().isdigit():
        identity = session.scalar(select(table.id).where(table.id == int(name)))
    if identity is None:
        raise ActionRejectedError(
            f"записи {quote_name(tidy(name))} нет ({WORDS[kind]}): укажите название, как в реестре, или номер"
        )
    return identity


def people_of(session: Session, place: int, on: date, lines: Sequence[str]) -> frozenset[int]:
    """Those of the organization who work there on the day or later, by identifier or full name, one a line."""
    columns = (Person.id, Person.identifier, Employment.name_key)
    query = select(*columns).join(Employment, Employment.person_id == Person.id)
    by_word: dict[str, set[int]] = {}
    for person, identifier, name_key in session.execute(
        query.where(Employment.organization_id == place, goes_on_from(on))
    ):
        for word in (fold(identifier), name_key):
            by_word.setdefault(word, set()).add(person)
    people: set[int] = set()
    unknown: list[str] = []
    for one in (tidy(line) for line in lines):
        named = by_word.get(fold(one), set()) if one else None
        if named is not None and len(named) == 1:
            people |= named
        elif named is not None:
            unknown.append(f"«{one}»" + (" (таких несколько, укажите идентификатор)" if named else ""))
    if unknown:
        more = f" и ещё {len(unknown) - MOST_TOLD}" if len(unknown) > MOST_TOLD else ""
        raise ActionRejectedError(f"в организации на этот день не найдены: {', '.join(unknown[:MOST_TOLD])}{more}")
    return frozenset(people)


def people_listed(source: Path | bytes) -> list[str]:
    """The people of a file: the column «Идентификатор», else «ФИО», else the first one; raises UnreadableFileError."""
    sheets = open_sheets(source)
    tables = [[[_identifier_text(cell) for cell in row] for row in sheet.rows()] for sheet in sheets]
    for heading in ("Идентификатор", "ФИО"):
        for rows in tables:
            for number, row in enumerate(rows[:_HEADINGS_WITHIN]):
                at = next((index for index, cell in enumerate(row) if fold(cell) == fold(heading)), None)
                if at is not None:
                    return [line[at] for line in rows[number + 1 :] if at < len(line) and line[at]]
    return [row[0] for row in tables[0] if row and row[0]]


def _identifier_text(cell: object) -> str:
    read = PARSERS[CellKind.IDENTIFIER](cell)
    return tidy(str(read)) if read is not None else ""
