"""The journal for the administrator: who did what, about whom, from which address."""

from collections.abc import Mapping
from typing import Any

from dashboard import html, words
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.journal_words import action_label, matching_actions
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from queries.journal import PAGE_SIZE, journal

TITLE = "Журнал"
NOTE = "Записи не изменяются и не удаляются; целостность проверяется командой python cli.py journal verify."


def layout(visit: Visit) -> Screen:
    """One page of the journal, the latest lines first."""
    searched = visit.view.search
    lines = journal(visit.reading, searched, matching_actions(searched), visit.view.page)
    rows: list[Mapping[str, Any]] = [vars(line) for line in lines.rows]
    search = search_box(SearchIds.IN_LIST, value=searched, label="Логин, ФИО, действие или номер работника")
    table = rows_table(
        COLUMNS,
        rows,
        view=visit.view.on_page(lines.number),
        path=visit.path,
        total=lines.total,
        page_size=PAGE_SIZE,
        caption="Журнал действий, последние сверху",
    )
    file = download_links(visit.path, "lines", visit.view, total=lines.total)
    lead = sections.short_trail(TITLE)
    return Screen(
        TITLE,
        page(
            TITLE,
            section(
                "Действия",
                html.Div([search, table, file]),
                note=NOTE,
            ),
            lead=lead,
        ),
    )


COLUMNS = (
    TableColumn("at", "когда", False, lambda row: words.moment(row["at"])),
    TableColumn("who", "кто", False, lambda row: row["who"]),
    TableColumn("action", "действие", False, lambda row: action_label(row["action"])),
    TableColumn("subject", "объект", False, lambda row: row["subject"] or words.ABSENT),
    TableColumn("persons", "число работников", False, lambda row: words.number(row["persons"])),
    TableColumn("origin", "откуда", False, lambda row: row["origin"] or words.ABSENT),
    TableColumn("number", "№ записи", False, lambda row: words.number(row["number"])),
)
