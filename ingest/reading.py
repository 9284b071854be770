"""An uploaded file of a register becomes typed rows, each with all that was refused in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest.cells import PARSERS, CellError, cell_text, is_blank
from ingest.files import Cells, Sheet, open_sheets
from ingest.headings import (
    NOTHING_MAPPED,
    REASON_KEY,
    Headings,
    are_column_numbers,
    check_headings,
    find_headings,
    heading_key,
    likely_headings,
    recognise,
)
from ingest.import_options import HeadingMap
from ingest.refusals import Refusal, UnreadableFileError
from ingest.registers import PERSON_KEYS, CellKind, Column, Register
from ingest.workbook import Percents
from model.wording import comma

_REMEMBERED = 20_000  # different cells of one column whose meaning is kept while a file is read
_EMPTY_CELL = "ячейка не заполнена"
_WHO = "без идентификатора человека находят по ФИО, муниципальному образованию и организации; впишите их"


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
    passed_over: tuple[str, ...]  # further sheets with the same headings, which are not read
    reason_columns: frozenset[int]
    _index_of: Mapping[str, int] = field(repr=False)
    _heading_rows: int = field(repr=False)
    _cells: Sheet = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Every row that is not wholly empty, in the order of the file."""
        readers = [_cell_reader(self.register.column(key), index) for key, index in self._index_of.items()]
        blank = {column.key: _nothing(column) for column in self.register.columns}
        for number, raw in self.raw_rows():
            values = dict(blank)
            refused = _read_cells(readers, raw, values)
            if len(raw) > len(self.headings) and not all(map(is_blank, raw[len(self.headings) :])):
                refused[""] = "в строке больше ячеек, чем заголовков; проверьте кавычки и разделители"
            _check_row(self.register, values, refused)
            yield Row(number, values, self._refusals(number, raw, refused) if refused else (), raw)

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
    register: Register, source: Path | bytes, name: str, mapped: Mapping[str, str] = NOTHING_MAPPED
) -> RegisterFile:
    """The file as a file of this register; UnreadableFileError where it is not one."""
    sheet, headings, passed_over = _sheet_with_headings(register, open_sheets(source), mapped)
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
        _heading_rows=headings.rows,
        _cells=sheet,
    )


def recognise_file(source: Path | bytes, mapped: HeadingMap | None = None) -> Register | None:
    """Which register a file is of, by its headings; UnreadableFileError where it cannot be opened."""
    for sheet in open_sheets(source):
        try:
            found = recognise(sheet.rows(), mapped)
        except UnreadableFileError:  # a CSV read with a separator that is not its own
            continue
        if found is not None:
            return found
    return None


def headings_of_file(source: Path | bytes) -> tuple[str, ...]:
    """What seems to be the headings of a file that no register is recognised in."""
    found: list[tuple[str, ...]] = []
    for sheet in open_sheets(source):
        try:
            found.append(likely_headings(sheet.rows()))
        except UnreadableFileError:
            continue
    return max(found, key=len, default=())


def _sheet_with_headings(
    register: Register, sheets: list[Sheet], mapped: Mapping[str, str]
) -> tuple[Sheet, Headings, tuple[str, ...]]:
    """The first sheet with all the headings, else the refusal of the one that comes nearest."""
    found: list[tuple[Sheet, Headings | None]] = []
    broken: UnreadableFileError | None = None
    for sheet in sheets:
        try:
            found.append((sheet, find_headings(register, sheet.rows(), mapped)))
        except UnreadableFileError as error:  # a separator that is not its own may cut through quotes
            broken = broken or error
    complete = [(sheet, headings) for sheet, headings in found if headings and headings.is_complete]
    if complete:
        sheet, headings = complete[0]
        passed_over = tuple(other.name for other, _ in complete[1:] if other.name)
        return sheet, check_headings(register, headings), passed_over
    nearest = max((headings for _, headings in found if headings), key=lambda h: len(h.index_of), default=None)
    if nearest is None and broken is not None:
        raise broken
    check_headings(register, nearest)
    raise AssertionError("headings that lack a column were accepted")


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


def _check_row(register: Register, values: Mapping[str, object], refused: dict[str, str]) -> None:
    """What the cells of a row must say together; a cell already refused is asked no more."""
    if register.finds_person and values["identifier"] is None and "identifier" not in refused:
        for key in PERSON_KEYS:
            if values[key] is None:
                refused.setdefault(key, _WHO)
    for decision, day in register.dated:
        if decision in refused or day in refused:
            continue
        if values[decision] is not None and values[day] is None:
            refused[day] = "указано решение, но нет его даты"
        elif values[day] is not None and values[decision] is None:
            refused[decision] = "указана дата решения, но нет самого решения"
    for earlier, later, reason in ((order.earlier, order.later, order.reason) for order in register.orders):
        first, last = values[earlier], values[later]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            refused[later] = reason


def _with_percents(raw: Cells, number: int, scores: list[int], percents: Percents) -> Cells:
    """A number up to 1 that is shown as a percentage becomes what is shown: 0.78 is «78%»."""
    cells: list[object] | None = None
    for index in scores:
        cell = raw[index]
        if isinstance(cell, float) and 0 < cell <= 1 and percents.stands_at(number, index):
            cells = list(raw) if cells is None else cells
            cells[index] = comma(f"{cell * 100:.10g}%")
    return raw if cells is None else tuple(cells)
