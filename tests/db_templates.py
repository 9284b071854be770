"""Ready-made worlds: grown once by a worker in each database, then put back as they were."""

import copy
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, TextClause, func, insert, select, text

import settings
from model.database import Base, engine
from model.dates import today
from tests.journal import unlocked_journal

# The reference list stands in every database; what is kept is the rest.
REFERENCE_TABLES = {"municipality"}
Made = TypeVar("Made")
Rows = list[tuple[Table, list[dict[str, Any]]]]

_worlds: dict[tuple[str, str, date], tuple[Rows, Any]] = {}


def ready_made(name: str, grow: Callable[[], Made]) -> Made:
    """What `grow` leaves in the empty database and returns; where something stands already, it is grown upon that."""
    if not _is_empty():
        return grow()
    key = (settings.DATABASE_URL.value(), name, today())
    if key in _worlds:
        rows, made = _worlds[key]
        _put_back(rows)
        return copy.deepcopy(made)
    made = grow()
    _worlds[key] = (_rows(), copy.deepcopy(made))
    return made


def filled(connection: Connection) -> list[Table]:
    """The tables that hold rows, in the order in which they can be filled; the reference list aside."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in REFERENCE_TABLES]
    found = set(connection.scalars(_which_hold_rows(*(table.name for table in tables))))
    return [table for table in tables if table.name in found]


@cache
def _which_hold_rows(*names: str) -> TextClause:
    return text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names))


def _is_empty() -> bool:
    with engine().connect() as connection:
        return not filled(connection)


def _rows() -> Rows:
    with engine().connect() as connection:
        tables = filled(connection)
        return [(table, [dict(row) for row in connection.execute(select(table)).mappings()]) for table in tables]


def _put_back(kept: Rows) -> None:
    with engine().begin() as connection, unlocked_journal(connection):
        _trust(connection)
        for table, rows in kept:
            connection.execute(insert(table), rows)
        if connection.dialect.name == "postgresql":
            _count_on(connection, [table for table, _ in kept if "id" in table.columns])


def _trust(connection: Connection) -> None:
    """Rows that stood together once are taken in any order."""
    is_postgres = connection.dialect.name == "postgresql"
    connection.execute(
        text("SET LOCAL session_replication_role = replica" if is_postgres else "PRAGMA defer_foreign_keys = ON")
    )


def _count_on(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL would give the first new rows numbers that are taken."""
    numbered = [
        func.setval(func.pg_get_serial_sequence(table.name, "id"), select(func.max(table.c.id)).scalar_subquery())
        for table in tables
        if table.c.id.autoincrement is not False and not table.c.id.foreign_keys
    ]
    connection.execute(select(*numbered))
