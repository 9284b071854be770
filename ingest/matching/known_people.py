"""The stored people whom the rows of a file name, read for many rows at once and for nobody else."""

from collections.abc import Collection, Mapping
from functools import cached_property

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ingest.matching.agreement import loose_identifier
from model.arrays import is_one_of
from model.chunks import chunks
from model.people import EarlierName, Employment, Person

# People, each with the positions held in one organization.
Namesakes = dict[int, set[str]]
# The organizations of a person, each with the keys of the names borne there.
Spells = dict[int, set[str]]

# Whose spells an undone import took away works nowhere, and is nobody.
_WORKS = exists(select(Employment.id).where(Employment.person_id == Person.id))


class KnownPeople:
    """Answers for anybody; what is expected is read by a few statements, the rest one by one."""

    def __init__(self, session: Session, organizations: Collection[int]) -> None:
        """`organizations` are those of which the importer may know."""
        self._session = session
        self._organizations = organizations
        self._ids: dict[str, int | None] = {}
        # Pairs in lists, of a person and of an organization's name: sets of one take memory for eight.
        self._spells: dict[int, list[tuple[int, str]]] = {}
        self._named: dict[int, dict[str, list[tuple[int, str]]]] = {}
        self._full_names: dict[int, list[str]] = {}

    def expect(self, identifiers: Collection[str], organizations: Collection[int]) -> None:
        """Read the people with these identifiers, and all people of these organizations."""
        # One by one: to take the keys off a set is to go through all of them.
        self._read_identifiers({one for one in identifiers if one not in self._ids})
        self._read_spells({one for one in map(self._ids.get, identifiers) if one and one not in self._spells})
        self._read_names({one for one in organizations if one not in self._named})

    def id_of(self, identifier: str) -> int | None:
        """The person with the identifier."""
        if identifier not in self._ids:
            self._read_identifiers({identifier})
        return self._ids[identifier]

    def similar(self, identifier: str) -> tuple[str, int] | None:
        """A stored identifier that differs from this one as if it were spoilt, with its person."""
        return self._loosely.get(loose_identifier(identifier))

    def spells_of(self, person: int) -> Spells:
        """Where the person has worked and under which names, as far as the importer may know."""
        if person not in self._spells:
            self._read_spells({person})
        spells: Spells = {}
        for organization, key in self._spells[person]:
            spells.setdefault(organization, set()).add(key)
        return spells

    def namesakes(self, organization: int, key: str) -> Namesakes:
        """The people of the organization who bear or have borne the name."""
        if organization not in self._named:
            self._read_names({organization})
        people: Namesakes = {}
        for person, position in self._named[organization].get(key, ()):
            people.setdefault(person, set()).add(position)
        return people

    def full_names(self, organization: int) -> list[str]:
        """The full names in the organization, as they are written."""
        if organization not in self._full_names:
            self._read_names({organization})
        return self._full_names[organization]

    @cached_property
    def _loosely(self) -> Mapping[str, tuple[str, int]]:
        everybody = self._session.execute(select(Person.identifier, Person.id).where(_WORKS))
        return {loose_identifier(identifier): (identifier, person) for identifier, person in everybody}

    def _read_identifiers(self, identifiers: Collection[str]) -> None:
        self._ids.update(dict.fromkeys(identifiers))
        for some in chunks(sorted(identifiers)):
            query = select(Person.identifier, Person.id).where(
                is_one_of(self._session, Person.identifier, some), _WORKS
            )
            self._ids.update(self._session.execute(query).all())

    def _read_spells(self, persons: Collection[int]) -> None:
        self._spells.update((person, []) for person in persons)
        for some in chunks(sorted(persons)):
            for table in (Employment, EarlierName):
                columns = (table.person_id, table.organization_id, table.name_key)
                rows = self._session.execute(
                    select(*columns).where(is_one_of(self._session, table.person_id, some))
                ).all()
                for person, organization, name_key in rows:
                    if organization in self._organizations:
                        self._spells[person].append((organization, name_key))

    def _read_names(self, organizations: Collection[int]) -> None:
        for organization in organizations:
            self._named[organization] = {}
            self._full_names[organization] = []
        for some in chunks(sorted(organizations)):
            columns = (Employment.organization_id, Employment.name_key, Employment.person_id, Employment.position)
            here = is_one_of(self._session, Employment.organization_id, some)
            spells = select(*columns, Employment.full_name).where(here).order_by(Employment.id)
            held: dict[tuple[int, int], list[str]] = {}
            for organization, name_key, person, position, full_name in self._session.execute(spells):
                self._named[organization].setdefault(name_key, []).append((person, position or ""))
                self._full_names[organization].append(full_name)
                held.setdefault((organization, person), []).append(position or "")
            earlier = (EarlierName.organization_id, EarlierName.name_key, EarlierName.person_id)
            names = select(*earlier).where(is_one_of(self._session, EarlierName.organization_id, some))
            for organization, name_key, person in self._session.execute(names):
                # Whoever bore it is found even where no spell of theirs is left here: then at no position.
                positions = held.get((organization, person), [""])
                self._named[organization].setdefault(name_key, []).extend((person, one) for one in positions)
