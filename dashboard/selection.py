"""The people of a list by its address: within the scope, each once, in the order of the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.list_addresses import ListAddress, list_at
from dashboard.pages.people import order_of
from dashboard.pages.provider import provider_list, provider_order
from dashboard.pages.registry import TITLE, named_registry, persons_of
from dashboard.visit import Visit
from model.attention import LISTABLE
from queries import places
from queries.applications import provider_persons, provider_with_people
from queries.lists import persons_behind


@dataclass(frozen=True)
class Selection:
    """The ids of the people of a list, and its title."""

    title: str
    place: str
    persons: Sequence[int]


def selection_at(visit: Visit) -> Selection | None:
    """The people of the list at the visit's path; None where there is no list or its people may not be named."""
    address = list_at(visit.path)
    if address is None:
        return None
    if address.is_registry:
        return _of_registry(visit, address)
    if address.count is None:
        return _of_provider(visit, address.identity or 0)
    place = places.named(visit.reading, address.level, address.identity)
    if place is None or address.count not in LISTABLE or not visit.reading.scope.may_list(place):
        return None
    view, order = visit.view, order_of(visit.view, address.count)
    persons = persons_behind(visit.reading, address.count, place, view.filters, order, view.search, view.step)
    return Selection(words.sentence(LISTABLE[address.count].label), place.name, persons)


def _of_registry(visit: Visit, address: ListAddress) -> Selection | None:
    registry = named_registry(visit, address.level, address.identity)
    return Selection(TITLE, registry.name, persons_of(visit, registry)) if registry else None


def _of_provider(visit: Visit, identity: int) -> Selection | None:
    record = provider_with_people(visit.reading, identity)
    if record is None:
        return None
    order, stage = provider_order(visit.view)
    persons = provider_persons(visit.reading, record, order, visit.view.search, stage)
    return Selection(provider_list(stage), record.name, persons)
