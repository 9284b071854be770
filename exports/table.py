"""A table of a screen as XLSX and as CSV."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from exports.forms import is_absent, text, value_text
from exports.workbook import ABOUT_SHEET, Book, Cell, write_about, write_row
from model.spreadsheets import FORMULA_SIGNS, NOT_IN_SHEET_NAMES
from model.wording import exact, one_decimal

_LONGEST_SHEET_NAME = 31
_WIDTHS = {"number": 14.0, "date": 13.0, "moment": 17.0, "percent": 13.0}
_TEXT_WIDTHS = (14, 60)
_MEASURED_ROWS = 200  # the first rows decide the width of a text column


class Kind(StrEnum):
    """The kind of a column's cells; a percent is stored as a fraction: 0.333 is 33,3 %."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    PERCENT = "percent"


@dataclass(frozen=True)
class TableSheet:
    """A table of a screen, and lines about it: date, place, filters, author; its rows are read in order, twice."""

    title: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Collection[Sequence[Cell]]
    about: tuple[tuple[str, str], ...] = ()


def table_xlsx(table: TableSheet) -> bytes:
    """The table as XLSX with frozen headings, filters, typed cells and a sheet «Об отчёте»."""
    content = io.BytesIO()
    write_xlsx(table, content)
    return content.getvalue()


def write_xlsx(table: TableSheet, to: BinaryIO) -> None:
    """Write that file, one row in memory at a time."""
    book = Book(table.title, to)
    first_rows = list(islice(table.rows, _MEASURED_ROWS))
    widths = [_width(table, number, first_rows) for number in range(len(table.columns))]
    sheet = book.sheet(_sheet_name(table.title), widths)
    sheet.fit_to_pages(1, 0)
    headings = [heading for heading, _ in table.columns]
    write_row(sheet, 0, headings, [book.formats["heading"]] * len(headings), widths)
    formats = [book.formats[kind] for _, kind in table.columns]
    for number, row in enumerate(table.rows, start=1):
        write_row(sheet, number, row, formats, widths)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    write_about(book, table.title, table.about)
    book.close()


def table_csv(table: TableSheet) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark, semicolons, Russian dates and decimals."""
    content = io.BytesIO()
    write_csv(table, content)
    return content.getvalue()


def write_csv(table: TableSheet, to: BinaryIO) -> None:
    """Write that file, one row in memory at a time."""
    lines = io.TextIOWrapper(to, encoding="utf-8-sig", newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow([_inert(heading) for heading, _ in table.columns])
    kinds = [kind for _, kind in table.columns]
    writer.writerows([_line(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows)
    # Who opened the stream closes it.
    lines.detach()


def _line(cell: Cell, kind: Kind) -> str:
    if cell is None or isinstance(cell, str):
        return _inert(text(cell))
    if kind is Kind.PERCENT and isinstance(cell, int | float) and not is_absent(cell):
        return f"{one_decimal(exact(cell) * 100)}%"
    return value_text(cell)


def _inert(line: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would read a formula."""
    # Some programs strip leading spaces first.
    return f"'{line}" if line.startswith(FORMULA_SIGNS) or line.lstrip().startswith(FORMULA_SIGNS) else line


def _sheet_name(title: str) -> str:
    name = " ".join(NOT_IN_SHEET_NAMES.sub(" ", text(title)).split())[:_LONGEST_SHEET_NAME].strip(" '")
    return name if name and name.casefold() not in ("history", ABOUT_SHEET.casefold()) else "Таблица"


def _width(table: TableSheet, number: int, first_rows: Iterable[Sequence[Cell]]) -> float:
    heading, kind = table.columns[number]
    if kind in _WIDTHS:
        return _WIDTHS[kind]
    longest = max((len(str(row[number] or "")) for row in first_rows), default=0)
    least, most = _TEXT_WIDTHS
    return min(max(longest, len(heading), least), most)
