"""The files of all rows of a registry: a sheet of the chosen columns, or Appendix 2 of the results."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from dashboard.components.list_documents import OF_REGISTRY
from dashboard.list_addresses import list_at
from dashboard.pages.registry import TITLE, Registry, columns_of, named_registry, rows_of
from dashboard.registry_columns import row_values
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from exports.appendix2 import ResultRow
from exports.documents import About
from exports.table import TableSheet, table_csv, table_xlsx
from exports.xlsx import appendix2_xlsx
from jobs.table_sheets import table_sheet
from queries.lists import Row
from queries.registry_filters import RegistryRows

APPENDIX2 = "registry-appendix2"
# Rows are read so many at a time, and the job tells of them.
_AT_ONCE = 2000
_WRITERS: dict[str, Callable[[TableSheet], bytes]] = {"xlsx": table_xlsx, "csv": table_csv}


def is_registry_file(form: str, suffix: str, path: str, rows: RegistryRows) -> bool:
    """Whether the list at the path has such a file: Appendix 2 is that of results alone."""
    address = list_at(path)
    is_offered = address is not None and address.is_registry and suffix in OF_REGISTRY.get(form, ())
    return is_offered and (form != APPENDIX2 or rows is RegistryRows.RESULTS)


def registry_file(form: str, suffix: str, visit: Visit, about: About, advance: Callable[[int], None]) -> bytes:
    """The file of all rows of the registry at the visit's path; `advance` is called with the number of rows read."""
    address = list_at(visit.path)
    registry = named_registry(visit, address.level, address.identity) if address else None
    if registry is None:
        raise ValueError(f"no registry at {visit.path}")
    rows = _all_rows(visit, registry, advance)
    if form == APPENDIX2:
        return appendix2_xlsx(map(_result_row, rows), about)
    columns = columns_of(visit, registry)
    values = [row_values(columns, row) for row in rows]
    table = PlainTable(TITLE, registry.name, [column.label for column in columns], values)
    return _WRITERS[suffix](replace(table_sheet(table, visit), about=tuple(about)))


def _all_rows(visit: Visit, registry: Registry, advance: Callable[[int], None]) -> Iterator[Row]:
    done, number = 0, 1
    while True:
        found = rows_of(visit, registry, page=number, size=_AT_ONCE)
        yield from found.rows
        done, number = done + len(found.rows), number + 1
        advance(done)
        if done >= found.total or not found.rows:
            return


def _result_row(row: Row) -> ResultRow:
    provider, address = row["stated_provider"]
    who: dict[str, Any] = {
        name: row[name]
        for name in ("full_name", "municipality", "organization", "position", "education", "programme", "hours")
    }
    return ResultRow(
        **who,
        provider=provider,
        address=address,
        since=row["training_since"],
        until=row["training_until"],
        document_number=row["document_number"],
        events=row["agreed_events"],
        identifier=row["identifier"],
    )
