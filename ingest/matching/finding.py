"""What the rows of a register refer to, as far as it is known, and whether the importer may write about it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import cast

from sqlalchemy.orm import Session

from ingest.matching.catalogue import Catalogue
from ingest.matching.import_scope import NO_ONE_BY_IDENTIFIER, NO_ONE_BY_NAME, RESERVED, ImportScope
from ingest.matching.persons import Persons, Places, RowRejectedError, spoilt_identifier
from ingest.matching.staff import OrganizationKey, StaffPersons, StaffPlaces
from model.bulk import Was
from model.catalogue import Event, Programme, Provider

Values = Mapping[str, object]
Fact = dict[str, object]
Reference = Callable[[object], object]

# The column by which the facts name what a part of the finding holds.
_NAMED_BY = {
    "staff_places": "organization_id",
    "staff_persons": "person_id",
    "programmes": "programme_id",
    "providers": "provider_id",
    "events": "event_id",
}


class Finding:
    """What rows refer to, as far as it is known; each part is read when a register first asks for it."""

    def __init__(self, session: Session, register: str, day: str | None, within: frozenset[int] | None = None) -> None:
        self._session = session
        self._register, self._day = register, day
        self.within = None if within is None else ImportScope(session, within)
        self.places = Places(session, self.within)
        self.references = self._references(register)
        self.notes: list[str] = []  # what is to be told of the row that is being read

    @cached_property
    def persons(self) -> Persons:
        return Persons(self._session, self.places, self.notes.append)

    @cached_property
    def staff_places(self) -> StaffPlaces:
        return StaffPlaces(self._session, self.places)

    @cached_property
    def staff_persons(self) -> StaffPersons:
        return StaffPersons(self._session)

    @cached_property
    def programmes(self) -> Catalogue:
        return Catalogue(self._session, Programme)

    @cached_property
    def providers(self) -> Catalogue:
        # The address of a provider is everyone's: who imports for some places does not change it.
        return Catalogue(self._session, Provider, keeps_addresses=self.within is not None)

    @cached_property
    def events(self) -> Catalogue:
        return Catalogue(self._session, Event)

    def _references(self, register: str) -> dict[str, Reference]:
        """Columns whose values are keys of names until `create` has given them ids."""
        references: dict[str, Reference] = {
            "programme_id": lambda key: self.programmes.id_of(cast(str | None, key)),
            "provider_id": lambda key: self.providers.id_of(cast(str | None, key)),
            "event_id": lambda key: self.events.id_of(cast(str | None, key)),
        }
        if register == "staff":
            references["person_id"] = lambda key: self.staff_persons.id_of(cast(str, key))
            references["organization_id"] = lambda key: self.staff_places.id_of(cast(OrganizationKey, key))
        return references

    def expect(self, rows: Sequence[Values]) -> None:
        """Read at once what the rows refer to."""
        if self._register == "staff":
            known_rows = [row for row in rows if self.staff_persons.id_of(str(row["identifier"])) is not None]
            self.persons.expect(known_rows)
        elif self._register != "catalogue":
            self.persons.expect(rows)

    def refuse_foreign(self, fact: Fact, values: Values) -> None:
        """Raise RowRejectedError where the fact is of someone whom the importer may not write about."""
        if self.within is None:
            return
        if self._register == "catalogue":  # what is on offer is everyone's
            raise RowRejectedError("name", RESERVED)
        if self._register == "staff":
            person = self.staff_persons.id_of(cast(str, fact["person_id"]))
            if person is not None and not self.within.knows(person):
                raise RowRejectedError("identifier", RESERVED)
        elif not self.may_write(fact):
            is_named = values.get("identifier") is None
            raise RowRejectedError(
                *(("full_name", NO_ONE_BY_NAME) if is_named else ("identifier", NO_ONE_BY_IDENTIFIER))
            )

    def check_identifier(self, fact: Fact) -> None:
        """Raise RowRejectedError where a row of staff names somebody else's identifier, or a spoilt one."""
        if self._register != "staff":
            return
        identifier, full_name = str(fact["person_id"]), str(fact["full_name"])
        person = self.staff_persons.id_of(identifier)
        if person is not None:
            self.persons.check_name(person, full_name, is_correction=True)
        elif similar := self.staff_persons.similar(identifier):
            owner = self.staff_persons.id_of(similar)
            is_told = owner is None or self.within is None or self.within.knows(owner)
            raise RowRejectedError("identifier", spoilt_identifier(similar) if is_told else RESERVED)

    def may_write(self, fact: Fact) -> bool:
        """Whether a stored fact, or one with a person found, is the importer's to write."""
        if self.within is None or self._register == "staff":
            return True  # a spell is keyed by its organization, which the row names
        return self.within.allows(cast(int, fact["person_id"]), cast(date, fact[cast(str, self._day)]))

    def may_add(self, fact: Fact) -> bool:
        """Whether the importer may write a new fact: of who has gone on, only what lies within their own spells."""
        if self.within is None:
            return True
        if self._register == "staff":
            person = self.staff_persons.id_of(cast(str, fact["person_id"]))
            return person is None or not self.within.has_gone_on(person)
        return self._is_within_spells(fact)

    def may_change(self, old: Fact, new: Fact) -> bool:
        """Whether the importer may change the stored fact so, and hear what it was."""
        if self.within is None:
            return True
        if self._register == "staff":
            return not self.within.has_gone_on(cast(int, old["person_id"]))
        return self.may_write(old) and self._is_within_spells(old) and self._is_within_spells(new)

    def _is_within_spells(self, fact: Fact) -> bool:
        within, person = cast(ImportScope, self.within), cast(int, fact["person_id"])
        return all(within.allows(person, value) for value in fact.values() if isinstance(value, date))

    def carried(self, fact: Fact) -> list[Fact]:
        """The facts that a row says: of a spell in an organization that others have followed, one for each."""
        if self._register != "staff":
            return [fact]
        key, person = cast(OrganizationKey, fact["organization_id"]), str(fact["person_id"])
        spell = (cast(date, fact["since"]), cast(date | None, fact["until"]))
        spells = self.staff_places.carried(key, self.staff_persons.id_of(person), spell)
        return [{**fact, "organization_id": place, "since": start, "until": end} for place, (start, end) in spells]

    def name_said(self, column: str, key: str) -> str:
        """A new name of a programme, provider or event as the file writes it."""
        part = {"provider_id": "providers", "event_id": "events"}.get(column, "programmes")
        return cast(Catalogue, getattr(self, part)).name_said(key)

    def write_with(self, session: Session) -> None:
        """Write by another session than that in which the rows were read."""
        self._session = session
        for part in _NAMED_BY:
            if part in vars(self):
                getattr(self, part).write_with(session)

    def create(self, facts: Collection[Fact]) -> list[Was]:
        """Write what the facts name for the first time; what only refused rows named is left out.

        Returns what rows of the names were before they were changed.
        """
        earlier: list[Was] = []
        for part, column in _NAMED_BY.items():
            if part in vars(self):
                keys = {fact[column] for fact in facts if column in fact}
                for fact in facts if part == "programmes" else ():
                    keys.update(cast(tuple[str, ...], fact.get("programmes", ())))
                earlier += getattr(self, part).create(keys) or []
        return earlier
