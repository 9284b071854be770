"""The list behind a count or a concern: people, participations or applications."""

from dash.development.base_component import Component

from dashboard import competence_words, html
from dashboard.addresses import View, path_of
from dashboard.columns import columns_of
from dashboard.components.download_links import download_links
from dashboard.components.list_documents import list_documents
from dashboard.components.page import page, section
from dashboard.components.paged_table import rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.attention import CONCERN_BY_KEY, LISTABLE
from model.indicators import Unit
from model.places import Place
from model.score_indicators import COMPETENCE_OF
from queries import places
from queries.competences import shown_procedure
from queries.lists import PAGE_SIZE, Order, rows_behind


def layout(visit: Visit, level: str, count: str, identity: int | None = None) -> Screen | None:
    """The list behind one count of one place; None where its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or count not in LISTABLE or not visit.reading.scope.may_list(place):
        return None
    label = LISTABLE[count].label
    title = f"{label[:1].upper()}{label[1:]}"
    content = page(
        title,
        sections.controls(visit, place),
        section("Список", people_list(visit, place, count), note=_bound_note(visit, place, count)),
        lead=sections.trail(visit, place, title),
    )
    return Screen(f"{title} — {place.name}", content)


def _bound_note(visit: Visit, place: Place, count: str) -> str | None:
    """Of which procedure a list of people below a bound is."""
    if count not in COMPETENCE_OF:
        return None
    procedure = shown_procedure(visit.reading, place, visit.view.filters)
    if procedure is None:
        return None
    note = f"Процедура «{procedure.name}». {competence_words.bound_note(procedure.bound)}"
    return f"{note} Список по алфавиту, без баллов."


def order_of(view: View, count: str) -> Order:
    """The order of the address; by default, concerns start with the longest wait."""
    if view.sort is None and count in CONCERN_BY_KEY:
        return Order(CONCERN_BY_KEY[count].since)
    if view.sort is None and LISTABLE[count].unit is Unit.APPLICATION:
        return Order("waiting_since")
    return Order(view.sort, view.descending)


def people_list(visit: Visit, place: Place, count: str) -> Component:
    """One page of the rows behind a count."""
    view = visit.view
    rows = rows_behind(
        visit.reading,
        count,
        place,
        view.filters,
        order=order_of(view, count),
        page=view.page,
        search=view.search,
    )
    columns = columns_of(visit, place, count)
    caption = f"{LISTABLE[count].label}, {place.name}"
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    table = rows_table(
        columns,
        rows.rows,
        view=view.on_page(rows.number),
        path=visit.path,
        total=rows.total,
        page_size=PAGE_SIZE,
        caption=caption,
    )
    path = f"{path_of(place)}/list/{count}"
    documents = [list_documents(path, view)] if rows.total else []
    return html.Div([search, table, download_links(path, "rows", view), *documents])
