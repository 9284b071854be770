"""«Отчёт за период»: what happened, beside the year before, by quarter and by part; and the cohort of the assessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html, place_words, report_addresses, words
from dashboard.addresses import path_of
from dashboard.charts.cohort_curve import cohort_curve
from dashboard.collected_reports import COMPLETIONS, PARTICIPATIONS, TITLES, form_offered
from dashboard.components.bar_chart import bar_chart
from dashboard.components.download_links import download_links
from dashboard.components.figures_table import FigureColumn, Figures, figures_table
from dashboard.components.list_documents import document_order
from dashboard.components.meanings import meanings
from dashboard.components.narrowing import day_control
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.report_form import report_form
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.periods import days_text, period_of, usual_periods, year_before
from dashboard.visit import Screen, Visit
from model import wording
from model.dates import Period
from model.flows import COHORT, FLOWS, WITHIN_DAYS, Flow, Milestone
from model.places import Level, Place
from queries import places
from queries.filters import EVERYBODY
from queries.period_cohorts import cohort_numbers
from queries.periods import Numbers, PartFlows, PeriodFlows, flows_of

TITLE = "Отчёт за период"
NOTE = (
    "Каждое событие отнесено к организации, где работник работал в тот день, и его дню; уволенные учтены. Человек "
    "считается один раз, поэтому число людей по частям и кварталам может быть больше общего."
)
COHORT_NOTE = (
    "Прошедшие оценку за период; срок идёт от первой из них. Тех, у кого 30, 60 или 90 дней ещё не прошли, отчёт тоже "
    "считает."
)
# The flows of the tables of parts and quarters that fit a screen; the files hold all.
MAIN = ("assessed_people", "opened", "submitted", "trained_people", "trainings", "attested", "attended")
# The procedure narrows a state, not what happened between two days.
_HIDDEN = ("procedure",)
CURVE = "За сколько дней после оценки сформирован ИОМ"


@dataclass(frozen=True)
class PeriodReport:
    """The figures of a place for a period, and those of the same period a year before."""

    place: Place
    period: Period
    before: Period
    flows: PeriodFlows
    flows_before: PeriodFlows
    cohort: Mapping[Milestone, int]
    cohort_before: Mapping[Milestone, int]
    curve: Mapping[int, int]
    curve_before: Mapping[int, int]

    @property
    def lines(self) -> list[tuple[str, Numbers]]:
        """The place and each of its parts with their flows."""
        return [(self.place.name, self.flows.whole), *((part.name, part.numbers) for part in self.flows.parts)]


def report_of(visit: Visit, place: Place) -> PeriodReport:
    """The report of a place for the period of the address."""
    reading, filters = visit.reading, visit.view.filters.without_procedure
    period = period_of(visit.view, reading.day)
    before = year_before(period)
    # What became of the earlier cohort is told as it was known a year before.
    then = reading.on(year_before(Period(period.since, reading.day)).until)
    flows = flows_of(reading, place, period.since, period.until, filters)
    flows_before = flows_of(reading, place, before.since, before.until, filters)
    cohort = cohort_numbers(reading, place, period.since, period.until, filters)
    cohort_before = cohort_numbers(then, place, before.since, before.until, filters)
    of_cohorts = (cohort.reached, cohort_before.reached, cohort.formed_within, cohort_before.formed_within)
    return PeriodReport(place, period, before, flows, flows_before, *of_cohorts)


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The report of a place for a period."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    report = report_of(visit, place)
    files = f"{TITLE} {days_text(report.period)}"
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        section("Период", period_controls(visit, report.period)),
        section(f"За {days_text(report.period)}", *_flows(visit, report), note=NOTE),
        section("Прошедшие оценку за период", *_cohort(visit, report), note=COHORT_NOTE),
        *_quarters(visit, report),
        *_parts(visit, report),
        section("Отчёт с подписью", _form(visit, report, files)),
        *_reports_of_all(visit, report),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place, hides=_HIDDEN),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def period_controls(visit: Visit, period: Period) -> Component:
    """The two days, and links to the usual periods."""
    fields = html.Div([day_control("since", "С", period.since), day_control("until", "По", period.until)])
    links = [_usual(visit, name, one, period) for name, one in usual_periods(visit.reading.day)]
    quick = still(html.Ul(links, className="quick-days", **{"aria-label": "Частые периоды"}))
    return html.Div([html.Div(fields.children, className="filter-controls"), quick], className="filter-bar")


def _usual(visit: Visit, name: str, one: Period, current: Period) -> Component:
    if one == current:
        return html.Li(html.Span(name, title=days_text(one), **{"aria-current": "true"}))
    href = report_addresses.between(visit.path, visit.view, one.since, one.until)
    return html.Li(dcc.Link(name, href=href, title=days_text(one)))


Opens = Callable[[str, float, Period], Component | str]


def _opener(visit: Visit, place: Place) -> Opens:
    """How a figure opens the list of its rows, for who may name the people of the place."""

    def opens(key: str, number: float, period: Period) -> Component | str:
        if not number or not visit.reading.scope.may_list(place):
            return words.number(number)
        href = report_addresses.behind_flow(place, key, visit.view, period.since, period.until)
        return dcc.Link(words.number(number), href=href)

    return opens


def _flows(visit: Visit, report: PeriodReport) -> list[Component]:
    opens = _opener(visit, report.place)
    rows = [
        (
            words.sentence(flow.label),
            _compared(
                opens(flow.key, report.flows.whole[flow.key], report.period),
                opens(flow.key, report.flows_before.whole[flow.key], report.before),
                report.flows.whole[flow.key] - report.flows_before.whole[flow.key],
            ),
        )
        for flow in FLOWS
    ]
    table = numbers_table(f"{TITLE}, {report.place.name}", compared_headings("Показатель", report), rows)
    return [meanings(FLOWS), table, download_links(visit.path, "flows", visit.view)]


def compared_headings(first: str, report: PeriodReport) -> list[str]:
    """The headings of a table that compares the period with the same one a year before."""
    return [first, days_text(report.period), f"годом ранее: {days_text(report.before)}", "Изменение"]


def _compared(now: Component | str, then: Component | str, change: float) -> list[Component | str | int | None]:
    sign = "+" if change > 0 else ""
    return [now, then, f"{sign}{words.number(change)}"]


def _cohort(visit: Visit, report: PeriodReport) -> list[Component]:
    opens = _opener(visit, report.place)
    whole, whole_before = report.cohort[Milestone.ASSESSED], report.cohort_before[Milestone.ASSESSED]
    rows: list[tuple[Component | str, Sequence[Component | str | int | None]]] = []
    for one in COHORT:
        milestone = Milestone(one.key)
        now, then = report.cohort[milestone], report.cohort_before[milestone]
        shares = [words.percent_of(now, whole), words.number(then), words.percent_of(then, whole_before)]
        rows.append((words.sentence(one.label), [opens(one.key, now, report.period), *shares]))
    headings = ["Показатель", "Человек", "Доля", "Годом ранее, человек", "Годом ранее, доля"]
    table = numbers_table(f"Прошедшие оценку, {report.place.name}", headings, rows)
    files = download_links(visit.path, "curve", visit.view)
    bars = cohort_curve(report.curve, report.curve_before, whole, whole_before, _point_opener(opens, report))
    curve = [bar_chart(bars, title=CURVE, file=files)]
    return [meanings(COHORT), table, download_links(visit.path, "cohort", visit.view), *(curve if whole else [])]


def _point_opener(opens: Opens, report: PeriodReport) -> Callable[[int, int], Component | str]:
    """How a point of the curve opens its people: the days of a milestone have a list."""
    milestones = {days: one for one, days in WITHIN_DAYS.items()}

    def point(days: int, number: int) -> Component | str:
        return opens(milestones[days], number, report.period) if days in milestones else words.number(number)

    return point


def _quarters(visit: Visit, report: PeriodReport) -> list[Component]:
    quarters = report.flows.quarters
    if len(quarters) < 2:
        return []
    opens = _opener(visit, report.place)
    rows = [
        (
            words.sentence(flow.label),
            [opens(flow.key, numbers[flow.key], quarter) for quarter, numbers in quarters],
        )
        for flow in FLOWS
    ]
    headings = ["Показатель", *(days_text(quarter) for quarter, _ in quarters)]
    table = numbers_table(f"По кварталам, {report.place.name}", headings, rows)
    return [section("По кварталам", table, download_links(visit.path, "quarters", visit.view))]


def _parts(visit: Visit, report: PeriodReport) -> list[Component]:
    """The parts of the place with the main flows; the file holds all of them."""
    if report.place.level is Level.ORGANIZATION:
        return []
    busy = [part for part in report.flows.parts if any(part.numbers.values())]
    table = figures_table(
        figures_of(visit, report, busy, [flow for flow in FLOWS if flow.key in MAIN]),
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE} {place_words.by_parts(report.place)}",
        find=place_words.find_part(report.place),
    )
    idle = len(report.flows.parts) - len(busy)
    note = f"Без событий за период — {words.number(idle)}: в файле они тоже есть." if idle else None
    title = words.sentence(place_words.by_parts(report.place))
    return [section(title, table, download_links(visit.path, "parts", visit.view), note=note)]


def figures_of(
    visit: Visit, report: PeriodReport, parts: Sequence[PartFlows], flows: Sequence[Flow]
) -> Figures[PartFlows]:
    """The table of the parts of the place with such flows, the place itself first."""
    place = report.place
    level = Level.MUNICIPALITY if place.level is Level.REGION else Level.ORGANIZATION
    kinds = {one.id: place_words.kind_of(one) for one in places.parts_of(visit.reading, place)}

    def link(row: PartFlows) -> Component:
        part = Place(level, row.identity, row.name, place.id)
        return dcc.Link(row.name, href=report_addresses.period(part, visit.view))

    return Figures(
        *(place_words.part_of(place), [_flow_column(flow) for flow in flows], parts, lambda row: row.name),
        link,
        PartFlows(place.id or 0, place.name, report.flows.whole),
        kind=lambda row: kinds.get(row.identity),
    )


def _flow_column(flow: Flow) -> FigureColumn[PartFlows]:
    return FigureColumn(flow.key, flow.label, lambda row: row.numbers[flow.key])


def _form(visit: Visit, report: PeriodReport, title: str) -> Component:
    path = f"{path_of(report.place)}/period"
    view = replace(visit.view, filters=visit.view.filters.without_procedure)
    return report_form(path, visit.reading.day, view, title=title, period=report.period)


def _reports_of_all(visit: Visit, report: PeriodReport) -> list[Component]:
    """The order of the reports of п. 3.12 of all providers, or of п. 3.13 of all organizations, in one file."""
    form = form_offered(visit.reading, report.place)
    if form is None:
        return []
    clause, who = ("3.12", "организаций ДПО") if form == COMPLETIONS else ("3.13", "образовательных организаций")
    filters = visit.view.filters.without_procedure if form == PARTICIPATIONS else EVERYBODY
    view = replace(visit.view.carried, filters=filters)
    address = report_addresses.between(visit.path, view, report.period.since, report.period.until)
    order = document_order(address, form, TITLES[form], {"docx": "DOCX", "pdf": "PDF"})
    note = f"{wording.basis(clause)}. Формируются в «Моих выгрузках», вкладку можно закрыть."
    return [section(f"Отчёты всех {who} одним файлом", html.Div(order, className="no-print"), note=note)]


def rows_of_flows(numbers: Sequence[Numbers]) -> list[list[Any]]:
    """A row for each flow with its number in each of the columns."""
    return [[words.sentence(flow.label), *(one[flow.key] for one in numbers)] for flow in FLOWS]
