"""XLSX, XLS, ODS or CSV as it was uploaded becomes sheets of raw cells, an empty cell being an empty string."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import settings
from ingest.files.encodings import encoding_of, is_wide_text
from ingest.files.other_books import UnknownPercents, is_open_document, open_document, open_old_workbook
from ingest.files.sheet_marks import Look
from ingest.files.unreadable import UnreadableFileError
from ingest.files.workbook import MOST_COLUMNS, SPARE_ROWS, Percents, open_workbook
from model.spreadsheets import FORMULA_SIGNS

Cells = tuple[object, ...]

_SEPARATORS = (";", ",", "\t")
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_RESAVE = "сохраните его как «Книга Excel (.xlsx)» или как CSV"
_NO_TABLES = (b"%PDF", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_WEB_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version:")
_BLOCK = 1 << 20
_LONGEST_RECORD = 4 << 20  # characters: no row of a register comes near


class Sheet(Protocol):
    """A table of raw cells that can be gone through again and again."""

    name: str

    def rows(self) -> Iterator[Cells]:
        """Every row from the first line of the sheet, empty ones too."""

    def percents(self) -> Percents | UnknownPercents | None:
        """A look at which numbers are shown as percents; None where numbers have no format."""

    def look(self) -> Look:
        """What a person sees on the sheet besides the values: hidden rows, merged cells."""

    def check(self) -> None:
        """Raise UnreadableFileError where the sheet cannot be read to its end."""


def open_sheets(source: Path | bytes) -> list[Sheet]:
    """The visible sheets of a workbook; a CSV once for each separator it could have."""
    _check_size(len(source) if isinstance(source, bytes) else source.stat().st_size)
    content = source if isinstance(source, bytes) else source.read_bytes()
    if not content[:_BLOCK].strip() and not content.strip():
        raise UnreadableFileError("файл пуст")
    if content.startswith(b"PK"):
        return [*open_workbook(content)] if not is_open_document(content) else [*open_document(content)]
    if content.startswith(_OLD_OFFICE):
        return [*open_old_workbook(content)]
    _refuse_other_kinds(content)
    encoding = encoding_of(content)
    return [_Lines(content, encoding, separator) for separator in _SEPARATORS]


def _check_size(size: int) -> None:
    most = settings.MAX_UPLOAD_MB.value()
    if size > most << 20:
        raise UnreadableFileError(f"файл больше {most} МБ; разделите его на несколько")


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if (b"\0" in content and not is_wide_text(content)) or content.startswith(_NO_TABLES):
        raise UnreadableFileError(f"это не книга Excel (.xlsx) и не CSV; {_RESAVE}")
    if content[:_BLOCK].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_WEB_PAGES):
        raise UnreadableFileError(f"это веб-страница, а не таблица; откройте файл в Excel и {_RESAVE}")


class _Text:
    """The lines of a file, none of which may grow beyond measure, nor may all those of one record."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        self.of_record = 0
        self.has_apostrophe = False

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_RECORD):
            self.of_record += len(line)
            if self.of_record >= _LONGEST_RECORD:
                raise UnreadableFileError("строка файла слишком длинна; проверьте кавычки и разделители")
            self.has_apostrophe = self.has_apostrophe or "'" in line
            # Files put together end to end carry a byte-order mark, or the end of a DOS file, in the middle.
            yield line.replace("\ufeff", "").replace("\x1a", "")


class _Lines:
    """A CSV file read with one separator; a row is a record, as a spreadsheet numbers it."""

    name = ""

    def __init__(self, content: bytes, encoding: str, separator: str) -> None:
        self._content = content
        self._encoding = encoding
        self._separator = separator

    def rows(self) -> Iterator[Cells]:
        text = _Text(self._content, self._encoding)
        reader = csv.reader(text, delimiter=self._separator, strict=True)
        last = settings.MAX_ROWS.value() + SPARE_ROWS
        try:
            for number, cells in enumerate(reader, start=1):
                text.of_record, has_apostrophe, text.has_apostrophe = 0, text.has_apostrophe, False
                if number > last:
                    raise UnreadableFileError(f"в файле больше {settings.MAX_ROWS.value()} строк; разделите его")
                if len(cells) > MOST_COLUMNS:
                    raise UnreadableFileError(
                        f"в строке {number} больше {MOST_COLUMNS} столбцов; проверьте разделители"
                    )
                yield tuple(map(_bare, cells) if has_apostrophe else cells)
        except csv.Error as error:
            place = f"в строке {reader.line_num} файла"
            if "field limit" in str(error):
                raise UnreadableFileError(f"{place} слишком длинная ячейка; проверьте кавычки и разделители") from None
            raise UnreadableFileError(f"{place} кавычки не закрыты или не удвоены; исправьте её") from None

    def percents(self) -> None:
        return None

    def look(self) -> Look:
        return Look()

    def check(self) -> None:
        for _ in self.rows():
            pass


def _bare(cell: str) -> str:
    """The cell without the apostrophe that kept a spreadsheet from computing it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell
