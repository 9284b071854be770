"""The tables of applications and events as values."""

from collections.abc import Sequence

from dashboard import place_words, words
from dashboard.columns import refused_columns, taker_columns
from dashboard.components.figures_table import plain_rows
from dashboard.pages import applications as page
from dashboard.pages import events as events_page
from dashboard.tables.places import place_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from queries.application_stages import Applications, By, refused_applications, whole_of
from queries.events import EventCounts, events_of, takers_of
from queries.lists import Order, Page

_MEANINGS = [("Какие заявки", page.NOTE), ("Сроки рассмотрения", page.WAITS_NOTE)]
_DATES = ("Начало", "Окончание")


def stages(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The number of applications at each stage."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    total = whole_of(place.name, page.application_groups(visit, place)[By.PART])
    rows = [
        [words.sentence(page.STAGE_LABELS[stage]), number, number / total.total if total.total else None]
        for stage, number in total.stages.items()
    ]
    headings = ["Состояние", "Заявок", "Доля"]
    return PlainTable("Заявки по состоянию", place.name, headings, rows, frozenset({2}), _MEANINGS)


def waits(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How long decisions take."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    total = whole_of(place.name, page.application_groups(visit, place)[By.PART])
    rows = [[name, *cells] for name, cells in page.waits(total)]
    return PlainTable("Сроки рассмотрения заявок", place.name, page.WAIT_HEADINGS, rows, meanings=_MEANINGS)


def by_part(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The applications of each part of a place."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    figures = page.figures_of(visit, place, page.application_groups(visit, place)[By.PART])
    headings, rows, _ = plain_rows(figures, visit.view.unpaged)
    return PlainTable(f"Заявки {place_words.by_parts(place)}", place.name, headings, rows, meanings=_MEANINGS)


def by_provider(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The applications to each provider; all rows."""
    return _groups(visit, level, identity, By.PROVIDER, page.BY_LABELS[By.PROVIDER][1])


def by_programme(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The applications for each programme, procedure and event; all rows."""
    return _groups(visit, level, identity, By.PROGRAMME, page.BY_LABELS[By.PROGRAMME][1])


def _groups(visit: Visit, level: str, identity: int | None, kind: By, first: str) -> PlainTable | None:
    place = place_of(visit, level, identity)
    if place is None:
        return None
    rows = [_row(one, kind) for one in page.application_groups(visit, place)[kind]]
    return PlainTable(f"Заявки, {first.lower()}", place.name, page.group_headings(first), rows, meanings=_MEANINGS)


def _row(one: Applications, kind: By) -> list[object]:
    return [page.name_of(one, kind), *page.figures(one)]


def rejected_table(visit: Visit, level: str, identity: int | None = None) -> LongTable | None:
    """All rejected applications; None where the people may not be named."""
    place = place_of(visit, level, identity)
    if place is None or not visit.reading.scope.may_list(place):
        return None
    view = visit.view
    order = Order(view.sort, view.descending)

    def page_of(number: int, size: int) -> Page:
        return refused_applications(visit.reading, place, view.filters, order, number, size)

    return long_list("Отклонённые заявки", place.name, refused_columns(visit, place), page_of)


def coming(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The events that are not over."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    coming_events, _ = events_page.split(visit, events_of(visit.reading, place, visit.view.filters))
    headings = ["Событие", *_DATES, "Уровень", "Выбрали"]
    return PlainTable("Предстоящие события", place.name, headings, [_event_cells(one) for one in coming_events])


def past(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The past events and their participants."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    _, events = events_page.split(visit, events_of(visit.reading, place, visit.view.filters))
    headings: Sequence[str] = ["Событие", *_DATES, *events_page.PAST_HEADINGS[2:]]
    rows = [[*_event_cells(one), one.attended, one.attended / one.due, one.absent, one.unmarked] for one in events]
    return PlainTable("Завершившиеся события", place.name, headings, rows, frozenset({6}))


def _event_cells(one: EventCounts) -> list[object]:
    return [one.name, one.starts_on, one.ends_on, one.level, one.chosen]


def takers(visit: Visit, level: str, event: int, starts: int, identity: int | None = None) -> LongTable | None:
    """Everyone of a place who chose an event; None where they may not be named."""
    found_event = events_page.chosen_event(visit, level, event, starts, identity)
    if found_event is None:
        return None
    place, day, name = found_event
    view = visit.view
    order = Order(view.sort, view.descending)

    def page_of(number: int, size: int) -> Page:
        return takers_of(
            *(visit.reading, place, view.filters, event, day), order=order, page=number, search=view.search, size=size
        )

    return long_list(name, place.name, taker_columns(visit, place), page_of)
