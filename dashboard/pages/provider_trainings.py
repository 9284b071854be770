"""The trainings of a provider that ended so in a period: the list behind its figures."""

from collections.abc import Mapping

from dashboard import addresses, report_addresses, words
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn
from dashboard.pages import sections
from dashboard.pages.provider_figures import TITLE
from dashboard.pages.searched_list import searched_list
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.places import Level
from model.trainings import ALL_ATTESTED, HOURS, OUTCOME_BY_KEY, TRAINED, Outcome
from queries.applications import ProviderRecord, provider_with_people
from queries.lists import PAGE_SIZE, Order, Page
from queries.trainings import training_rows

# What each list is called, and the outcome in it; none of all that have the document.
LISTS: Mapping[str, tuple[str, Outcome | None]] = {
    ALL_ATTESTED: ("итоговая аттестация пройдена", None),
    TRAINED: ("обучены", None),
    HOURS: ("часы обучения", None),
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
    on_page = rows_of(visit, here, group, page=visit.view.page)
    rows = searched_list(visit, columns_of(visit), on_page, caption=f"{title}, {here.name}")
    content = page(
        title,
        section("Список", *rows),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.date_only(visit),
    )
    return Screen(f"{title} — {here.name}", content)


def title_of(visit: Visit, group: str) -> str:
    """«Аттестованы в срок, Миасский городской округ: 01.01.2026–28.11.2026»."""
    of_municipality = f", {visit.view.batch}" if visit.view.batch else ""
    days = days_text(period_of(visit.view, visit.reading.day))
    return f"{words.sentence(LISTS[group][0])}{of_municipality}: {days}"


def rows_of(visit: Visit, here: ProviderRecord, group: str, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view, period = visit.view, period_of(visit.view, visit.reading.day)
    return training_rows(
        *(visit.reading, here, LISTS[group][1], period.since, period.until),
        municipality=view.batch,
        is_each_once=group == TRAINED,
        order=Order(view.sort, view.descending),
        page=page,
        search=view.search,
        size=size,
    )


def columns_of(visit: Visit) -> list[TableColumn]:
    """Who, where, which programme, when and how it ended."""

    def outcome(row: Row) -> str:
        return OUTCOME_BY_KEY[Outcome(row["outcome"])].label

    return [
        *who_columns(visit, Level.REGION),
        text_column("programme", "Программа"),
        *(day_column("begun_on", "Начало"), day_column("ended_on", "Окончание")),
        TableColumn("hours", "Часов", True, lambda row: words.number(row["hours"])),
        TableColumn("outcome", "Итог", True, outcome, plain=outcome),
    ]
