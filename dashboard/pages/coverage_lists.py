"""The lists of «Охват»: those due for assessment, those who passed it, and those to be assessed, by need."""

from collections.abc import Sequence

from dashboard import addresses, report_addresses, words
from dashboard.columns import day_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn
from dashboard.pages import sections
from dashboard.pages.coverage import LABELS, OWED_NOTE, TITLE, label_of
from dashboard.pages.searched_list import listed_group, searched_list
from dashboard.periods import days_text
from dashboard.route_story import counts_until
from dashboard.visit import Screen, Visit
from model.coverage import NEEDS, CoverageGroup
from model.dates import Period
from model.places import Place
from queries.coverage import BY_NEED, NEED, coverage_rows, cycle_of
from queries.lists import PAGE_SIZE, Order, Page

_BY_NAME = Order()


def layout(visit: Visit, level: str, group: str, identity: int | None = None) -> Screen | None:
    """One list of those due; None where the people of the place may not be named."""
    listing = listed_group(visit, level, group, identity, CoverageGroup)
    if listing is None:
        return None
    place, listed = listing
    title = title_of(visit, listed)
    note = OWED_NOTE if listed is CoverageGroup.OWED else None
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.coverage(place, visit.view))]
    on_page = rows_of(visit, place, listed, page=visit.view.page)
    rows = searched_list(visit, columns_of(visit, place), on_page, caption=f"{title}, {place.name}")
    content = page(
        title,
        section("Список", *rows, note=note),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{title} — {place.name}", content)


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

    def need(row: Row) -> str:
        return words.ABSENT if row[NEED] is None else LABELS[NEEDS[row[NEED]]]

    def next_on(row: Row) -> str:
        return words.day(counts_until(row["passed_on"])) if row["passed_on"] else words.ABSENT

    return [
        *who_columns(visit, place.level),
        TableColumn(NEED, "Почему", True, need, plain=need),
        day_column("passed_on", "Последняя оценка"),
        TableColumn(
            "next_on",
            "Следующая — не позднее",
            False,
            next_on,
            plain=lambda row: counts_until(row["passed_on"]) if row["passed_on"] else None,
        ),
    ]
