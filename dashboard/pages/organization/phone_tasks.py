"""What a head with a phone does first: decide, send to an assessment, mark participation."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses, words
from dashboard.visit import Visit
from model.accounts import Role
from model.coverage import CoverageGroup
from queries.attention import numbers_of
from queries.coverage import coverage_of, cycle_of
from queries.records import PlaceCounts


def phone_tasks(visit: Visit, here: PlaceCounts) -> list[Component]:
    """Three numbers that open their lists, on a phone alone; nothing for who may not name people."""
    if not here.counts["staff"] or not visit.reading.scope.may_list(here.place):
        return []
    numbers, view = numbers_of(here), visit.view
    coverage, _ = coverage_of(visit.reading, here.place, view.filters)
    decide = "ждут вашего решения" if visit.reading.viewer.holds(Role.SCHOOL) else "ждут руководителя"
    tasks = [
        (numbers["awaiting_head"], decide, addresses.behind("awaiting_head", here.place, view.carried)),
        (
            coverage.numbers[CoverageGroup.OWED],
            _to_be_assessed(visit),
            report_addresses.coverage_list(here.place, CoverageGroup.OWED, view),
        ),
        (
            numbers["events_unmarked"],
            "отметить участие",
            addresses.behind("events_unmarked", here.place, view.carried),
        ),
    ]
    return [html.Ul([html.Li(_task(*task)) for task in tasks], className="phone-tasks phone-only")]


def _to_be_assessed(visit: Visit) -> str:
    last = cycle_of(visit.reading).ends_on
    return "не оценены до Нового года" if (last.month, last.day) == (12, 31) else f"не оценены до {words.day(last)}"


def _task(number: int, label: str, href: str) -> Component:
    text = [html.Strong(words.number(number)), html.Span(label)]
    return dcc.Link(text, href=href) if number else html.Span(text)
