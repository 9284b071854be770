"""The tables of the report for a period: its flows, quarters, parts and cohort, and the list behind a figure."""

from dashboard import words
from dashboard.charts.cohort_curve import HEADINGS as CURVE_HEADINGS
from dashboard.components.figures_table import plain_rows
from dashboard.pages.period import (
    CURVE,
    TITLE,
    PeriodReport,
    compared_headings,
    figures_of,
    report_of,
    rows_of_flows,
)
from dashboard.pages.period_lists import columns_of, measure_of, rows_behind
from dashboard.periods import days_text, period_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model import wording
from model.flows import COHORT, FLOWS, Milestone
from queries import places
from queries.lists import Page


def _report(visit: Visit, level: str, identity: int | None) -> PeriodReport | None:
    place = places.named(visit.reading, level, identity)
    return report_of(visit, place) if place else None


def flows(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The flows beside those of the year before."""
    report = _report(visit, level, identity)
    if report is None:
        return None
    rows = rows_of_flows([report.flows.whole, report.flows_before.whole])
    changes = [report.flows.whole[flow.key] - report.flows_before.whole[flow.key] for flow in FLOWS]
    table = [[*row, change] for row, change in zip(rows, changes, strict=True)]
    meanings = [(words.sentence(flow.label), f"{flow.meaning}; {wording.clause(flow.clause)}") for flow in FLOWS]
    headings = compared_headings("Показатель", report)
    return PlainTable(TITLE, report.place.name, headings, table, meanings=meanings)


def quarters(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The flows of each quarter."""
    report = _report(visit, level, identity)
    if report is None:
        return None
    headings = ["Показатель", *(days_text(quarter) for quarter, _ in report.flows.quarters)]
    rows = rows_of_flows([numbers for _, numbers in report.flows.quarters])
    return PlainTable(f"{TITLE} по кварталам", report.place.name, headings, rows)


def parts(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """All flows of each part, the whole first; None of an organization, which has no parts."""
    report = _report(visit, level, identity)
    if report is None:
        return None
    figures = figures_of(visit, report, report.flows.parts, FLOWS)
    headings, rows, _ = plain_rows(figures, visit.view.unpaged)
    return PlainTable(f"{TITLE} {days_text(report.period)}", report.place.name, headings, rows)


def cohort(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How far those assessed in the period have come, beside the year before."""
    report = _report(visit, level, identity)
    if report is None:
        return None
    rows = [
        [words.sentence(one.label), report.cohort[Milestone(one.key)], report.cohort_before[Milestone(one.key)]]
        for one in COHORT
    ]
    headings = ["Показатель", days_text(report.period), f"годом ранее: {days_text(report.before)}"]
    return PlainTable("Прошедшие оценку за период", report.place.name, headings, rows)


def curve(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How many of those assessed in the period had their route formed within so many days."""
    report = _report(visit, level, identity)
    if report is None:
        return None
    whole, before = report.cohort[Milestone.ASSESSED], report.cohort_before[Milestone.ASSESSED]
    rows = [
        [days, number, number / whole if whole else None, report.curve_before[days] / before if before else None]
        for days, number in report.curve.items()
    ]
    return PlainTable(CURVE, report.place.name, CURVE_HEADINGS, rows, frozenset({2, 3}))


def rows(visit: Visit, level: str, flow: str, identity: int | None = None) -> LongTable | None:
    """All rows behind a figure; None where the people of the place may not be named."""
    place, measure = places.named(visit.reading, level, identity), measure_of(flow)
    if place is None or measure is None or not visit.reading.scope.may_list(place):
        return None
    title = f"{words.sentence(measure.label)} {days_text(period_of(visit.view, visit.reading.day))}"

    def page_of(number: int, size: int) -> Page:
        return rows_behind(visit, place, measure, page=number, size=size)

    return long_list(title, place.name, columns_of(visit, place, measure), page_of)
