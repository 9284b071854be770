"""A provider: its programmes and the applications to them."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.attention import ATTENTION
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.list_documents import list_documents
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn
from dashboard.components.provider_tabs import provider_tabs
from dashboard.components.report_form import report_form
from dashboard.components.still import still
from dashboard.pages import catalogue, sections
from dashboard.pages.provider.provider_attention import provider_attention
from dashboard.pages.route import plain_table
from dashboard.pages.searched_list import searched_list
from dashboard.visit import Screen, Visit
from model import wording
from model.attention import PROVIDER_CONCERN_BY_KEY
from model.indicators import PROVIDER_MEASURES
from model.places import Level
from queries.applications import (
    ProgrammeLoad,
    ProviderRecord,
    ProviderStage,
    ProviderWait,
    load_by_municipality,
    load_by_programme,
    may_name_applicants,
    provider,
    provider_applications,
    provider_queue,
)
from queries.lists import Order, Row
from queries.unchosen import provider_offers

# Applications on a page, and offers of the catalogue: they stand on one screen, and the files have all.
AT_ONCE = 20
MOST_OFFERS = 10


def layout(visit: Visit, identity: int) -> Screen | None:
    """The screen of one provider."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    queue, can_list = provider_queue(visit.reading, here), may_name_applicants(visit.reading, here)
    waiting = provider_attention(queue, visit.reading.day, visit.path, visit.view, can_open=can_list)
    loads = load_by_programme(visit.reading, here)
    parts = [section("Программы", _programmes(visit, loads))]
    parts += [section("Заявки", _applications(visit, here, queue))] if can_list else []
    content = page(
        here.name,
        provider_tabs(visit, here, can_list=can_list),
        section(ATTENTION, waiting),
        *(reversed(parts) if provider_order(visit.view)[1] else parts),
        section("По муниципальным образованиям", _municipalities(visit, here)),
        _catalogue(visit, here, loads),
        *([_report(visit, here)] if can_list else []),
        lead=sections.short_trail(here.name),
        tools=sections.date_only(visit),
    )
    return Screen(here.name, content)


def _programmes(visit: Visit, loads: Sequence[ProgrammeLoad]) -> Component:
    rows = [
        (load.programme, *map(words.number, (load.submitted, load.live, load.awaiting, load.approved, load.completed)))
        for load in loads
    ]
    headings = ["Программа", "Заявок", "Действуют", "Ждут решения", "Подтверждены", "Завершили с документом"]
    table = plain_table("Заявки по программам", headings, rows, "Заявок на программы пока нет.")
    if not rows:
        return html.Div(table)
    return html.Div([meanings(PROVIDER_MEASURES), table, download_links(visit.path, "programmes", visit.view.carried)])


def _catalogue(visit: Visit, here: ProviderRecord, loads: Sequence[ProgrammeLoad]) -> Component:
    """What the provider offers by the catalogue; that nobody has applied for it shows as nought."""
    offered = provider_offers(visit.reading, here)
    rows = catalogue.provider_rows(visit, offered[:MOST_OFFERS], {load.programme: load.submitted for load in loads})
    if not rows:
        nothing = ("Предложений нет", "В каталоге нет предстоящих ДПП и событий этой организации.")
        return section(catalogue.TITLE, empty_state(*nothing))
    more = f" Показаны {MOST_OFFERS} из {words.number(len(offered))}; в файле все." if len(offered) > len(rows) else ""
    table = numbers_table(f"{catalogue.TITLE}, {here.name}", catalogue.PROVIDER_HEADINGS, rows)
    note = f"ДПП и события организации, которые не окончены на отчётную дату; заявки — на всю программу.{more}"
    return section(catalogue.TITLE, table, download_links(visit.path, "catalogue", View(on=visit.view.on)), note=note)


