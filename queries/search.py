"""Any place, provider or person within the scope by name, on the reading's date, despite typing errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, true

from access.reading import Reading
from model.catalogue import Provider
from model.names import fold
from model.people import Employment
from model.places import Level, Place
from queries.name_index import NameIndex
from queries.places import earlier_names, organization_name, organizations, region_parts
from queries.register_rows import spells
from queries.scoped_cache import ScopedCache
from queries.state import Purpose

LEAST_LETTERS = 2
# So many names a worker keeps, some 30 bytes each: the region's 60,000 and those of many coordinators and heads.
_KEPT = 300_000


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody on the staff of an organization on the date."""

    id: int
    full_name: str
    position: str | None
    organization: str


@dataclass(frozen=True, slots=True)
class ProviderFound:
    """A provider whose page the viewer may open."""

    id: int
    name: str
    address: str | None


@dataclass(frozen=True)
class Found:
    """The nearest places, providers and people, and how many there are in all."""

    places: Sequence[Place] = ()
    people: Sequence[PersonFound] = ()
    places_total: int = 0
    people_total: int = 0
    providers: Sequence[ProviderFound] = ()
    providers_total: int = 0


@dataclass(frozen=True)
class _Names:
    """Everything that one scope may find on one day."""

    places: Sequence[Place]
    spells: NDArray[np.int64]
    of_places: NameIndex
    of_people: NameIndex
    providers: Sequence[ProviderFound]
    of_providers: NameIndex


def _size(names: _Names) -> int:
    return len(names.places) + len(names.spells) + len(names.providers)


_name_indexes: ScopedCache[_Names] = ScopedCache(_KEPT, _size)


def may_search(reading: Reading) -> bool:
    """Whether there is more to find than oneself."""
    scope = reading.scope
    return scope.counts_region or bool(scope.municipalities or scope.organizations or scope.providers)


def search(reading: Reading, text: str, most: int = 8) -> Found:
    """The places, providers and people whose names have every word of the text; nothing for less than two letters."""
    if len(text.strip()) < LEAST_LETTERS:
        return Found()
    names = _names(reading)
    places, people = names.of_places.find(text), names.of_people.find(text)
    providers = names.of_providers.find(text)
    persons = _people(reading, [int(names.spells[number]) for number in people[:most]])
    reading.named.update(one.id for one in persons)
    return Found(
        [names.places[number] for number in places[:most]],
        persons,
        len(places),
        len(people),
        [names.providers[number] for number in providers[:most]],
        len(providers),
    )


def _people(reading: Reading, ids: Sequence[int]) -> list[PersonFound]:
    """Who they are whose spells these are, in this order."""
    if not ids:
        return []
    columns = (Employment.id, Employment.person_id, Employment.full_name, Employment.position)
    query = spells(reading, Purpose.FINDING, [Employment.id.in_(ids)])
    rows = reading.session.execute(query.add_columns(*columns, organization_name(reading.day)))
    people = {row[0]: PersonFound(*row[1:]) for row in rows}
    return [people[spell] for spell in ids if spell in people]


def _names(reading: Reading) -> _Names:
    """Those of the scope on the day, read anew after every import; whoever has the same scope finds the same."""
    return _name_indexes.get(reading, None, lambda: _read(reading))


def _read(reading: Reading) -> _Names:
    everyone = spells(reading, Purpose.FINDING, ()).add_columns(Employment.id, Employment.name_key)
    rows = reading.session.execute(everyone.order_by(Employment.name_key, Employment.person_id)).all()
    places, bore = [*region_parts(reading), *organizations(reading)], earlier_names(reading)
    providers = _providers(reading)
    return _Names(
        places,
        np.array([row.id for row in rows], dtype=np.int64),
        NameIndex([fold(_said_of(place, bore)) for place in places]),
        NameIndex([row.name_key for row in rows]),
        providers,
        NameIndex([fold(f"{one.name} {one.address or ''}") for one in providers]),
    )


def _providers(reading: Reading) -> list[ProviderFound]:
    """The providers whose pages the scope opens; of doubles the one that was kept."""
    mine = true() if reading.scope.counts_region else Provider.id.in_(reading.scope.providers)
    query = select(Provider.id, Provider.name, Provider.address).where(mine, Provider.same_as_id.is_(None))
    return [ProviderFound(*row) for row in reading.session.execute(query.order_by(Provider.name, Provider.id))]


def _said_of(place: Place, bore: Mapping[int, str]) -> str:
    """All the words under which a place is found."""
    is_organization = place.level is Level.ORGANIZATION
    earlier = bore.get(place.id or 0, "") if is_organization else ""
    return f"{place.name} {place.municipality_name or ''}{earlier}"
