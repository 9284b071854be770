"""A row → the one person it means, or the reason why not: nobody is guessed."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.cells.plain_names import name_key
from ingest.matching.agreement import Agreement, agreement
from ingest.matching.hints import Hints, hinted
from ingest.matching.import_scope import FOREIGN_PLACE, NO_ONE_BY_IDENTIFIER, NO_ONE_BY_NAME, ImportScope
from ingest.matching.known_people import KnownPeople
from ingest.matching.newcomers import newcomers
from ingest.matching.successions import Successions
from model import wording
from model.errors import UserError
from model.names import fold, tidy
from model.people import Person
from model.places import Municipality, Organization, OrganizationChange


class RowRejectedError(UserError):
    """A row can't be taken: the column at fault and the reason, in words the person can act on."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Places:
    """Municipalities of the reference list and the organizations known so far; `within`, those of an importer."""

    def __init__(self, session: Session, within: ImportScope | None = None) -> None:
        self.within = within
        self._session = session
        self._municipalities: dict[str, int] = {}
        self._names: list[str] = []
        self._name_of: dict[int, str] = {}
        named = select(Municipality.id, Municipality.name, Municipality.earlier_name)
        for identity, name, earlier_name in session.execute(named):
            self._names.append(name)
            self._name_of[identity] = name
            self._municipalities[fold(name)] = identity
            if earlier_name:
                self._municipalities[fold(earlier_name)] = identity
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
        self.hints = Hints(self._names_in)

    def _names_in(self, municipality_id: Hashable) -> list[str]:
        """The organizations of a municipality; of no municipality, the municipalities themselves."""
        return self._names if municipality_id is None else self._organization_names[cast(int, municipality_id)]

    def _read_earlier_names(self) -> None:
        """An organization is found under any of its names."""
        bore = select(OrganizationChange.organization_id, OrganizationChange.name_key)
        for identity, key in self._session.execute(bore.where(OrganizationChange.name_key.is_not(None))):
            if identity in self.key_of and key:
                self.organizations.setdefault((self.key_of[identity][0], key), identity)

    @cached_property
    def successions(self) -> Successions:
        """What became of the organizations."""
        return Successions(self._session)

    def related(self, organization_id: int) -> list[int]:
        """Those that had to do with the organization, as far as the importer may know of them."""
        return [one for one in self.successions.related(organization_id) if one in self.key_of]

    def municipality(self, name: str) -> int:
        """The municipality under its present or earlier name.

        Raises RowRejectedError, with the nearest name, when there is none.
        """
        municipality_id = self._municipalities.get(fold(name))
        if municipality_id is None:
            raise RowRejectedError(
                "municipality", hinted("нет такого муниципального образования", self.hints.nearest(None, name))
            )
        if self.within and municipality_id not in self.within.municipalities:
            raise RowRejectedError("municipality", FOREIGN_PLACE)
        return municipality_id

    def municipality_name(self, municipality_id: int) -> str:
        """The present name of a municipality."""
        return self._name_of[municipality_id]

    def has_organizations(self, municipality_id: int) -> bool:
        """Whether any organization of the municipality is known."""
        return bool(self._organization_names.get(municipality_id))

    def sought(self, row: Mapping[str, object]) -> int | None:
        """The organization that the row names, where there is one."""
        municipality = self._municipalities.get(fold(str(row["municipality"])), 0)
        return self.organizations.get((municipality, fold(str(row["organization"]))))

    def organization(self, municipality_id: int, name: str) -> int:
        """The organization of the municipality; RowRejectedError, with the nearest one, when there is none."""
        organization_id = self.organizations.get((municipality_id, fold(name)))
        if organization_id is None:
            near = self.hints.nearest(municipality_id, name)
            raise RowRejectedError("organization", hinted("в кадровом составе нет такой организации", near))
        return organization_id


NOT_WHOSE_IDENTIFIER = "идентификатор принадлежит другому человеку: исправьте идентификатор или ФИО"
_NOT_THERE = (
    "по кадровому составу работник с этим идентификатором здесь не работал: исправьте идентификатор или место работы "
    "либо сначала внесите это место работы в «Кадровый состав»"
)


