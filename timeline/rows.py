"""Frames into tables and back into rows, as fast as each database takes them."""

import json
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype
from sqlalchemy import (
    ARRAY,
    Connection,
    Insert,
    Integer,
    Select,
    SQLColumnExpression,
    Table,
    any_,
    delete,
    func,
    insert,
    literal,
    select,
)

from model.arrays import insert_columns, unnested

# The last day of what goes on.
FOREVER = date(9999, 12, 31)
_AT_ONCE = 20_000

Values = tuple[Any, ...]


def insert_frame(connection: Connection, table: Table, frame: pd.DataFrame, statement: Insert | None = None) -> None:
    """Insert the rows of a frame whose columns are those of the table; NaT, NaN and None are no value.

    `statement` says what to do with rows that are there already.
    """
    if frame.empty:
        return
    adding = insert(table) if statement is None else statement
    if connection.dialect.name == "postgresql":
        for start in range(0, len(frame), _AT_ONCE):
            insert_columns(connection, adding, _arrays(frame.iloc[start : start + _AT_ONCE]))
        return
    # Through the driver: SQLAlchemy takes three times as long to look at each value of each row.
    compiled = adding.compile(dialect=connection.dialect, column_keys=[str(name) for name in frame.columns])
    columns = {str(name): values_of(frame[name], is_text=True) for name in frame.columns}
    rows = [*zip(*(columns[name] for name in compiled.positiontup or ()), strict=True)]
    connection.exec_driver_sql(str(compiled), rows)


def replace_rows(
    connection: Connection, table: Table, persons: Sequence[int], frame: pd.DataFrame, *, are_new: bool = False
) -> tuple[np.ndarray, list[Values]]:
    """Make the frame's rows the only ones of these people; most of them are there already and stay.

    Nothing is looked for where the people are new to the table. Returns the places in the frame of the rows that are
    new, and the rows that have gone, both as they are stored.
    """
    names = [column.name for column in table.columns]
    stored_rows = [] if are_new else rows_of_people(connection, table, names, persons)
    rows = rows_of(connection, frame, names)
    if not stored_rows:
        _insert_rows(connection, table, names, rows)
        return np.arange(len(rows)), []
    before, after = set(stored_rows), set(rows)
    gone = [row for row in stored_rows if row not in after]
    places = [place for place, row in enumerate(rows) if row not in before]
    _delete_rows(connection, table, gone)
    _insert_rows(connection, table, names, [rows[place] for place in places])
    return np.array(places, dtype=np.int64), gone


def rows_of_people(connection: Connection, table: Table, names: Sequence[str], persons: Sequence[int]) -> list[Values]:
    """The stored rows of these people, the columns in the order of the names, as the driver gives them."""
    query = select(*(table.c[name] for name in names)).where(is_one_of(connection, table.c.person_id, persons))
    return driver_rows(connection, query)


def is_one_of(
    connection: Connection, column: SQLColumnExpression[int], numbers: Sequence[int]
) -> SQLColumnExpression[bool]:
    """The column holds one of the numbers, which are sent as one value: thousands take long to be named one by one."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal([*numbers], ARRAY(Integer)))
    elements = func.json_each(json.dumps([*numbers])).table_valued("value")
    return column.in_(select(elements.c.value))


def driver_rows(connection: Connection, query: Select) -> list[Values]:
    """The rows of a query as the driver gives them: SQLAlchemy would make a date of each text of SQLite's."""
    result = connection.execute(query)
    rows = [*result.cursor.fetchall()]
    result.close()
    return rows


def rows_of(connection: Connection, frame: pd.DataFrame, names: Sequence[str]) -> list[Values]:
    """The rows of a frame, the columns in the order of the names, as the driver takes and gives them."""
    is_text = connection.dialect.name != "postgresql"
    return [*zip(*(values_of(frame[name], is_text=is_text) for name in names), strict=True)]


def _insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        for start in range(0, len(rows), _AT_ONCE):
            columns = zip(*rows[start : start + _AT_ONCE], strict=True)
            insert_columns(connection, insert(table), dict(zip(names, columns, strict=True)))
        return
    marks = ", ".join("?" * len(names))
    # In the order of the key, where the rows may be kept in it.
    in_order = sorted(rows, key=itemgetter(*(names.index(column.name) for column in table.primary_key)))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", in_order)


def _delete_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Delete the rows, whose columns are all of the table's, by their primary keys."""
    if not rows:
        return
    names = [column.name for column in table.columns]
    key = [column.name for column in table.primary_key]
    values = {name: [row[names.index(name)] for row in rows] for name in key}
    if connection.dialect.name == "postgresql":
        keys = unnested(table, values)
        connection.execute(delete(table).where(*(table.c[name] == keys.c[name] for name in key)))
        return
    named = " AND ".join(f"{name} = ?" for name in key)
    connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {named}", [*zip(*values.values(), strict=True)])


def _arrays(frame: pd.DataFrame) -> dict[str, list[object]]:
    return {str(name): values_of(frame[name], is_text=False) for name in frame.columns}


def update_changed(connection: Connection, table: Table, persons: Sequence[int], frame: pd.DataFrame) -> None:
    """As `update_frame`, of those rows of these people alone that hold something else."""
    if frame.empty:
        return
    names = [str(name) for name in frame.columns]
    stored_rows = set(rows_of_people(connection, table, names, persons))
    differs = [row not in stored_rows for row in rows_of(connection, frame, names)]
    update_frame(connection, table, frame[differs])


def update_frame(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Set the columns of the rows whose ids are in the frame."""
    if frame.empty:
        return
    names = [str(name) for name in frame.columns if name != "id"]
    if connection.dialect.name == "postgresql":
        new_values = unnested(table, _arrays(frame))
        statement = table.update().where(table.c.id == new_values.c.id)
        connection.execute(statement.values({name: new_values.c[name] for name in names}))
        return
    places = ", ".join(f"{name} = ?" for name in names)
    columns = [values_of(frame[name], is_text=True) for name in (*names, "id")]
    connection.exec_driver_sql(f"UPDATE {table.name} SET {places} WHERE id = ?", [*zip(*columns, strict=True)])


def values_of(column: pd.Series, *, is_text: bool) -> list[object]:
    """Values as the driver takes them: dates of Python, of SQLite as text; None where there is nothing."""
    if is_datetime64_any_dtype(column):
        days = column.to_numpy().astype("datetime64[D]")
        if not is_text:
            return days.tolist()
        # Each day is written once, not once a row: the same few thousand come over and over.
        codes, unique_days = pd.factorize(days)
        texts = [*unique_days.astype(str).tolist(), None]
        return [texts[code] for code in codes.tolist()]
    if not is_numeric_dtype(column):
        # Not one value after another: a region has four million of them.
        values = column.to_numpy(dtype=object, copy=True)
        values[column.isna().to_numpy()] = None
        return values.tolist()
    return column.tolist()