def _municipalities(visit: Visit, here: ProviderRecord) -> Component:
    rows = [
        (load.municipality, *map(words.number, (load.submitted, load.live, load.awaiting, load.approved)))
        for load in load_by_municipality(visit.reading, here)
    ]
    headings = ["Муниципальное образование", "Заявок", "Действуют", "Ждут решения", "Подтверждены"]
    return plain_table("Заявки по муниципальным образованиям", headings, rows, "Заявок на программы пока нет.")


def _report(visit: Visit, here: ProviderRecord) -> Component:
    title = f"Отчёт о прохождении формальной части, {here.name}"
    form = report_form(f"/provider/{here.id}/report", visit.reading.day, visit.view.carried, title=title)
    return section("Отчёт о формальной части", form, note=f"Кто завершил обучение за период: {wording.clause('3.12')}")


def provider_order(view: View) -> tuple[Order, ProviderStage | None]:
    """The order and the stage that the address says; of what waits, the longest wait comes first."""
    stage = next((one for one in ProviderStage if one == view.stage), None)
    first = {ProviderStage.AWAITING: "head_on", ProviderStage.LATE: "training_until"}
    if view.sort is None and stage is not None:
        return Order(first[stage]), stage
    return Order(view.sort, view.descending), stage


def provider_list(stage: ProviderStage | None) -> str:
    """What the list of applications at a stage is called."""
    return words.sentence(PROVIDER_CONCERN_BY_KEY[stage].label) if stage else "Заявки"


def _stages(visit: Visit, queue: Sequence[ProviderWait], stage: ProviderStage | None) -> Component:
    """The list as a whole, or what of it asks for action; the one in sight is marked."""
    ways: list[tuple[ProviderStage | None, str]] = [(None, "Все заявки")]
    ways += [(one.stage, f"{provider_list(one.stage)}: {words.number(one.number)}") for one in queue]
    items = [_way(visit, key, label, is_here=key == stage) for key, label in ways]
    return still(html.Ul(items, className="rate-choice", **{"aria-label": "Какие заявки показать"}))


def _way(visit: Visit, key: ProviderStage | None, label: str, *, is_here: bool) -> Component:
    if is_here:
        return html.Li(html.Span(label, **{"aria-current": "true"}))
    return html.Li(dcc.Link(label, href=with_view(visit.path, View(on=visit.view.on, stage=key))))


def _applications(visit: Visit, here: ProviderRecord, queue: Sequence[ProviderWait]) -> Component:
    view = visit.view
    order, stage = provider_order(view)
    on_page = provider_applications(visit.reading, here, order, view.page, view.search, AT_ONCE, stage)
    caption = f"{provider_list(stage)}, {here.name}"
    listed = searched_list(
        visit, application_columns(visit), on_page, caption=caption, file="applications", page_size=AT_ONCE
    )
    path = f"/provider/{here.id}/applications"
    documents = [list_documents(path, view)] if on_page.total else []
    return html.Div([_stages(visit, queue, stage), *listed, *documents])


def application_columns(visit: Visit) -> list[TableColumn]:
    """Who applied for which programme, and where the application stands."""

    def state(row: Row) -> str:
        return _state(row, visit)

    return [
        *who_columns(visit, Level.REGION),
        text_column("application", "Программа"),
        day_column("submitted_on", "Подана"),
        TableColumn("state", "Состояние", False, state, plain=state),
        day_column("training_until", "Окончание обучения"),
    ]


def _state(row: Row, visit: Visit) -> str:
    day = visit.reading.day
    if row["implied"]:
        return "по результату обучения"
    if row["withdrawn_on"]:
        return f"отозвана {words.day(row['withdrawn_on'])}"
    if "rejected" in {row["head_decision"], row["provider_decision"]}:
        return "отклонена"
    if row["expelled_on"]:
        return f"отчислен(а) {words.day(row['expelled_on'])}"
    if row["provider_decision"]:
        return "подтверждена"
    if row["head_decision"]:
        return f"ждёт решения организации ДПО, {words.days((day - row['head_on']).days)}"
    return f"ждёт решения руководителя, {words.days((day - row['submitted_on']).days)}"
