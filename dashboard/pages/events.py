"""«События»: the coming events, who chose them, and who took part."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.columns import taker_columns
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.searched_list import searched_list
from dashboard.visit import Screen, Visit
from model import wording
from model.indicators import EVENT_MEASURES
from model.places import Place
from queries import places
from queries.events import EventCounts, event_named, events_of, takers_of
from queries.lists import Order

TITLE = "События"
MOST = 30
NOTE = "События, выбранные в действующих ИОМ на отчётную дату (включительно); число открывает список выбравших."
PAST_NOTE = (
    f"Завершившиеся события: участие подтверждено, указана причина отсутствия или отметки нет. {wording.basis('2.6')}."
)
COMING_HEADINGS = ("Событие", "Когда", "Уровень", "Выбрали")
PAST_HEADINGS = ("Событие", "Когда", "Уровень", "Выбрали", "Участвовали", "Доля", "Отсутствовали", "Нет отметки")


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The events of one place."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    coming, past = split(visit, events_of(visit.reading, place, visit.view.filters))
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        _part(visit, place, "Предстоящие события", "coming", coming, NOTE),
        _part(visit, place, "Завершившиеся события", "past", past, PAST_NOTE),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def split(visit: Visit, events: Sequence[EventCounts]) -> tuple[list[EventCounts], list[EventCounts]]:
    """The events that are not over on the date, and the past ones."""
    day = visit.reading.day
    return [one for one in events if one.ends_on > day], [one for one in events if one.ends_on <= day]


def _part(visit: Visit, place: Place, title: str, name: str, events: Sequence[EventCounts], note: str) -> Component:
    if not events:
        return section(
            title, empty_state("Событий нет", "На отчётную дату и с этими фильтрами таких событий не выбрано.")
        )
    is_coming = name == "coming"
    cells = _coming if is_coming else _past
    rows = [(one.name, cells(one, _people_cell(visit, place, one))) for one in events[:MOST]]
    table = numbers_table(f"{title}, {place.name}", COMING_HEADINGS if is_coming else PAST_HEADINGS, rows)
    more = f" Показаны {MOST} из {words.number(len(events))}; в файле все." if len(events) > MOST else ""
    definitions = meanings(EVENT_MEASURES[:1] if is_coming else EVENT_MEASURES)
    return section(title, definitions, table, download_links(visit.path, name, visit.view.carried), note=note + more)


def _people_cell(visit: Visit, place: Place, one: EventCounts) -> Component | str:
    number = words.number(one.chosen)
    if not visit.reading.scope.may_list(place):
        return number
    return dcc.Link(number, href=addresses.event(place, one.id, one.starts_on, visit.view))


def _coming(one: EventCounts, number: Component | str) -> list[Component | str | int | None]:
    return [wording.period(one.starts_on, one.ends_on), one.level or words.ABSENT, number]


def _past(one: EventCounts, number: Component | str) -> list[Component | str | int | None]:
    share = words.percent_of(one.attended, one.due)
    return [*_coming(one, number), one.attended, share, one.absent, one.unmarked]


def chosen_event(
    visit: Visit, level: str, event: int, starts: int, identity: int | None
) -> tuple[Place, date, str] | None:
    """The place, the day and the name of an event; None where nobody chose it or people may not be named."""
    place, day = places.named(visit.reading, level, identity), addresses.day_of(starts)
    if place is None or day is None or not visit.reading.scope.may_list(place):
        return None
    name = event_named(visit.reading, place, event, day)
    return None if name is None else (place, day, name)


def event_layout(visit: Visit, level: str, event: int, starts: int, identity: int | None = None) -> Screen | None:
    """The people of the place who chose the event; None where they may not be named."""
    found_event = chosen_event(visit, level, event, starts, identity)
    if found_event is None:
        return None
    place, day, name = found_event
    view = visit.view
    order = Order(view.sort, view.descending)
    rows = takers_of(visit.reading, place, view.filters, event, day, order=order, page=view.page, search=view.search)
    columns = taker_columns(visit, place)
    listed = searched_list(visit, columns, rows, caption=f"Выбравшие событие: {name}", file="takers")
    back = html.P(dcc.Link("Все события", href=addresses.events(place, view)))
    content = page(
        name,
        section("Выбравшие событие", *listed, back),
        lead=sections.trail(visit, place, name),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{name} — {place.name}", content)
