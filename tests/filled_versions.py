"""Rows for a database of each version, which every later upgrade must keep."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Integer, MetaData, Table, func, insert, inspect, select

from access.journal_removal import removal_seal
from model import migrations
from model.database import owner_engine
from model.journal import JournalRemoval
from model.places import reference_rows
from tests.world import SCHOOL, TOWN

Row = dict[str, Any]
ALEMBIC = "alembic_version"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What follows from facts, or from the version, is derived anew, so these rows are deliberately wrong.
DERIVED = {"snapshot_day", "snapshot", "municipality_snapshot", "person_state", "quality_day", "quality_sum", "route"}
DERIVED |= {"oldest_version"}
DERIVED_COLUMNS = {("import_touch", "since")}
DERIVED_COLUMNS |= {(table, "route_id") for table in ("application", "participation", "result")}
DERIVED_COLUMNS |= {(table, "is_counted") for table in ("application", "result")}
# What an upgrade ends on purpose: sign-ins (everyone signs in anew), jobs that moved into one table, and figures of
# imports by the counts of the first law.
ENDED = {"open_session", "sign_in_try", "pending_sign_in", "used_code", "export_job", "import_job", "import_figure"}
DAY = date(2026, 3, 31)
TODAY = date(2026, 5, 15)


def _row_with_key(**row: Any) -> Row:
    return {"id": 1, **row, "name_key": row["name"].casefold()}


def _spell(number: int, name: str, *, until: date | None = None) -> Row:
    whose = {"id": number, "person_id": number, "organization_id": 1, "since": date(2015, 9, 1), "until": until}
    facts = {"position": "учитель", "category": "педагогический", "education": "высшее", "import_id": 1}
    return {**whose, "full_name": name, "name_key": name.casefold(), **facts}


def _assessment(number: int, *, passed_on: date) -> Row:
    scores = {"subject": 51.5, "communicative": 62.0, "psych_pedagogical": 73.0, "methodical": None}
    procedure = {"procedure": "Оценка", "procedure_key": "оценка", "procedure_group": None}
    return {
        **{"id": number, "person_id": number, "passed_on": passed_on, "formed_on": passed_on, "import_id": 1},
        **{**procedure, **scores, "programme_count": 1, "recommended_events": "Форум"},
    }


def _route(number: int, *, passed_on: date, chosen_on: date | None = None, attested_on: date | None = None) -> Row:
    days = {"passed_on": passed_on, "formed_on": passed_on, "chosen_on": chosen_on, "attested_on": attested_on}
    return {"id": number, "person_id": number, "superseded_on": None, **days}


def _journal_entry(number: int, action: str) -> Row:
    return {"id": number, "at": NOON, "login": "operator", "action": action, "subject": "контингент", "origin": None}


def _job(**other: Any) -> Row:
    return {"id": 1, "account_id": 1, "scope_mark": "x", "ordered_at": NOON, "state": "ready", "claims": 1, **other}


_PEOPLE = {1: "Аннова Анна", 2: "Борисов Борис", 3: "Верова Вера"}
# Анна has completed her route, Борис is assessed, Вера left before April.
_FIRST: dict[str, list[Row]] = {
    "account": [{"id": 1, "login": "anna", "password_hash": "x", "session_mark": "x", "is_active": True}],
    "event": [_row_with_key(name="Форум")],
    "import_run": [
        {"id": 1, "register": "staff", "file_name": "Контингент.xlsx", "file_hash": "x", "accepted_by": "operator"}
        | {"accepted_at": NOON, "added": 3, "changed": 0, "unchanged": 0, "refused": 0}
    ],
    "journal_entry": [_journal_entry(1, "файл принят")],
    "municipality": [],  # the town of the world, as the reference list has it
    "person": [
        {"id": number, "identifier": str(number), "full_name": name, "name_key": name.casefold()}
        for number, name in _PEOPLE.items()
    ],
    "programme": [_row_with_key(name="Программа")],
    "provider": [_row_with_key(name="Институт", address="г. Челябинск")],
    "snapshot_day": [{"day": DAY}],
    "assessment": [_assessment(1, passed_on=date(2026, 2, 1)), _assessment(2, passed_on=date(2026, 2, 3))],
    "import_touch": [{"import_id": 1, "person_id": number, "since": date(2015, 9, 1)} for number in _PEOPLE],
    "organization": [_row_with_key(name=SCHOOL, municipality_id=1, kind="школа")],
    "account_grant": [{"id": 1, "account_id": 1, "role": "school", "organization_id": 1, "personal_data": False}],
    "employment": [
        _spell(number, name, until=date(2026, 4, 1) if number == 3 else None) for number, name in _PEOPLE.items()
    ],
    "recommended_programme": [{"assessment_id": number, "programme_id": 1, "place_in_list": 1} for number in (1, 2)],
    "route": [
        _route(1, passed_on=date(2026, 2, 1), chosen_on=date(2026, 3, 1), attested_on=date(2026, 4, 10)),
        _route(2, passed_on=date(2026, 2, 3)),
    ],
    "snapshot": [{"day": DAY, "organization_id": 1, "category": "педагогический"}],
    "application": [
        {"id": 1, "number": "З-1", "person_id": 1, "kind": "programme", "name": "Программа", "programme_id": 1}
        | {"provider_id": 1, "submitted_by": "работник", "submitted_on": date(2026, 3, 1), "route_id": 1}
        | {"head_decision": "confirmed", "head_on": date(2026, 3, 5), "provider_decision": "confirmed"}
        | {"provider_on": date(2026, 3, 10), "training_since": date(2026, 3, 15), "chosen_on": date(2026, 3, 1)}
        | {"training_until": date(2026, 4, 10), "import_id": 1, "implied": False, "is_counted": True}
    ],
    "participation": [
        {"id": 1, "person_id": 1, "event_id": 1, "venue": "Дом учителя", "level": "региональный", "form": "очно"}
        | {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 1), "chosen_on": date(2026, 3, 1)}
        | {"confirmed_on": date(2026, 4, 2), "import_id": 1, "route_id": 1}
    ],
    "result": [
        {"id": 1, "person_id": 1, "programme_id": 1, "provider_id": 1, "since": date(2026, 3, 15), "hours": 36.0}
        | {"until": date(2026, 4, 10), "document_number": "Д-1", "agreed_events": "Форум", "import_id": 1}
        | {"route_id": 1, "is_counted": True}
    ],
}
# The rows added at each version, on top of those of earlier versions.
FILLS: dict[str, dict[str, list[Row]]] = {
    "0001": _FIRST,
    "0002": {
        "open_session": [{"token_hash": "x", "account_id": 1, "opened_at": NOON}],
        "sign_in_try": [{"id": 1, "at": NOON, "login_key": "anna", "address": "127.0.0.1", "device": None}],
        "journal_entry": [_journal_entry(2, "открыта страница")],
        "journal_about": [{"entry_id": 2, "person_id": 1}],
    },
    "0003": {"export_job": [_job(form="route", suffix="docx", source="/x", title="ИОМ", done=1)]},
    "0004": {
        "import_job": [_job(task="accept", file_name="Контингент.xlsx", done=3, import_id=1)],
        "heading_mapping": [
            {"id": 1, "account_id": 1, "register": "staff", "heading_key": "имя", "heading": "Имя"}
            | {"column_key": "full_name", "mapped_at": NOON}
        ],
        "import_change": [{"id": 1, "import_id": 1, "table_name": "person", "row_id": 1, "person_id": 1, "was": "{}"}],
        "import_figure": [
            {"import_id": 1, "municipality_id": 1, "count_key": "staff", "day": DAY, "before": 0, "after": 3}
        ],
    },
    # The upgrade deletes the stored sums, which have no days of waits.
    "0005": {"snapshot_day": _FIRST["snapshot_day"], "snapshot": _FIRST["snapshot"]},
    "0006": {
        "organization_change": [
            {"id": 1, "organization_id": 1, "kind": "renamed", "happened_on": date(2020, 1, 1), "name": "Школа"}
            | {"name_key": "школа", "begins": False, "ends_spells": False, "import_id": 1}
        ]
    },
    "0007": {
        "quality_day": [{"day": DAY}],
        "quality_sum": [{"day": DAY, "organization_id": 1, "register": "staff"}],
        "likeness": [{"spell_id": 1, "other_id": 2}, {"spell_id": 2, "other_id": 1}],
    },
    "0008": {
        "person_state": [
            {"day": TODAY, "organization_id": 1, "person_id": number, "category": "педагогический"}
            | {"full_name": _PEOPLE[number], "name_key": _PEOPLE[number].casefold()}
            for number in (1, 2)
        ]
    },
    "0012": {
        "earlier_name": [
            {"id": 1, "person_id": 1, "organization_id": 1, "full_name": "Анина Анна", "name_key": "анина анна"}
        ]
    },
    "0014": {
        "account": [
            {"id": 2, "login": "ivleva", "password_hash": "x", "is_active": True}
            | {"full_name": "Ивлева Инна Игоревна", "post": "методист"}
        ]
    },
    # The upgrade ends the routes of the first law, which are derived anew.
    "0015": {
        "route": [
            {"id": 1, "person_id": 1, "opened_on": date(2026, 2, 1), "expires_on": date(2029, 2, 1)}
            | {"recommended_on": date(2026, 2, 1), "chosen_on": date(2026, 3, 1), "done_on": date(2026, 4, 10)}
        ]
    },
    "0016": {
        "score_bound": [{"procedure_key": "оценка", "bound": 55, "changed_by": "assessor", "changed_at": NOON}],
    },
    "0017": {
        "target": [
            {"id": 1, "year": 2026, "municipality_id": 1, "rate_key": "completion", "numerator": 4, "denominator": 5}
            | {"act_number": "01/15", "act_date": date(2026, 1, 12), "set_by": "operator", "set_at": NOON}
        ]
    },
    "0018": {
        "offer": [
            _row_with_key(kind="event", name="Форум", organization_key="", starts_on=date(2026, 4, 1), import_id=1)
            | {"venue": "Дом учителя", "is_cancelled": False}
        ]
    },
    "0019": {
        "source_mark": [
            {"source": "database staff", "content_hash": "0" * 64, "mark": "int:7", "looked_at": NOON, "is_ok": True}
        ]
    },
    "0021": {
        "account": [
            {"id": 3, "login": "klenova", "password_hash": "x", "is_active": True}
            | {"registry_columns": "full_name.programme.hours"}
        ]
    },
    "0024": {
        "journal_removal": [{"last_number": 0, "before": NOON, "lines": 0, "last_seal": "", "removed_at": NOON}],
        "oldest_version": [{"revision": "0024"}],
    },
}


def revisions() -> list[str]:
    """The revisions in order."""
    script = ScriptDirectory.from_config(migrations.configuration())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def bring_to(revision: str, *, back: bool = False) -> None:
    """Upgrade the tables or, with `back`, downgrade them."""
    config = migrations.configuration()
    with owner_engine().begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, revision)


def fill(revision: str) -> None:
    """Add the rows of a revision to a database of that revision."""
    with owner_engine().begin() as connection:
        for table, rows in _rows_for(connection, revision):
            connection.execute(insert(table), rows)
            _continue_numbers(connection, table)


def _rows_for(connection: Connection, revision: str) -> Iterator[tuple[Table, list[Row]]]:
    fills = FILLS.get(revision, {})
    for table in tables_of(connection, fills).values():
        rows = [_town()] if table.name == "municipality" else fills[table.name]
        if table.name == "journal_entry" and "seal" in table.c:
            rows = [{**row, "seal": _seal_after(connection, row)} for row in rows]
        if table.name == "journal_removal":
            rows = [{**row, "seal": removal_seal("", JournalRemoval(**row))} for row in rows]
        yield table, [_whole(table, row) for row in rows]


def _town() -> Row:
    (row,) = (row for row in reference_rows() if row["name"] == TOWN)
    numbers = {key: int(row[key]) for key in ("renamed_year", "tile_row", "tile_column")}
    return {"id": 1, **row, **numbers}


def _whole(table: Table, row: Row) -> Row:
    """The row with its missing columns: NULL, or 0 where a number is required."""
    rest = {column.name: _least(column) for column in table.c if column.name not in row}
    return {**rest, **row}


def _least(column: Any) -> object:
    if column.nullable:
        return None
    return 0 if isinstance(column.type, Integer) else {"created_at": NOON, "must_change_password": False}[column.name]


def _seal_after(connection: Connection, row: Row) -> str:
    before = connection.exec_driver_sql("SELECT seal FROM journal_entry ORDER BY id DESC LIMIT 1").scalar_one()
    moment = row["at"].isoformat(timespec="microseconds")
    sealed = [before, row["id"], moment, row["login"], row["action"], row["subject"], row["origin"], [1]]
    return hashlib.sha256(json.dumps(sealed, ensure_ascii=False).encode()).hexdigest()


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Set the sequence of PostgreSQL after the inserted ids."""
    if connection.dialect.name == "postgresql" and "id" in table.c and table.c.id.server_default is not None:
        last = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))


