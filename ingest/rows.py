"""A row of a register → the values of a fact, with names still to be found in the catalogue."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from sqlalchemy.orm import Session

from ingest.bulk import Was
from ingest.catalogue import Catalogue, split_address
from ingest.import_scope import DAY_OF, NO_ONE_BY_IDENTIFIER, NO_ONE_BY_NAME, RESERVED, ImportScope
from ingest.matching import Persons, Places, RowRejectedError, spoilt_identifier
from ingest.staff import OrganizationKey, StaffPersons, StaffPlaces
from model.catalogue import Event, Programme, Provider
from model.database import Base
from model.names import fold, tidy
from model.offers import Offer
from model.people import Employment
from model.routes import COMPETENCES, Application, Assessment, Decision, Kind, Participation, Result

Values = Mapping[str, object]
Fact = dict[str, object]
Reference = Callable[[object], object]

# The column of a score in percent, and that of a score in words: one cell of the file fills one of them.
LEVELS = {key: f"{key}_level" for key in COMPETENCES}


@dataclass(frozen=True)
class FactTable:
    """Where the facts of a register stand: the columns of the key, and the others."""

    table: type[Base]
    key: tuple[str, ...]
    values: tuple[str, ...]
    has_programmes: bool = False

    @property
    def is_about_people(self) -> bool:
        return "person_id" in self.columns

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.values


FACT_TABLES: dict[str, FactTable] = {
    "staff": FactTable(
        Employment,
        ("person_id", "organization_id", "since"),
        (
            *("until", "full_name", "name_key", "position", "category", "education"),
            *("absent_since", "absent_until", "is_main"),
        ),
    ),
    "appendix1": FactTable(
        Assessment,
        ("person_id", "procedure_key", "passed_on"),
        (
            *("procedure", "procedure_group", "formed_on", "subject", "communicative", "psych_pedagogical"),
            *("methodical", "programme_count", "recommended_events", "is_need", *LEVELS.values()),
        ),
        has_programmes=True,
    ),
    "applications": FactTable(
        Application,
        ("number",),
        (
            *("person_id", "kind", "name", "programme_id", "provider_id", "submitted_by", "submitted_on"),
            *("head_decision", "head_on", "provider_decision", "provider_on", "training_since", "training_until"),
            *("withdrawn_on", "chosen_on", "expelled_on", "training_form", "closed_on"),
        ),
    ),
    "appendix2": FactTable(
        Result,
        ("person_id", "programme_id", "since"),
        ("provider_id", "until", "hours", "document_number", "agreed_events"),
    ),
    "participation": FactTable(
        Participation,
        ("person_id", "event_id", "starts_on"),
        ("venue", "level", "form", "ends_on", "chosen_on", "confirmed_on", "absence_reason", "organizer"),
    ),
    "catalogue": FactTable(
        Offer,
        ("name_key", "kind", "organization_key", "starts_on"),
        (
            *("name", "organization", "venue", "hours", "form", "level", "ends_on", "apply_by", "seats"),
            *("requirements", "is_cancelled"),
        ),
    ),
}


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

    def __init__(self, session: Session, register: str, within: frozenset[int] | None = None) -> None:
        self._session = session
        self._register = register
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
        found: dict[str, Reference] = {
            "programme_id": lambda key: self.programmes.id_of(cast(str | None, key)),
            "provider_id": lambda key: self.providers.id_of(cast(str | None, key)),
            "event_id": lambda key: self.events.id_of(cast(str | None, key)),
        }
        if register == "staff":
            found["person_id"] = lambda key: self.staff_persons.id_of(cast(str, key))
            found["organization_id"] = lambda key: self.staff_places.id_of(cast(OrganizationKey, key))
        return found

    def refuse_foreign(self, fact: Fact, values: Values) -> None:
        """Raise RowRejectedError where the fact is of someone whom the importer may not write about."""
        if self.within is None:
            return
        if self._register == "catalogue":  # what is on offer is everyone's
            raise RowRejectedError("name", RESERVED)
        if self._register == "staff":
            known = self.staff_persons.id_of(cast(str, fact["person_id"]))
            if known is not None and not self.within.knows(known):
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
        known = self.staff_persons.id_of(identifier)
        if known is not None:
            self.persons.check_name(known, full_name, is_correction=True)
        elif similar := self.staff_persons.similar(identifier):
            owner = self.staff_persons.id_of(similar)
            is_told = owner is None or self.within is None or self.within.knows(owner)
            raise RowRejectedError("identifier", spoilt_identifier(similar) if is_told else RESERVED)

    def may_write(self, fact: Fact) -> bool:
        """Whether a stored fact, or one with a person found, is the importer's to write."""
        if self.within is None or self._register == "staff":
            return True  # a spell is keyed by its organization, which the row names
        return self.within.allows(cast(int, fact["person_id"]), cast(date, fact[DAY_OF[self._register]]))

    def may_add(self, fact: Fact) -> bool:
        """Whether the importer may write a new fact: of who has gone on, only what lies within their own spells."""
        if self.within is None:
            return True
        if self._register == "staff":
            known = self.staff_persons.id_of(cast(str, fact["person_id"]))
            return known is None or not self.within.has_gone_on(known)
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
        found = self.staff_places.carried(key, self.staff_persons.id_of(person), spell)
        return [{**fact, "organization_id": place, "since": start, "until": end} for place, (start, end) in found]

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
                wanted = {fact[column] for fact in facts if column in fact}
                for fact in facts if part == "programmes" else ():
                    wanted.update(cast(tuple[str, ...], fact.get("programmes", ())))
                earlier += getattr(self, part).create(wanted) or []
        return earlier


