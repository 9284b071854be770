"""Columns into tables and back into rows, as fast as each database takes them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Insert, Select, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from model.arrays import insert_columns, unnested
from timeline.columns import Columns
from timeline.people_statement import PeopleStatement, Values, fetch_all

# The last day of what goes on.
FOREVER = date(9999, 12, 31)
_AT_ONCE = 20_000


def insert_rows(connection: Connection, table: Table, columns: Columns) -> None:
    """Insert the rows, whose columns are those of the table; NaT and None are no value."""
    names = tuple(columns)
    _insert(connection, table, names, rows_of(connection, columns, names))


def add_numbers(connection: Connection, table: Table, numbers: tuple[str, ...], columns: Columns) -> None:
    """Insert the rows, or add their numbers to those that stand under the same key."""
    if not len(columns):
        return
    if connection.dialect.name == "postgresql":
        for start in range(0, len(columns), _AT_ONCE):
            some = columns.rows(np.arange(start, min(start + _AT_ONCE, len(columns))))
            insert_columns(connection, _adding(table, numbers, "postgresql"), _arrays(some))
        return
    text, places = _text_of_adding(table, numbers, tuple(columns))
    connection.exec_driver_sql(text, rows_of(connection, columns, places))


def _adding(table: Table, numbers: tuple[str, ...], dialect: str) -> Insert:
    adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    sums = {key: table.c[key] + adding.excluded[key] for key in numbers}
    return adding.on_conflict_do_update(index_elements=[one.name for one in table.primary_key], set_=sums)


@lru_cache
def _text_of_adding(table: Table, numbers: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, list[str]]:
    compiled = _adding(table, numbers, "sqlite").compile(dialect=sqlite.dialect(), column_keys=[*names])
    return str(compiled), [*(compiled.positiontup or ())]


def replace_rows(
    connection: Connection, table: Table, persons: Sequence[int], columns: Columns, *, are_new: bool = False
) -> tuple[np.ndarray, list[Values]]:
    """Make these rows the only ones of these people; most of them are there already and stay.

    Nothing is looked for where the people are new to the table. Returns the places of the rows that are new, and the
    rows that have gone, both as they are stored.
    """
    names = tuple(column.name for column in table.columns)
    stored_rows = [] if are_new else rows_of_people(connection, table, names, persons)
    rows = rows_of(connection, columns, names)
    if not stored_rows:
        _insert(connection, table, names, rows)
        return np.arange(len(rows)), []
    places, gone = _differing(stored_rows, rows, itemgetter(*(names.index(one.name) for one in table.primary_key)))
    _delete(connection, table, gone)
    _insert(connection, table, names, [rows[place] for place in places])
    return np.array(places, dtype=np.int64), gone


def _differing(
    stored_rows: Sequence[Values], rows: Sequence[Values], key_of: Callable[[Values], Any]
) -> tuple[list[int], list[Values]]:
    """The places of the rows that are not stored, and the stored rows that are none of them.

    By the key, of a few values: to look for whole rows in a set takes the hash of each of their fifty twice.
    """
    rest = {key_of(row): row for row in stored_rows}
    places: list[int] = []
    gone: list[Values] = []
    for place, row in enumerate(rows):
        stored_row = rest.pop(key_of(row), None)
        if stored_row != row:
            places.append(place)
            gone += [stored_row] if stored_row else []
    return places, [*gone, *rest.values()]


def rows_of_people(connection: Connection, table: Table, names: Sequence[str], persons: Sequence[int]) -> list[Values]:
    """The stored rows of these people, the columns in the order of the names, as the driver gives them."""
    return _rows_of_people(table, tuple(names)).rows(connection, persons)


@lru_cache(maxsize=64)
def _rows_of_people(table: Table, names: tuple[str, ...]) -> PeopleStatement:
    return PeopleStatement(lambda among: select(*(table.c[name] for name in names)).where(among(table.c.person_id)))


def driver_rows(connection: Connection, query: Select) -> list[Values]:
    """The rows of a query as the driver gives them: SQLAlchemy would make a date of each text of SQLite's."""
    return fetch_all(connection.execute(query))


def rows_of(connection: Connection, columns: Columns, names: Sequence[str]) -> list[Values]:
    """The rows, the columns in the order of the names, as the driver takes and gives them."""
    is_text = connection.dialect.name != "postgresql"
    return [*zip(*(values_of(columns[name], is_text=is_text) for name in names), strict=True)]


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        for start in range(0, len(rows), _AT_ONCE):
            columns = zip(*rows[start : start + _AT_ONCE], strict=True)
            insert_columns(connection, insert(table), dict(zip(names, columns, strict=True)))
        return
    # Through the driver: SQLAlchemy takes three times as long to look at each value of each row.
    marks = ", ".join("?" * len(names))
    key = [names.index(column.name) for column in table.primary_key if column.name in names]
    # In the order of the key, where the rows may be kept in it.
    in_order = sorted(rows, key=itemgetter(*key)) if key else rows
    text = f"INSERT INTO {table.name} ({', '.join(map(_written, names))}) VALUES ({marks})"
    connection.exec_driver_sql(text, [*in_order])


def _written(name: str) -> str:
    """A column of SQLite in its own words: one is called «filter»."""
    return f'"{name}"'


def _delete(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
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


def _arrays(columns: Columns) -> dict[str, list[Any]]:
    return {name: values_of(columns[name], is_text=False) for name in columns}


def update_changed(connection: Connection, table: Table, persons: Sequence[int], columns: Columns) -> None:
    """As `update_rows`, of those rows of these people alone that hold something else."""
    if not len(columns):
        return
    names = tuple(columns)
    stored_rows = set(rows_of_people(connection, table, names, persons))
    rows = rows_of(connection, columns, names)
    update_rows(connection, table, columns.rows(np.array([row not in stored_rows for row in rows], dtype=bool)))


def update_rows(connection: Connection, table: Table, columns: Columns) -> None:
    """Set the columns of the rows whose ids are among them."""
    if not len(columns):
        return
    names = [name for name in columns if name != "id"]
    if connection.dialect.name == "postgresql":
        new_values = unnested(table, _arrays(columns))
        statement = table.update().where(table.c.id == new_values.c.id)
        connection.execute(statement.values({name: new_values.c[name] for name in names}))
        return
    places = ", ".join(f"{name} = ?" for name in names)
    rows = rows_of(connection, columns, [*names, "id"])
    connection.exec_driver_sql(f"UPDATE {table.name} SET {places} WHERE id = ?", rows)


def values_of(column: np.ndarray, *, is_text: bool) -> list[Any]:
    """Values as the driver takes them: dates of Python, of SQLite as text; None where there is nothing."""
    if column.dtype.kind != "M":
        return column.tolist()
    if not is_text:
        return column.tolist()
    # Each day is written once, not once a row: the same few thousand come over and over.
    codes, unique_days = pd.factorize(column.astype("datetime64[D]", copy=False).view(np.int64))
    texts = [None if text == "NaT" else text for text in unique_days.view("datetime64[D]").astype(str).tolist()]
    return [texts[code] for code in codes.tolist()]
