"""Many rows into a table at once, as fast as each database takes them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import ARRAY, Table, bindparam, func, insert, inspect, select
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
        session.connection().execute(insert(table), list(rows))
        return
    for start in range(0, len(rows), _AT_ONCE):
        _add_columns(session, cast(Table, inspect(table).local_table), rows[start : start + _AT_ONCE])


def _add_columns(session: Session, table: Table, rows: Sequence[Row]) -> None:
    # One array a column: row by row PostgreSQL takes three times as long.
    names = list(rows[0])
    arrays = [bindparam(name, [row[name] for row in rows], type_=ARRAY(table.c[name].type)) for name in names]
    given = func.unnest(*arrays).table_valued(*names).render_derived()
    session.execute(insert(table).from_select(names, select(*(given.c[name] for name in names))))
