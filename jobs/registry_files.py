"""The files of all rows of a registry: a sheet of the chosen columns, or Appendix 2 of the results."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from dashboard.components.list_documents import OF_REGISTRY
from dashboard.list_addresses import list_at
from dashboard.pages.registry import Registry, named_registry, rows_of
from dashboard.tables.registry import all_rows
from dashboard.visit import Visit
from exports.appendix2 import ResultRow
from exports.documents import About
from exports.xlsx import appendix2_xlsx
from jobs.table_files import write_table
from queries.lists import Row
from queries.registry_filters import RegistryRows

APPENDIX2 = "registry-appendix2"
# Rows are read so many at a time, and the job tells of them.
_AT_ONCE = 2000


def is_registry_file(form: str, suffix: str, path: str, rows: RegistryRows) -> bool:
    """Whether the list at the path has such a file: Appendix 2 is that of results alone."""
    address = list_at(path)
    is_offered = address is not None and address.is_registry and suffix in OF_REGISTRY.get(form, ())
    return is_offered and (form != APPENDIX2 or rows is RegistryRows.RESULTS)


def write_registry_file(
    form: str, suffix: str, visit: Visit, about: About, to: BinaryIO, advance: Callable[[int], None]
) -> None:
    """Write all rows of the registry at the visit's path; `advance` is called with the number of rows read."""
    address = list_at(visit.path)
    registry = named_registry(visit, address.level, address.identity) if address else None
    if registry is None:
        raise ValueError(f"no registry at {visit.path}")
    if form == APPENDIX2:
        to.write(appendix2_xlsx(map(_result_row, _all_rows(visit, registry, advance)), about))
    else:
        write_table(all_rows(visit, registry), visit, suffix, to, advance, about)


def _all_rows(visit: Visit, registry: Registry, advance: Callable[[int], None]) -> Iterator[Row]:
    done, number = 0, 1
    while True:
        page = rows_of(visit, registry, page=number, size=_AT_ONCE)
        yield from page.rows
        done, number = done + len(page.rows), number + 1
        advance(done)
        if done >= page.total or not page.rows:
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
