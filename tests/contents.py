"""The contents of a database without ids, so that two databases can be compared."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Float, String, Table, select
from sqlalchemy.orm import Session

from model.database import Base, unscoped_session
from tests.db_templates import TIMELINE
from timeline.blocks import read_blocks, read_texts
from timeline.facts_of_staff import FactKind, columns_of
from timeline.store import fact_block, fact_text

# Columns that differ between runs.
_LEFT_OUT = {"accepted_at", "file_hash", "at", "subject", "seal"}
_TABLES = (
    *("organization", "person", "employment", "provider", "programme", "event", "assessment", "application", "result"),
    *("recommended_programme", "participation", "offer", "route", "import_run", "import_touch"),
    *("quality_day", "quality_sum", "likeness", "import_place", "journal_entry"),
)
HISTORY = {"import_run", "import_touch", "import_place", "journal_entry"}
# The timeline has no foreign keys.
_REFERENCES = {
    "state_span": {
        **{"person_id": "person", "organization_id": "organization", "spell_id": "employment", "route_id": "route"},
    },
    "chosen_event": {"participation_id": "participation", "person_id": "person", "route_id": "route"},
    "count_change": {"municipality_id": "municipality"},
    "month_total": {"municipality_id": "municipality"},
    "procedure_span": {"person_id": "person"},
    "counted_kind": {"organization_id": "organization"},
    "wait_span": {"person_id": "person", "municipality_id": "municipality"},
}
_BLOCKS = {fact_block.name, fact_text.name}
_TIMELINE = {table.name: table for table in TIMELINE if table.name not in _BLOCKS}
_OF_FACTS = {
    **{"person_id": "person", "organization_id": "organization", "assessment_id": "assessment", "route_id": "route"},
    **{"programme_id": "programme", "provider_id": "provider", "event_id": "event"},
}

Contents = dict[str, Counter]


def contents() -> Contents:
    """The rows of every table, each reference replaced by the row it points to."""
    with unscoped_session() as session:
        rows = {name: _rows(session, _table(name)) for name in (*_TABLES, *_TIMELINE, "municipality")}
        facts = {kind: _facts(session, kind) for kind in FactKind}
    meanings: dict[tuple[str, object], object] = {}
    tables = {
        name: Counter(_row_by_meaning(name, row, rows, meanings) for row in rows[name].values())
        for name in (*_TABLES, *_TIMELINE)
    }
    return {**tables, **{f"facts: {kind}": _by_meaning(facts[kind], rows, meanings) for kind in FactKind}}


def _facts(session: Session, kind: FactKind) -> list[Mapping]:
    """The facts of the blocks, their texts in place of numbers."""
    columns, texts = read_blocks(session, kind), read_texts(session)
    cells = [
        texts[numbers] if isinstance(columns_of(kind)[name], String | Float) else numbers
        for name, numbers in columns.items()
    ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*(one.tolist() for one in cells), strict=True)]


def _by_meaning(facts: list[Mapping], rows: dict[str, dict[object, Mapping]], meanings: dict) -> Counter:
    def meaning(name: str, value: object) -> object:
        other = _OF_FACTS.get(name)
        return _row_by_meaning(other, rows[other][value], rows, meanings) if other and value else value

    return Counter(tuple((name, meaning(name, value)) for name, value in row.items()) for row in facts)


def without_history(tables: Contents) -> Contents:
    """The facts without the tables and columns that record imports."""
    return {name: _without_imports(rows) for name, rows in tables.items() if name not in HISTORY}


def _without_imports(rows: Counter) -> Counter:
    return Counter({_without_import(row): number for row, number in rows.items()})


def _without_import(row: object) -> object:
    """The row and the rows that it points to, without the number of an import."""
    if not isinstance(row, tuple):
        return row
    return tuple(_without_import(item) for item in row if not (isinstance(item, tuple) and item[:1] == ("import_id",)))


def _table(name: str) -> Table:
    return _TIMELINE[name] if name in _TIMELINE else Base.metadata.tables[name]


def _rows(session: Session, table: Table) -> dict[object, Mapping]:
    records = session.execute(select(table)).mappings()
    keys = [column.name for column in table.primary_key]
    return {row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys): row for row in records}


def _row_by_meaning(name: str, row: Mapping, rows: dict[str, dict[object, Mapping]], meanings: dict) -> object:
    cells = []
    for column, other in _columns(name):
        value = row[column]
        if other == _OPENS:
            opening = rows["assessment"].get(value, {})
            cells.append((column, opening.get("procedure"), opening.get("passed_on")))
        elif other and value is not None:
            if (other, value) not in meanings:
                meanings[other, value] = _row_by_meaning(other, rows[other][value], rows, meanings)
            cells.append((column, meanings[other, value]))
        elif column not in {"id", *_LEFT_OUT}:
            cells.append((column, value))
    return tuple(cells)


# Of an assessment the route is told by what opens it, or the two would tell of each other without an end.
_OPENS = "opens"


def _columns(name: str) -> list[tuple[str, str]]:
    """The columns of a table, each with the table that it refers to, if any."""
    if name in _REFERENCES:
        return [(column.name, _REFERENCES[name].get(column.name, "")) for column in _table(name).columns]
    named = {"route_id": _OPENS} if name == "assessment" else {}
    return [
        (column.name, named.get(column.name) or next((key.column.table.name for key in column.foreign_keys), ""))
        for column in _table(name).columns
    ]
