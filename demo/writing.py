"""Writes rows to files: CSV for speed, or XLSX with the look of the module's export."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol, Self

import xlsxwriter
from openpyxl import load_workbook

from demo.rows import GROUP_HEADING, GROUPED, Cell
from model import wording

_WIDTH = 26  # the width of a column in characters


@dataclass(frozen=True)
class Form:
    """A form of the module: its title and the number of its numbered fields."""

    title: str
    fields: int


FORMS = {
    "appendix1": Form(
        "Структура рекомендуемого индивидуального образовательного маршрута"
        " (выгрузка из модуля «Организация ДПО», демонстрационные сведения)",
        12,
    ),
    "appendix2": Form(
        "Итоги реализации индивидуального образовательного маршрута"
        " (выгрузка из модуля «Организация ДПО», демонстрационные сведения)",
        11,
    ),
}


class RegisterFile(Protocol):
    """A register being written, row by row."""

    path: Path

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows below those already there."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


@cache
def _russian_date(day: date) -> str:
    return wording.day(day)


def _text(cell: Cell) -> str | int | None:
    if isinstance(cell, date):
        return _russian_date(cell)
    if isinstance(cell, float):
        return wording.comma(f"{cell:g}")
    return cell


class CsvFile:
    """UTF-8 with a byte order mark, semicolons, dates and decimals as Russian spreadsheets write them."""

    def __init__(self, folder: Path, key: str, headings: Sequence[str]) -> None:
        self.path = folder / f"{key}.csv"
        self._lines = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._lines, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(headings)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows below those already there."""
        self._writer.writerows([_text(cell) for cell in row] for row in rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._lines.close()


class XlsxFile:
    """A title, headings in two rows with merged cells, real dates and percents."""

    def __init__(self, folder: Path, key: str, headings: Sequence[str]) -> None:
        self.path = folder / f"{key}.xlsx"
        self._book = xlsxwriter.Workbook(str(self.path))
        self._sheet = self._book.add_worksheet("Выгрузка")
        self._day = self._book.add_format({"num_format": "dd.mm.yyyy"})
        self._percent = self._book.add_format({"num_format": "0.0%"})
        self._wrapped = self._book.add_format({"text_wrap": True})
        self._scores = {place for place, heading in enumerate(headings) if heading in GROUPED}
        self._row = _write_headings(self._book, self._sheet, FORMS[key], headings)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows below those already there."""
        for row in rows:
            for place, cell in enumerate(row):
                self._write_cell(place, cell)
            self._row += 1

    def _write_cell(self, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            self._sheet.write_datetime(self._row, place, cell, self._day)
        elif isinstance(cell, float) and place in self._scores:
            self._sheet.write_number(self._row, place, cell / 100, self._percent)
        elif isinstance(cell, str):
            self._sheet.write_string(self._row, place, cell, self._wrapped if "\n" in cell else None)
        elif cell is not None:
            self._sheet.write_number(self._row, place, cell)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._book.close()


def _write_headings(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, form: Form, headings: Sequence[str]
) -> int:
    """Write the title and the headings, numbered as in the regulation; returns the first row of data."""
    bold = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    sheet.set_column(0, len(headings) - 1, _WIDTH)
    sheet.merge_range(0, 0, 0, len(headings) - 1, form.title, bold)
    grouped = [place for place, heading in enumerate(headings) if heading in GROUPED]
    field = 0
    for place, heading in enumerate(headings):
        if place in grouped:
            sheet.write_string(2, place, heading, bold)
            if place != grouped[0]:
                continue
            heading = GROUP_HEADING
        field += 1
        text = f"{field}. {heading}" if field <= form.fields else heading
        if place in grouped:
            sheet.merge_range(1, place, 1, grouped[-1], text, bold)
        elif grouped:
            sheet.merge_range(1, place, 2, place, text, bold)
        else:
            sheet.write_string(1, place, text, bold)
    return 3 if grouped else 2


def register_file(folder: Path, key: str, headings: Sequence[str], *, is_spreadsheet: bool) -> RegisterFile:
    """A new file of the register in the folder; only the module's own forms are spreadsheets."""
    if is_spreadsheet and key in FORMS:
        return XlsxFile(folder, key, headings)
    return CsvFile(folder, key, headings)


def rows_in(path: Path) -> int:
    """The number of data rows in a file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return sum(1 for _ in csv.reader(lines, delimiter=";")) - 1
    rows = load_workbook(path, read_only=True).active.iter_rows(min_row=3, max_col=2, values_only=True)
    # The second row of merged headings is empty in the first columns.
    return sum(1 for row in rows if any(row))
