"""The applications of a group of a provider: the list behind its figures."""

import re

from dashboard import addresses, report_addresses, words
from dashboard.addresses import requested_day
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn
from dashboard.pages import sections
from dashboard.pages.provider_groups import LISTS, TITLE
from dashboard.pages.searched_list import searched_list
from dashboard.visit import Screen, Visit
from model.places import Level
from queries.applications import ProviderRecord, provider_with_people
from queries.lists import PAGE_SIZE, Order, Page
from queries.provider_groups import GroupKey, GroupList, group_rows

_KEY = re.compile(r"([1-9][0-9]{0,8})\.(\d{4}-\d\d-\d\d)\.(\d{4}-\d\d-\d\d|)")


def key_of(text: str | None) -> GroupKey | None:
    """Parse the name of a group, «12.2026-04-01.2026-04-20»; None for any other text."""
    match = _KEY.fullmatch(text or "")
    begins_on = requested_day(match[2]) if match else None
    return GroupKey(int(match[1]), begins_on, requested_day(match[3])) if match and begins_on else None


def layout(visit: Visit, identity: int, group: str) -> Screen | None:
    """The applications of a group, of all groups where none is named; None where their people may not be named."""
    here = provider_with_people(visit.reading, identity)
    if here is None or group not in set(GroupList):
        return None
    listed = GroupList(group)
    title = title_of(visit, listed)
    steps = [(here.name, addresses.provider(here.id, visit.view))]
    steps += [(TITLE, report_addresses.provider_groups(here.id, visit.view))]
    on_page = rows_of(visit, here, listed, page=visit.view.page)
    rows = searched_list(visit, columns_of(visit), on_page, caption=f"{title}, {here.name}")
    content = page(
        title,
        section("Список", *rows),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.date_only(visit),
    )
    return Screen(f"{title} — {here.name}", content)


def title_of(visit: Visit, listed: GroupList) -> str:
    """«Аттестованы: группа с 01.04.2026»."""
    key = key_of(visit.view.batch)
    return f"{words.sentence(LISTS[listed])}: " + (f"группа с {words.day(key.begins_on)}" if key else "все группы")


def rows_of(visit: Visit, here: ProviderRecord, listed: GroupList, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view = visit.view
    order = Order(view.sort, view.descending)
    key = key_of(view.batch)
    return group_rows(visit.reading, here, listed, key, order=order, page=page, search=view.search, size=size)


def columns_of(visit: Visit) -> list[TableColumn]:
    """Who, where, which programme, and when."""
    return [
        *who_columns(visit, Level.REGION),
        text_column("programme", "Программа"),
        day_column("submitted_on", "Подана"),
        *(day_column("begins_on", "Начало"), day_column("ends_on", "Окончание")),
    ]
