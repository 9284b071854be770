"""Where the counts of the region under one filter are stored, and how they follow the spans that are written."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Column, Connection, Date, Insert, Integer, Table, and_, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from model.chunks import chunks
from model.database import ByCodePoint
from model.indicators import PARTS_OF_RATES
from timeline.facts import Rules
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
from timeline.rows import Values, insert_frame, replace_rows, rows_of_people

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


_KEY = [column.name for column in narrowed_change.primary_key]
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
        self._changes: list[pd.DataFrame] = []

    def replace(
        self,
        persons: Sequence[int],
        spans: Mapping[str, pd.DataFrame],
        assessments: pd.DataFrame,
    ) -> None:
        """Take off the spans of these people that have «gone» and add the «new» ones; the «kept» stay as they are."""
        self._used.update(spans["new"]["organization"].unique().tolist())
        others, new, gone = (reaching(spans[name]) for name in ("kept", "new", "gone"))
        for some, sign in ((new, 1), (gone, -1)):
            if some.empty:
                continue
            self._add(month_changes(POSITION, folded(some["position"]), some), sign)
            self._add(month_changes(KIND, some["organization"].map(self._kinds_of_sums), some), sign)
        before = _passed(rows_of_people(self._connection, procedure_span, _PASSED, persons))
        after = procedure_spans(assessments, self._rules)
        changed = pd.concat([before, after]).drop_duplicates(keep=False)["person_id"]
        if len(changed):
            replace_rows(self._connection, procedure_span, persons, after)
        of_changed = others[others["person"].isin(changed)]
        for some, procedures, sign in (
            (new, after, 1),
            (gone, before, -1),
            (of_changed, after, 1),
            (of_changed, before, -1),
        ):
            # Most files of a few people change no procedure: frames of nobody cost as much as small ones.
            if not (some.empty or procedures.empty):
                self._add(of_procedures(some, procedures), sign)
        self._changes = [summed(self._changes)] if self._changes else []

    def moved(self) -> list[int]:
        """The organizations that have another type than the one under which their spans are summed up."""
        return [place for place, kind in self._stored_kinds.items() if self._kinds.get(place, kind) != kind]

    def move(self, spans: pd.DataFrame) -> None:
        """Sum up all spans of organizations that have another type under it."""
        spans = reaching(spans)
        self._add(month_changes(KIND, spans["organization"].map(self._kinds_of_sums), spans), -1)
        self._add(month_changes(KIND, spans["organization"].map(self._kinds), spans), 1)

    def finish(self) -> None:
        """Add the changes to those that are stored."""
        if self._changes:
            insert_frame(self._connection, narrowed_change, summed(self._changes), self._adding())
            is_nothing = and_(*(narrowed_change.c[key] == 0 for key in PARTS_OF_RATES))
            self._connection.execute(delete(narrowed_change).where(is_nothing))
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

    def _add(self, changes: pd.DataFrame, sign: int) -> None:
        if not changes.empty:
            self._changes.append(changes if sign > 0 else opposite(changes))

    def _adding(self) -> Insert:
        """Adds the numbers to those of the same filter, value and day."""
        making = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        adding = making(narrowed_change)
        sums = {key: narrowed_change.c[key] + adding.excluded[key] for key in PARTS_OF_RATES}
        return adding.on_conflict_do_update(index_elements=_KEY, set_=sums)


# Of an organization that is not stored: not the type of one without a type.
_NONE = object()


def _passed(rows: Sequence[Values]) -> pd.DataFrame:
    """Stored rows as `procedure_spans` makes them."""
    columns = dict(zip(_PASSED, zip(*rows, strict=True) if rows else ((),) * len(_PASSED), strict=True))
    frame = pd.DataFrame({name: columns[name] for name in ("person_id", "procedure_key")}, columns=_PASSED[:2])
    for name in ("since", "until"):
        frame[name] = np.array(columns[name], dtype="datetime64[D]").astype("datetime64[s]")
    return frame.astype({"person_id": "int64"})
