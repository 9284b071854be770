"""An uploaded file of a register becomes typed rows, each with all that was refused in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ingest.cells.kinds import CellKind
from ingest.cells.parsers import PARSERS
from ingest.cells.texts import CellError, cell_text, is_blank
from ingest.files.headings import (
    NOTHING_MAPPED,
    REASON_KEY,
    TOP_ROWS,
    Headings,
    are_column_numbers,
    are_same_headings,
    are_unseparated,
    check_headings,
    find_headings,
    heading_key,
    likely_headings,
    recognise,
)
from ingest.files.import_options import HeadingMap
from ingest.files.other_books import UnknownPercents
from ingest.files.refusals import Refusal
from ingest.files.remarks import Remarks
from ingest.files.row_checks import MERGED_REASON, SIGNATURE_REASON, check_row, is_alone, is_signature, is_total
from ingest.files.sheet_marks import Merged
from ingest.files.sheets import Cells, Sheet, open_sheets
from ingest.files.unreadable import UnreadableFileError
from ingest.files.workbook import Percents
from ingest.registers.register import Column, Register
from model.dates import today
from model.wording import comma

# A file, or its sheets where it has been opened already: to open a large workbook takes seconds.
Source = Path | bytes | Sequence[Sheet]

_REMEMBERED = 20_000  # different cells of one column whose meaning is kept while a file is read
_CELLS_OF_A_ROW = 4
_EMPTY_CELL = "ячейка не заполнена"
_UNSEPARATED = "столбцы файла не разделены; сохраните его как .xlsx или как CSV с точкой с запятой между ячейками"


class Row(NamedTuple):
    """A row of a register: `number` as the person sees it, typed values, what was refused, the cells as they were."""

    number: int
    values: dict[str, object]
    refusals: tuple[Refusal, ...]
    raw: Cells


class _CellReader(NamedTuple):
    """How the cell at `place` is read."""

    key: str
    place: int
    parse: Callable[[object], object]


@dataclass(frozen=True)
class RegisterFile:
    """A file whose headings fit a register; its rows can be gone through again and again."""

    name: str
    sheet: str
    register: Register
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    column_of: Mapping[str, str]
    passed_over: tuple[str, ...]  # further sheets that may hold rows, which are not read
    reason_columns: frozenset[int]
    _index_of: Mapping[str, int] = field(repr=False)
    _heading_rows: int = field(repr=False)
    _cells: Sheet = field(repr=False)
    _name_parts: tuple[int, ...] = field(default=(), repr=False)
    _remarks: Remarks = field(default_factory=Remarks, repr=False)

    @cached_property
    def absent(self) -> frozenset[str]:
        """The columns of the register that the file does not have: it says nothing about them."""
        return frozenset(column.key for column in self.register.columns) - self._index_of.keys()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What whoever brings the file in should look at; complete when its rows have been gone through."""
        return self._remarks.texts()

    def rows(self) -> Iterator[Row]:
        """Every row that is not wholly empty, in the order of the file."""
        readers = [_cell_reader(self.register.column(key), index) for key, index in self._index_of.items()]
        blank = {column.key: _nothing(column) for column in self.register.columns}
        look, day = self._cells.look(), today()
        merges = _Merges(look.merged, self._heading_rows)
        self._remarks.begin(self.register, self._index_of, self.headings)
        for number, raw in self.raw_rows():
            values = dict(blank)
            cells = self._with_full_name(raw)
            refused = _read_cells(readers, cells, values)
            if len(raw) > len(self.headings) and not all(map(is_blank, raw[len(self.headings) :])):
                refused[""] = "в строке больше ячеек, чем заголовков; проверьте кавычки и разделители"
            at = _CellsByKey(cells, self._index_of, refused)
            for key, reason in check_row(self.register, values, at, day).items():
                refused.setdefault(key, reason)
            merges.tell(number, raw, self._index_of, refused)
            if len(refused) > 1 and (is_alone(raw) or is_signature(raw, len(self.headings))):
                refused = {self._first_filled(raw): SIGNATURE_REASON}
            self._remarks.see_unnamed(raw)
            self._remarks.see(number, at, values, is_hidden=number in look.hidden_rows and not refused)
            yield Row(number, values, self._refusals(number, raw, refused) if refused else (), raw)

    def _with_full_name(self, raw: Cells) -> Cells:
        """The row with the full name in the place of the surname, where its parts stand apart."""
        if not self._name_parts:
            return raw
        parts = [cell_text(raw[place]) if place < len(raw) else "" for place in self._name_parts]
        whole = " ".join(filter(None, parts)) if parts[0].strip() and parts[1].strip() else ""
        place = self._name_parts[0]
        return (*raw[:place], whole, *raw[place + 1 :])

    def _first_filled(self, raw: Cells) -> str:
        """The column of the first cell that is not empty, among those that are read."""
        filled = [
            (index, key) for key, index in self._index_of.items() if index < len(raw) and not is_blank(raw[index])
        ]
        return min(filled, default=(0, next(iter(self._index_of))))[1]

    def raw_rows(self) -> Iterator[tuple[int, Cells]]:
        """The cells of every row below the headings with its number, empty rows and column numbers left out."""
        percents = self._cells.percents()
        scores = [i for key, i in self._index_of.items() if self.register.column(key).kind is CellKind.PERCENT]
        may_be_numbers = True
        for number, raw in enumerate(self._cells.rows(), start=1):
            if number <= self._heading_rows or all(map(is_blank, raw)):
                continue
            if may_be_numbers and are_column_numbers(raw):
                may_be_numbers = False
                continue
            may_be_numbers = False
            if are_same_headings(raw, self.headings):
                continue
            if is_total(raw):
                self._remarks.total(number)
                continue
            yield (number, _with_percents(raw, number, scores, percents) if percents else raw)

    def refusal(self, row: Row, key: str, reason: str) -> Refusal:
        """A refusal of the cell of this column, whether or not the file has the column."""
        return self._refusal(row.number, row.raw, key, reason)

    def _refusals(self, number: int, raw: Cells, refused: Mapping[str, str]) -> tuple[Refusal, ...]:
        return tuple(self._refusal(number, raw, key, reason) for key, reason in refused.items())

    def _refusal(self, number: int, raw: Cells, key: str, reason: str) -> Refusal:
        if not key:  # the row as a whole: what stands beyond the last heading
            beyond = "; ".join(cell_text(cell) for cell in raw[len(self.headings) :])
            return Refusal(self.name, self.sheet, number, "после последнего заголовка", beyond, reason)
        index = self._index_of.get(key)
        heading = self.column_of.get(key) or self.register.column(key).heading
        value = "" if index is None or index >= len(raw) else cell_text(raw[index])
        return Refusal(self.name, self.sheet, number, heading, value, reason)


