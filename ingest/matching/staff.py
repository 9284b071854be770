"""What only the staff register may do: name new people and organizations, and lay spells side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from ingest.cells.plain_names import name_key
from ingest.matching.agreement import loose_identifier
from ingest.matching.import_scope import FOREIGN_PLACE
from ingest.matching.persons import Places, RowRejectedError
from ingest.matching.successions import OrganizationClosedError
from model.bulk import Was, add_rows
from model.chunks import chunks
from model.names import fold, tidy
from model.people import Person
from model.places import Organization

OrganizationKey = tuple[int, str]
Spell = tuple[date, date | None]


class StaffPersons:
    """People by identifier; new ones are written by `create`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, int] = dict(session.execute(select(Person.identifier, Person.id)).all())
        self._new: dict[str, str] = {}

    def key(self, identifier: str, full_name: str) -> str:
        if identifier not in self._ids:
            self._new[identifier] = full_name
        return identifier

    def id_of(self, identifier: str) -> int | None:
        return self._ids.get(identifier)

    @cached_property
    def _loosely(self) -> dict[str, str]:
        return {loose_identifier(identifier): identifier for identifier in self._ids}

    def similar(self, identifier: str) -> str | None:
        """A stored identifier, or an earlier one of the file, that a new one differs from as if it were spoilt."""
        similar = self._loosely.setdefault(loose_identifier(identifier), identifier)
        return similar if similar != identifier else None

    def write_with(self, session: Session) -> None:
        """Write by this session."""
        self._session = session

    def create(self, identifiers: set[object]) -> None:
        """Write the persons who are new among the identifiers."""
        rows = [
            {"identifier": identifier, "full_name": name, "name_key": name_key(name)}
            for identifier, name in self._new.items()
            if identifier in identifiers
        ]
        if rows:
            add_rows(self._session, Person, rows)
            for some in chunks(row["identifier"] for row in rows):
                new = select(Person.identifier, Person.id).where(Person.identifier.in_(some))
                self._ids.update(dict(self._session.execute(new).all()))
            self._new = {}


class StaffPlaces:
    """Organizations of the municipalities on the reference list; new ones and new types are written by `create`."""

    def __init__(self, session: Session, places: Places) -> None:
        self._session = session
        self._places = places
        self._new: dict[OrganizationKey, str] = {}
        self._kinds: dict[OrganizationKey, str] = {}

    def key(self, values: Mapping[str, object]) -> OrganizationKey:
        """The organization of the row; RowRejectedError when its municipality is not on the list."""
        municipality_id = self._places.municipality(str(values["municipality"]))
        name = tidy(str(values["organization"]))
        key = (municipality_id, fold(name))
        place = self._places.organizations.get(key)
        if place is not None:
            # Under whatever name: one organization has one key.
            key = self._places.key_of.get(place, key)
        if key not in self._places.organizations:
            self._new.setdefault(key, name)
        if values["organization_kind"]:
            self._kinds[key] = tidy(str(values["organization_kind"]))
        return key

    def id_of(self, key: OrganizationKey) -> int | None:
        return self._places.organizations.get(key)

    @property
    def kinds(self) -> set[str]:
        """The types of organizations, as the file writes them."""
        return set(self._kinds.values())

    def name_said(self, key: OrganizationKey) -> str:
        """A new organization as the file writes it."""
        return self._new.get(key, key[1])

    def carried(self, key: OrganizationKey, person_id: int | None, spell: Spell) -> list[tuple[OrganizationKey, Spell]]:
        """The spells that a row naming the organization means, as far as the importer may write them."""
        place = self.id_of(key)
        if place is None or not self._places.successions.touches(place):
            return [(key, spell)]
        try:
            spells = self._places.successions.carried(place, person_id, *spell)
        except OrganizationClosedError as ended:
            raise RowRejectedError("organization", str(ended)) from None
        key_of = self._places.key_of
        mine = [(key_of[one], (since, until)) for one, since, until in spells if one in key_of]
        if not mine:
            raise RowRejectedError("organization", FOREIGN_PLACE)
        return mine

    def write_with(self, session: Session) -> None:
        """Write by this session."""
        self._session = session

    def create(self, keys: set[object]) -> list[Was]:
        """Write what is new under the keys, and types that changed; returns the types that were there before."""
        rows = [
            {"municipality_id": key[0], "name": name, "name_key": key[1], "kind": self._kinds.get(key)}
            for key, name in self._new.items()
            if key in keys
        ]
        add_rows(self._session, Organization, rows)
        self._new = {}
        columns = (Organization.municipality_id, Organization.name_key, Organization.id, Organization.kind)
        changed: list[dict[str, object]] = []
        earlier: list[Was] = []
        for municipality_id, folded, identity, kind in self._session.execute(select(*columns)):
            key = (municipality_id, folded)
            self._places.organizations[key] = identity
            if key in keys and self._kinds.get(key, kind) != kind:
                changed.append({"place": identity, "new_kind": self._kinds[key]})
                earlier.append(("organization", identity, {"kind": kind}))
        if changed:
            statement = (
                update(Organization).where(Organization.id == bindparam("place")).values(kind=bindparam("new_kind"))
            )
            self._session.connection().execute(statement, changed)
        return earlier


def overlapping(stored_spells: Iterable[Spell], incoming: Iterable[tuple[int, Spell]]) -> dict[int, Spell]:
    """Rows of the file whose main spell overlaps a stored one or one of an earlier row, with the spell in the way."""
    accepted = list(stored_spells)
    refused: dict[int, Spell] = {}
    for row, spell in sorted(incoming):
        in_the_way = next((other for other in accepted if _overlap(spell, other)), None)
        if in_the_way:
            refused[row] = in_the_way
        else:
            accepted.append(spell)
    return refused


def _overlap(one: Spell, other: Spell) -> bool:
    # Both days are worked (ст. 84.1 ТК РФ), yet one may begin on the day the other ends: that day is the later one's.
    earlier, later = sorted((one, other), key=lambda spell: (spell[0], spell[1] or date.max))
    return earlier[1] is None or later[0] < earlier[1]


def by_person(rows: Iterable[tuple[object, object]]) -> dict[object, list]:
    """Rows grouped by the person they are of."""
    grouped: dict[object, list] = defaultdict(list)
    for person, row in rows:
        grouped[person].append(row)
    return grouped
