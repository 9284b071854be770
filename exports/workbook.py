"""What every workbook has in common: real types, no formulas and no links out of text, headings that stay."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.forms import AUTHOR, is_absent, text
from model.errors import UserError

FONT: dict[str, object] = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
MOST_ROWS = 1_048_576  # of a sheet of Excel
LINE_HEIGHT = 15  # points
_HIGHEST_ROW = 409
ABOUT_SHEET = "Об отчёте"
_ABOUT_WIDTHS = (34, 80)
_FULLNESS = 1.1  # letters of Times are narrower than the digits that widths are counted in
_LONGEST_CELL = 32_767
_RULED: dict[str, object] = {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, **_RULED},
    "number": _RULED,
    "date": {"num_format": "dd.mm.yyyy", "align": "center", **_RULED},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "center", **_RULED},
    "percent": {"num_format": "0.0%", **_RULED},
    "heading": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1},
    "title": {"bold": True, "font_size": 13, "text_wrap": True},
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
    """A workbook written row by row, so that it takes little memory however long it is."""

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, _OPTIONS)
        self._book.set_properties({"title": text(title)[:255], "author": AUTHOR})
        self.formats = {key: self._book.add_format({**FONT, **how}) for key, how in _FORMATS.items()}

    def sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        """A new sheet with columns of these widths, to be printed on A4 across."""
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_footer("&Rстр. &P из &N")
        return sheet

    def close(self) -> bytes:
        """The bytes of the file."""
        self._book.close()
        return self._bytes.getvalue()


def write_row(
    sheet: Worksheet, row: int, cells: Sequence[Cell], formats: Sequence[Format], widths: Sequence[float]
) -> None:
    """A row as high as its highest cell: not every program finds that out when it opens the file."""
    if row >= MOST_ROWS:
        raise TooManyRowsError("в таблице больше строк, чем помещается на лист Excel; сузьте отбор")
    lines = max((lines_in(cell, width) for cell, width in zip(cells, widths, strict=True)), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_HEIGHT, _HIGHEST_ROW))
    for column, (cell, how) in enumerate(zip(cells, formats, strict=True)):
        write(sheet, row, column, cell, how)


def lines_in(cell: Cell, width: float) -> int:
    """About how many lines the cell takes in a column so many characters wide."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(len(line) / (_FULLNESS * width))) for line in cell.split("\n"))


def write(sheet: Worksheet, row: int, column: int, value: Cell, how: Format) -> None:
    """A value by its own type; text is always text, whatever it begins with."""
    if value is None or is_absent(value):
        sheet.write_blank(row, column, None, how)
    elif isinstance(value, datetime):
        # A sheet knows no zones: the moment by the clock of the server, as it comes.
        sheet.write_datetime(row, column, value.replace(tzinfo=None), how)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, how)
    elif isinstance(value, str):
        _write_text(sheet, row, column, _fitting(text(value)), how)
    else:
        sheet.write_number(row, column, value, how)


def _write_text(sheet: Worksheet, row: int, column: int, line: str, how: Format) -> None:
    if line.startswith("<r>") and line.endswith("</r>"):
        # The writer would take it for rich text that is ready and put it into the file as it stands.
        sheet.write_rich_string(row, column, how, line[0], how, line[1:], how)
    else:
        sheet.write_string(row, column, line, how)


def merge(sheet: Worksheet, where: tuple[int, int, int, int], line: str, how: Format) -> None:
    """Some cells as one."""
    sheet.merge_range(*where, "", how)
    write(sheet, where[0], where[1], line, how)


def write_about(book: Book, title: str, about: Sequence[tuple[str, str]]) -> None:
    """A sheet that says what the file was made with: date, place, filters, who and when."""
    sheet = book.sheet(ABOUT_SHEET, _ABOUT_WIDTHS)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, LINE_HEIGHT * (1 + lines_in(title, sum(_ABOUT_WIDTHS))))
    merge(sheet, (0, 0, 0, 1), title, book.formats["title"])
    formats = (book.formats["label"], book.formats["text"])
    for place, line in enumerate(about, start=1):
        write_row(sheet, place, line, formats, _ABOUT_WIDTHS)


def _fitting(line: str) -> str:
    return line if len(line) <= _LONGEST_CELL else f"{line[: _LONGEST_CELL - 1]}…"
