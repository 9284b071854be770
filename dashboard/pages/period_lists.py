"""The list behind a figure of a period: facts, or people each once."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import addresses, report_addresses, words
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn
from dashboard.pages import sections
from dashboard.pages.period import TITLE
from dashboard.pages.searched_list import searched_list
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.flows import COHORT, FLOW_BY_KEY, Fact, Flow, Milestone
from model.indicators import Measure
from model.places import Place
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
    on_page = rows_behind(visit, place, measure, page=visit.view.page)
    caption = f"{words.sentence(measure.label)}, {place.name}"
    listed = searched_list(visit, columns_of(visit, place, measure), on_page, caption=caption)
    content = page(
        title,
        section("Список", *listed, note=f"{words.sentence(measure.meaning)}."),
        lead=_trail(visit, place, title),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{title} — {place.name}", content)


def _trail(visit: Visit, place: Place, title: str) -> Component:
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.period(place, visit.view))]
    return breadcrumbs([*steps, (title, None)])


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
    if not isinstance(measure, Flow):
        days = {"day": "Оценка пройдена", "formed_on": "ИОМ сформирован", "done_on": "Реализован на достаточном уровне"}
        who = who_columns(visit, place.level, day=_day_of, sortable=False)
        return [*who, *(day_column(key, label, sortable=False) for key, label in days.items())]
    who = who_columns(visit, place.level, day=_day_of)
    about = text_column("about", _ABOUT.get(measure.fact, _OF_APPLICATION))
    hours = [TableColumn("hours", "Часов", True, lambda row: words.number(row["hours"]))]
    of_training = hours if measure.fact in (Fact.TRAINED, Fact.ATTESTED, Fact.IN_TIME) else []
    return [*who, day_column("day", "Дата"), about, *of_training]


def _day_of(row: Row) -> date:
    return row["day"]
