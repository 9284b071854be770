"""The trainings of a provider that ended so in a period: the list behind its figures."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses, words
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.pages import sections
from dashboard.pages.provider_figures import TITLE
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.trainings import ALL_ATTESTED, OUTCOME_BY_KEY, Outcome
from queries.applications import ProviderRecord, provider_with_people
from queries.lists import PAGE_SIZE, Order, Page
from queries.trainings import training_rows

# What each list is called, and the outcome in it; none of all that have the document.
LISTS: Mapping[str, tuple[str, Outcome | None]] = {
    ALL_ATTESTED: ("итоговая аттестация пройдена", None),
    **{key: (one.label, Outcome(key)) for key, one in OUTCOME_BY_KEY.items()},
}


def layout(visit: Visit, identity: int, group: str) -> Screen | None:
    """The trainings with an outcome; None where the people of the provider may not be named."""
    here = provider_with_people(visit.reading, identity)
    if here is None or group not in LISTS:
        return None
    title = title_of(visit, group)
    steps = [(here.name, addresses.provider(here.id, visit.view))]
    steps += [(TITLE, report_addresses.provider_figures(here.id, visit.view))]
    content = page(
        title,
        section("Список", _list(visit, here, group)),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.date_only(visit),
    )
    return Screen(f"{title} — {here.name}", content)


def title_of(visit: Visit, group: str) -> str:
    """«Аттестованы в срок: 01.01.2026–28.11.2026»."""
    return f"{words.sentence(LISTS[group][0])}: {days_text(period_of(visit.view, visit.reading.day))}"


def rows_of(visit: Visit, here: ProviderRecord, group: str, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view, period = visit.view, period_of(visit.view, visit.reading.day)
    return training_rows(
        *(visit.reading, here, LISTS[group][1], period.since, period.until),
        order=Order(view.sort, view.descending),
        page=page,
        search=view.search,
        size=size,
    )


def columns_of(visit: Visit) -> list[TableColumn]:
    """Who, where, which programme, when and how it ended."""

    def name(row: Row) -> Component:
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], visit.view))

    def text(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: row[key] or words.ABSENT)

    def day(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: words.day(row[key]))

    def outcome(row: Row) -> str:
        return OUTCOME_BY_KEY[Outcome(row["outcome"])].label

    return [
        TableColumn("full_name", "ФИО", True, name),
        *(text("position", "Должность"), text("organization", "Организация")),
        *(text("municipality", "Муниципальное образование"), text("programme", "Программа")),
        *(day("begun_on", "Начало"), day("ended_on", "Окончание")),
        TableColumn("hours", "Часов", True, lambda row: words.number(row["hours"])),
        TableColumn("outcome", "Итог", True, outcome, plain=outcome),
    ]


def _list(visit: Visit, here: ProviderRecord, group: str) -> Component:
    view = visit.view
    found = rows_of(visit, here, group, page=view.page)
    table = rows_table(
        columns_of(visit),
        found.rows,
        view=view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"{title_of(visit, group)}, {here.name}",
    )
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    return html.Div([search, table, download_links(visit.path, "rows", view, total=found.total)])
