"""Shared writing of workbooks: typed cells, text that never becomes a formula or a link, a sheet about the file."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.forms import AUTHOR, is_absent, text
from model.errors import UserError
from model.spreadsheets import LONGEST_CELL

FONT: dict[str, object] = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
MOST_ROWS = 1_048_576  # of a sheet of Excel
LINE_HEIGHT = 15  # points
_HIGHEST_ROW = 409
ABOUT_SHEET = "Об отчёте"
_ABOUT_WIDTHS = (34, 80)
_FULLNESS = 1.1  # widths are counted in digits, and letters of Times are narrower
_RULED: dict[str, object] = {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, **_RULED},
    "number": _RULED,
    "date": {"num_format": "dd.mm.yyyy", "align": "center", **_RULED},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "center", **_RULED},
    "percent": {"num_format": "0.0%", **_RULED},
    "heading": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1},
    "title": {"bold": True, "font_size": 13, "text_wrap": True},
    "signature": {"valign": "bottom"},
    "label": {"bold": True, "text_wrap": True, **_RULED},
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9

Cell = str | float | date | None


class TooManyRowsError(UserError):
    """The rows do not fit on a sheet."""


class Book:
    """A workbook that is written row by row in little memory; `to` is where its file goes, else `close` returns it."""

    def __init__(self, title: str, to: BinaryIO | None = None) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(to or self._bytes, _OPTIONS)
        self._book.set_properties({"title": text(title)[:255], "author": AUTHOR})
        self.formats = {key: self._book.add_format({**FONT, **cell_format}) for key, cell_format in _FORMATS.items()}

    def sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        """A new sheet with columns of these widths, for A4 landscape."""
        sheet = self._book.add_worksheet(name)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_footer("&Rстр. &P из &N")
        return sheet

    def close(self) -> bytes:
        """End the file; returns its bytes where they go nowhere else."""
        self._book.close()
        return self._bytes.getvalue()


def write_row(
    sheet: Worksheet, row: int, cells: Sequence[Cell], formats: Sequence[Format], widths: Sequence[float]
) -> None:
    """Write a row and set its height, which not every program computes; raises TooManyRowsError beyond MOST_ROWS."""
    if row >= MOST_ROWS:
        raise TooManyRowsError("в таблице больше строк, чем помещается на лист Excel; добавьте фильтры")
    lines = max((lines_in(cell, width) for cell, width in zip(cells, widths, strict=True)), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_HEIGHT, _HIGHEST_ROW))
    for column, (cell, cell_format) in enumerate(zip(cells, formats, strict=True)):
        write(sheet, row, column, cell, cell_format)


def lines_in(cell: Cell, width: float) -> int:
    """About how many lines the cell takes in a column `width` digits wide."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(len(line) / (_FULLNESS * width))) for line in cell.split("\n"))


def write(sheet: Worksheet, row: int, column: int, value: Cell, cell_format: Format) -> None:
    """Write a value by its type; a text stays text, even one that looks like a formula."""
    if value is None or is_absent(value):
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, datetime):
        # A sheet has no time zones: the moment is written in its own zone.
        sheet.write_datetime(row, column, value.replace(tzinfo=None), cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell_format)
    elif isinstance(value, str):
        _write_text(sheet, row, column, _fitting(text(value)), cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)


def _write_text(sheet: Worksheet, row: int, column: int, line: str, cell_format: Format) -> None:
    if line.startswith("<r>") and line.endswith("</r>"):
        # XlsxWriter would take it for finished rich text and write it as XML.
        sheet.write_rich_string(row, column, cell_format, line[0], cell_format, line[1:], cell_format)
    else:
        sheet.write_string(row, column, line, cell_format)


def merge(sheet: Worksheet, cell_range: tuple[int, int, int, int], line: str, cell_format: Format) -> None:
    """Merge the cells of the range and write the text."""
    sheet.merge_range(*cell_range, "", cell_format)
    write(sheet, cell_range[0], cell_range[1], line, cell_format)


def write_about(book: Book, title: str, about: Sequence[tuple[str, str]]) -> None:
    """Write the sheet about the file: date, place, filters, author and moment."""
    sheet = book.sheet(ABOUT_SHEET, _ABOUT_WIDTHS)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, LINE_HEIGHT * (1 + lines_in(title, sum(_ABOUT_WIDTHS))))
    merge(sheet, (0, 0, 0, 1), title, book.formats["title"])
    formats = (book.formats["label"], book.formats["text"])
    for number, line in enumerate(about, start=1):
        write_row(sheet, number, line, formats, _ABOUT_WIDTHS)


def _fitting(line: str) -> str:
    return line if len(line) <= LONGEST_CELL else f"{line[: LONGEST_CELL - 1]}…"
