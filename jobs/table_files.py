"""The file of a long list as a table: its rows are read by pages, kept on the disk and written one by one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

from dashboard.addresses import table_file
from dashboard.tables import table_on
from dashboard.tables.plain import LongTable
from dashboard.visit import Visit
from exports.documents import About
from exports.table import TableSheet, write_csv, write_xlsx
from jobs import quotas, storage
from jobs.stored_rows import StoredRows
from jobs.table_sheets import ColumnKinds, cells, sheet_of
from model.jobs import JobKind

WRITERS: dict[str, Callable[[TableSheet, BinaryIO], None]] = {"xlsx": write_xlsx, "csv": write_csv}
# Rows are read so many at a time, and the job tells of them.
_AT_ONCE = 2000
_ADDRESS = re.compile(r"(/.+)/table/([a-z_]{1,40})\.(xlsx|csv)")


@dataclass(frozen=True)
class TableAddress:
    """The parsed path of the file of a table: the path of its screen, its name there, its format."""

    screen: str
    name: str
    suffix: str

    @property
    def path(self) -> str:
        return table_file(self.screen, self.name, self.suffix)


def table_address(path: str) -> TableAddress | None:
    """Parse the path of the file of a table; None for any other path."""
    match = _ADDRESS.fullmatch(path)
    return TableAddress(*match.groups()) if match else None


def long_table(visit: Visit, name: str) -> LongTable | None:
    """A list of the screen of the visit; None where it does not exist, is not the viewer's or is no list."""
    table = table_on(visit, name)
    return table if isinstance(table, LongTable) else None


def rows_of(table: LongTable) -> int:
    """The number of all rows."""
    _, total = table.read(1, 1)
    return total


def write_table(
    table: LongTable,
    visit: Visit,
    suffix: str,
    to: BinaryIO,
    advance: Callable[[int], None],
    about: About | None = None,
) -> None:
    """Write the file; `advance` is called with the number of rows read, and goes on while they are written.

    `about` are other lines about the file than those of a table made at once.
    """
    columns = ColumnKinds(len(table.headings))
    with StoredRows(storage.folder(JobKind.EXPORT), lambda: advance(len(rows))) as rows:
        done, number = 0, 1
        while True:
            values, total = table.read(number, _AT_ONCE)
            for row in values:
                columns.look_at(row)
                rows.add(cells(row))
            done, number = done + len(values), number + 1
            quotas.check_disk(JobKind.EXPORT)
            advance(done)
            if done >= total or not values:
                break
        sheet = sheet_of(table, columns.kinds(), rows, visit)
        WRITERS[suffix](sheet if about is None else replace(sheet, about=tuple(about)), to)
        to.flush()
        advance(done)