def tables_of(connection: Connection, names: Iterable[str]) -> dict[str, Table]:
    """The tables as the database has them, in the given order."""
    metadata = MetaData()
    return {name: Table(name, metadata, autoload_with=connection, resolve_fks=False) for name in names}


def all_tables() -> set[str]:
    """The names of the tables whose rows last."""
    with owner_engine().begin() as connection:
        return set(inspect(connection).get_table_names()) - {ALEMBIC} - ENDED


def empty_tables() -> set[str]:
    """The names of the tables without a row."""
    names = all_tables()
    with owner_engine().begin() as connection:
        return {name for name in names if connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first() is None}


def lost_rows(*versions: str) -> list[tuple[str, Row]]:
    """The rows of the revisions, without what is derived or ended, that the database has lost or changed."""
    filled = [(name, row) for version in versions for name, rows in FILLS.get(version, {}).items() for row in rows]
    lasting = [(name, row) for name, row in filled if name not in DERIVED | ENDED]
    with owner_engine().begin() as connection:
        tables = tables_of(connection, {name for name, _ in lasting})
        return [(name, row) for name, row in lasting if not _holds(connection, tables[name], row)]


def _holds(connection: Connection, table: Table, row: Row) -> bool:
    own = {key: value for key, value in row.items() if key in table.c and (table.name, key) not in DERIVED_COLUMNS}
    result = connection.execute(select(table).where(*(table.c[key.name] == row[key.name] for key in table.primary_key)))
    rows = [{name: _plain(value) for name, value in one.items()} for one in result.mappings()]
    return any(all(one[name] == _plain(value) for name, value in own.items()) for one in rows)


def _plain(value: object) -> object:
    """A moment in UTC without time zone, since SQLite stores none."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
