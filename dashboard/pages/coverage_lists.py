"""The lists of «Охват»: those due for assessment, those who passed it, and those to be assessed, by need."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses, words
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.pages import sections
from dashboard.pages.coverage import LABELS, OWED_NOTE, TITLE, label_of
from dashboard.periods import days_text
from dashboard.route_story import counts_until
from dashboard.visit import Screen, Visit
from model.coverage import NEEDS, CoverageGroup
from model.dates import Period
from model.places import Level, Place
from queries import places
from queries.coverage import BY_NEED, NEED, coverage_rows, cycle_of
from queries.lists import PAGE_SIZE, Order, Page

_BY_NAME = Order()


def layout(visit: Visit, level: str, group: str, identity: int | None = None) -> Screen | None:
    """One list of those due; None where the people of the place may not be named."""
    place, listed = listed_group(visit, level, group, identity)
    if place is None or listed is None:
        return None
    title = title_of(visit, listed)
    note = OWED_NOTE if listed is CoverageGroup.OWED else None
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.coverage(place, visit.view))]
    content = page(
        title,
        section("Список", _list(visit, place, listed), note=note),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{title} — {place.name}", content)


def listed_group(
    visit: Visit, level: str, group: str, identity: int | None
) -> tuple[Place | None, CoverageGroup | None]:
    """The place and the group of a path; None where there is none or its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or not visit.reading.scope.may_list(place) or group not in set(CoverageGroup):
        return None, None
    return place, CoverageGroup(group)


def title_of(visit: Visit, group: CoverageGroup) -> str:
    """«Прошли оценку: 01.01.2026–31.12.2026», «Подлежат в этом году, до 31.12.2026»."""
    cycle, label = cycle_of(visit.reading), words.sentence(label_of(group, cycle_of(visit.reading)))
    if group is CoverageGroup.PASSED:
        return f"{label}: {days_text(_passed(visit) or cycle.whole)}"
    if group in (CoverageGroup.OWED, CoverageGroup.EXPIRING):
        return f"{label}, до {words.day(cycle.ends_on)}"
    return label


def _passed(visit: Visit) -> Period | None:
    """The days between which the people of the list passed an assessment."""
    since, until = visit.view.since, visit.view.until
    return Period(since, until) if since and until else None


def rows_of(visit: Visit, place: Place, group: CoverageGroup, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address, by default that of the need."""
    view = visit.view
    order = BY_NEED if view.sort is None and group is not CoverageGroup.PASSED else Order(view.sort, view.descending)
    return coverage_rows(
        *(visit.reading, place, group, _passed(visit), view.filters),
        order=order,
        page=page,
        search=view.search,
        size=size,
    )


def columns_of(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """Who, where, the last assessment, until when it counts, and why another one is asked for."""

    def name(row: Row) -> Component:
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], visit.view))

    def text(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: row[key] or words.ABSENT)

    def need(row: Row) -> str:
        return words.ABSENT if row[NEED] is None else LABELS[NEEDS[row[NEED]]]

    def next_on(row: Row) -> str:
        return words.day(counts_until(row["passed_on"])) if row["passed_on"] else words.ABSENT

    columns = [TableColumn("full_name", "ФИО", True, name), text("position", "Должность")]
    columns += [text("organization", "Организация")] if place.level is not Level.ORGANIZATION else []
    columns += [text("municipality", "Муниципальное образование")] if place.level is Level.REGION else []
    return [
        *columns,
        TableColumn(NEED, "Почему", True, need, plain=need),
        TableColumn("passed_on", "Последняя оценка", True, lambda row: words.day(row["passed_on"])),
        TableColumn(
            "next_on",
            "Следующая — не позднее",
            False,
            next_on,
            plain=lambda row: counts_until(row["passed_on"]) if row["passed_on"] else None,
        ),
    ]


def _list(visit: Visit, place: Place, group: CoverageGroup) -> Component:
    view = visit.view
    found = rows_of(visit, place, group, page=view.page)
    table = rows_table(
        columns_of(visit, place),
        found.rows,
        view=view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"{title_of(visit, group)}, {place.name}",
    )
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    return html.Div([search, table, download_links(visit.path, "rows", view, total=found.total)])
