"""«Реестр ИОМ»: people, routes or results of a place or a provider, with chosen columns; without names, counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.column_choice import ColumnLink, column_choice
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures, figures_table
from dashboard.components.list_documents import list_documents, registry_documents
from dashboard.components.narrowing import choice_control, day_control, narrowing_bar
from dashboard.components.page import page, section
from dashboard.components.paged_table import rows_table
from dashboard.components.provider_tabs import provider_tabs
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.registry_address import REACHED, REMEMBER
from dashboard.registry_columns import (
    PROVIDER,
    RegistryColumn,
    chosen_columns,
    offered_columns,
    table_columns,
    toggled,
    with_columns,
)
from dashboard.route_story import STATES
from dashboard.visit import Screen, Visit
from model.places import Level, Place
from queries import places
from queries.applications import ProviderRecord, may_name_applicants, provider
from queries.lists import PAGE_SIZE, Order, Page
from queries.registry import (
    RegistryChoices,
    RegistryCounts,
    refuse_narrowed,
    registry_choices,
    registry_counts,
    registry_persons,
    registry_rows,
    sorted_columns,
)
from queries.registry_filters import RegistryFilters, RegistryRows
from queries.registry_provider import PROVIDER_SORTS, provider_registry, provider_registry_persons

TITLE = "Реестр ИОМ"
ROWS = {
    RegistryRows.PEOPLE: "Работники",
    RegistryRows.ROUTES: "ИОМ",
    RegistryRows.RESULTS: "Результаты обучения",
}
NOTES = {
    RegistryRows.PEOPLE: "Строка — работник на отчётную дату, с последним ИОМ за три года.",
    RegistryRows.ROUTES: "Строка — ИОМ работника, открытый на отчётную дату или раньше.",
    RegistryRows.RESULTS: "Строка — результат из Приложения 2: обучение, завершённое на отчётную дату или раньше.",
}
DAYS = {
    RegistryRows.PEOPLE: "Оценка пройдена",
    RegistryRows.ROUTES: "ИОМ открыт",
    RegistryRows.RESULTS: "Обучение завершено",
}
IN_TIME = (("yes", "в срок"), ("no", "не в срок"))
COUNTS_NOTE = "Имена в этой учётной записи не показаны: реестр — число строк по организациям."
# From so many rows on a file is made in the background.
MOST_AT_ONCE = 3000


@dataclass(frozen=True)
class Registry:
    """Whose registry a screen shows: a place, or a provider."""

    place: Place | None = None
    provider: ProviderRecord | None = None

    @property
    def name(self) -> str:
        return self.place.name if self.place else self.provider.name if self.provider else ""

    @property
    def level(self) -> str:
        return self.place.level if self.place else PROVIDER


def narrowed_of(view: View) -> RegistryFilters:
    """What the address narrows the registry to."""
    return replace(view.registry.narrowed, since=view.since, until=view.until)


def order_of(view: View) -> Order:
    return Order(view.sort, view.descending)


def named_registry(visit: Visit, level: str, identity: int | None) -> Registry | None:
    """Whose registry the path names; None where its people may not be named."""
    if level == PROVIDER:
        record = provider(visit.reading, identity or 0)
        return Registry(provider=record) if record and may_name_applicants(visit.reading, record) else None
    place = places.named(visit.reading, level, identity)
    return Registry(place) if place and visit.reading.scope.may_list(place) else None


def rows_of(visit: Visit, registry: Registry, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the registry in the order of the address."""
    view, order = visit.view, order_of(visit.view)
    rows, narrowed = view.registry.rows, narrowed_of(view)
    how: dict[str, Any] = {"order": order, "page": page, "search": view.search, "size": size}
    if registry.provider:
        return provider_registry(visit.reading, registry.provider, rows, narrowed, **how)
    if registry.place is None:
        return Page([], 0, 1)
    return registry_rows(visit.reading, registry.place, rows, view.filters, narrowed, **how)


def persons_of(visit: Visit, registry: Registry) -> list[int]:
    """The ids of the people of all rows, each once, in the order of the address."""
    view = visit.view
    rows, narrowed, order = view.registry.rows, narrowed_of(view), order_of(view)
    if registry.provider:
        return provider_registry_persons(visit.reading, registry.provider, rows, narrowed, order, view.search)
    if registry.place is None:
        return []
    return registry_persons(visit.reading, registry.place, rows, view.filters, narrowed, order, view.search)


