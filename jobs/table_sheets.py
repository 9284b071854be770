"""A table of a screen as a sheet of a file: the kinds of its columns, and the lines about it."""

from datetime import date, datetime

from dashboard import place_words, words
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from exports.table import Kind, TableSheet
from exports.workbook import Cell
from model.dates import now
from model.wording import filter_lines


def table_sheet(table: PlainTable, visit: Visit) -> TableSheet:
    """The table with the kinds of its columns, and the lines about it."""
    columns = tuple((heading, _kind(table, number)) for number, heading in enumerate(table.headings))
    rows = [tuple(map(_cell, row)) for row in table.rows]
    title = f"{table.title}: {table.place}" if table.place else table.title
    return TableSheet(title, columns, rows, _about(table, visit))


def _kind(table: PlainTable, number: int) -> Kind:
    """The kind of a column; words among numbers, such as «мало людей», leave it a column of numbers."""
    if number in table.rates:
        return Kind.PERCENT
    values = [row[number] for row in table.rows if row[number] is not None]
    if any(isinstance(value, int | float) for value in values):
        return Kind.NUMBER
    if values and all(isinstance(value, date) for value in values):
        return Kind.MOMENT if isinstance(values[0], datetime) else Kind.DATE
    return Kind.TEXT


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _about(table: PlainTable, visit: Visit) -> tuple[tuple[str, str], ...]:
    """The lines about the file: date, place, filters, definitions, its author and moment."""
    search_lines = [("Поиск", visit.view.search)] if visit.view.search else []
    return (
        ("Отчётная дата", words.day(visit.reading.day)),
        *([(place_words.ANY_PLACE, table.place)] if table.place else []),
        *filter_lines(visit.view.filters.chosen()),
        *search_lines,
        ("Строк", words.number(len(table.rows))),
        ("Сформировано", words.moment(now())),
        ("Кем", visit.reading.viewer.title),
        *table.meanings,
    )
