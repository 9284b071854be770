"""The list behind a figure of a period: facts, or people each once."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses, words
from dashboard.addresses import View
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.pages import sections
from dashboard.pages.period import TITLE
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.flows import COHORT, FLOW_BY_KEY, Fact, Flow, Milestone
from model.indicators import Measure
from model.places import Level, Place
from queries import places
from queries.lists import PAGE_SIZE, Order, Page
from queries.period_cohorts import cohort_rows
from queries.periods import flow_rows

_COHORT = {one.key: one for one in COHORT}
_ABOUT = {
    Fact.ASSESSED: "Процедура оценки",
    Fact.OPENED: "Процедура или потребность",
    Fact.TRAINED: "ДПП",
    Fact.ATTESTED: "ДПП",
    Fact.IN_TIME: "ДПП",
    Fact.ATTENDED: "Событие",
}
_OF_APPLICATION = "Наименование в заявке"


def measure_of(key: str) -> Measure | None:
    """The figure whose list has the key."""
    return FLOW_BY_KEY.get(key) or _COHORT.get(key)


def layout(visit: Visit, level: str, flow: str, identity: int | None = None) -> Screen | None:
    """The rows behind a figure; None where the people of the place may not be named."""
    place = places.named(visit.reading, level, identity)
    measure = measure_of(flow)
    if place is None or measure is None or not visit.reading.scope.may_list(place):
        return None
    period = period_of(visit.view, visit.reading.day)
    title = f"{words.sentence(measure.label)}: {days_text(period)}"
    content = page(
        title,
        section("Список", _list(visit, place, measure), note=f"{words.sentence(measure.meaning)}."),
        lead=_trail(visit, place, title),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{title} — {place.name}", content)


def _trail(visit: Visit, place: Place, title: str) -> Component:
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.period(place, visit.view))]
    return breadcrumbs([*steps, (title, None)])


def _list(visit: Visit, place: Place, measure: Measure) -> Component:
    view = visit.view
    found = rows_behind(visit, place, measure, page=view.page)
    table = rows_table(
        columns_of(visit, place, measure),
        found.rows,
        view=view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"{words.sentence(measure.label)}, {place.name}",
    )
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    return html.Div([search, table, download_links(visit.path, "rows", view, total=found.total)])


def rows_behind(visit: Visit, place: Place, measure: Measure, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view, period = visit.view, period_of(visit.view, visit.reading.day)
    if isinstance(measure, Flow):
        order = Order(view.sort, view.descending)
        return flow_rows(
            *(visit.reading, place, measure.fact, measure.sum, period.since, period.until, view.filters),
            order=order,
            page=page,
            search=view.search,
            size=size,
        )
    return cohort_rows(
        *(visit.reading, place, Milestone(measure.key), period.since, period.until, view.filters),
        page=page,
        search=view.search,
        size=size,
    )


def columns_of(visit: Visit, place: Place, measure: Measure) -> Sequence[TableColumn]:
    """Who, where and when, and what it is about."""
    is_flow = isinstance(measure, Flow)

    def name(row: Row) -> Component:
        # A leaver is open to the account on the days when they worked in its organizations.
        on = visit.view.on if visit.reading.scope.lists_region else row["day"]
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], View(on=on)))

    def text(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, is_flow, lambda row: row[key] or words.ABSENT)

    def day(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, is_flow, lambda row: words.day(row[key]))

    columns = [TableColumn("full_name", "ФИО", is_flow, name), text("position", "Должность")]
    columns += [text("organization", "Организация")] if place.level is not Level.ORGANIZATION else []
    columns += [text("municipality", "Муниципальное образование")] if place.level is Level.REGION else []
    if not isinstance(measure, Flow):
        formed = [day("formed_on", "ИОМ сформирован"), day("done_on", "Реализован на достаточном уровне")]
        return [*columns, day("day", "Оценка пройдена"), *formed]
    hours = [TableColumn("hours", "Часов", True, lambda row: words.number(row["hours"]))]
    of_training = hours if measure.fact in (Fact.TRAINED, Fact.ATTESTED, Fact.IN_TIME) else []
    return [*columns, day("day", "Дата"), text("about", _ABOUT.get(measure.fact, _OF_APPLICATION)), *of_training]
