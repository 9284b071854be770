"""The reports of п. 3.12 and п. 3.13 as files at plain addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, abort, make_response, request
from werkzeug.wrappers import Response

from access.reading import Reading
from access.signed_in import current_viewer
from dashboard.components.download_links import MOST_ROWS
from dashboard.components.report_form import first_day
from exports.docx import form_docx
from exports.forms import Form
from exports.pdf import form_pdf
from exports.reports import (
    ReportHead,
    completion_report,
    completion_table,
    participation_report,
    participation_table,
)
from exports.table import TableSheet, table_xlsx
from model.database import read_session
from model.dates import Period, now, today
from model.wording import filter_lines
from model.wording import period as period_text
from queries import places
from queries.applications import provider_with_people
from queries.filters import Filters
from queries.reports import completions, participations
from web import error_pages
from web.file_response import requested_period, requested_view, send

FORM_WRITERS: dict[str, Callable[[Form], bytes]] = {"docx": form_docx, "pdf": form_pdf}
# Rows of a document that is laid out while its reader waits: some four milliseconds each.
MOST_PRINTED = 2_000


@dataclass(frozen=True)
class Report:
    """A report that can be written as a document or as a table."""

    title: str
    rows: int
    form: Callable[[], Form]
    table: Callable[[], TableSheet]


def add_routes(server: Flask) -> None:
    """Add the routes of reports to the server."""
    server.add_url_rule("/provider/<int:identity>/report.<suffix>", "provider_report", take_completion)
    server.add_url_rule("/organization/<int:identity>/report.<suffix>", "organization_report", take_participation)


def take_completion(identity: int, suffix: str) -> Response:
    """The report of п. 3.12 of a provider; 404 when it does not exist or is outside the viewer's scope."""
    return _send(suffix, lambda reading, period: _completion(reading, period, identity))


def take_participation(identity: int, suffix: str) -> Response:
    """The report of п. 3.13 of an organization; 404 when it does not exist or is outside the viewer's scope."""
    return _send(suffix, lambda reading, period: _participation(reading, period, identity))


def _completion(reading: Reading, period: Period, identity: int) -> Report | None:
    record = provider_with_people(reading, identity)
    if record is None:
        return None
    rows = completions(reading, record, period.since, period.until)
    facts = (_head(reading, record.name), period.since, period.until, rows)
    title = f"Отчёт о формальной части {period_text(period.since, period.until)} {record.name}"
    return Report(title, len(rows), lambda: completion_report(*facts), lambda: completion_table(*facts))


def _participation(reading: Reading, period: Period, identity: int) -> Report | None:
    place, filters = places.organization(reading, identity), requested_view().filters
    if place is None or not reading.scope.may_list(place):
        return None
    rows = participations(reading, place, period.since, period.until, filters)
    facts = (_head(reading, place.name, filters), period.since, period.until, rows)
    title = f"Отчёт об участии в событиях {period_text(period.since, period.until)} {place.name}"
    return Report(title, len(rows), lambda: participation_report(*facts), lambda: participation_table(*facts))


def _head(reading: Reading, place: str, filters: Filters | None = None) -> ReportHead:
    lines = filter_lines(filters.chosen()) if filters is not None else ()
    return ReportHead(reading.viewer.title, now(), place, reading.day, tuple(lines))


def _send(suffix: str, report_of: Callable[[Reading, Period], Report | None]) -> Response:
    if suffix not in {*FORM_WRITERS, "xlsx"}:
        abort(404)
    day = requested_view().on or today()
    with read_session() as session:
        reading = Reading(session, current_viewer(), day)
        report = report_of(reading, requested_period() or Period(first_day(day), day))
    if report is None:
        abort(404)
    if report.rows > (MOST_ROWS if suffix == "xlsx" else MOST_PRINTED):
        return make_response(error_pages.page(_too_long(suffix), 413))
    content = table_xlsx(report.table()) if suffix == "xlsx" else FORM_WRITERS[suffix](report.form())
    return send(
        content, report.title, suffix, action=f"report {suffix}", subject=request.path, about=frozenset(reading.named)
    )


def _too_long(suffix: str) -> str:
    if suffix == "xlsx":
        return "В отчёте слишком много строк: выберите период короче."
    return f"В отчёте больше {MOST_PRINTED} строк: выберите период короче или скачайте его в формате XLSX."
