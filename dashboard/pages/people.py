"""The list behind a count or a concern: people, participations or applications."""

from dataclasses import replace

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.addresses import View, path_of
from dashboard.columns import columns_of
from dashboard.components.list_documents import list_documents
from dashboard.components.module_link import module_link
from dashboard.components.next_steps import step_chips
from dashboard.components.page import page, section
from dashboard.components.rate_card import missing_text
from dashboard.pages import sections
from dashboard.pages.searched_list import searched_list
from dashboard.visit import Screen, Visit
from model.attention import CONCERN_BY_KEY, LISTABLE
from model.indicators import RATE_BY_KEY, Unit
from model.places import Place
from model.score_indicators import COMPETENCE_OF
from model.shortfalls import SHORTFALL_OF
from queries import places
from queries.competences import shown_procedure
from queries.counts import counts_of
from queries.deficit_people import Suggestions, suggestions_for
from queries.lists import PAGE_SIZE, Order, Page, rows_behind, steps_behind
from queries.targets import targets_on

# Where the label of a count is a genitive after its number.
_TITLES = {
    "staff": "работники",
    "events_due": "завершившиеся выбранные события",
    "events_attended": "подтверждённые факты участия",
}


def layout(visit: Visit, level: str, count: str, identity: int | None = None) -> Screen | None:
    """The list behind one count of one place; None where its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or count not in LISTABLE or not visit.reading.scope.may_list(place):
        return None
    title = title_of(count)
    content = page(
        title,
        section(
            "Список",
            *_lead(visit, place, count),
            people_list(visit, place, count),
            note=_bound_note(visit, place, count),
        ),
        lead=sections.trail(visit, place, title),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{title} — {place.name}", content)


def title_of(count: str) -> str:
    """The title of the list: of a number «работников», of its people «Работники»."""
    return words.sentence(_TITLES.get(count, LISTABLE[count].label))


def _lead(visit: Visit, place: Place, count: str) -> list[Component]:
    """Who is in the list, what to do about them, and for how many it has to be done to reach the target."""
    spec = LISTABLE[count]
    advice = getattr(spec, "advice", "")
    texts = [f"{words.sentence(spec.meaning)}.", *_missing_note(visit, place, count), advice]
    text = " ".join(filter(None, texts))
    return [html.P([text, *(module_link() if advice else [])], className="list-lead")]


def _missing_note(visit: Visit, place: Place, count: str) -> list[str]:
    """«До целевого значения 33,3 % не хватает 12 чел.»: they are needed from among the people of the list."""
    key = next((rate for rate, shortfall in SHORTFALL_OF.items() if shortfall == count), None)
    if key is None:
        return []
    rate = targets_on(visit.reading).rate_at(place, RATE_BY_KEY[key])
    missing = missing_text(rate, counts_of(visit.reading, place, visit.view.filters).counts)
    return [f"До целевого значения {words.target(rate.target)} {missing}"] if missing and rate.target else []


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


def rows_of(visit: Visit, place: Place, count: str, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The rows behind a count that the address asks for, in its order."""
    view = visit.view
    order = order_of(view, count)
    filters, search, step = view.filters, view.search, view.step
    on_page = rows_behind(
        visit.reading, count, place, filters, order=order, page=page, search=search, size=size, step=step
    )
    return with_suggestions(visit, place, on_page) if count in COMPETENCE_OF else on_page


def with_suggestions(visit: Visit, place: Place, on_page: Page) -> Page:
    """The people below a bound with what the procedure recommends to them and what they have chosen."""
    procedure = shown_procedure(visit.reading, place, visit.view.filters)
    if procedure is None:
        return on_page
    suggestions, nothing = suggestions_for(visit.reading, on_page.rows, procedure.key), Suggestions()
    rows = []
    for row in on_page.rows:
        one = suggestions.get(row["person_id"], nothing)
        rows.append({**row, "recommended": one.programmes + one.events, "chosen": one.chosen})
    return replace(on_page, rows=rows)


def people_list(visit: Visit, place: Place, count: str) -> Component:
    """One page of the rows behind a count."""
    view = visit.view
    rows = rows_of(visit, place, count, page=view.page)
    steps = steps_behind(visit.reading, count, place, view.filters)
    columns = columns_of(visit, place, count)
    caption = f"{title_of(count)}: {place.name}"
    search, table, files = searched_list(visit, columns, rows, caption=caption)
    path = f"{path_of(place)}/list/{count}"
    documents = [list_documents(path, view)] if rows.total else []
    return html.Div([search, *step_chips(steps, view, visit.path), table, files, *documents])
