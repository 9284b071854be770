"""Where and why something was refused, and the file that gives refused rows back to be mended."""

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, Protocol

import xlsxwriter

from ingest.cells.texts import cell_text
from ingest.registers.shared_columns import REASON_HEADING
from model.spreadsheets import FORMULA_SIGNS, LONGEST_CELL, NOT_IN_SHEET_NAMES

SPREADSHEET_SUFFIXES = (".xlsx", ".xlsm")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_NOTED = 5_000  # rows whose cells get a note: each is a drawing in the workbook


@dataclass(frozen=True)
class Refusal:
    """One refused cell: `row` and `column` as the person sees them in the file."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        sheet = f", лист «{self.sheet}»" if self.sheet else ""
        value = f", значение «{' '.join(self.value.split())}»" if self.value.strip() else ""
        return f"{self.file}{sheet}, строка {self.row}, столбец «{self.column}»{value}: {self.reason}"


class ReadFile(Protocol):
    """What is asked of a file that was read, in order to give rows of it back."""

    @property
    def name(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def reason_columns(self) -> frozenset[int]: ...
    def raw_rows(self) -> Iterator[tuple[int, tuple[object, ...]]]: ...


def write_refused(
    target: Path | BinaryIO, file: ReadFile, refused: Mapping[int, Sequence[Refusal]], *, suffix: str | None = None
) -> None:
    """Write the refused rows: the columns of the file and «Причина отказа».

    As a workbook or as CSV, by the suffix; where none is given, in the format of the file.
    """
    if (suffix or Path(file.name).suffix).lower() in SPREADSHEET_SUFFIXES:
        content = _spreadsheet(file, refused)
    else:
        content = _csv(file, refused)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def reason_of_row(refusals: Sequence[Refusal]) -> str:
    """All the reasons of a row in one cell, each once."""
    return "; ".join(dict.fromkeys(f"«{refusal.column}» — {refusal.reason}" for refusal in refusals))


def _refused_rows(
    file: ReadFile, refused: Mapping[int, Sequence[Refusal]]
) -> Iterator[tuple[list[object], Sequence[Refusal]]]:
    for number, raw in file.raw_rows():
        if number in refused:
            yield _without_reasons(file, raw), refused[number]


def _without_reasons(file: ReadFile, cells: Sequence[object]) -> list[object]:
    return [cell for index, cell in enumerate(cells) if index not in file.reason_columns]


def _csv(file: ReadFile, refused: Mapping[int, Sequence[Refusal]]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([*map(_inert, _without_reasons(file, file.headings)), REASON_HEADING])
    for raw, refusals in _refused_rows(file, refused):
        writer.writerow([*map(_inert, raw), reason_of_row(refusals)])
    return lines.getvalue().encode("utf-8-sig")


def _inert(cell: object) -> str:
    """An apostrophe keeps a spreadsheet from computing the cell; reading takes it off again."""
    line = cell_text(cell)
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


def _spreadsheet(file: ReadFile, refused: Mapping[int, Sequence[Refusal]]) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(_sheet_name(file.sheet))
        paint = _Paint(book)
        headings = [*map(str, _without_reasons(file, file.headings)), REASON_HEADING]
        for index, heading in enumerate(headings):
            _write_text(sheet, 0, index, heading, paint.heading)
        sheet.set_column(0, len(headings) - 2, 20)
        sheet.set_column(len(headings) - 1, len(headings) - 1, 60)
        sheet.freeze_panes(1, 0)
        width = len(headings) - 1
        for row, (raw, refusals) in enumerate(_refused_rows(file, refused), start=1):
            reasons = {refusal.column: refusal.reason for refusal in refusals}
            # A cell short of the headings may be the very one at fault; what stands beyond them follows the reason.
            cells = [*raw, *[""] * (width - len(raw))]
            for index, cell in enumerate(cells):
                reason = reasons.get(headings[index]) if index < width else None
                place = index if index < width else index + 1
                _write(sheet, row, place, cell, paint, offends=reason is not None)
                if reason and row <= _MOST_NOTED:
                    sheet.write_comment(row, place, reason, {"x_scale": 2})
            _write_text(sheet, row, len(headings) - 1, reason_of_row(refusals), paint.of("", offends=False))
    return content.getvalue()


def _sheet_name(name: str) -> str | None:
    """The name as Excel takes it: other programs allow more."""
    fitting = NOT_IN_SHEET_NAMES.sub(" ", _NO_XML.sub("", name))[:31].strip(" '")
    return fitting or None


class _Paint:
    """The formats of a workbook of refused rows."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading = book.add_format({"bold": True, "text_wrap": True})
        self._plain = {False: book.add_format({}), True: book.add_format({"bg_color": "#FFE3D6"})}
        self._days = {
            False: book.add_format({"num_format": "dd.mm.yyyy"}),
            True: book.add_format({"num_format": "dd.mm.yyyy", "bg_color": "#FFE3D6"}),
        }

    def of(self, cell: object, *, offends: bool) -> xlsxwriter.format.Format:
        """The format of a cell: a date shows as a date, an offending cell is coloured."""
        return (self._days if isinstance(cell, date) else self._plain)[offends]


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, index: int, cell: object, paint: _Paint, *, offends: bool
) -> None:
    """The cell as it was: numbers and dates as such, all else as inert text."""
    look = paint.of(cell, offends=offends)
    if isinstance(cell, bool):
        sheet.write_boolean(row, index, cell, look)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, index, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, index, cell if isinstance(cell, datetime) else datetime.combine(cell, time()), look)
    elif cell is None or cell == "":
        sheet.write_blank(row, index, None, look)
    else:
        _write_text(sheet, row, index, cell_text(cell), look)


def _write_text(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, index: int, line: str, look: xlsxwriter.format.Format
) -> None:
    line = _NO_XML.sub("", line)[:LONGEST_CELL]
    if line.startswith("<r>") and line.endswith("</r>"):
        # The writer would take it for rich text that is ready and put it into the file as it stands.
        sheet.write_rich_string(row, index, look, line[0], look, line[1:], look)
    else:
        sheet.write_string(row, index, line, look)
