"""Any place or person within the scope by name, on the reading's date, despite typing errors."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from access.reading import Reading
from model.places import Place
from queries.imports import data_version
from queries.name_index import NameIndex
from queries.places import organizations, region_parts
from queries.state import names_on

LEAST_LETTERS = 2
# Of the region with 60,000 people one takes 20 MB: a worker keeps those of the few scopes that search at a time.
_KEPT = 6


@dataclass(frozen=True)
class PersonFound:
    """Somebody on the staff of an organization on the date."""

    id: int
    full_name: str
    position: str | None
    organization: str


@dataclass(frozen=True)
class Found:
    """The nearest places and people, and how many there are in all."""

    places: Sequence[Place] = ()
    people: Sequence[PersonFound] = ()
    places_total: int = 0
    people_total: int = 0


@dataclass(frozen=True)
class _Names:
    """Everything that one scope may find on one day."""

    places: Sequence[Place]
    people: Sequence[PersonFound]
    of_places: NameIndex
    of_people: NameIndex


_kept: WeakKeyDictionary[Any, OrderedDict[Any, _Names]] = WeakKeyDictionary()
_turn = Lock()


def may_search(reading: Reading) -> bool:
    """Whether there is more to find than oneself."""
    scope = reading.scope
    return scope.counts_region or bool(scope.municipalities or scope.organizations or scope.providers)


def search(reading: Reading, text: str, most: int = 8) -> Found:
    """The places and the people whose names have every word of the text; nothing for less than two letters."""
    if len(text.strip()) < LEAST_LETTERS:
        return Found()
    names = _names(reading)
    places, people = names.of_places.find(text), names.of_people.find(text)
    shown = [names.people[number] for number in people[:most]]
    reading.named.update(one.id for one in shown)
    return Found([names.places[number] for number in places[:most]], shown, len(places), len(people))


def _names(reading: Reading) -> _Names:
    """Those of the scope on the day, read anew after every import; whoever has the same scope finds the same."""
    bound = reading.session.get_bind()
    key = (reading.scope, reading.day, data_version(reading))
    with _turn:
        kept = _kept.setdefault(getattr(bound, "engine", bound), OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    made = _read(reading)
    with _turn:
        kept[key] = made
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return made


def _read(reading: Reading) -> _Names:
    towns, schools = region_parts(reading), organizations(reading)
    named = {school.id: school.name for school in schools}
    people = [
        PersonFound(identity, full_name, position, named.get(organization_id) or organization)
        for identity, full_name, position, organization_id, organization in reading.session.execute(names_on(reading))
    ]
    places = [*towns, *schools]
    return _Names(
        places,
        people,
        NameIndex([f"{place.name} {place.municipality_name or ''}" for place in places]),
        NameIndex([one.full_name for one in people]),
    )