def staff_fact(values: Values, finding: Finding) -> Fact:
    """A spell of work."""
    full_name = tidy(str(values["full_name"]))
    return {
        "person_id": finding.staff_persons.key(str(values["identifier"]), full_name),
        "organization_id": finding.staff_places.key(values),
        "since": values["since"],
        "until": values["until"],
        "full_name": full_name,
        "name_key": fold(full_name),
        "position": values["position"],
        "category": values["category"],
        "education": values["education"],
        "absent_since": values["absent_since"],
        "absent_until": values["absent_until"],
        "is_main": values["is_main"] is not False,
    }


def assessment_fact(values: Values, finding: Finding) -> Fact:
    """An assessment or a need with what it recommends."""
    procedure = tidy(str(values["procedure"]))
    return {
        **{column: values[column] for column in ("procedure_group", "passed_on", "programme_count")},
        **_scores(values),
        "person_id": finding.persons.find(values),
        "procedure": procedure,
        "procedure_key": fold(procedure),
        "formed_on": values.get("formed_on"),
        "is_need": bool(values["is_need"]),
        "recommended_events": _lines(values["events"]),
        "programmes": finding.programmes.keys(cast(tuple[str, ...], values["programmes"])),
    }


def _scores(values: Values) -> Fact:
    """Each score in the column of percents or in that of words."""
    scores: Fact = {}
    for percent, level in LEVELS.items():
        score = values[percent]
        is_level = isinstance(score, str)
        scores |= {percent: None if is_level else score, level: score if is_level else None}
    return scores


def application_fact(values: Values, finding: Finding) -> Fact:
    """An application, with the day on which a refusal, a withdrawal or an expulsion closed it."""
    taken = ("number", "kind", "submitted_by", "submitted_on", "head_decision", "head_on", "provider_decision")
    rest = ("provider_on", "training_since", "training_until", "withdrawn_on")
    name = tidy(str(values["name"]))
    is_programme = values["kind"] == Kind.PROGRAMME
    return {
        **{column: values[column] for column in (*taken, *rest)},
        "person_id": finding.persons.find(values),
        "name": name,
        "programme_id": finding.programmes.key(name) if is_programme else None,
        "provider_id": finding.providers.located(cast(str | None, values["provider"])),
        "chosen_on": values.get("chosen_on"),
        "expelled_on": values["expelled_on"],
        "training_form": values["training_form"],
        "closed_on": closed_on(values),
    }


def closed_on(values: Values) -> date | None:
    """The first of the days that close an application."""
    closing = [values["withdrawn_on"], values["expelled_on"]]
    if values["head_decision"] == Decision.REJECTED:
        closing.append(values["head_on"])
    if values["provider_decision"] == Decision.REJECTED:
        closing.append(values["provider_on"])
    return min((cast(date, day) for day in closing if day), default=None)


def result_fact(values: Values, finding: Finding) -> Fact:
    """A row of Appendix 2."""
    since, until = cast(tuple[date, date], values["realized"])
    return {
        "person_id": finding.persons.find(values),
        "programme_id": finding.programmes.key(str(values["programme"])),
        "since": since,
        "until": until,
        "provider_id": finding.providers.located(cast(str | None, values["provider"])),
        "hours": values["hours"],
        "document_number": values["document_number"],
        "agreed_events": _lines(values["events"]),
    }


def participation_fact(values: Values, finding: Finding) -> Fact:
    """A chosen event; one without an end ends on its first day."""
    taken = ("venue", "level", "form", "starts_on", "chosen_on", "confirmed_on")
    return {
        **{column: values[column] for column in taken},
        "person_id": finding.persons.find(values),
        "event_id": finding.events.key(str(values["event"])),
        "ends_on": values["ends_on"] or values["starts_on"],
        "absence_reason": values.get("absence_reason"),
        "organizer": values["organizer"],
    }


def offer_fact(values: Values, _finding: Finding) -> Fact:
    """A programme or an event on offer; the address behind the name of an organization tells no two of them apart."""
    taken = ("venue", "hours", "form", "level", "starts_on", "ends_on", "apply_by", "seats", "requirements")
    name, organization = tidy(str(values["name"])), cast(str | None, values["organization"])
    return {
        **{column: values[column] for column in taken},
        "kind": values["offer_kind"],
        "name": name,
        "name_key": fold(name),
        "organization": organization,
        "organization_key": fold(split_address(organization)[0]) if organization else "",
        "is_cancelled": bool(values["is_cancelled"]),
    }


def _lines(names: object) -> str | None:
    return "\n".join(cast(tuple[str, ...], names)) or None


FACT_OF: dict[str, Callable[[Values, Finding], Fact]] = {
    "staff": staff_fact,
    "appendix1": assessment_fact,
    "applications": application_fact,
    "appendix2": result_fact,
    "participation": participation_fact,
    "catalogue": offer_fact,
}
