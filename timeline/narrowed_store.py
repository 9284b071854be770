"""Where the counts of the region under one filter are stored, and how they follow the spans that are written."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import Column, Connection, Date, Integer, Table, and_, delete, insert, select

from model.chunks import chunks
from model.database import ByCodePoint
from model.indicators import PARTS_OF_RATES
from timeline.columns import Columns
from timeline.facts import Rules
from timeline.frames import columns_from
from timeline.metadata import metadata
from timeline.narrowed import (
    KIND,
    POSITION,
    folded,
    month_changes,
    of_procedures,
    opposite,
    procedure_spans,
    reaching,
    summed,
)
from timeline.people_statement import Values
from timeline.rows import add_numbers, replace_rows, rows_of, rows_of_people

# A count of the region at a month's end is the sum of the changes up to it.
narrowed_change = Table(
    "narrowed_change",
    metadata,
    Column("filter", ByCodePoint, primary_key=True),
    Column("value_key", ByCodePoint, primary_key=True),
    Column("day", Date, primary_key=True),
    *(Column(key, Integer, nullable=False) for key in PARTS_OF_RATES),
)

# On which days a person's procedure counts as passed.
procedure_span = Table(
    "procedure_span",
    metadata,
    Column("procedure_key", ByCodePoint, primary_key=True),
    Column("person_id", Integer, primary_key=True, index=True),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    sqlite_with_rowid=False,
)

# Under which type the spans of an organization, if it has any, are summed up; a file may give it another.
counted_kind = Table(
    "counted_kind",
    metadata,
    Column("organization_id", Integer, primary_key=True, autoincrement=False),
    Column("kind_key", ByCodePoint),
)


_PASSED = [column.name for column in procedure_span.c]

# The folded type of each organization by its id, None where it has none.
Kinds = Mapping[int, str | None]


class NarrowedWriter:
    """Adds up what replaced spans change, chunk by chunk, and stores it at the end; `kinds` are those of today."""

    def __init__(self, connection: Connection, kinds: Kinds, rules: Rules) -> None:
        self._connection, self._kinds, self._rules = connection, kinds, rules
        rows = connection.execute(select(counted_kind.c.organization_id, counted_kind.c.kind_key))
        self._stored_kinds: Kinds = dict(rows.all())
        # What was summed up under a type is taken off under the same one; `move` brings it to another.
        self._kinds_of_sums = {**kinds, **self._stored_kinds}
        self._used: set[int] = set()
        self._changes: list[Columns] = []

    def replace(self, persons: Sequence[int], spans: Mapping[str, Columns], assessments: Columns) -> None:
        """Take off the spans of these people that have «gone» and add the «new» ones; the «kept» stay as they are."""
        self._used.update(spans["new"]["organization"].tolist())
        others, new, gone = (reaching(spans[name]) for name in ("kept", "new", "gone"))
        for some, sign in ((new, 1), (gone, -1)):
            if len(some):
                self._add(month_changes(POSITION, folded(some["position"]), some), sign)
                self._add(month_changes(KIND, _kind_of(some, self._kinds_of_sums), some), sign)
        stored_rows = rows_of_people(self._connection, procedure_span, _PASSED, persons)
        before, after = _passed(stored_rows), procedure_spans(assessments, self._rules)
        changed = {row[_PERSON] for row in {*stored_rows} ^ {*rows_of(self._connection, after, _PASSED)}}
        if changed:
            replace_rows(self._connection, procedure_span, persons, after)
        of_changed = others.rows(np.isin(others["person"], [*changed]))
        for some, procedures, sign in (
            (new, after, 1),
            (gone, before, -1),
            (of_changed, after, 1),
            (of_changed, before, -1),
        ):
            # Most files of a few people change no procedure: columns of nobody cost as much as small ones.
            if len(some) and len(procedures):
                self._add(of_procedures(some, procedures), sign)
        self._changes = [summed(self._changes)] if self._changes else []

    def moved(self) -> list[int]:
        """The organizations that have another type than the one under which their spans are summed up."""
        return [place for place, kind in self._stored_kinds.items() if self._kinds.get(place, kind) != kind]

    def move(self, spans: Columns) -> None:
        """Sum up all spans of organizations that have another type under it."""
        spans = reaching(spans)
        self._add(month_changes(KIND, _kind_of(spans, self._kinds_of_sums), spans), -1)
        self._add(month_changes(KIND, _kind_of(spans, self._kinds), spans), 1)

    def finish(self) -> None:
        """Add the changes to those that are stored."""
        if self._changes:
            add_numbers(self._connection, narrowed_change, PARTS_OF_RATES, summed(self._changes))
            self._connection.execute(_FORGET_NOTHINGS)
        differing = [
            place
            for place in {*self._used, *self._stored_kinds}
            if self._kinds.get(place) != self._stored_kinds.get(place, _NONE)
        ]
        for some in chunks(differing):
            self._connection.execute(delete(counted_kind).where(counted_kind.c.organization_id.in_(some)))
        rows = [{"organization_id": place, "kind_key": self._kinds.get(place)} for place in differing]
        if rows:
            self._connection.execute(insert(counted_kind), rows)
        self._changes = []

    def _add(self, changes: Columns, sign: int) -> None:
        if len(changes):
            self._changes.append(changes if sign > 0 else opposite(changes))


# Of an organization that is not stored: not the type of one without a type.
_NONE = object()
_PERSON = _PASSED.index("person_id")
_FORGET_NOTHINGS = delete(narrowed_change).where(and_(*(narrowed_change.c[key] == 0 for key in PARTS_OF_RATES)))


def _passed(rows: Sequence[Values]) -> Columns:
    """Stored rows as `procedure_spans` makes them."""
    return columns_from(rows, {column.name: column.type for column in procedure_span.c})


def _kind_of(spans: Columns, kinds: Kinds) -> np.ndarray:
    """The type of the organization of each span, None where it has none."""
    places, place = np.unique(spans["organization"], return_inverse=True)
    return np.array([*map(kinds.get, places.tolist()), None], dtype=object)[place]
