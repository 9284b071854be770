"""The stored people whom the rows of a file name, read for many rows at once and for nobody else."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ingest.matching.agreement import loose_identifier
from model.chunks import chunks
from model.people import EarlierName, Employment, Person

# The people of an organization by the key of their name, each with the positions held there.
Named = dict[str, dict[int, set[str]]]
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
        self._spells: dict[int, Spells] = {}
        self._named: dict[int, Named] = {}
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
        return self._spells[person]

    def named(self, organization: int) -> Named:
        """The people of the organization under each of their names."""
        if organization not in self._named:
            self._read_names({organization})
        return self._named[organization]

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
            known = select(Person.identifier, Person.id).where(Person.identifier.in_(some), _WORKS)
            self._ids.update(self._session.execute(known).all())

    def _read_spells(self, persons: Collection[int]) -> None:
        self._spells.update((person, {}) for person in persons)
        for some in chunks(sorted(persons)):
            for table in (Employment, EarlierName):
                columns = (table.person_id, table.organization_id, table.name_key)
                rows = self._session.execute(select(*columns).where(table.person_id.in_(some))).all()
                for person, organization, name_key in rows:
                    if organization in self._organizations:
                        self._spells[person].setdefault(organization, set()).add(name_key)

    def _read_names(self, organizations: Collection[int]) -> None:
        for organization in organizations:
            self._named[organization] = defaultdict(lambda: defaultdict(set))
            self._full_names[organization] = []
        for some in chunks(sorted(organizations)):
            held: dict[tuple[int, int], set[str]] = defaultdict(set)
            columns = (Employment.organization_id, Employment.name_key, Employment.person_id, Employment.position)
            here = Employment.organization_id.in_(some)
            for organization, name_key, person, position, full_name in self._session.execute(
                select(*columns, Employment.full_name).where(here).order_by(Employment.id)
            ):
                self._named[organization][name_key][person].add(position or "")
                self._full_names[organization].append(full_name)
                held[organization, person].add(position or "")
            earlier = (EarlierName.organization_id, EarlierName.name_key, EarlierName.person_id)
            for organization, name_key, person in self._session.execute(
                select(*earlier).where(EarlierName.organization_id.in_(some))
            ):
                self._named[organization][name_key][person] |= held[organization, person]
