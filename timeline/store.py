"""Where the timeline is stored: spans of people and differences of municipalities, written for some people at a time.

Both follow from facts and are never migrated: a fingerprint of their columns and of the rules stands beside them, and
another fingerprint means that they are created anew and written for everybody.
"""

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Insert,
    Integer,
    MetaData,
    Table,
    delete,
    insert,
    inspect,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from model.attention import EXPIRING
from model.database import ByCodePoint
from timeline.concerns import SINCE_KEYS
from timeline.differences import NUMBERS, added, differences
from timeline.facts import Rules
from timeline.spans import COUNT_KEYS

# The last day of a span that goes on: a span covers a day where since <= day <= until.
FOREVER = date(9999, 12, 31)
# Raise it when the same facts come to give other spans.
_EDITION = 1

metadata = MetaData()

state_span = Table(
    "state_span",
    metadata,
    Column("person_id", Integer, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("spell_id", Integer, nullable=False),
    Column("organization_id", Integer, nullable=False),
    Column("category", ByCodePoint, nullable=False),
    Column("position", ByCodePoint),
    Column("route_id", Integer),
    *(Column(key, Integer, nullable=False) for key in (*COUNT_KEYS, EXPIRING)),
    *(Column(key, Date) for key in SINCE_KEYS),
)
Index(
    "ix_state_span_organization_id_since_until", *(state_span.c[key] for key in ("organization_id", "since", "until"))
)

count_change = Table(
    "count_change",
    metadata,
    Column("municipality_id", Integer, primary_key=True),
    Column("category", ByCodePoint, primary_key=True),
    Column("day", Date, primary_key=True),
    *(Column(key, Integer, nullable=False) for key in NUMBERS),
)

timeline_version = Table("timeline_version", metadata, Column("fingerprint", ByCodePoint, primary_key=True))

# The column of the table by that of the frame, where they differ.
_IDS = {"person": "person_id", "spell": "spell_id", "organization": "organization_id", "route": "route_id"}
_MAY_BE_EMPTY = ("position", "route_id")


def fingerprint(rules: Rules) -> str:
    """What the stored timeline follows from beside the facts: its columns, the rules, the edition."""
    columns = [(table.name, column.name, repr(column.type)) for table in metadata.sorted_tables for column in table.c]
    return hashlib.sha256(repr((columns, rules, _EDITION)).encode()).hexdigest()


def is_current(connection: Connection, rules: Rules) -> bool:
    """The tables are there, and follow from the columns and rules of today."""
    if not inspect(connection).has_table(timeline_version.name):
        return False
    return connection.scalar(select(timeline_version.c.fingerprint)) == fingerprint(rules)


def create_anew(connection: Connection, rules: Rules) -> None:
    """Empty tables under the fingerprint of today; everybody's spans have to be written after it."""
    metadata.drop_all(connection)
    metadata.create_all(connection)
    connection.execute(insert(timeline_version).values(fingerprint=fingerprint(rules)))


def write_spans(connection: Connection, persons: Sequence[int], spans: pd.DataFrame, municipalities: pd.Series) -> None:
    """Replace the spans of the people, and change the counts of municipalities by the difference.

    `municipalities` are those of organizations by their ids, the same as when the spans to be replaced were written:
    an organization that moves to another asks for everybody anew. Memory is that of the people: write them in chunks.
    """
    own = state_span.c.person_id.in_([int(person) for person in persons])
    before = _stored(connection, own, municipalities)
    connection.execute(delete(state_span).where(own))
    _insert_rows(connection, insert(state_span), spans.rename(columns=_IDS))
    _add_changes(connection, added([before, differences(spans, municipalities)]))


def _stored(connection: Connection, own: object, municipalities: pd.Series) -> pd.DataFrame:
    """The differences that the stored spans of the people have made, to be taken off."""
    columns = ("organization_id", "category", "since", "until", *NUMBERS)
    rows = connection.execute(select(*(state_span.c[key] for key in columns)).where(own)).all()  # type: ignore[arg-type]
    frame = pd.DataFrame(rows, columns=["organization", *columns[1:]])
    since = pd.to_datetime(frame["since"]).astype("datetime64[s]")
    until = pd.to_datetime(frame["until"].mask(frame["until"] == FOREVER)).astype("datetime64[s]")
    changes = differences(frame.assign(since=since, until=until), municipalities)
    changes[[*NUMBERS]] = -changes[[*NUMBERS]]
    return changes


def _add_changes(connection: Connection, changes: pd.DataFrame) -> None:
    """Add differences to those that are stored; a day on which nothing is left to change goes."""
    rows = changes.rename(columns={"municipality": "municipality_id"})
    if rows.empty:
        return
    adding = _insert_changes(connection)
    sums = {key: count_change.c[key] + adding.excluded[key] for key in NUMBERS}
    places = [column.name for column in count_change.primary_key]
    _insert_rows(connection, adding.on_conflict_do_update(index_elements=places, set_=sums), rows)
    connection.execute(delete(count_change).where(~or_(*(count_change.c[key] != 0 for key in NUMBERS))))


def _insert_changes(connection: Connection) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(count_change)
    return sqlite.insert(count_change)


def _insert_rows(connection: Connection, statement: Insert, frame: pd.DataFrame) -> None:
    """Insert through the driver: SQLAlchemy takes three times as long to look at each value of each row."""
    if frame.empty:
        return
    compiled = statement.compile(dialect=connection.dialect, column_keys=[str(name) for name in frame.columns])
    is_text = connection.dialect.name == "sqlite"
    columns = {str(name): _values(str(name), frame[name], is_text=is_text) for name in frame.columns}
    if compiled.positional:
        rows: list = [*zip(*(columns[name] for name in compiled.positiontup or ()), strict=True)]
    else:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    connection.exec_driver_sql(str(compiled), rows)


def _values(name: str, column: pd.Series, *, is_text: bool) -> list[object]:
    """Values as the driver takes them: dates of Python, of SQLite as text; None where there is nothing."""
    if is_datetime64_any_dtype(column):
        days = column.to_numpy().astype("datetime64[D]")
        days = np.where(np.isnat(days), np.datetime64(FOREVER), days) if name == "until" else days
        if not is_text:
            return days.tolist()
        texts = days.astype(str).astype(object)
        texts[np.isnat(days)] = None
        return texts.tolist()
    if name in _MAY_BE_EMPTY:
        return [None if pd.isna(value) or value == 0 else value for value in column.tolist()]
    return column.tolist()