def read_register(
    register: Register, source: Source, name: str, mapped: Mapping[str, str] = NOTHING_MAPPED
) -> RegisterFile:
    """The file as a file of this register; UnreadableFileError where it is not one."""
    sheet, headings, passed_over = _sheet_with_headings(register, _sheets_of(source), mapped)
    sheet.check()
    return RegisterFile(
        name=name,
        sheet=sheet.name,
        register=register,
        headings=headings.names,
        unknown=headings.unknown,
        column_of={key: headings.names[index] for key, index in headings.index_of.items()},
        passed_over=passed_over,
        reason_columns=frozenset(i for i, cell in enumerate(headings.names) if heading_key(cell) == REASON_KEY),
        _index_of=headings.index_of,
        _name_parts=headings.name_parts,
        _heading_rows=headings.rows,
        _cells=sheet,
    )


def _sheets_of(source: Source) -> Sequence[Sheet]:
    return open_sheets(source) if isinstance(source, (Path, bytes)) else source


def recognise_file(source: Source, mapped: HeadingMap | None = None) -> Register | None:
    """Which register a file is of, by its headings; UnreadableFileError where it cannot be opened."""
    sheets = _sheets_of(source)
    for sheet in sheets:
        try:
            register = recognise(sheet.rows(), mapped)
        except UnreadableFileError:  # a CSV read with a separator that is not its own
            continue
        if register is not None:
            return register
    _refuse_unseparated(sheets)
    return None


def _refuse_unseparated(sheets: Sequence[Sheet]) -> None:
    """Raise UnreadableFileError where the headings of a register stand in one cell, however the file is cut."""
    broken: UnreadableFileError | None = None
    for sheet in sheets:
        try:
            if not are_unseparated(sheet.rows()):
                return
        except UnreadableFileError as error:
            broken = broken or error
    raise broken or UnreadableFileError(_UNSEPARATED)


def headings_of_file(source: Source) -> tuple[str, ...]:
    """What seems to be the headings of a file that no register is recognised in."""
    headings: list[tuple[str, ...]] = []
    for sheet in _sheets_of(source):
        try:
            headings.append(likely_headings(sheet.rows()))
        except UnreadableFileError:
            continue
    return max(headings, key=len, default=())


