"""The tables of the catalogue as values: all rows of what a screen shows the first of."""

from dashboard import place_words, words
from dashboard.columns import unlisted_columns
from dashboard.pages import catalogue as page
from dashboard.tables.places import place_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model.places import Level
from queries.applications import load_by_programme, provider
from queries.lists import Order, Page
from queries.offers import OfferRecord
from queries.unchosen import (
    provider_offers,
    unchosen_events,
    unchosen_programmes,
    unlisted_by_part,
    unlisted_people,
)

_DAYS = ("Начало", "Окончание")
_OFFER_HEADINGS = (*("Уровень", "Форма", "Место проведения"), "Приём заявок до", "Мест", "Требования")


def events(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The coming events that nobody of a place has chosen."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    rows = [_cells(one) for one in unchosen_events(visit.reading, place)]
    headings = ["Событие", "Организация", *_DAYS, *_OFFER_HEADINGS]
    return PlainTable(page.EVENTS, place.name, headings, rows, meanings=[(page.EVENTS, page.EVENTS_NOTE)])


def programmes(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """The programmes on offer that nobody of a place has chosen."""
    place = place_of(visit, level, identity)
    if place is None:
        return None
    rows = [
        [*_cells(one.offer), one.offer.hours, one.groups, one.recommended]
        for one in unchosen_programmes(visit.reading, place)
    ]
    headings = ["Программа", "Организация", *_DAYS, *_OFFER_HEADINGS, "Часы", "Групп", "Рекомендована"]
    return PlainTable(page.PROGRAMMES, place.name, headings, rows, meanings=[(page.PROGRAMMES, page.PROGRAMMES_NOTE)])


def unlisted(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How many people of each part of a place have an empty list; None for an organization, which has no parts."""
    place = place_of(visit, level, identity)
    if place is None or place.level is Level.ORGANIZATION:
        return None
    rows = [[part.name, number] for part, number in page.behind(unlisted_by_part(visit.reading, place))]
    headings = [words.sentence(place_words.part_of(place)), "Работников"]
    return PlainTable(page.UNLISTED, place.name, headings, rows, meanings=[(page.UNLISTED, page.UNLISTED_NOTE)])


def people(visit: Visit, level: str, identity: int | None = None) -> LongTable | None:
    """Everyone whose list is empty; None where they may not be named."""
    place = place_of(visit, level, identity)
    if place is None or not visit.reading.scope.may_list(place):
        return None
    view = visit.view
    order = Order(view.sort, view.descending)

    def page_of(number: int, size: int) -> Page:
        return unlisted_people(visit.reading, place, order=order, page=number, search=view.search, size=size)

    return long_list(page.UNLISTED, place.name, unlisted_columns(visit, place), page_of)


def of_provider(visit: Visit, identity: int) -> PlainTable | None:
    """What a provider offers, with the applications for its programmes."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    submitted = {load.programme: load.submitted for load in load_by_programme(visit.reading, here)}
    offered = provider_offers(visit.reading, here)
    rows = [[name, *cells] for name, cells in page.provider_rows(visit, offered, submitted)]
    return PlainTable(page.TITLE, here.name, page.PROVIDER_HEADINGS, rows)


def _cells(one: OfferRecord) -> list[object]:
    return [
        *(one.name, one.organization, one.starts_on, one.ends_on, one.level, one.form, one.venue),
        *(one.apply_by, one.seats, one.requirements),
    ]
