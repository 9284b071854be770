"""Many rows into a table at once, as fast as each database takes them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ARRAY, Date, Table, bindparam, func, insert, inspect, select
from sqlalchemy.orm import Session

from model.database import Base

_AT_ONCE = 20_000

# How many values one statement may be asked with, on either database.
_CHUNK = 5000

Row = dict[str, Any]
# A row of another table that an import changes on the way: its table, its id, what was in it.
Was = tuple[str, int, dict[str, object]]


def chunks(asked: Iterable) -> Iterator[list]:
    """The values in lists short enough for one statement."""
    values = list(asked)
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def add_rows(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert the rows, all of which name the same columns."""
    if not rows:
        return
    if session.get_bind().dialect.name != "postgresql":
        _add_tuples(session, cast(Table, inspect(table).local_table), rows)
        return
    for start in range(0, len(rows), _AT_ONCE):
        _add_columns(session, cast(Table, inspect(table).local_table), rows[start : start + _AT_ONCE])


def _add_columns(session: Session, table: Table, rows: Sequence[Row]) -> None:
    # One array a column: row by row PostgreSQL takes three times as long.
    names = list(rows[0])
    arrays = [bindparam(name, [row[name] for row in rows], type_=ARRAY(table.c[name].type)) for name in names]
    given = func.unnest(*arrays).table_valued(*names).render_derived()
    session.execute(insert(table).from_select(names, select(*(given.c[name] for name in names))))


def _add_tuples(session: Session, table: Table, rows: Sequence[Row]) -> None:
    # Every date is written once, not once a row: the same few thousand come over and over.
    made = insert(table).compile(dialect=session.get_bind().dialect, column_keys=list(rows[0]))
    writers = [(name, _written if isinstance(table.c[name].type, Date) else None) for name in made.positiontup or []]
    # A column that the rows leave out is named by the statement for its default.
    unsaid = {name: cast(Any, table.c[name].default).arg for name, _ in writers if name not in rows[0]}
    whole = ({**unsaid, **row} for row in rows) if unsaid else rows
    given = [tuple([write(row[name]) if write else row[name] for name, write in writers]) for row in whole]
    session.connection().exec_driver_sql(str(made), given)


@lru_cache(maxsize=20_000)
def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
