"""The contents of a database without ids, so that two databases can be compared."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from model.database import Base, unscoped_session

# Columns that differ between runs.
_LEFT_OUT = {"accepted_at", "file_hash", "at", "subject", "seal"}
_TABLES = (
    *("organization", "person", "employment", "provider", "programme", "event", "assessment", "application", "result"),
    *("recommended_programme", "participation", "route", "import_run", "import_touch"),
    *(
        "snapshot_day",
        "snapshot",
        "municipality_snapshot",
        "quality_day",
        "quality_sum",
        "likeness",
        "import_place",
        "journal_entry",
    ),
)
HISTORY = {"import_run", "import_touch", "import_place", "journal_entry"}

Contents = dict[str, Counter]


def contents() -> Contents:
    """The rows of every table, each reference replaced by the row it points to."""
    with unscoped_session() as session:
        rows = {name: _rows(session, Base.metadata.tables[name]) for name in (*_TABLES, "municipality")}
    meanings: dict[tuple[str, object], object] = {}
    return {
        name: Counter(_row_by_meaning(name, row, rows, meanings) for row in rows[name].values()) for name in _TABLES
    }


def without_history(tables: Contents) -> Contents:
    """The facts without the tables and columns that record imports."""
    return {name: _without_imports(rows) for name, rows in tables.items() if name not in HISTORY}


def _without_imports(rows: Counter) -> Counter:
    return Counter({tuple(item for item in row if item[0] != "import_id"): number for row, number in rows.items()})


def _rows(session: Session, table: Table) -> dict[object, Mapping]:
    records = session.execute(select(table)).mappings()
    keys = [column.name for column in table.primary_key]
    return {row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys): row for row in records}


def _row_by_meaning(name: str, row: Mapping, rows: dict[str, dict[object, Mapping]], meanings: dict) -> object:
    table = Base.metadata.tables[name]
    cells = []
    for column in table.columns:
        value, references = row[column.name], [*column.foreign_keys]
        if references and value is not None:
            other = references[0].column.table.name
            if (other, value) not in meanings:
                meanings[other, value] = _row_by_meaning(other, rows[other][value], rows, meanings)
            cells.append((column.name, meanings[other, value]))
        elif column.name not in {"id", *_LEFT_OUT}:
            cells.append((column.name, value))
    return tuple(cells)
