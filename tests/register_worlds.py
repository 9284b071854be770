"""The invented people as rows of registers: spelt differently, said twice, named with or without an identifier."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from model.names import fold
from tests import worlds
from tests.oracle import (
    COUNT_KEYS,
    EVENT,
    PROCEDURE,
    PROGRAMME,
    Application,
    Assessment,
    Law,
    Participation,
    Person,
    Result,
    Spell,
    spell_on,
    state,
)

Row = dict[str, object]
Registers = dict[str, list[Row]]
Place = tuple[str, ...]

REFERENCE_LIST = Path(__file__).parent.parent / "model" / "municipalities.csv"
ORDER = ("staff", "appendix1", "applications", "appendix2", "participation")

# Spellings differ in quotes, spaces, case and «ё» only; a municipality goes under its earlier name too.
_CITY = ("Троицкий городской округ",)
_DISTRICT = ("Троицкий муниципальный округ", "Троицкий муниципальный район")
_SCHOOL = ("МБОУ «СОШ № 1»", 'МБОУ "СОШ №1"')
_KINDERGARTEN = ("Детский сад «Ёлочка»", "Детский  сад «Елочка»")
# Two organizations of one name in two municipalities, and two in one municipality.
PLACES = dict(
    zip(worlds.ORGANIZATIONS, ((_CITY, _SCHOOL), (_DISTRICT, _SCHOOL), (_DISTRICT, _KINDERGARTEN)), strict=True)
)
NAMES = (
    ("Семёнова Анна Ильинична", "СЕМЕНОВА Анна Ильинична"),
    ("Петров Пётр Петрович", "Петров  Петр Петрович"),
    ("Ли Яна", "Ли Яна "),
)
_PROGRAMMES = (("Программа «А»", 'программа "А"'), ("Программа Б", "Программа  Б"), ("Программа В",))
_EVENTS = (("Семинар «Урок»", "семинар «урок»"), ("Форум",))
SPELLINGS = dict(zip((*worlds.PROGRAMMES, *worlds.EVENTS), (*_PROGRAMMES, *_EVENTS), strict=True))
KINDS = {PROGRAMME: "ДПП", EVENT: "событие", PROCEDURE: "процедура"}
CATEGORIES = {"teaching": "педагогический", "managing": "руководящий"}
DECISIONS = {"confirmed": "подтверждена", "rejected": "отклонена"}

_rarely = st.sampled_from([False, False, False, True])
_scores = st.sampled_from([None, 0, 59, 60, 78, 100])


@dataclass(frozen=True)
class World:
    """People by their identifiers, and the registers that tell of them."""

    people: dict[str, Person]
    registers: Registers

    def counts(self, day: date, law: Law | None = None, category: str | None = None) -> dict[Place, dict[str, int]]:
        """The counts of the region `()`, of each municipality and of each organization that anybody worked in.

        With a category they are of its people alone.
        """
        spells = [spell for person in self.people.values() for spell in person.spells]
        totals = {
            place_of(spell)[:depth]: dict.fromkeys(COUNT_KEYS, 0)
            for spell in spells
            if spell.is_main
            for depth in range(3)
        }
        for person in self.people.values():
            spell = spell_on(person, day)
            is_counted = spell is not None and category in (None, spell.category)
            for key, number in state(person, day, law).items() if is_counted else ():
                for depth in range(3):
                    totals[place_of(spell)[:depth]][key] += number
        return totals

    def days(self) -> list[date]:
        """Days at and beside the dates of the facts, three years after them, and where years begin."""
        return worlds.days_of(tuple(self.people.values()), Law())


@cache
def present_names() -> dict[str, str]:
    """Any name of a municipality, present or earlier, folded → its present name."""
    names = {}
    with REFERENCE_LIST.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names[fold(row["name"])] = row["name"]
            if row["earlier_name"]:
                names[fold(row["earlier_name"])] = row["name"]
    return names


def place_of(spell: Spell) -> Place:
    """The present name of the municipality, and the organization's name folded."""
    towns, organizations = PLACES[spell.organization]
    return present_names()[fold(towns[0])], fold(organizations[0])


@st.composite
def register_worlds(draw: st.DrawFn) -> World:
    """A small world that the registers can tell of."""
    return world_of(draw, draw(worlds.people()))


def world_of(draw: st.DrawFn, people: Sequence[Person]) -> World:
    """The registers that tell of these people."""
    names = [draw(st.sampled_from(NAMES)) for _ in people]
    world = World({}, {register: [] for register in ORDER})
    for number, person in enumerate(people):
        identifier = f"И-{number}"
        told = _told(identifier, person)
        world.people[identifier] = told
        _Teller(draw, identifier, names[number], names.count(names[number]) > 1, told).tell(world.registers)
    return world


def _told(identifier: str, person: Person) -> Person:
    """The person as registers can tell of them: on the staff, each fact under a key of its own."""
    # Of two main spells of the same single day the law does not say which is the later one.
    main = {(one.since, one.until): one for one in person.spells if one.is_main}
    main = {(one.organization, one.since): one for one in main.values()}
    others = {(one.organization, one.since): one for one in person.spells if not one.is_main}
    spells = {**others, **main} if main else {**others, ("", worlds.LONG_AGO): _ONE_DAY}
    assessments = {(fold(one.procedure), one.passed_on): one for one in person.assessments}
    applications = [replace(one, number=f"{identifier}/{one.number}") for one in person.applications]
    return replace(
        person,
        spells=tuple(spells.values()),
        assessments=tuple(assessments.values()),
        applications=tuple(applications),
    )


