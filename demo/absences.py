"""Long absences and second jobs of the staff: each has a random stream of its own, so that it disturbs nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from demo.chance import Chance
from demo.people import Person, Spell
from demo.places import Organization

_ABSENT = 0.06  # share of people with a long absence in the last years
_OPEN = 0.1  # share of absences whose end nobody has named
_SECOND = 0.04  # share of people with a second job
_YEARS_BACK = 3 * 365
_AHEAD = 60  # days ahead for which an absence is arranged
_SHORTEST, _LONGEST = 120, 1_000


def add_absences(people: Iterable[Person], *, seed: int, day: date) -> None:
    """Give some of the staff a long absence within their last spell."""
    for person in people:
        chance = Chance(f"{seed}/absence/{person.number}")
        if chance.happens(_ABSENT):
            person.spells[-1] = _with_absence(person.spells[-1], day, chance)


def _with_absence(spell: Spell, day: date, chance: Chance) -> Spell:
    since = day + timedelta(days=chance.between(-_YEARS_BACK, _AHEAD))
    until = since + timedelta(days=chance.between(_SHORTEST, _LONGEST))
    last = min(until, spell.until) if spell.until else until
    if since <= spell.since or last < since:
        return spell
    is_open = spell.until is None and chance.happens(_OPEN)
    return replace(spell, absent_since=since, absent_until=None if is_open else last)


def add_second_jobs(people: Iterable[Person], organizations: Iterable[Organization], *, seed: int, day: date) -> None:
    """Let some of the staff have the same position in another organization of the municipality, beside the main one."""
    alike: dict[tuple[str, str], list[Organization]] = defaultdict(list)
    for organization in organizations:
        alike[_kind_of(organization)].append(organization)
    for person in people:
        chance, main = Chance(f"{seed}/second/{person.number}"), person.spells[-1]
        if main.until or not chance.happens(_SECOND):
            continue
        other = chance.one_of(alike[_kind_of(main.organization)])
        since = main.since + timedelta(days=chance.between(30, 2_000))
        if since > day or other in {spell.organization for spell in person.spells}:
            continue
        until = since + timedelta(days=chance.between(0, 700)) if chance.happens(0.3) else None
        person.second_jobs.append(Spell(other, main.position, since, until if until and until <= day else None))


def _kind_of(organization: Organization) -> tuple[str, str]:
    return organization.municipality.name, organization.kind.key
