"""«Кто смотрел мои данные»: for the person whose data they are."""

from dashboard import words
from dashboard.components import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn, rows_table
from dashboard.journal_words import action_label, where
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from queries.journal import PAGE_SIZE, viewings

TITLE = "Кто смотрел мои данные"
NOTE = (
    "Здесь каждый просмотр страницы или списка, где вы названы, и каждая выгрузка. "
    "Если просмотр кажется лишним, скажите администратору системы: у него полный журнал."
)


def layout(visit: Visit) -> Screen:
    """Every viewing of the account's person, the latest first."""
    rows, total = viewings(visit.reading, visit.view.page)
    table = rows_table(
        COLUMNS,
        [vars(one) | {"mine": visit.reading.viewer.login} for one in rows],
        view=visit.view,
        path=visit.path,
        total=total,
        page_size=PAGE_SIZE,
        caption=TITLE,
    )
    most = download_links.MOST_ROWS
    note = NOTE if total <= most else f"{NOTE} В файле — последние {words.number(most)} из {words.number(total)}."
    return Screen(
        TITLE,
        page(
            TITLE,
            section("Просмотры", table, download_links.download_links(visit.path, "looks", visit.view), note=note),
            lead=sections.short_trail(TITLE),
        ),
    )


COLUMNS = (
    TableColumn("at", "когда", False, lambda row: words.moment(row["at"])),
    TableColumn("login", "кто", False, lambda row: "вы" if row["login"] == row["mine"] else row["who"]),
    TableColumn("roles", "роль", False, lambda row: "; ".join(row["roles"]) or words.ABSENT),
    TableColumn("action", "что сделано", False, lambda row: action_label(row["action"])),
    TableColumn("subject", "где", False, lambda row: where(row["subject"])),
)
