"""Templates of filled databases: built once for each worker and database, then restored."""

import copy
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, TextClause, func, insert, select, text

import settings
from model.database import Base, engine
from model.dates import today
from model.journal import JournalEntry
from timeline import store

# Every database has the reference list and its version; templates hold the other tables.
REFERENCE_TABLES = {"municipality", "oldest_version"}
# What follows from facts; the version of it stays.
TIMELINE = tuple(table for table in store.metadata.sorted_tables if table is not store.timeline_version)
Template = TypeVar("Template")
Rows = list[tuple[Table, list[dict[str, Any]]]]

_worlds: dict[tuple[str, str, date], tuple[Rows | sqlite3.Connection, Any]] = {}
_additions: dict[tuple[str, str, Any], tuple[Rows, Any]] = {}


def from_template(name: str, grow: Callable[[], Template]) -> Template:
    """Restore the rows and the result of `grow`; call it where there is no template or the database holds rows."""
    if not _is_empty():
        return grow()
    key = (settings.DATABASE_URL.value(), name, today())
    if key in _worlds:
        saved, value = _worlds[key]
        _restore(saved)
        return copy.deepcopy(value)
    value = grow()
    _worlds[key] = (_save(), copy.deepcopy(value))
    return value


def _save() -> Rows | sqlite3.Connection:
    """A copy of the database in memory on SQLite, its rows elsewhere."""
    if engine().dialect.name != "sqlite":
        return _rows()
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(engine().raw_connection()) as connection:
        connection.driver_connection.backup(memory)
    return memory


def _restore(saved: Rows | sqlite3.Connection) -> None:
    if not isinstance(saved, sqlite3.Connection):
        _put_back(saved)
        return
    with closing(engine().raw_connection()) as connection:
        saved.backup(connection.driver_connection)


def from_addition(name: str, add: Callable[[], Template]) -> Template:
    """Restore the rows that `add` added where the journal was the same, and its result; call it elsewhere.

    The seal of the journal's last line covers every action before it. `add` adds rows, and names them in the journal.
    """
    with engine().connect() as connection:
        last_line = connection.execute(select(JournalEntry.id, JournalEntry.seal).order_by(-JournalEntry.id)).first()
    key = (settings.DATABASE_URL.value(), name, last_line)
    if key in _additions:
        rows, value = _additions[key]
        _put_back(rows)
        return copy.deepcopy(value)
    before = dict(_rows())
    value = add()
    added = [(table, [row for row in rows if row not in before.get(table, [])]) for table, rows in _rows()]
    _additions[key] = ([(table, rows) for table, rows in added if rows], copy.deepcopy(value))
    return value


def filled_tables(connection: Connection) -> list[Table]:
    """The tables with rows, in insertion order, without the reference list."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in REFERENCE_TABLES] + [*TIMELINE]
    names = set(connection.scalars(_which_hold_rows(*(table.name for table in tables))))
    return [table for table in tables if table.name in names]


@cache
def _which_hold_rows(*names: str) -> TextClause:
    return text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names))


def _is_empty() -> bool:
    with engine().connect() as connection:
        return not filled_tables(connection)


def _rows() -> Rows:
    with engine().connect() as connection:
        tables = filled_tables(connection)
        return [(table, [dict(row) for row in connection.execute(select(table)).mappings()]) for table in tables]


def _put_back(rows_by_table: Rows) -> None:
    with engine().begin() as connection:
        _trust(connection)
        for table, rows in rows_by_table:
            connection.execute(insert(table), rows)
        if connection.dialect.name == "postgresql":
            _count_on(connection, [table for table, _ in rows_by_table if "id" in table.columns])


def _trust(connection: Connection) -> None:
    """Defer foreign keys, so that rows can be inserted in any order."""
    is_postgres = connection.dialect.name == "postgresql"
    connection.execute(
        text("SET LOCAL session_replication_role = replica" if is_postgres else "PRAGMA defer_foreign_keys = ON")
    )


def _count_on(connection: Connection, tables: list[Table]) -> None:
    """Set the sequences of PostgreSQL after the restored ids."""
    numbered = [
        func.setval(func.pg_get_serial_sequence(table.name, "id"), select(func.max(table.c.id)).scalar_subquery())
        for table in tables
        if table.c.id.autoincrement is not False and not table.c.id.foreign_keys
    ]
    connection.execute(select(*numbered))
