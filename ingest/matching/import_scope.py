"""What an importer of some municipalities alone may write about; refusals here tell nothing of all other places."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.dates import today
from model.people import Employment, is_covered
from model.places import Organization

FOREIGN_PLACE = "строки об этом муниципальном образовании вносит не ваша учётная запись"
NO_ONE_BY_IDENTIFIER = "в ваших организациях нет работника с таким идентификатором на дату строки"
NO_ONE_BY_NAME = "в этой организации нет работника с таким ФИО на дату строки"
RESERVED = "эту строку может внести только ОГБУ ЧЦОПМКП"

_Spell = tuple[bool, date, date | None]


class ImportScope:
    """The municipalities, their organizations, and the main spells of everyone who has ever worked in them."""

    def __init__(self, session: Session, municipalities: frozenset[int]) -> None:
        self.municipalities = municipalities
        ours = select(Organization.id).where(Organization.municipality_id.in_(municipalities))
        self.organizations = frozenset(session.scalars(ours))
        people = select(Employment.person_id).where(Employment.organization_id.in_(ours))
        columns = (Employment.person_id, Employment.organization_id, Employment.since, Employment.left_on)
        spells = select(*columns, Employment.is_main).where(Employment.person_id.in_(people))
        rows = session.execute(spells).all()
        # A person belongs to the main places; whose main place nobody has named, to the others.
        have_main = {row.person_id for row in rows if row.is_main}
        self._spells: dict[int, list[_Spell]] = {}
        for person, place, since, left_on, is_main in rows:
            if is_main or person not in have_main:
                self._spells.setdefault(person, []).append((place in self.organizations, since, left_on))

    def knows(self, person_id: int) -> bool:
        """Whether the person works or has worked in one of the municipalities."""
        return person_id in self._spells

    def has_gone_on(self, person_id: int) -> bool:
        """Whether the latest spell that has begun, or else the latest to come, is in somebody else's place."""
        spells = [one for one in self._spells.get(person_id, []) if one[2] is None or one[2] > one[1]]
        begun = [one for one in spells if one[1] <= today()] or spells
        return bool(begun) and not max(begun, key=lambda one: one[1])[0]

    def allows(self, person_id: int, day: date) -> bool:
        """Whether a fact of the day is theirs: who has worked elsewhere too is theirs on the days of their spells."""
        spells = self._spells.get(person_id, [])
        if all(is_ours for is_ours, _, _ in spells):
            return bool(spells)
        return any(is_ours and is_covered(day, since, left_on) for is_ours, since, left_on in spells)
