"""An XLSX workbook as it was uploaded, opened only after its parts have been measured."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import python_calamine

import settings
from ingest.files.book_parts import book_parts
from ingest.files.shared_strings import SharedTexts
from ingest.files.sheet_marks import Look, Marks, marks_of, percent_styles
from ingest.files.unreadable import UnreadableFileError

Cells = tuple[object, ...]

_MOST_UNPACKED = 512 << 20  # 200 000 rows of the widest register take a third of it
_MOST_PARTS = 2_000
_MOST_CELLS = 10_000_000  # the reader keeps every place of the rectangle that a sheet spans
MOST_COLUMNS = 1_000
SPARE_ROWS = 1_000  # titles, headings and signatures around the rows of a register

_DAMAGED = "файл повреждён или это не книга Excel; откройте его в Excel и сохраните снова как .xlsx"
_TOO_LARGE = "файл слишком велик; разделите его на несколько"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, NotImplementedError, RuntimeError),
    OverflowError,
)


@dataclass
class BookSheet:
    """A sheet of a workbook; it is read when its rows are first asked for."""

    name: str
    marks: Marks
    _book: python_calamine.CalamineWorkbook = field(repr=False)

    @cached_property
    def _sheet(self) -> python_calamine.CalamineSheet:
        try:
            return self._book.get_sheet_by_name(self.name)
        except BaseException as error:  # the reader panics, which is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise UnreadableFileError(_DAMAGED) from None

    @cached_property
    def _first_column(self) -> int:
        return min(self._sheet.start[1], self.marks.first_column) if self._sheet.start else self.marks.first_column

    def rows(self) -> Iterator[Cells]:
        """Every row from the first line of the sheet; what the reader gives as empty and is not, is put back."""
        put_back = self.marks.texts
        if not put_back:
            yield from map(tuple, self._sheet.iter_rows())
            return
        margin = [""] * (self._sheet.start[1] - self._first_column if self._sheet.start else 0)
        read = 0
        for read, cells in enumerate(self._sheet.iter_rows(), start=1):
            yield self._whole([*margin, *cells], read) if read in put_back else (*margin, *cells)
        for number in range(read + 1, max(put_back) + 1):
            yield self._whole([], number)

    def _whole(self, cells: list[Any], number: int) -> Cells:
        for column, text in self.marks.texts.get(number, ()):
            place = column - 1 - self._first_column
            cells += [""] * (place + 1 - len(cells))
            cells[place] = text
        return tuple(cells)

    def look(self) -> Look:
        """What a person sees on the sheet besides the values."""
        return self.marks.look.moved(self._first_column)

    def percents(self) -> "Percents":
        """A look at which numbers are shown as percents."""
        return Percents(self.marks, self._first_column)

    def check(self) -> None:
        """Read the sheet to its end."""
        _ = self._sheet


@dataclass(frozen=True)
class Percents:
    """Tells which cells are formatted as percents."""

    _marks: Marks
    _first_column: int

    def stands_at(self, number: int, index: int) -> bool:
        """Whether the cell at this row and place in the row is a percentage."""
        return number in self._marks.percents.get(index + self._first_column + 1, ())


def open_workbook(content: bytes) -> list[BookSheet]:
    """The visible sheets of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            parts = book_parts(content, archive)
            if parts.content is content:
                return _measured(archive, _visible_sheets(content), parts.sheets)
        with zipfile.ZipFile(io.BytesIO(parts.content)) as usual:
            return _measured(usual, _visible_sheets(parts.content), parts.sheets)
    except _BROKEN as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError(_DAMAGED) from None


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what is no workbook, and what would unpack beyond measure whatever it says of its own size."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError("файл защищён паролем; снимите пароль и сохраните файл снова")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableFileError(_TOO_LARGE)
    if len(names) < len(parts):
        raise UnreadableFileError(_DAMAGED)
    for part in parts:
        # What a part really unpacks to is held against what it says: another reader would trust the stream.
        with archive.open(part) as unpacked:
            while unpacked.read(1 << 20):
                pass


def _visible_sheets(content: bytes) -> tuple[python_calamine.CalamineWorkbook, list[str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise UnreadableFileError("файл защищён паролем; снимите пароль и сохраните файл снова") from None
    except BaseException as error:  # the reader panics, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise UnreadableFileError(_DAMAGED) from None
    names = [
        about.name
        for about in book.sheets_metadata
        if about.visible == python_calamine.SheetVisibleEnum.Visible
        and about.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not names:
        raise UnreadableFileError("в книге нет ни одного видимого листа с таблицей")
    return book, names


def _measured(
    archive: zipfile.ZipFile, book_and_names: tuple[python_calamine.CalamineWorkbook, list[str]], parts: dict[str, str]
) -> list[BookSheet]:
    book, names = book_and_names
    styles, texts = percent_styles(archive), SharedTexts(archive)
    sheets, cells = [], 0
    for name in names:
        with archive.open(parts[name]) as xml:
            marks = marks_of(xml, styles, texts, most_rows() + SPARE_ROWS)
        cells += _spanned(name, marks)
        if cells > _MOST_CELLS:
            raise UnreadableFileError(_TOO_LARGE)
        sheets.append(BookSheet(name, marks, book))
    return sheets


def most_rows() -> int:
    """How many rows a sheet may have; of a CSV, which is read line by line, more are taken."""
    return min(settings.MAX_ROWS.value(), settings.MAX_WORKBOOK_ROWS.value())


def too_long(sheet: str, rows: int) -> UnreadableFileError:
    """The refusal of a sheet with too many rows, and what to do."""
    extent = f"лист «{sheet}» тянется до строки {rows}, а принимается до {most_rows()} строк"
    way = "удалите лишние строки снизу, разделите файл (например, по муниципальным образованиям)"
    return UnreadableFileError(f"{extent}; {way} или сохраните его как «CSV UTF-8»")


def _spanned(name: str, marks: Marks) -> int:
    """How many places the sheet spans; UnreadableFileError where one far cell makes it as large as the whole world."""
    if marks.rows > most_rows() + SPARE_ROWS:
        raise too_long(name, marks.rows)
    if marks.columns > MOST_COLUMNS:
        extent = f"лист «{name}» тянется на {marks.columns} столбцов, а принимается до {MOST_COLUMNS}"
        raise UnreadableFileError(f"{extent}; удалите лишние столбцы справа")
    return marks.rows * marks.columns
