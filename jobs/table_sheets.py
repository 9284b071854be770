"""A table of a screen as a sheet of a file: the kinds of its columns, and the lines about it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from dashboard import place_words, words
from dashboard.tables.plain import LongTable, PlainTable
from dashboard.visit import Visit
from exports.table import Kind, TableSheet
from exports.workbook import Cell
from model.dates import now
from model.wording import filter_lines


class ColumnKinds:
    """The kinds of the columns of a table, from the rows that it looks at."""

    def __init__(self, columns: int) -> None:
        # A dictionary keeps the order: of days and moments the first decides.
        self._kinds: list[dict[Kind, None]] = [{} for _ in range(columns)]

    def look_at(self, row: Sequence[object]) -> None:
        """Take a row into account."""
        for kinds, value in zip(self._kinds, row, strict=True):
            if value is not None:
                kinds[_kind_of(value)] = None

    def kinds(self) -> list[Kind]:
        """The kinds; words among numbers, such as «мало людей», leave a column one of numbers."""
        return [_kind_of_all(kinds) for kinds in self._kinds]


def table_sheet(table: PlainTable, visit: Visit) -> TableSheet:
    """The table with the kinds of its columns, and the lines about it."""
    columns = ColumnKinds(len(table.headings))
    for row in table.rows:
        columns.look_at(row)
    kinds = [Kind.PERCENT if number in table.rates else kind for number, kind in enumerate(columns.kinds())]
    return sheet_of(table, kinds, [cells(row) for row in table.rows], visit)


def sheet_of(
    table: LongTable | PlainTable, kinds: Iterable[Kind], rows: Collection[Sequence[Cell]], visit: Visit
) -> TableSheet:
    """These rows under the headings of the table, and the lines about it."""
    title = f"{table.title}: {table.place}" if table.place else table.title
    return TableSheet(title, tuple(zip(table.headings, kinds, strict=True)), rows, _about(table, len(rows), visit))


def cells(row: Sequence[object]) -> tuple[Cell, ...]:
    """The values of a row as cells; what is no cell becomes its text."""
    return tuple(map(_cell, row))


def _kind_of(value: object) -> Kind:
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, date):
        return Kind.MOMENT if isinstance(value, datetime) else Kind.DATE
    return Kind.TEXT


def _kind_of_all(kinds: Collection[Kind]) -> Kind:
    if Kind.NUMBER in kinds:
        return Kind.NUMBER
    return next(iter(kinds)) if kinds and Kind.TEXT not in kinds else Kind.TEXT


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _about(table: LongTable | PlainTable, rows: int, visit: Visit) -> tuple[tuple[str, str], ...]:
    """The lines about the file: date, place, filters, definitions, its author and moment."""
    search_lines = [("Поиск", visit.view.search)] if visit.view.search else []
    return (
        ("Отчётная дата", words.day(visit.reading.day)),
        *([(place_words.ANY_PLACE, table.place)] if table.place else []),
        *filter_lines(visit.view.filters.chosen()),
        *search_lines,
        ("Строк", words.number(rows)),
        ("Сформировано", words.moment(now())),
        ("Кем", visit.reading.viewer.title),
        *table.meanings,
    )
