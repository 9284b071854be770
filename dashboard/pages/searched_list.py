"""The list behind a figure: a field to find a name, a page of rows, and the files of all rows."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from dash.development.base_component import Component

from dashboard.components.download_links import download_links
from dashboard.components.paged_table import TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.visit import Visit
from model.places import Place
from queries import places
from queries.lists import PAGE_SIZE, Page

Group = TypeVar("Group", bound=StrEnum)


def listed_group(
    visit: Visit, level: str, group: str, identity: int | None, groups: type[Group]
) -> tuple[Place, Group] | None:
    """The place and the group of a path; None where there is none or its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or not visit.reading.scope.may_list(place) or group not in set(groups):
        return None
    return place, groups(group)


def searched_list(
    visit: Visit,
    columns: Sequence[TableColumn],
    on_page: Page,
    *,
    caption: str,
    file: str = "rows",
    page_size: int = PAGE_SIZE,
) -> list[Component]:
    """The page of the list that the address asks for; `file` names the table of all its rows."""
    table = rows_table(
        columns,
        on_page.rows,
        view=visit.view.on_page(on_page.number),
        path=visit.path,
        total=on_page.total,
        page_size=page_size,
        caption=caption,
        file=file,
    )
    search = search_box(SearchIds.IN_LIST, value=visit.view.search, label="Найти по ФИО")
    return [search, table, download_links(visit.path, file, visit.view, total=on_page.total)]