_ONE_DAY = Spell(worlds.ORGANIZATIONS[0], worlds.LONG_AGO, worlds.LONG_AGO)


@dataclass(frozen=True)
class _Teller:
    """Who writes the rows of one person."""

    draw: st.DrawFn
    identifier: str
    names: tuple[str, ...]
    is_homonym: bool
    person: Person

    def tell(self, registers: Registers) -> None:
        """Add the rows of the person; what was said before of some of them is an earlier row."""
        person = self.person
        for spell in person.spells:
            registers["staff"].append(self._spell(spell))
        for one in person.assessments:
            registers["appendix1"] += self._twice(self._assessment, one, self._other_assessment(one))
        for application in person.applications:
            other = replace(self.one_of(person.applications), number=application.number)
            registers["applications"] += self._twice(self._application, application, other)
        for result in person.results:
            other_result = replace(result, until=result.until + timedelta(days=1), has_document=not result.has_document)
            registers["appendix2"] += self._twice(self._result, result, other_result)
        for row in person.participations:
            other_row = replace(row, chosen_on=row.starts_on, has_reason=not row.has_reason)
            registers["participation"] += self._twice(self._participation, row, other_row)

    def one_of(self, items):
        return self.draw(st.sampled_from(items))

    def _twice(self, write, fact, other) -> list[Row]:
        return [*([write(other)] if self.draw(_rarely) else []), write(fact)]

    def _other_assessment(self, one: Assessment) -> Assessment:
        return replace(one, programmes=frozenset(worlds.PROGRAMMES[:1]), formed_on=None, is_need=not one.is_need)

    def _place(self, spell: Spell) -> Row:
        towns, organizations = PLACES[spell.organization]
        return {"municipality": self.one_of(towns), "organization": self.one_of(organizations)}

    def _named(self) -> Row:
        """The cells that name the person: the identifier, or name and place of work unless there is a namesake."""
        spell = self.one_of(self.person.spells)
        by_name = not self.is_homonym and self.draw(st.booleans())
        return {
            "identifier": None if by_name else self.identifier,
            "full_name": self.one_of(self.names),
            **self._place(spell),
        }

    def _spell(self, spell: Spell) -> Row:
        return {
            "identifier": self.identifier,
            "full_name": self.names[0],
            **self._place(spell),
            "organization_kind": "школа",
            "position": spell.position,
            "category": CATEGORIES[spell.category],
            "since": spell.since,
            "until": spell.until,
            "absent_since": spell.absent_since,
            "absent_until": spell.absent_until,
            "is_main": self.one_of((None, "основное место работы")) if spell.is_main else "внешнее совместительство",
        }

    def _assessment(self, one: Assessment) -> Row:
        listed = [self.one_of(SPELLINGS[name]) for name in sorted(one.programmes)]
        return {
            **self._named(),
            **{key: self.draw(_scores) for key in ("subject", "communicative", "psych_pedagogical", "methodical")},
            "procedure": one.procedure,
            "procedure_group": "7",
            "passed_on": one.passed_on,
            "formed_on": one.formed_on,
            "is_need": "потребность" if one.is_need else self.one_of((None, "процедура")),
            "programmes": listed,
            "programme_count": len(listed),
            "events": [],
        }

    def _application(self, one: Application) -> Row:
        return {
            **self._named(),
            "number": one.number,
            "kind": KINDS[one.kind],
            "name": self.one_of(SPELLINGS.get(one.name, (one.name,))),
            "provider": "Институт",
            "submitted_by": self.one_of(("работник", "руководитель")),
            "submitted_on": one.submitted_on,
            "head_decision": DECISIONS.get(one.head or ""),
            "head_on": one.head_on,
            "provider_decision": DECISIONS.get(one.provider or ""),
            "provider_on": one.provider_on,
            "training_until": one.training_until,
            "withdrawn_on": one.withdrawn_on,
            "chosen_on": one.chosen_on,
            "expelled_on": one.expelled_on,
        }

    def _result(self, one: Result) -> Row:
        return {
            **self._named(),
            "programme": self.one_of(SPELLINGS[one.programme]),
            "provider": "Институт, г. Челябинск, ул. Примерная, 1",
            "hours": 72,
            "realized": (one.since, one.until),
            "document_number": self.one_of(("ДЕМО-1", "ДЕМО-2")) if one.has_document else None,
            "events": [],
        }

    def _participation(self, one: Participation) -> Row:
        ends_on = self.one_of((None, one.ends_on)) if one.ends_on == one.starts_on else one.ends_on
        return {
            **self._named(),
            "event": self.one_of(SPELLINGS[one.event]),
            "venue": "Челябинск",
            "level": "региональный",
            "form": "очная",
            "starts_on": one.starts_on,
            "ends_on": ends_on,
            "chosen_on": one.chosen_on,
            "confirmed_on": one.confirmed_on,
            "absence_reason": "болезнь" if one.has_reason else None,
        }
