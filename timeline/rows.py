"""Frames into tables and back into rows, as fast as each database takes them."""

from datetime import date

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype
from sqlalchemy import Connection, Insert, Table, insert

from model.arrays import insert_columns, unnested

# The last day of what goes on.
FOREVER = date(9999, 12, 31)
_AT_ONCE = 20_000


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


def _arrays(frame: pd.DataFrame) -> dict[str, list[object]]:
    return {str(name): values_of(frame[name], is_text=False) for name in frame.columns}


def update_frame(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Set the columns of the rows whose ids are in the frame."""
    if frame.empty:
        return
    names = [str(name) for name in frame.columns if name != "id"]
    if connection.dialect.name == "postgresql":
        given = unnested(table, _arrays(frame))
        statement = table.update().where(table.c.id == given.c.id)
        connection.execute(statement.values({name: given.c[name] for name in names}))
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
        texts = days.astype(str).astype(object)
        texts[np.isnat(days)] = None
        return texts.tolist()
    if not is_numeric_dtype(column):
        # Not one value after another: a region has four million of them.
        values = column.to_numpy(dtype=object, copy=True)
        values[column.isna().to_numpy()] = None
        return values.tolist()
    return column.tolist()