def _sheet_with_headings(
    register: Register, sheets: Sequence[Sheet], mapped: Mapping[str, str]
) -> tuple[Sheet, Headings, tuple[str, ...]]:
    """The first sheet with all the headings, else the refusal of the one that comes nearest."""
    pairs: list[tuple[Sheet, Headings | None]] = []
    broken: UnreadableFileError | None = None
    for sheet in sheets:
        try:
            pairs.append((sheet, find_headings(register, sheet.rows(), mapped)))
        except UnreadableFileError as error:  # a separator that is not its own may cut through quotes
            broken = broken or error
    complete = [(sheet, headings) for sheet, headings in pairs if headings and headings.is_complete]
    if complete:
        sheet, headings = complete[0]
        passed_over = tuple(other.name for other, _ in pairs if other.name and other is not sheet and _has_rows(other))
        return sheet, check_headings(register, headings), passed_over
    nearest = max((headings for _, headings in pairs if headings), key=lambda h: len(h.index_of), default=None)
    if nearest is None and broken is not None:
        raise broken
    if nearest is None:
        _refuse_unseparated(sheets)
    check_headings(register, nearest)
    raise AssertionError("headings that lack a column were accepted")


def _has_rows(sheet: Sheet) -> bool:
    """Whether the sheet may hold rows of a register, with headings or without: explanations are a column or two."""
    return any(sum(not is_blank(cell) for cell in row) >= _CELLS_OF_A_ROW for row in islice(sheet.rows(), TOP_ROWS))


def _nothing(column: Column) -> object:
    return () if column.kind is CellKind.NAMES else None


def _cell_reader(column: Column, index: int) -> _CellReader:
    parse = PARSERS[column.kind]
    if column.filled:
        parse = _filled(parse)
    # typed: 1, 1.0 and True are equal, yet different cells
    return _CellReader(column.key, index, lru_cache(maxsize=_REMEMBERED, typed=True)(parse))


def _filled(parse: Callable[[object], object]) -> Callable[[object], object]:
    def read(cell: object) -> object:
        value = parse(cell)
        if value is None or value == ():
            raise CellError(_EMPTY_CELL)
        return value

    return read


def _read_cells(readers: list[_CellReader], raw: Cells, values: dict[str, object]) -> dict[str, str]:
    """Fill in the values of a row; column key → reason for the cells that were refused."""
    try:
        for key, place, parse in readers:
            values[key] = parse(raw[place])
    except (CellError, IndexError):
        return _read_one_by_one(readers, raw, values)
    return {}


def _read_one_by_one(readers: list[_CellReader], raw: Cells, values: dict[str, object]) -> dict[str, str]:
    """As above, where a cell is refused or the row is short: what comes after it is read all the same."""
    refused: dict[str, str] = {}
    for key, place, parse in readers:
        try:
            values[key] = parse(raw[place] if place < len(raw) else "")
        except CellError as error:
            refused[key] = error.reason
    return refused


def _with_percents(raw: Cells, number: int, scores: list[int], percents: Percents | UnknownPercents) -> Cells:
    """A number that is shown as a percentage becomes what is shown: 0.78 is «78%», and 1.2 is «120%»."""
    cells: list[object] | None = None
    for index in scores:
        cell = raw[index] if index < len(raw) else None
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            continue
        if percents.stands_at(number, index):
            cells = list(raw) if cells is None else cells
            cells[index] = comma(f"{cell * 100:.10g}%")
        elif isinstance(percents, UnknownPercents) and 0 < cell < 2:
            cells = list(raw) if cells is None else cells
            cells[index] = comma(f"{cell:.10g} ?")
    return raw if cells is None else tuple(cells)


class _CellsByKey(Mapping[str, object]):
    """The cells of a row that could be read; a column that is not there is one of empty cells."""

    def __init__(self, cells: Cells, index_of: Mapping[str, int], refused: Mapping[str, str]) -> None:
        self._cells, self._index_of, self._refused = cells, index_of, frozenset(refused)

    def __getitem__(self, key: str) -> object:
        if key in self._refused:
            raise KeyError(key)
        index = self._index_of.get(key, len(self._cells))
        return self._cells[index] if index < len(self._cells) else ""

    def __contains__(self, key: object) -> bool:
        return key not in self._refused

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._index_of if key not in self._refused)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Merges:
    """Cells shown as one: all but the first of them are empty in the file, and mean the first to who looks at it."""

    def __init__(self, merged: list[Merged], heading_rows: int) -> None:
        below = [one for one in merged if one.last_row > heading_rows]
        self._waiting = sorted(below, key=lambda one: one.first_row, reverse=True)
        self._open: list[Merged] = []

    def tell(self, number: int, raw: Cells, index_of: Mapping[str, int], refused: dict[str, str]) -> None:
        """Refuse the cells of the row that an other cell covers: one line for all of them."""
        if not (self._waiting or self._open):
            return
        while self._waiting and self._waiting[-1].first_row <= number:
            self._open.append(self._waiting.pop())
        self._open = [one for one in self._open if one.last_row >= number]
        covered = [
            key
            for key, index in index_of.items()
            for one in self._open
            if one.first <= index <= one.last and (number, index) != (one.first_row, one.first)
        ]
        if covered:
            for key in covered:
                refused.pop(key, None)
            refused[min(covered, key=lambda key: index_of[key])] = MERGED_REASON
