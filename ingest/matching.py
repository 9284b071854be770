"""A row → the one person it means, or the reason why not: nobody is guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.import_scope import FOREIGN_PLACE, NO_ONE_BY_IDENTIFIER, NO_ONE_BY_NAME, ImportScope
from ingest.successions import Successions
from model.names import fold
from model.people import Employment, Person
from model.places import Municipality, Organization, OrganizationChange


class RowRejectedError(Exception):
    """A row can't be taken: the column at fault and the reason, in words the person can act on."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def nearest(name: str, known: Iterable[str]) -> str:
    """« ближайшее по написанию — «…»» for a name that is not known, or nothing."""
    by_key = {fold(one): one for one in known}
    found = get_close_matches(fold(name), by_key, n=1, cutoff=0.3)
    return f"; ближайшее по написанию — «{by_key[found[0]]}»" if found else ""


class Places:
    """Municipalities of the reference list and the organizations known so far; `within`, those of an importer."""

    def __init__(self, session: Session, within: ImportScope | None = None) -> None:
        self.within = within
        self._session = session
        self._municipalities: dict[str, int] = {}
        self._names: list[str] = []
        for place in session.scalars(select(Municipality)):
            self._names.append(place.name)
            self._municipalities[fold(place.name)] = place.id
            if place.earlier_name:
                self._municipalities[fold(place.earlier_name)] = place.id
        columns = (Organization.municipality_id, Organization.name_key, Organization.id, Organization.name)
        self.organizations: dict[tuple[int, str], int] = {}
        self.key_of: dict[int, tuple[int, str]] = {}
        self._organization_names: dict[int, list[str]] = defaultdict(list)
        for municipality_id, key, identity, name in session.execute(select(*columns)):
            # Of other places nothing is known here: not even the nearest name may tell of them.
            if within and municipality_id not in within.municipalities:
                continue
            self.organizations[municipality_id, key] = identity
            self.key_of[identity] = (municipality_id, key)
            self._organization_names[municipality_id].append(name)
        self._read_earlier_names()

    def _read_earlier_names(self) -> None:
        """An organization is found under any of its names."""
        bore = select(OrganizationChange.organization_id, OrganizationChange.name_key)
        for identity, name_key in self._session.execute(bore.where(OrganizationChange.name_key.is_not(None))):
            if identity in self.key_of and name_key:
                self.organizations.setdefault((self.key_of[identity][0], name_key), identity)

    @cached_property
    def successions(self) -> Successions:
        """What became of the organizations."""
        return Successions(self._session)

    def related(self, organization_id: int) -> list[int]:
        """Those that had to do with the organization, as far as the importer may know of them."""
        return [one for one in self.successions.related(organization_id) if one in self.key_of]

    def municipality(self, name: str) -> int:
        """The municipality under its present or earlier name; RowRejectedError, with the nearest one, when there is none."""
        found = self._municipalities.get(fold(name))
        if found is None:
            known = [*self._names]
            raise RowRejectedError("municipality", f"нет такого муниципального образования{nearest(name, known)}")
        if self.within and found not in self.within.municipalities:
            raise RowRejectedError("municipality", FOREIGN_PLACE)
        return found

    def organization(self, municipality_id: int, name: str) -> int:
        """The organization of the municipality; RowRejectedError, with the nearest one, when there is none."""
        found = self.organizations.get((municipality_id, fold(name)))
        if found is None:
            known = self._organization_names[municipality_id]
            raise RowRejectedError("organization", f"в контингенте нет такой организации{nearest(name, known)}")
        return found


# The people of an organization by the key of their name, each with the positions held there.
Named = dict[str, dict[int, set[str]]]


class Persons:
    """Finds a person by identifier where the row has one, else by ФИО, place of work and position."""

    def __init__(self, session: Session, places: Places) -> None:
        self._places = places
        # Whose spells an undone import took away works nowhere, and is nobody.
        works = select(Employment.person_id)
        known = select(Person.identifier, Person.id).where(Person.id.in_(works))
        self._by_identifier = dict(session.execute(known).all())
        self._session = session
        self._by_name: dict[int, Named] = {}

    def find(self, values: Mapping[str, object]) -> int:
        """The person's id; RowRejectedError when the row fits no one, or several."""
        municipality_id = self._places.municipality(str(values["municipality"])) if values["municipality"] else None
        if identifier := values.get("identifier"):
            found = self._by_identifier.get(str(identifier))
            if self._places.within and (found is None or not self._places.within.knows(found)):
                raise RowRejectedError("identifier", NO_ONE_BY_IDENTIFIER)
            if found is None:
                raise RowRejectedError("identifier", "в контингенте нет работника с таким идентификатором")
            return found
        if municipality_id is None:
            raise RowRejectedError("municipality", "без идентификатора нужно муниципальное образование")
        organization_id = self._places.organization(municipality_id, str(values["organization"]))
        return self._by_place(organization_id, values)

    def _by_place(self, organization_id: int, values: Mapping[str, object]) -> int:
        name = fold(str(values["full_name"]))
        namesakes = self._named(organization_id).get(name, {})
        if not namesakes:
            # A register may go on naming the one that was merged, or already name the one that follows.
            near = [self._named(one).get(name, {}) for one in self._places.related(organization_id)]
            namesakes = {person: held for found in near for person, held in found.items()}
        if not namesakes:
            reason = NO_ONE_BY_NAME if self._places.within else "в этой организации нет работника с таким ФИО"
            raise RowRejectedError("full_name", reason)
        if len(namesakes) > 1 and (position := values.get("position")):
            key = fold(str(position))
            namesakes = {person: held for person, held in namesakes.items() if key in held} or namesakes
        if len(namesakes) > 1:
            raise RowRejectedError("full_name", f"таких работников несколько ({len(namesakes)}): укажите идентификатор")
        return next(iter(namesakes))

    def _named(self, organization_id: int) -> Named:
        """The people of one organization: most files name everybody by identifier, and ask for few of them."""
        if organization_id not in self._by_name:
            named: Named = defaultdict(lambda: defaultdict(set))
            columns = (Employment.name_key, Employment.person_id, Employment.position)
            of_place = select(*columns).where(Employment.organization_id == organization_id)
            for name_key, person_id, position in self._session.execute(of_place):
                named[name_key][person_id].add(fold(position or ""))
            self._by_name[organization_id] = named
        return self._by_name[organization_id]
