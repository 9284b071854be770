"""Workbooks of older Excel (.xls) and of OpenDocument (.ods): read without the formats of their cells."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from ingest.files.old_records import failed_row, is_under_password
from ingest.files.sheet_marks import Look
from ingest.files.unreadable import UnreadableFileError
from ingest.files.workbook import MOST_COLUMNS, SPARE_ROWS, most_rows, too_long

Cells = tuple[object, ...]

_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_PASSWORD = "файл защищён паролем; снимите пароль и сохраните файл снова"  # nosec B105: a message
_RESAVE = "откройте его в Excel и сохраните как «Книга Excel (.xlsx)»"
_DAMAGED = f"файл повреждён или это не таблица; {_RESAVE}"
_TOO_LARGE = "файл слишком велик; разделите его на несколько"
_FAILED = f"в таблице есть ячейки с ошибкой формулы; исправьте их или {_RESAVE}"
_MOST_UNPACKED = 256 << 20
_MOST_REPEATED = 2_000_000  # cells that an OpenDocument sheet says at once
_MANIFEST = "META-INF/manifest.xml"
_BLOCK = 1 << 20
_REPEATED_CELL = re.compile(rb'<table:(?:covered-)?table-cell\b([^<>]*?)number-columns-repeated="(\d+)"([^<>]*)>')
_REPEATED_ROW = re.compile(rb'<table:table-row\b[^<>]*?number-rows-repeated="(\d+)"[^<>]*>(.{0,200})', re.DOTALL)
_VALUE = re.compile(rb"office:value|calcext:value|office:string")


class UnknownPercents:
    """Which numbers are percents is not known: a number that may be a fraction is refused by who reads it."""

    def stands_at(self, _number: int, _index: int) -> bool:
        """Nothing is known to be a percentage."""
        return False


@dataclass
class OtherSheet:
    """A sheet of such a workbook."""

    name: str
    _book: python_calamine.CalamineWorkbook = field(repr=False)
    _sheet: Any = field(default=None, repr=False)

    def rows(self) -> Iterator[Cells]:
        """Every row from the first line of the sheet, empty ones too."""
        self.check()
        yield from map(tuple, self._sheet.iter_rows())

    def percents(self) -> UnknownPercents:
        """That nothing is known."""
        return UnknownPercents()

    def look(self) -> Look:
        """Nothing but the values is read."""
        return Look()

    def check(self) -> None:
        """Read the sheet to its end."""
        if self._sheet is None:
            self._sheet = _read(lambda: self._book.get_sheet_by_name(self.name))
        if self._sheet.height > most_rows() + SPARE_ROWS:
            raise too_long(self.name, self._sheet.height)
        if self._sheet.width > MOST_COLUMNS:
            raise UnreadableFileError(f"лист «{self.name}» шире {MOST_COLUMNS} столбцов; удалите лишние столбцы справа")


def is_open_document(content: bytes) -> bool:
    """Whether the archive is a document of OpenDocument."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "content.xml" in names and "[Content_Types].xml" not in names


def open_document(content: bytes) -> list[OtherSheet]:
    """The visible sheets of an .ods, its parts having been measured first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise UnreadableFileError(_TOO_LARGE)
            manifest = archive.read(_MANIFEST) if _MANIFEST in archive.namelist() else b""
            if b"encryption-data" in manifest:
                raise UnreadableFileError(_PASSWORD)
            _check_content(archive)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        raise UnreadableFileError(_DAMAGED) from None
    return _visible_sheets(content)


def _check_content(archive: zipfile.ZipFile) -> None:
    """Refuse cells that are said once and stand for millions, and formulas that failed."""
    repeated, rest = 0, b""
    with archive.open("content.xml") as stream:
        while read := stream.read(_BLOCK):
            block = rest + read
            if b'calcext:value-type="error"' in block or b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                raise UnreadableFileError(_FAILED if b"calcext" in block else _DAMAGED)
            cut = max(block.rfind(b"<table:table-row"), 0)
            for before, number, after in _REPEATED_CELL.findall(block[:cut] or block):
                repeated += int(number) if _VALUE.search(before + after) else 0
            for number, start in _REPEATED_ROW.findall(block[:cut] or block):
                repeated += int(number) if _VALUE.search(start) else 0
            if repeated > _MOST_REPEATED:
                raise UnreadableFileError(_TOO_LARGE)
            rest = block[cut:][-_BLOCK:] if cut else b""


def open_old_workbook(content: bytes) -> list[OtherSheet]:
    """The visible sheets of an .xls."""
    if _PROTECTED in content:
        raise UnreadableFileError(_PASSWORD)
    try:
        if is_under_password(content):
            raise UnreadableFileError(_PASSWORD)
        row = failed_row(content)
    except ValueError as error:
        raise error if isinstance(error, UnreadableFileError) else UnreadableFileError(_DAMAGED) from None
    if row is not None:
        raise UnreadableFileError(f"в строке {row} таблицы ошибка формулы; исправьте её или {_RESAVE}")
    return _visible_sheets(content)


def _visible_sheets(content: bytes) -> list[OtherSheet]:
    book = _read(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))
    sheets = [
        OtherSheet(about.name, book)
        for about in book.sheets_metadata
        if about.visible == python_calamine.SheetVisibleEnum.Visible
        and about.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not sheets:
        raise UnreadableFileError("в книге нет ни одного видимого листа с таблицей")
    return sheets


def _read(read: Any) -> Any:
    try:
        return read()
    except python_calamine.PasswordError:
        raise UnreadableFileError(_PASSWORD) from None
    except BaseException as error:  # the reader panics, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise UnreadableFileError(_DAMAGED) from None
