"""Where the timeline is stored: spans of people and differences of municipalities, written for some people at a time.

Both follow from facts and are never migrated: a fingerprint of their columns and of the rules stands beside them, and
another fingerprint means that they are created anew and written for everybody.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    delete,
    exists,
    func,
    insert,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.types import TypeEngine

from model.attention import EXPIRING
from model.database import ByCodePoint
from model.dates import month_end
from timeline.columns import Columns
from timeline.concerns import SINCE_KEYS
from timeline.days import NEVER, dates
from timeline.differences import NUMBERS, added, differences, month_totals, taken_off
from timeline.facts import Rules
from timeline.frames import columns_from
from timeline.metadata import metadata as metadata
from timeline.narrowed_store import Kinds, NarrowedWriter, counted_kind, narrowed_change, procedure_span
from timeline.people_statement import Values
from timeline.places import NO_ROUTE
from timeline.routes import Routes
from timeline.rows import FOREVER, add_numbers, driver_rows, insert_rows, replace_rows
from timeline.spans import COUNT_KEYS
from timeline.waits import wait_spans

# Raise it when the same facts come to give other spans, or blocks of other columns.
_EDITION = 3

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

# How long people wait in each concern: of a whole place the longest wait is read from here, not from all its spans.
wait_span = Table(
    "wait_span",
    metadata,
    Column("municipality_id", Integer, primary_key=True),
    Column("concern", ByCodePoint, primary_key=True),
    Column("size", Integer, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("person_id", Integer, primary_key=True, index=True),
    Column("until", Date, nullable=False),
    Column("category", ByCodePoint, nullable=False),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
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

# What screens of the whole region add up (`timeline/blocks.py`), and the texts that its numbers stand for.
fact_block = Table(
    "fact_block",
    metadata,
    Column("kind", ByCodePoint, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("numbers", LargeBinary, nullable=False),
)
fact_text = Table(
    "fact_text",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("text", ByCodePoint, nullable=False),
)

timeline_version = Table("timeline_version", metadata, Column("fingerprint", ByCodePoint, primary_key=True))

# The column of the table by that of the columns in memory, where they differ.
_PLACE = {"municipality": "municipality_id"}
_IDS = {"person": "person_id", "spell": "spell_id", "organization": "organization_id", "route": "route_id"}
_IN_MEMORY = {column: name for name, column in (_IDS | _PLACE).items()}

# Whose rows each table holds, for the row policies of PostgreSQL; who counts the region reads all of them.
_OF_PEOPLE = "person_id IN (SELECT iom_visible_persons())"
_WALLS: Mapping[str, str] = {
    state_span.name: _OF_PEOPLE,
    chosen_event.name: _OF_PEOPLE,
    procedure_span.name: _OF_PEOPLE,
    # Sums and facts of the whole region are for who sees it.
    **dict.fromkeys((narrowed_change.name, fact_block.name, fact_text.name), "false"),
    **dict.fromkeys(
        (count_change.name, month_total.name, wait_span.name), "municipality_id = ANY (iom_objects('municipalities'))"
    ),
}


def fingerprint(rules: Rules) -> str:
    """What the stored timeline follows from beside the facts: its columns, the rules, the edition."""
    columns = [(table.name, column.name, _kind(column.type)) for table in metadata.sorted_tables for column in table.c]
    return hashlib.sha256(repr((columns, rules, _EDITION)).encode()).hexdigest()


@cache
def _kind(kind: TypeEngine) -> str:
    return repr(kind)


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


# For so many people at once it is worth while to make indexes anew.
_MANY = 1_000
# Of how many differences memory holds at most some that could be added up.
_MOST_CHANGES = 200_000


@dataclass(frozen=True)
class Organizations:
    """Their municipalities at the places of their ids, the same as when spans were written; their types by id."""

    municipalities: np.ndarray
    kinds: Kinds


class Writer:
    """Replaces the spans of people, chunk by chunk, and at the end changes the counts of municipalities.

    Memory is that of one chunk and of the differences.
    """

    def __init__(self, connection: Connection, organizations: Organizations, rules: Rules) -> None:
        self._connection = connection
        self._municipalities = organizations.municipalities
        self._narrowed = NarrowedWriter(connection, organizations.kinds, rules)
        self._changes: list[Columns] = []
        self._left_out: list[Index] = []

    def write(self, persons: Sequence[int], spans: Columns, routes: Routes, assessments: Columns) -> None:
        """Replace what is stored of these people, as far as it differs; each person comes once."""
        numbers = [int(person) for person in persons]
        self._leave_out_indexes(len(numbers))
        rows, are_new = _with_last_days(spans.under(_IDS)), bool(self._left_out)
        places, gone = replace_rows(self._connection, state_span, numbers, rows, are_new=are_new)
        replace_rows(self._connection, chosen_event, numbers, _with_last_days(_standing(routes)))
        is_new = np.zeros(len(spans), dtype=bool)
        is_new[places] = True
        parts = {"kept": spans.rows(~is_new), "new": spans.rows(is_new), "gone": _spans_of(gone)}
        self._add(differences(parts["new"], self._municipalities))
        if gone:
            self._add(taken_off(differences(parts["gone"], self._municipalities)))
        changed = np.union1d(parts["new"]["person"], parts["gone"]["person"])
        own = spans.rows(np.isin(spans["person"], changed))
        waits = _until_forever(wait_spans(own, self._municipalities))
        replace_rows(self._connection, wait_span, changed.tolist(), waits, are_new=are_new)
        self._narrowed.replace(numbers, parts, assessments)

    def _add(self, changes: Columns) -> None:
        self._changes.append(changes)
        if sum(map(len, self._changes)) > _MOST_CHANGES:
            self._changes = [added(self._changes)]

    def finish(self) -> None:
        """Add the differences to those that are stored; a day on which nothing is left to change goes."""
        if self._changes:
            changes = added(self._changes)
            _add_changes(self._connection, changes)
            _add_up(self._connection, changes)
        for index in self._left_out:
            index.create(self._connection)
        self._finish_narrowed()
        self._changes, self._left_out = [], []

    def _finish_narrowed(self) -> None:
        for place in self._narrowed.moved():
            of_place = select(*state_span.c).where(state_span.c.organization_id == place)
            self._narrowed.move(_spans_of(driver_rows(self._connection, of_place)))
        self._narrowed.finish()
        has_spans = exists().where(state_span.c.organization_id == counted_kind.c.organization_id)
        self._connection.execute(delete(counted_kind).where(~has_spans))

    def _leave_out_indexes(self, number: int) -> None:
        """Of an empty table for many people make the indexes last: sorted once, they cost a third.

        On PostgreSQL they belong to the owner of the tables.
        """
        if self._left_out or number < _MANY or self._connection.dialect.name != "sqlite":
            return
        if self._connection.scalar(select(state_span.c.person_id).limit(1)) is None:
            indexes = state_span.indexes | wait_span.indexes
            self._left_out = sorted(indexes, key=lambda index: str(index.name))
            for index in self._left_out:
                index.drop(self._connection)


def _spans_of(rows: Sequence[Values]) -> Columns:
    """Stored rows of spans as they were made; without days of concerns."""
    columns = columns_from(rows, {column.name: column.type for column in state_span.c}).under(_IN_MEMORY)
    until = columns["until"]
    return columns.having(until=np.where(until == np.datetime64(FOREVER), np.datetime64("NaT"), until))


def _with_last_days(columns: Columns) -> Columns:
    """What goes on lasts until FOREVER; no route is no value."""
    route_id = columns["route_id"].astype(object)
    route_id[columns["route_id"] == 0] = None
    return _until_forever(columns).having(route_id=route_id)


def _until_forever(columns: Columns) -> Columns:
    until = columns["until"]
    return columns.having(until=np.where(np.isnat(until), np.datetime64(FOREVER), until))


def _standing(routes: Routes) -> Columns:
    """The periods in which chosen events stand on a route."""
    rows = routes.participations.rows(routes.chosen_events["participation"])
    is_placed = rows["route"] != NO_ROUTE
    rows, periods = rows.rows(is_placed), routes.chosen_events.rows(is_placed)
    until = periods["until"]
    return Columns(
        {
            "participation_id": rows["id"],
            "since": dates(periods["since"]),
            "until": dates(np.where(until >= NEVER, NEVER, until - 1)),
            "person_id": rows["person"],
            "route_id": routes.routes["id"][rows["route"]],
        }
    )


_FORGET_NOTHINGS = delete(count_change).where(~or_(*(count_change.c[key] != 0 for key in NUMBERS)))


def _add_changes(connection: Connection, changes: Columns) -> None:
    if len(changes):
        add_numbers(connection, count_change, NUMBERS, changes.under(_PLACE))
        connection.execute(_FORGET_NOTHINGS)


def _add_up(connection: Connection, changes: Columns) -> None:
    """Bring the totals up to the changes, to which these differences have just been added.

    Each municipality and category with changes has the ends of all months from the first change to the last.
    """
    if not len(changes):
        return
    first, last = _bounds(connection, count_change)
    from_month, to_month = _bounds(connection, month_total)
    months = (month_end(first), month_end(last)) if first and last else None
    if months and from_month is None:
        insert_rows(connection, month_total, month_totals(changes, *months).under(_PLACE))
    elif months and to_month and from_month == months[0] and to_month <= months[1]:
        _carry_on(connection, to_month, months[1])
        # What has gone before the first month is left out of it.
        own = changes.having(day=np.maximum(changes["day"], np.datetime64(months[0].replace(day=1))))
        _add_totals(connection, month_totals(own, *months).under(_PLACE))
    else:
        connection.execute(delete(month_total))
        if months:
            rows = driver_rows(connection, select(count_change))
            every = columns_from(rows, {column.name: column.type for column in count_change.c}).under(_IN_MEMORY)
            insert_rows(connection, month_total, month_totals(every, *months).under(_PLACE))


def _bounds(connection: Connection, table: Table) -> tuple[date | None, date | None]:
    first, last = connection.execute(select(func.min(table.c.day), func.max(table.c.day))).one()
    return first, last


def _carry_on(connection: Connection, last: date, until: date) -> None:
    """Let the totals of the last month stand for the months after it."""
    names = [column.name for column in month_total.c]
    months = np.arange(np.datetime64(last, "M") + 1, np.datetime64(until, "M") + 1).tolist()
    for month in map(month_end, months):
        columns = [literal(month, Date) if name == "day" else month_total.c[name] for name in names]
        connection.execute(insert(month_total).from_select(names, select(*columns).where(month_total.c.day == last)))


def _add_totals(connection: Connection, totals: Columns) -> None:
    """Add the totals of differences to those that are stored; who has no changes any more has no totals."""
    places = [*zip(totals["municipality_id"].tolist(), totals["category"].tolist(), strict=True)]
    stored_places = _places(connection, month_total, places)
    is_known = np.array([place in stored_places for place in places], dtype=bool)
    some = totals.matrix(NUMBERS, np.int64).any(axis=1)
    add_numbers(connection, month_total, NUMBERS, totals.rows(is_known & some))
    insert_rows(connection, month_total, totals.rows(~is_known))
    for municipality, category in {*places} - _places(connection, count_change, places):
        at = (month_total.c.municipality_id == municipality, month_total.c.category == category)
        connection.execute(delete(month_total).where(*at))


def _places(connection: Connection, table: Table, among: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
    """The municipalities and categories that have rows, of those municipalities."""
    own = table.c.municipality_id.in_({municipality for municipality, _ in among})
    rows = connection.execute(select(table.c.municipality_id, table.c.category).where(own).distinct())
    return {(municipality, category) for municipality, category in rows}
