"""A table of a screen as a file, at an address below the screen's, in the same scope."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.signed_in import current_viewer
from dashboard import place_words, words
from dashboard.addresses import TABLE_FILE
from dashboard.tables import table_at
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from exports.table import Kind, TableSheet, table_csv, table_xlsx
from exports.workbook import Cell
from model.dates import now
from model.wording import filter_lines
from web.file_response import send

WRITERS: dict[str, Callable[[TableSheet], bytes]] = {"xlsx": table_xlsx, "csv": table_csv}


def add_routes(server: Flask) -> None:
    """Add the route of tables to the server."""
    server.add_url_rule(TABLE_FILE, "table_file", take_table)


def take_table(screen: str, name: str, suffix: str) -> Response:
    """A table of a screen; 404 when it does not exist or is outside the viewer's scope."""
    viewer, query = current_viewer(), request.query_string.decode("utf-8", "replace")
    result = table_at(viewer, f"/{screen}", query, name) if suffix in WRITERS else None
    if result is None:
        abort(404)
    table, visit = result
    return send(
        WRITERS[suffix](_sheet(table, visit)),
        " ".join(part for part in (table.title, table.place, words.day(visit.reading.day)) if part),
        suffix,
        action=f"table {suffix}",
        subject=request.path,
        about=visit.reading.named,
    )


def _sheet(table: PlainTable, visit: Visit) -> TableSheet:
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
