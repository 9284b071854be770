"""The reports of п. 3.12 and п. 3.13 as files: plain addresses, within the scope."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.reading import Reading
from dashboard import words
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
from model.dates import now, today
from model.wording import filter_lines
from queries import places
from queries.applications import provider
from queries.filters import Filters
from queries.reports import completions, participations
from web.file_response import requested_view, send
from web.guard import current_viewer

FORM_WRITERS: dict[str, Callable[[Form], bytes]] = {"docx": form_docx, "pdf": form_pdf}


@dataclass(frozen=True)
class Period:
    """From which day to which, both included."""

    since: date
    until: date

    def __str__(self) -> str:
        return f"{words.day(self.since)}–{words.day(self.until)}"


@dataclass(frozen=True)
class Report:
    """A report before it is written: as a document and as a table."""

    title: str
    form: Callable[[], Form]
    table: Callable[[], TableSheet]


def add_routes(server: Flask) -> None:
    """Let the server answer the addresses of reports; the guard stands in front of them as of any other."""
    server.add_url_rule("/provider/<int:identity>/report.<suffix>", "provider_report", take_completion)
    server.add_url_rule("/organization/<int:identity>/report.<suffix>", "organization_report", take_participation)


def take_completion(identity: int, suffix: str) -> Response:
    """Who completed the formal part at a provider; 404 both where there is none and where it is not the viewer's."""
    return _send(suffix, lambda look, period: _completion(look, period, identity))


def take_participation(identity: int, suffix: str) -> Response:
    """Who of an organization took part in events; 404 as above."""
    return _send(suffix, lambda look, period: _participation(look, period, identity))


def _completion(look: Reading, period: Period, identity: int) -> Report | None:
    here = provider(look, identity)
    if here is None:
        return None
    rows = completions(look, here, period.since, period.until)
    facts = (_head(look, here.name), period.since, period.until, rows)
    title = f"Отчёт о формальной части {here.name} {period}"
    return Report(title, lambda: completion_report(*facts), lambda: completion_table(*facts))


def _participation(look: Reading, period: Period, identity: int) -> Report | None:
    place, filters = places.organization(look, identity), requested_view().filters
    if place is None or not look.scope.may_list(place):
        return None
    rows = participations(look, place, period.since, period.until, filters)
    facts = (_head(look, place.name, filters), period.since, period.until, rows)
    title = f"Отчёт об участии в событиях {place.name} {period}"
    return Report(title, lambda: participation_report(*facts), lambda: participation_table(*facts))


def _head(look: Reading, place: str, filters: Filters | None = None) -> ReportHead:
    lines = filter_lines(filters.chosen()) if filters is not None else ()
    return ReportHead(look.viewer.login, now(), place, look.day, tuple(lines))


def _send(suffix: str, report_of: Callable[[Reading, Period], Report | None]) -> Response:
    if suffix not in {*FORM_WRITERS, "xlsx"}:
        abort(404)
    day = requested_view().on or today()
    with read_session() as session:
        look = Reading(session, current_viewer(), day)
        report = report_of(look, _asked_period(day))
    if report is None:
        abort(404)
    content = table_xlsx(report.table()) if suffix == "xlsx" else FORM_WRITERS[suffix](report.form())
    return send(
        content, report.title, suffix, action=f"report {suffix}", subject=request.path, about=frozenset(look.named)
    )


def _asked_period(day: date) -> Period:
    """From the address; the reporting year up to the date where it says nothing that can be understood."""
    since, until = _asked_day("since") or first_day(day), _asked_day("until") or day
    return Period(min(since, until), max(since, until))


def _asked_day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