def columns_of(visit: Visit, registry: Registry) -> list[RegistryColumn]:
    """The columns that the address names, else those that the account has chosen, else the usual ones."""
    registry_view = visit.view.registry
    keys = registry_view.columns or visit.reading.viewer.registry_columns
    return chosen_columns(offered_columns(registry.level, visit.reading.day), keys, registry_view.rows)


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The registry of a place; for who may not name its people, its counts by organization."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    can_list = visit.reading.scope.may_list(place)
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        *(_registry(visit, Registry(place)) if can_list else [_counts(visit, place)]),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def provider_layout(visit: Visit, identity: int) -> Screen | None:
    """The registry of a provider; None where its applicants may not be named."""
    registry = named_registry(visit, PROVIDER, identity)
    if registry is None:
        return None
    content = page(
        f"{TITLE}: {registry.name}",
        *([provider_tabs(visit, registry.provider, can_list=True)] if registry.provider else []),
        *_registry(visit, registry),
        lead=sections.short_trail(f"{TITLE}: {registry.name}"),
        tools=sections.date_only(visit),
    )
    return Screen(f"{TITLE} — {registry.name}", content)


def _registry(visit: Visit, registry: Registry) -> list[Component]:
    rows = visit.view.registry.rows
    table = section(ROWS[rows], *_table(visit, registry), note=NOTES[rows])
    return [section("Состав реестра", _row_links(visit), _narrowing(visit, registry)), table]


def _row_links(visit: Visit) -> Component:
    """The kinds of rows as links; the one in sight is marked."""
    items = [_row_link(visit, rows, label) for rows, label in ROWS.items()]
    return still(html.Ul(items, className="rate-choice", **{"aria-label": "Строки реестра"}))


def _row_link(visit: Visit, rows: RegistryRows, label: str) -> Component:
    view = visit.view
    if rows is view.registry.rows:
        return html.Li(html.Span(label, **{"aria-current": "true"}))
    other = replace(view.in_first_order(), registry=replace(view.registry, rows=rows))
    return html.Li(dcc.Link(label, href=with_view(visit.path, other)))


def _narrowing(visit: Visit, registry: Registry) -> Component:
    view, narrowed = visit.view, visit.view.registry.narrowed
    label = DAYS[view.registry.rows] if registry.place else "Период"
    days = [day_control("since", f"{label} с", view.since), day_control("until", "по", view.until)]
    if registry.place is None:
        return narrowing_bar(visit.path, view, days)
    offered = registry_choices(visit.reading, registry.place)
    stages = [(count.key, words.sentence(count.label)) for count in REACHED]
    controls = [
        choice_control("reached", "Показатель", stages, narrowed.reached),
        choice_control("state", "Состояние ИОМ", [(key.value, text) for key, text in STATES.items()], narrowed.state),
        *_catalogue(offered, narrowed),
        choice_control("in_time", "Завершение в срок", IN_TIME, view.registry.params.get("in_time")),
        *days,
    ]
    return narrowing_bar(visit.path, view, controls)


def _catalogue(offered: RegistryChoices, narrowed: RegistryFilters) -> list[Component]:
    """What the place itself has: programmes, providers, levels of events."""
    named = (
        ("programme", "ДПП", offered.programmes, narrowed.programme_id),
        ("provider", "Организация ДПО", offered.providers, narrowed.provider_id),
    )
    controls = [
        choice_control(name, label, [(str(key), text) for key, text in values], str(chosen) if chosen else None)
        for name, label, values, chosen in named
    ]
    levels = [(level, level) for level in offered.levels]
    return [*controls, choice_control("level", "Уровень события", levels, narrowed.level)]


def _table(visit: Visit, registry: Registry) -> list[Component]:
    view = visit.view
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    on_page = rows_of(visit, registry, page=view.page)
    if not on_page.rows and not (view.search or view.filters.chosen()):
        return [search, empty_state("Строк нет", "На отчётную дату и с этими условиями строк нет: измените условия.")]
    rows = view.registry.rows
    columns = columns_of(visit, registry)
    sorted_by = PROVIDER_SORTS[rows] if registry.provider else sorted_columns(rows)
    table = rows_table(
        table_columns(visit, columns, sorted_by),
        on_page.rows,
        view=view.on_page(on_page.number),
        path=visit.path,
        total=on_page.total,
        page_size=PAGE_SIZE,
        caption=f"{ROWS[rows]}, {registry.name}",
        file="rows",
    )
    return [search, _column_choice(visit, registry, columns), table, *_files(visit, on_page.total)]


