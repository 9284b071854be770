"""Where the timeline is stored: spans of people and differences of municipalities, written for some people at a time.

Both follow from facts and are never migrated: a fingerprint of their columns and of the rules stands beside them, and
another fingerprint means that they are created anew and written for everybody.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from model.attention import EXPIRING
from model.database import ByCodePoint
from model.dates import month_end
from timeline.concerns import SINCE_KEYS
from timeline.days import NEVER, dates
from timeline.differences import GROUP, NUMBERS, added, differences, month_totals
from timeline.facts import Rules
from timeline.places import NO_ROUTE
from timeline.routes import Routes
from timeline.rows import FOREVER, insert_frame
from timeline.spans import COUNT_KEYS

# Raise it when the same facts come to give other spans.
_EDITION = 2

metadata = MetaData()

# SQLite keeps the rows in the order of their key: the spans of a recent day stand together at the end of the table.
state_span = Table(
    "state_span",
    metadata,
    Column("until", Date, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("person_id", Integer, primary_key=True, index=True),
    Column("spell_id", Integer, nullable=False),
    Column("organization_id", Integer, nullable=False),
    Column("category", ByCodePoint, nullable=False),
    Column("position", ByCodePoint),
    Column("route_id", Integer),
    *(Column(key, Date) for key in SINCE_KEYS),
    *(Column(key, Integer, nullable=False) for key in (*COUNT_KEYS, EXPIRING)),
    sqlite_with_rowid=False,
)
Index(
    "ix_state_span_organization_id_until_since", *(state_span.c[key] for key in ("organization_id", "until", "since"))
)

# The periods in which chosen events stand, not dropped, each with the route of the day of choice.
chosen_event = Table(
    "chosen_event",
    metadata,
    Column("participation_id", Integer, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("person_id", Integer, nullable=False, index=True),
    Column("route_id", Integer, nullable=False),
)


def _numbers_of_municipalities(name: str) -> Table:
    table = Table(
        name,
        metadata,
        Column("municipality_id", Integer, primary_key=True),
        Column("category", ByCodePoint, primary_key=True),
        Column("day", Date, primary_key=True),
        *(Column(key, Integer, nullable=False) for key in NUMBERS),
    )
    Index(f"ix_{name}_day", table.c.day)
    return table


# A count on a day is the total of the month's end before it and the changes since.
count_change = _numbers_of_municipalities("count_change")
month_total = _numbers_of_municipalities("month_total")

timeline_version = Table("timeline_version", metadata, Column("fingerprint", ByCodePoint, primary_key=True))

# The column of the table by that of the frame, where they differ.
_IDS = {"person": "person_id", "spell": "spell_id", "organization": "organization_id", "route": "route_id"}

# Whose rows each table holds, for the row policies of PostgreSQL.
_OF_PEOPLE = "person_id IN (SELECT iom_visible_persons())"
_WALLS: Mapping[str, str] = {
    state_span.name: _OF_PEOPLE,
    chosen_event.name: _OF_PEOPLE,
    **dict.fromkeys((count_change.name, month_total.name), "municipality_id = ANY (iom_objects('municipalities'))"),
}


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
    if connection.dialect.name == "postgresql":
        for table, own in _WALLS.items():
            _wall(connection, table, f"(SELECT iom_holds('region')) OR {own}")
    connection.execute(insert(timeline_version).values(fingerprint=fingerprint(rules)))


def _wall(connection: Connection, table: str, condition: str) -> None:
    """Let readers see the rows of their scope, and writers all."""
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_of_scope ON {table} FOR SELECT TO iom_reader USING ({condition})",
        f"CREATE POLICY {table}_of_writer ON {table} TO iom_writer USING (true) WITH CHECK (true)",
    ):
        connection.exec_driver_sql(statement)


class Writer:
    """Replaces the spans of people, chunk by chunk, and at the end changes the counts of municipalities.

    `municipalities` are those of organizations by their ids, the same as when the spans to be replaced were written.
    Memory is that of one chunk and of the differences.
    """

    def __init__(self, connection: Connection, municipalities: pd.Series) -> None:
        self._connection = connection
        self._municipalities = municipalities
        self._changes: list[pd.DataFrame] = []

    def write(self, persons: Sequence[int], spans: pd.DataFrame, routes: Routes) -> None:
        """Replace what is stored of these people."""
        numbers = [int(person) for person in persons]
        before = self._stored(numbers)
        self._connection.execute(delete(state_span).where(state_span.c.person_id.in_(numbers)))
        self._connection.execute(delete(chosen_event).where(chosen_event.c.person_id.in_(numbers)))
        insert_frame(self._connection, state_span, _with_last_days(spans.rename(columns=_IDS)))
        insert_frame(self._connection, chosen_event, _with_last_days(_standing(routes)))
        self._changes = [added([*self._changes, before, differences(spans, self._municipalities)])]

    def finish(self) -> None:
        """Add the differences to those that are stored; a day on which nothing is left to change goes."""
        for changes in self._changes:
            _add_changes(self._connection, changes)
            _add_up(self._connection, sorted({int(one) for one in changes["municipality"]}))
        self._changes = []

    def _stored(self, persons: Sequence[int]) -> pd.DataFrame:
        """The differences that the stored spans of the people have made, to be taken off."""
        columns = ("organization_id", "category", "since", "until", *NUMBERS)
        query = select(*(state_span.c[key] for key in columns)).where(state_span.c.person_id.in_(persons))
        rows = self._connection.execute(query).all()
        frame = pd.DataFrame(rows, columns=["organization", *columns[1:]])
        since = pd.to_datetime(frame["since"]).astype("datetime64[s]")
        until = pd.to_datetime(frame["until"].mask(frame["until"] == FOREVER)).astype("datetime64[s]")
        changes = differences(frame.assign(since=since, until=until), self._municipalities)
        changes[[*NUMBERS]] = -changes[[*NUMBERS]]
        return changes


def _with_last_days(frame: pd.DataFrame) -> pd.DataFrame:
    """What goes on lasts until FOREVER; no route is no value."""
    until = frame["until"].fillna(pd.Timestamp(FOREVER).as_unit("s"))
    route_id = frame["route_id"].astype(object)
    return frame.assign(until=until, route_id=route_id.where(frame["route_id"] != 0, None))


def _standing(routes: Routes) -> pd.DataFrame:
    """The periods in which chosen events stand on a route."""
    rows = routes.participations.iloc[routes.chosen_events["participation"].to_numpy()]
    is_placed = (rows["route"] != NO_ROUTE).to_numpy()
    rows, periods = rows[is_placed], routes.chosen_events[is_placed]
    until = periods["until"].to_numpy()
    return pd.DataFrame(
        {
            "participation_id": rows["id"].to_numpy(),
            "since": dates(periods["since"].to_numpy()),
            "until": dates(np.where(until >= NEVER, NEVER, until - 1)),
            "person_id": rows["person"].to_numpy(),
            "route_id": routes.routes["id"].to_numpy()[rows["route"].to_numpy()],
        }
    )


def _add_changes(connection: Connection, changes: pd.DataFrame) -> None:
    rows = changes.rename(columns={"municipality": "municipality_id"})
    if rows.empty:
        return
    places = [column.name for column in count_change.primary_key]
    adding = _insert_changes(connection)
    sums = {key: count_change.c[key] + adding.excluded[key] for key in NUMBERS}
    insert_frame(connection, count_change, rows, adding.on_conflict_do_update(index_elements=places, set_=sums))
    connection.execute(delete(count_change).where(~or_(*(count_change.c[key] != 0 for key in NUMBERS))))


def _add_up(connection: Connection, municipalities: Sequence[int]) -> None:
    """Store the totals of the municipalities at months' ends; of all where the span of months is another."""
    if not municipalities:
        return
    first, last = connection.execute(select(func.min(count_change.c.day), func.max(count_change.c.day))).one()
    bounds = (month_end(first), month_end(last)) if first else (None, None)
    stored = (*connection.execute(select(func.min(month_total.c.day), func.max(month_total.c.day))).one(),)
    is_same = stored == bounds
    own = [month_total.c.municipality_id.in_(municipalities)] if is_same else []
    connection.execute(delete(month_total).where(*own))
    if not first:
        return
    changed = [count_change.c.municipality_id.in_(municipalities)] if is_same else []
    rows = connection.execute(select(count_change).where(*changed)).all()
    totals = month_totals(pd.DataFrame(rows, columns=["municipality_id", *GROUP[1:], *NUMBERS]), *bounds)
    insert_frame(connection, month_total, totals)


def _insert_changes(connection: Connection) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(count_change)
    return sqlite.insert(count_change)
