"""XLSX or CSV as it was uploaded becomes sheets of raw cells, an empty cell being an empty string."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol
from xml.etree import ElementTree

import openpyxl
import python_calamine

from ingest.refusals import FORMULA_SIGNS, UnreadableFile

Cells = tuple[object, ...]

_SEPARATORS = (";", ",", "\t")
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED = 1 << 30  # a workbook of half a million rows takes less
_DAMAGED = "файл повреждён или это не книга Excel; откройте его в Excel и сохраните снова как .xlsx"
_NO_FORMATS = "не удалось прочесть форматы ячеек с процентами; откройте файл в Excel и сохраните снова как .xlsx"
_RESAVE = "сохраните его как «Книга Excel (.xlsx)» или как CSV"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(.*?)</c>', re.DOTALL)
_CELL_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_CELL_VALUE = re.compile(rb"<v>([^<]*)</v>")
_NOT_A_SIGN = re.compile(r'"[^"]*"|\\.')


class Sheet(Protocol):
    """A table of raw cells that can be gone through again and again."""

    name: str

    def rows(self) -> Iterator[Cells]:
        """Every row from the first line of the sheet, empty ones too."""

    def percents(self) -> "Percents | None":
        """A look at which numbers are shown as percents; None where numbers have no format."""

    def check(self) -> None:
        """Raise UnreadableFile where the sheet cannot be read to its end."""


def open_sheets(source: Path | bytes) -> list[Sheet]:
    """The visible sheets of a workbook; a CSV once for each separator it could have."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    if not content.strip():
        raise UnreadableFile("файл пуст")
    if content.startswith(b"PK"):
        return _open_workbook(content)
    if content.startswith(_OLD_OFFICE):
        if _PROTECTED in content:
            raise UnreadableFile("файл защищён паролем; снимите пароль и сохраните файл снова")
        raise UnreadableFile(f"это файл старого формата .xls; {_RESAVE}")
    lines = _decode(content)
    return [_Lines(lines, separator) for separator in _SEPARATORS]


def _open_workbook(content: bytes) -> list[Sheet]:
    _check_archive(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets: list[Sheet] = [
            _BookSheet(content, book.get_sheet_by_name(about.name))
            for about in book.sheets_metadata
            if about.visible == python_calamine.SheetVisibleEnum.Visible
            and about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError:
        raise UnreadableFile("файл защищён паролем; снимите пароль и сохраните файл снова") from None
    except python_calamine.CalamineError:
        raise UnreadableFile(_DAMAGED) from None
    if not sheets:
        raise UnreadableFile("в книге нет ни одного видимого листа с таблицей")
    return sheets


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile(_DAMAGED) from None
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(f"это не книга Excel (.xlsx) и не CSV; {_RESAVE}")
    if sum(parts.values()) > _MOST_UNPACKED:
        raise UnreadableFile("файл слишком велик; разделите его на несколько")


class _BookSheet:
    """A sheet of a workbook."""

    def __init__(self, content: bytes, sheet: python_calamine.CalamineSheet) -> None:
        self.name: str = sheet.name
        self._content = content
        self._sheet = sheet
        self._first_column: int = sheet.start[1] if sheet.start else 0
        self._errors = _formula_errors(content, sheet.name)

    def rows(self) -> Iterator[Cells]:
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            for column, error in self._errors.get(number, ()):
                cells[column - 1 - self._first_column] = error
            yield tuple(cells)

    def percents(self) -> "Percents":
        return Percents(self._content, self.name, self._first_column)

    def check(self) -> None:
        """A workbook was read to its end when it was opened."""


class Percents:
    """Tells, going down a sheet, which cells are formatted as percents; the sheet is opened at the first question."""

    def __init__(self, content: bytes, sheet_name: str, first_column: int) -> None:
        self._rows = self._open(content, sheet_name)
        self._first_column = first_column
        self._number = 0
        self._row: tuple[Any, ...] = ()

    @staticmethod
    def _open(content: bytes, sheet_name: str) -> Iterator[tuple[Any, ...]]:
        try:
            sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[sheet_name]
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            yield from sheet.iter_rows()
        except Exception as error:  # it raises whatever comes up in a file that another program wrote
            raise UnreadableFile(_NO_FORMATS) from error

    def stands_at(self, number: int, index: int) -> bool:
        """Whether the cell at this row and place in the row is a percentage; rows are asked for in order."""
        while self._number < number:
            self._row = next(self._rows, ())
            self._number += 1
        column = index + self._first_column
        if column >= len(self._row):
            return False
        return "%" in _NOT_A_SIGN.sub("", self._row[column].number_format or "")


def _formula_errors(content: bytes, sheet_name: str) -> dict[int, list[tuple[int, str]]]:
    """Row → columns with #N/A and the like: the fast reader gives them as empty, and a lost score is no empty one."""
    found: dict[int, list[tuple[int, str]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_part_of(archive, sheet_name)) as xml:
            for attributes, inside in _error_cells(xml):
                place, value = (_CELL_PLACE.search(attributes), _CELL_VALUE.search(inside))
                if place and value:
                    column = openpyxl.utils.column_index_from_string(place[1].decode())
                    found.setdefault(int(place[2]), []).append((column, value[1].decode()))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, ElementTree.ParseError):
        raise UnreadableFile(_DAMAGED) from None
    return found


def _error_cells(xml: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The attributes and the inside of every error cell, the part being read block by block."""
    rest = b""
    while block := xml.read(1 << 20):
        block = rest + block
        cut = max(block.rfind(b"<c "), 0)
        if b't="e"' in block:
            yield from _ERROR_CELL.findall(block[:cut])
        rest = block[cut:]
    yield from _ERROR_CELL.findall(rest)


def _part_of(archive: zipfile.ZipFile, sheet_name: str) -> str:
    """Where in the archive a sheet stands."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    ids = {sheet.get("name"): sheet.get(_RELATION) for sheet in book.iter(f"{_MAIN}sheet")}
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    target = targets[ids[sheet_name]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("это текст Юникод; сохраните файл как «CSV UTF-8»")
    if b"\0" in content or content.startswith((b"%PDF", b"{\\rtf")):
        raise UnreadableFile(f"это не книга Excel (.xlsx) и не CSV; {_RESAVE}")
    if content.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise UnreadableFile(f"это веб-страница, а не таблица; откройте файл в Excel и {_RESAVE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("windows-1251")
    except UnicodeDecodeError:
        raise UnreadableFile("кодировка файла неизвестна; сохраните файл как «CSV UTF-8»") from None


class _Lines:
    """A CSV file read with one separator; a row is a record, as a spreadsheet numbers it."""

    name = ""

    def __init__(self, lines: str, separator: str) -> None:
        self._lines = lines
        self._separator = separator

    def rows(self) -> Iterator[Cells]:
        reader = csv.reader(io.StringIO(self._lines, newline=""), delimiter=self._separator, strict=True)
        try:
            for cells in reader:
                yield tuple(map(_bare, cells))
        except csv.Error:
            place = f"в строке {reader.line_num} файла"
            raise UnreadableFile(f"{place} кавычки не закрыты или не удвоены; исправьте её") from None

    def percents(self) -> None:
        return None

    def check(self) -> None:
        for _ in self.rows():
            pass


def _bare(cell: str) -> str:
    """The cell without the apostrophe that kept a spreadsheet from computing it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell
