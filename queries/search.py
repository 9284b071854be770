"""Any place or person within the scope by name, on the reading's date, despite typing errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access.reading import Reading
from model.places import Level, Place
from queries.name_index import NameIndex
from queries.places import earlier_names, organizations, region_parts
from queries.remembering import Remembered
from queries.state import names_on

LEAST_LETTERS = 2
# So many names a worker keeps, some 300 bytes each: the region's 60,000 and those of many coordinators and heads.
_KEPT = 90_000


@dataclass(frozen=True, slots=True)
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


_kept: Remembered[_Names] = Remembered(_KEPT, lambda names: len(names.places) + len(names.people))


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
    return _kept.get(reading, None, lambda: _read(reading))


def _read(reading: Reading) -> _Names:
    towns, schools = region_parts(reading), organizations(reading)
    named = {school.id: school.name for school in schools}
    people = [
        PersonFound(identity, full_name, position, named.get(organization_id) or organization)
        for identity, full_name, position, organization_id, organization in reading.session.execute(names_on(reading))
    ]
    places, bore = [*towns, *schools], earlier_names(reading)
    return _Names(
        places,
        people,
        NameIndex([_said_of(place, bore) for place in places]),
        NameIndex([one.full_name for one in people]),
    )


def _said_of(place: Place, bore: Mapping[int, str]) -> str:
    """All the words under which a place is found."""
    is_organization = place.level is Level.ORGANIZATION
    earlier = bore.get(place.id or 0, "") if is_organization else ""
    return f"{place.name} {place.municipality_name or ''}{earlier}"
