"""A table of a screen as a file: plain addresses beside those of the screens, within the same scope."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.login import current_viewer
from access.reading import Reading
from callbacks.sending import asked_view, now, send
from dashboard import plain, words
from dashboard.addresses import View
from dashboard.plain import PlainTable
from dashboard.visit import Visit
from exports.table import Kind, TableSheet, table_csv, table_xlsx
from exports.workbook import Cell
from model.accounts import Role
from model.database import reading
from model.dates import today
from model.indicators import RATES
from model.places import Level
from queries.filters import FILTER_LABELS

WRITERS: dict[str, Callable[[TableSheet], bytes]] = {"xlsx": table_xlsx, "csv": table_csv}
_COUNTERS = (Role.MINISTRY, Role.ASSESSOR, Role.MUNICIPALITY, Role.SCHOOL)


def add_routes(server: Flask) -> None:
    """Let the server answer the addresses of tables; the guard stands in front of them as of any other."""
    server.add_url_rule("/region/table.<suffix>", "region_table", take_parts, defaults={"level": Level.REGION.value})
    server.add_url_rule("/<level>/<int:identity>/table.<suffix>", "place_table", take_parts)
    server.add_url_rule(
        "/region/list/<count>.<suffix>", "region_list", take_people, defaults={"level": Level.REGION.value}
    )
    server.add_url_rule("/<level>/<int:identity>/list/<count>.<suffix>", "place_list", take_people)
    server.add_url_rule("/provider/<int:identity>/applications.<suffix>", "provider_list", take_applications)


def take_parts(level: str, suffix: str, identity: int | None = None) -> Response:
    """The parts of a place with their rates; 404 both where there is none and where it is not the viewer's."""
    if not any(current_viewer().holds(role) for role in _COUNTERS):
        abort(404)
    return _file(suffix, lambda visit: plain.parts(visit, level, identity))


def take_people(level: str, count: str, suffix: str, identity: int | None = None) -> Response:
    """The people behind a count; 404 as above."""
    return _file(suffix, lambda visit: plain.people(visit, level, identity, count))


def take_applications(identity: int, suffix: str) -> Response:
    """The applications to a provider; 404 as above."""
    return _file(suffix, lambda visit: plain.applications(visit, identity))


def _file(suffix: str, table_of: Callable[[Visit], PlainTable | None]) -> Response:
    viewer, view = current_viewer(), asked_view()
    if suffix not in WRITERS:
        abort(404)
    day = view.on or today()
    with reading() as session:
        look = Reading(session, viewer, day)
        table = table_of(Visit(look, view, request.path))
    if table is None:
        abort(404)
    return send(
        WRITERS[suffix](_sheet(table, day, view, viewer.login)),
        f"{table.title} {table.place} {day:%d.%m.%Y}",
        suffix,
        action=f"table {suffix}",
        subject=request.path,
        about=look.named,
    )


def _sheet(table: PlainTable, day: date, view: View, login: str) -> TableSheet:
    columns = tuple((heading, _kind(table, number)) for number, heading in enumerate(table.headings))
    rows = [tuple(map(_cell, row)) for row in table.rows]
    return TableSheet(f"{table.title}: {table.place}", columns, rows, _about(table, day, view, login))


def _kind(table: PlainTable, number: int) -> Kind:
    if number in table.rates:
        return Kind.PERCENT
    known = [row[number] for row in table.rows if row[number] is not None]
    if known and all(isinstance(value, int | float) for value in known):
        return Kind.NUMBER
    return Kind.DATE if known and all(isinstance(value, date) for value in known) else Kind.TEXT


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _about(table: PlainTable, day: date, view: View, login: str) -> tuple[tuple[str, str], ...]:
    """Date, place, filters and definitions; who made the file and when."""
    filters: Sequence[tuple[str, str]] = [
        (words.sentence(FILTER_LABELS[name]), value) for name, value in view.filters.chosen().items()
    ]
    searched = [("Поиск", view.search)] if view.search else []
    definitions = [(words.sentence(rate.label), f"{rate.top} / {rate.bottom}, п. {rate.clause}") for rate in RATES]
    return (
        ("На дату", words.day(day)),
        ("Место", table.place),
        *(filters or [("Фильтры", "нет")]),
        *searched,
        ("Строк", words.number(len(table.rows))),
        ("Сформировано", words.moment(now())),
        ("Кем", login),
        *(definitions if table.rates else ()),
    )
