"""A provider: its programmes and the applications to them."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import addresses, words
from dashboard.components.list_documents import list_documents
from dashboard.components.page import page, section
from dashboard.components.people_table import TableColumn, rows_table
from dashboard.components.report_form import report_form
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from queries.applications import ProviderRecord, load_by_programme, provider, provider_applications
from queries.lists import PAGE_SIZE, Order, Row


def layout(visit: Visit, identity: int) -> Screen | None:
    """The screen of one provider."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    content = page(
        here.name,
        sections.date_only(visit),
        section("Программы", _programmes(visit, here)),
        section("Заявки", _applications(visit, here)),
        section("Отчёт о формальной части", _report(visit, here), note="Кто завершил обучение за период, п. 3.12"),
        lead=sections.short_trail(here.name),
    )
    return Screen(here.name, content)


def _programmes(visit: Visit, here: ProviderRecord) -> Component:
    rows = [
        (load.programme, *map(words.number, (load.submitted, load.live, load.awaiting, load.approved)))
        for load in load_by_programme(visit.reading, here)
    ]
    headings = ["Программа", "Заявок", "Действуют", "Ждут решения", "Подтверждены"]
    table = plain_table("Заявки по программам", headings, rows, "Заявок на программы пока нет.")
    return html.Div([table, takeaway(visit.path, "programmes", visit.view.kept())] if rows else table)


def _report(visit: Visit, here: ProviderRecord) -> Component:
    title = f"Отчёт о прохождении формальной части, {here.name}"
    return report_form(f"/provider/{here.id}/report", visit.reading.day, visit.view.kept(), title=title)


def _applications(visit: Visit, here: ProviderRecord) -> Component:
    view = visit.view
    order = Order(view.sort, view.descending)
    found = provider_applications(visit.reading, here, order, view.page, view.search)
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    table = rows_table(
        application_columns(visit),
        found.rows,
        view=view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"Заявки, {here.name}",
    )
    path = f"/provider/{here.id}/applications"
    documents = [list_documents(path, view)] if found.total else []
    return html.Div([search, table, takeaway(visit.path, "applications", view), *documents])


def application_columns(visit: Visit) -> list[TableColumn]:
    """Who applied for which programme, and where the application stands."""

    def name(row: Row) -> Component:
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], visit.view))

    def text(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: row[key] or words.ABSENT)

    def state(row: Row) -> str:
        return _state(row, visit)

    return [
        TableColumn("full_name", "ФИО", True, name),
        text("position", "Должность"),
        text("organization", "Организация"),
        text("municipality", "Муниципальное образование"),
        text("application", "Программа"),
        TableColumn("submitted_on", "Подана", True, lambda row: words.day(row["submitted_on"])),
        TableColumn("state", "Состояние", False, state, plain=state),
        TableColumn("training_until", "Окончание обучения", True, lambda row: words.day(row["training_until"])),
    ]


def _state(row: Row, visit: Visit) -> str:
    day = visit.reading.day
    if row["implied"]:
        return "по результату обучения"
    if row["withdrawn_on"]:
        return f"отозвана {words.day(row['withdrawn_on'])}"
    if "rejected" in {row["head_decision"], row["provider_decision"]}:
        return "отклонена"
    if row["provider_decision"]:
        return "подтверждена"
    if row["head_decision"]:
        return f"ждёт решения организации ДПО, {words.days((day - row['head_on']).days)}"
    return f"ждёт решения руководителя, {words.days((day - row['submitted_on']).days)}"