class Persons:
    """Finds a person by identifier where the row has one, else by ФИО, place of work and position.

    What a row says beside an identifier must agree with it; `note` hears what agrees only in part.
    """

    def __init__(self, session: Session, places: Places, note: Callable[[str], None]) -> None:
        self._places = places
        self._note = note
        self._session = session
        self._people = KnownPeople(session, places.key_of.keys())
        self._hints = Hints(lambda organization: self._people.full_names(cast(int, organization)))

    def expect(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Read at once those whom the rows seem to mean."""
        places = [self._places.sought(row) for row in rows if not row.get("identifier")]
        self._people.expect(
            [str(identifier) for row in rows if (identifier := row.get("identifier"))], [one for one in places if one]
        )

    def find(self, values: Mapping[str, object]) -> int:
        """The person's id; RowRejectedError when the row fits nobody, several, or two by number and name."""
        municipality_id = self._places.municipality(str(values["municipality"])) if values["municipality"] else None
        if identifier := values.get("identifier"):
            person = self._identified(str(identifier))
            self._tell_newcomer(person)
            self._check_name(person, values)
            self._check_place(person, municipality_id, values)
            return person
        if municipality_id is None:
            raise RowRejectedError("municipality", "без идентификатора нужно муниципальное образование")
        organization_id = self._places.organization(municipality_id, str(values["organization"]))
        return self._by_place(organization_id, values)

    def _identified(self, identifier: str) -> int:
        person = self._people.id_of(identifier)
        within = self._places.within
        if person is not None and (within is None or within.knows(person)):
            return person
        similar = self._people.similar(identifier) if person is None else None
        if similar and (within is None or within.knows(similar[1])):
            raise RowRejectedError("identifier", spoilt_identifier(similar[0]))
        reason = NO_ONE_BY_IDENTIFIER if within else "в кадровом составе нет работника с таким идентификатором"
        raise RowRejectedError("identifier", reason)

    @cached_property
    def _newcomers(self) -> dict[int, tuple[str, date]]:
        # Only who imports for everybody may take a coordinator's newcomer for somebody else.
        return {} if self._places.within else newcomers(self._session)

    def _tell_newcomer(self, person: int) -> None:
        """Once for each of them."""
        if brought := self._newcomers.pop(person, None):
            who, day = brought
            self._note(f"работника внёс координатор: {who}, {wording.day(day)}; сверьте ФИО и место работы")

    def names_of(self, person: int) -> set[str]:
        """The keys of all names of the person that the importer may know."""
        return {name for names in self._people.spells_of(person).values() for name in names}

    def check_name(self, person: int, full_name: str, *, is_correction: bool = False) -> None:
        """Raise RowRejectedError where the name can't be the person's; add a remark where one word differs."""
        names = self.names_of(person)
        if name_key(full_name) in names:
            return
        agrees = agreement(full_name, names, is_correction=is_correction) if names else Agreement.SAME
        if agrees is Agreement.SAME:
            return
        stored_name = self._session.scalar(select(Person.full_name).where(Person.id == person))
        if agrees is Agreement.CHANGED:
            stored_as = "" if self._places.within else f", в кадровом составе — {stored_name}"
            self._note(f"ФИО под тем же идентификатором другое: в файле — {tidy(full_name)}{stored_as}")
            return
        # Whose identifier it is, is told only to who may see everybody.
        owner = "" if self._places.within else f" (в кадровом составе под ним — {stored_name})"
        raise RowRejectedError("identifier", f"{NOT_WHOSE_IDENTIFIER}{owner}")

    def _check_name(self, person: int, values: Mapping[str, object]) -> None:
        if full_name := values.get("full_name"):
            self.check_name(person, str(full_name))

    def _check_place(self, person: int, municipality_id: int | None, values: Mapping[str, object]) -> None:
        """Raise RowRejectedError where the person has never worked in the place that the row names."""
        if municipality_id is None:
            return
        worked_in = self._people.spells_of(person)
        name = str(values.get("organization") or "")
        place = self._places.organizations.get((municipality_id, fold(name)))
        # A register may name the one that was merged or moved, or already the one that follows.
        if place is not None and (place in worked_in or set(self._places.related(place)) & set(worked_in)):
            return
        if municipality_id not in {self._places.key_of[one][0] for one in worked_in}:
            raise RowRejectedError("municipality", _NOT_THERE)
        if place is not None:
            raise RowRejectedError("organization", _NOT_THERE)
        if name:
            near = self._places.hints.nearest(municipality_id, name)
            self._note(hinted("организации нет в кадровом составе, работник найден по идентификатору", near))

    def _by_place(self, organization_id: int, values: Mapping[str, object]) -> int:
        full_name = str(values["full_name"])
        name = name_key(full_name)
        namesakes = self._people.namesakes(organization_id, name)
        if not namesakes:
            # A register may go on naming the one that was merged, or already name the one that follows.
            near = [self._people.namesakes(one, name) for one in self._places.related(organization_id)]
            namesakes = {person: held for people in near for person, held in people.items()}
        if not namesakes:
            reason = NO_ONE_BY_NAME if self._places.within else "в этой организации нет работника с таким ФИО"
            raise RowRejectedError("full_name", hinted(reason, self._hints.nearest(organization_id, full_name)))
        if len(namesakes) > 1 and (position := values.get("position")):
            key = fold(str(position))
            as_said = {person: held for person, held in namesakes.items() if key in map(fold, held)}
            namesakes = as_said or namesakes
        if len(namesakes) > 1:
            raise RowRejectedError("full_name", f"таких работников несколько ({len(namesakes)}): укажите идентификатор")
        return next(iter(namesakes))


def spoilt_identifier(similar: str) -> str:
    """Why an identifier that looks like a stored one is not taken for a new one."""
    return f"известен {similar}: впишите идентификатор так же; чтобы не терялись нули, задайте ячейке текстовый формат"
