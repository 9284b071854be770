"""The report of a place for a period as a file at a plain address."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.reading import Reading
from access.signed_in import current_viewer
from dashboard import place_words, words
from dashboard.pages.period import COHORT_NOTE, NOTE, TITLE, PeriodReport, compared_headings, report_of, rows_of_flows
from dashboard.periods import days_text
from dashboard.visit import Visit
from exports.docx import form_docx
from exports.pdf import form_pdf
from exports.periods import PeriodDocument, PeriodTable, period_report, period_xlsx
from exports.reports import ReportHead
from exports.workbook import Cell
from model.database import read_session
from model.dates import now, today
from model.flows import COHORT, FLOWS, Milestone
from model.places import Level
from model.wording import filter_lines
from queries import places
from queries.small_groups import WithheldError
from web.file_response import requested_view, send

WRITERS: Mapping[str, Callable[[PeriodDocument], bytes]] = {
    "docx": lambda document: form_docx(period_report(document)),
    "pdf": lambda document: form_pdf(period_report(document)),
    "xlsx": period_xlsx,
}
# The flows of the parts: a page of a document has room for so many columns.
_OF_PARTS = ("assessed_people", "opened", "submitted", "trained_people", "trainings", "attested", "in_time", "attended")


def add_routes(server: Flask) -> None:
    """Add the routes of the reports for a period to the server."""
    server.add_url_rule("/region/period.<suffix>", "region_period", lambda suffix: _take(Level.REGION, None, suffix))
    server.add_url_rule(
        "/municipality/<int:identity>/period.<suffix>",
        "municipality_period",
        lambda identity, suffix: _take(Level.MUNICIPALITY, identity, suffix),
    )
    server.add_url_rule(
        "/organization/<int:identity>/period.<suffix>",
        "organization_period",
        lambda identity, suffix: _take(Level.ORGANIZATION, identity, suffix),
    )


def _take(level: Level, identity: int | None, suffix: str) -> Response:
    """The report of a place; 404 when it does not exist, is outside the viewer's scope or may not be narrowed so."""
    if suffix not in WRITERS:
        abort(404)
    view = requested_view()
    day = view.on or today()
    with read_session() as session:
        reading = Reading(session, current_viewer(), day)
        place = places.named(reading, level, identity)
        if place is None:
            abort(404)
        try:
            report = report_of(Visit(reading, replace(view, on=day), request.path), place)
        except WithheldError:
            abort(404)
        document = _document(reading, report, view.filters.chosen())
    title = f"{TITLE} {days_text(report.period)} {place.name}"
    return send(WRITERS[suffix](document), title, suffix, action=f"report {suffix}", subject=request.path)


def _document(reading: Reading, report: PeriodReport, filters: Mapping[str, str]) -> PeriodDocument:
    chosen = {name: value for name, value in filters.items() if name != "procedure"}
    head = ReportHead(
        reading.viewer.title, now(), report.place.name, reading.day, tuple(filter_lines(chosen)) if chosen else ()
    )
    period = report.period
    tables = [_flows(report), _cohort(report), *_quarters(report), *_parts(report)]
    return PeriodDocument(head, report.place.level, period.since, period.until, tables, (NOTE, COHORT_NOTE))


def _flows(report: PeriodReport) -> PeriodTable:
    now_and_before = rows_of_flows([report.flows.whole, report.flows_before.whole])
    rows = [(name, number, before, number - before) for name, number, before in now_and_before]
    return PeriodTable("Показатели за период", compared_headings("Показатель", report), rows)


def _cohort(report: PeriodReport) -> PeriodTable:
    whole = report.cohort[Milestone.ASSESSED]
    rows = [
        (
            words.sentence(one.label),
            report.cohort[Milestone(one.key)],
            words.percent_of(report.cohort[Milestone(one.key)], whole),
            report.cohort_before[Milestone(one.key)],
        )
        for one in COHORT
    ]
    return PeriodTable("Прошедшие оценку за период", ("Показатель", "Человек", "Доля", "Годом ранее, человек"), rows)


def _quarters(report: PeriodReport) -> list[PeriodTable]:
    quarters = report.flows.quarters
    if len(quarters) < 2:
        return []
    headings = ("Показатель", *(days_text(quarter) for quarter, _ in quarters))
    return [PeriodTable("По кварталам", headings, rows_of_flows([numbers for _, numbers in quarters]))]


def _parts(report: PeriodReport) -> list[PeriodTable]:
    if report.place.level is Level.ORGANIZATION:
        return []
    flows = [flow for flow in FLOWS if flow.key in _OF_PARTS]
    rows: list[list[Cell]] = [[name, *(numbers[flow.key] for flow in flows)] for name, numbers in report.lines]
    headings = (place_words.part_of(report.place), *(words.sentence(flow.label) for flow in flows))
    # A name of a sheet has at most 31 characters.
    title = "По организациям" if report.place.level is Level.MUNICIPALITY else "По муниципальным образованиям"
    return [PeriodTable(title, headings, rows)]
