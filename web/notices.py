"""The notice of new results of a place as a document at a plain address."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.reading import Reading
from access.signed_in import current_viewer
from dashboard.pages.procedure_lists import rows_of
from dashboard.periods import days_text, period_of
from dashboard.visit import Visit
from exports.docx import form_docx
from exports.notices import NewResult, results_notice
from exports.reports import ReportHead
from model.database import read_session
from model.dates import now, today
from model.places import Level
from model.procedures import ProcedureGroup
from model.wording import filter_lines
from queries import places
from web.file_response import requested_view, send

# More people are told by their municipalities.
MOST_RESULTS = 20_000


def add_routes(server: Flask) -> None:
    """Add the routes of the notices to the server."""
    for level in Level:
        start = f"/{level}/" if level is Level.REGION else f"/{level}/<int:identity>/"
        server.add_url_rule(f"{start}procedures/notice.docx", f"{level}_notice", _route(level))


def _route(level: Level) -> Callable[..., Response]:
    return lambda identity=None: _take(level, identity)


def _take(level: Level, identity: int | None) -> Response:
    """The notice of a place; 404 when it does not exist or its people may not be named."""
    view = requested_view()
    day = view.on or today()
    with read_session() as session:
        reading = Reading(session, current_viewer(), day)
        place = places.named(reading, level, identity)
        if place is None or not reading.scope.may_list(place):
            abort(404)
        visit = Visit(reading, replace(view, on=day), request.path)
        rows = rows_of(visit, place, ProcedureGroup.NEW, size=MOST_RESULTS).rows
        period, chosen = period_of(visit.view, day), view.filters.chosen()
        keys = ("municipality", "organization", "full_name", "position", "procedure", "passed_on", "formed_on")
        results = [NewResult(**{key: row[key] for key in keys}) for row in rows]
        filters = tuple(filter_lines(chosen)) if chosen else ()
        head = ReportHead(reading.viewer.title, now(), place.name, day, filters)
        content = form_docx(results_notice(head, period.since, period.until, results))
    title = f"Новые результаты {days_text(period)} {place.name}"
    return send(content, title, "docx", action="report docx", subject=request.path, about=reading.named)
