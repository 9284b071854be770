"""Many rows into a table at once, as fast as each database takes them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Date, Table, insert, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from model.arrays import insert_columns
from model.chunks import chunks
from model.database import Base

_AT_ONCE = 20_000

Row = dict[str, Any]
# A row of another table that an import changes on the way: its table, its id, what was in it.
Was = tuple[str, int, dict[str, object]]


def add_rows(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert the rows, all of which name the same columns."""
    if not rows:
        return
    if session.get_bind().dialect.name != "postgresql":
        _add_tuples(session, cast(Table, inspect(table).local_table), rows)
        return
    adding = insert(cast(Table, inspect(table).local_table))
    for some in chunks(rows, _AT_ONCE):
        insert_columns(session.connection(), adding, {name: [row[name] for row in some] for name in some[0]})


def _add_tuples(session: Session, table: Table, rows: Sequence[Row]) -> None:
    # Every date is written once, not once a row: the same few thousand come over and over.
    text, names = _inserting(table, tuple(rows[0]))
    writers = [(name, _written if isinstance(table.c[name].type, Date) else None) for name in names]
    # A column that the rows leave out is named by the statement for its default.
    unsaid = {name: cast(Any, table.c[name].default).arg for name, _ in writers if name not in rows[0]}
    whole = ({**unsaid, **row} for row in rows) if unsaid else rows
    tuples = [tuple([write(row[name]) if write else row[name] for name, write in writers]) for row in whole]
    session.connection().exec_driver_sql(text, tuples)


@lru_cache
def _inserting(table: Table, names: tuple[str, ...]) -> tuple[str, list[str]]:
    """The statement of SQLite, and the columns in the order of its values."""
    statement = insert(table).compile(dialect=sqlite.dialect(), column_keys=[*names])
    return str(statement), [*(statement.positiontup or ())]


@lru_cache(maxsize=20_000)
def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
