"""The people of a list of a screen, by the address of the list: within the scope, each once, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.addresses import list_at
from dashboard.pages.people import order_of
from dashboard.pages.provider import provider_list, provider_order
from dashboard.visit import Visit
from model.attention import LISTED
from queries import places
from queries.applications import provider, provider_persons
from queries.lists import persons_behind


@dataclass(frozen=True)
class Selection:
    """The people of a list by their ids, and what the list is called."""

    title: str
    place: str
    persons: Sequence[int]


def selection_at(visit: Visit) -> Selection | None:
    """The people of the list at the path of the visit; None where there is none or it may not name them."""
    asked = list_at(visit.path)
    if asked is None:
        return None
    if asked.count is None:
        return _of_provider(visit, asked.identity or 0)
    place = places.named(visit.reading, asked.level, asked.identity)
    if place is None or asked.count not in LISTED or not visit.reading.scope.may_list(place):
        return None
    view, order = visit.view, order_of(visit.view, asked.count)
    found = persons_behind(visit.reading, asked.count, place, view.filters, order, view.search)
    return Selection(words.sentence(LISTED[asked.count].label), place.name, found)


def _of_provider(visit: Visit, identity: int) -> Selection | None:
    here = provider(visit.reading, identity)
    if here is None:
        return None
    order, stage = provider_order(visit.view)
    found = provider_persons(visit.reading, here, order, visit.view.search, stage)
    return Selection(provider_list(stage), here.name, found)
