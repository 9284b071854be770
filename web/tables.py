"""A table of a screen as a file, at an address below the screen's, in the same scope."""

from collections.abc import Callable

from flask import Flask, abort, make_response, request
from werkzeug.wrappers import Response

from access.journal import write_down
from access.signed_in import current_viewer
from dashboard import words
from dashboard.addresses import PRINTED, TABLE_FILE
from dashboard.tables import printed_rows, table_at
from dashboard.tables.plain import NARROW, LongTableError
from exports.printed_list import MOST_PRINTED, printed_list
from exports.table import TableSheet, table_csv, table_xlsx
from jobs.table_sheets import table_sheet
from model.database import write_session
from web import error_pages
from web.file_response import send

LARGEST = 5 << 20
WRITERS: dict[str, Callable[[TableSheet], bytes]] = {"xlsx": table_xlsx, "csv": table_csv}


def add_routes(server: Flask) -> None:
    """Add the route of tables to the server."""
    server.add_url_rule(TABLE_FILE, "table_file", take_table)


def print_list(screen: str, name: str) -> Response:
    """The first rows of a list as HTML, for paper; 404 when there is no such list for the viewer."""
    viewer, query = current_viewer(), request.query_string.decode("utf-8", "replace")
    result = printed_rows(viewer, f"/{screen}", query, name, MOST_PRINTED)
    if result is None:
        abort(404)
    table, total, about = result
    content = printed_list(table.headings, table.rows, _printed_note(len(table.rows), total))
    with write_session() as session:
        write_down(session, "table print", request.path, by=viewer.login, origin=request.remote_addr, about=about)
    return make_response(content, {"Content-Type": "text/html; charset=utf-8"})


def _printed_note(printed: int, total: int) -> str:
    """«Напечатаны первые 500 из 1 234»."""
    if printed < total:
        return f"Напечатаны первые {words.number(printed)} из {words.number(total)}: остальные — в файле таблицы."
    return f"Напечатаны все строки: {words.number(total)}."


def take_table(screen: str, name: str, suffix: str) -> Response:
    """A table of a screen; 404 when it does not exist or is outside the viewer's scope, 413 when it is too large."""
    if suffix == PRINTED:
        return print_list(screen, name)
    viewer, query = current_viewer(), request.query_string.decode("utf-8", "replace")
    try:
        result = table_at(viewer, f"/{screen}", query, name) if suffix in WRITERS else None
    except LongTableError as error:
        return make_response(error_pages.page(str(error), 413))
    if result is None:
        abort(404)
    table, visit = result
    content = WRITERS[suffix](table_sheet(table, visit))
    if len(content) > LARGEST:
        return make_response(error_pages.page(f"Файл больше {LARGEST >> 20} МБ: {NARROW}.", 413))
    return send(
        content,
        " ".join(part for part in (table.title, table.place, words.day(visit.reading.day)) if part),
        suffix,
        action=f"table {suffix}",
        subject=request.path,
        about=visit.reading.named,
    )