def _column_choice(visit: Visit, registry: Registry, chosen: Sequence[RegistryColumn]) -> Component:
    """The columns to choose, and the forms that have the account remember or forget the choice."""
    offered = offered_columns(registry.level, visit.reading.day)
    registry_view, remembered = visit.view.registry, visit.reading.viewer.registry_columns
    keys = {column.key for column in chosen}
    links = [
        ColumnLink(column.label, column.key in keys, _with(visit, toggled(chosen, offered, column.key)))
        for column in offered[1:]
    ]
    # An address without columns means the remembered ones, so that the usual ones are named.
    usual = tuple(column.key for column in chosen_columns(offered, (), registry_view.rows)) if remembered else ()
    every = tuple(column.key for column in offered)
    sets = [("все столбцы", _with(visit, every)), ("обычные столбцы", _with(visit, usual))]
    return column_choice(
        links,
        sets,
        *_remembering(visit, keys=registry_view.columns, remembered=remembered),
        title="Столбцы реестра",
        always=1,
        is_open=bool(registry_view.columns),
    )


def _with(visit: Visit, keys: tuple[str, ...]) -> str:
    return with_view(visit.path, with_columns(visit, keys))


def _remembering(visit: Visit, *, keys: tuple[str, ...], remembered: tuple[str, ...]) -> list[Component]:
    """The button that remembers the columns of the address, and the one that gives the usual ones back."""
    buttons = []
    if keys and keys != remembered:
        buttons.append(_button("Запомнить эти столбцы", _with(visit, keys)))
    if remembered:
        text = "Столбцы, выбранные вами, запомнены: реестры открываются с ними."
        buttons.append(html.P(text, className="section-note"))
        buttons.append(_button("Вернуть обычные столбцы", _with(visit, ())))
    return buttons


def _button(text: str, screen: str) -> Component:
    field = dcc.Input(type="hidden", name="screen", value=screen)
    button = html.Button(text, type="submit", className="file-button")
    return html.Form([field, html.Div([button], className="file-buttons")], action=REMEMBER, method="POST")


def _files(visit: Visit, total: int) -> list[Component]:
    """The files of all rows, made at once or, where they are many, in the background; and the documents of people."""
    if not total:
        return []
    view = visit.view
    at_once = [download_links(visit.path, "rows", view)] if total <= MOST_AT_ONCE else []
    return [
        *at_once,
        registry_documents(visit.path, view, has_results=view.registry.rows is RegistryRows.RESULTS),
        list_documents(visit.path, view),
    ]


def _counts(visit: Visit, place: Place) -> Component:
    """The number of rows by organization, for who counts the place without naming."""
    refuse_narrowed(visit.reading, place, narrowed_of(visit.view))
    table = figures_table(
        figures_of(visit, place),
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE}, {place.name}",
        find="Найти организацию",
    )
    return section("По организациям", table, download_links(visit.path, "rows", visit.view), note=COUNTS_NOTE)


def figures_of(visit: Visit, place: Place) -> Figures[RegistryCounts]:
    """The counts by organization; of the region beside their municipalities."""
    rows = registry_counts(visit.reading, place, visit.view.filters)
    columns: list[FigureColumn[RegistryCounts]] = [
        FigureColumn("people", "работников", lambda row: row.people),
        FigureColumn("routes", "ИОМ", lambda row: row.routes),
        FigureColumn("results", "результатов обучения", lambda row: row.results),
        FigureColumn("attested", "с аттестацией", lambda row: row.attested),
        FigureColumn("in_time", "в срок", lambda row: row.in_time),
    ]
    if place.level is Level.REGION:
        home: FigureColumn[RegistryCounts] = FigureColumn(
            *("municipality", "муниципальное образование", lambda row: row.municipality),
            is_text=True,
            lowest_first=True,
        )
        columns.insert(0, home)
    return Figures(
        *("Организация", columns, rows, lambda row: row.organization, lambda row: row.organization),
        first=AS_GIVEN,
        first_label="по муниципальным образованиям" if place.level is Level.REGION else "",
        kind=lambda row: row.kind,
    )
