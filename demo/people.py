"""Who works where and since when: hires, leavers and moves between organizations."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from demo.chance import Chance, working
from demo.names import full_name
from demo.places import Organization
from demo.positions import MANAGING, Position, education, positions_of
from model.dates import years_before
from model.names import fold

_TURNOVER = 0.08  # share of positions vacated in a year
_MOVES_ON = 0.5  # share of leavers who look for another position
_REMEMBERED = 8  # the number of recent leavers considered for a vacancy
_LONGEST_BREAK = 150  # the longest break in days between two positions
_NAMESAKE = 0.004


@dataclass(frozen=True)
class Spell:
    """A spell of work in one organization; both days are worked, and both days of a long absence absent."""

    organization: Organization
    position: Position
    since: date
    until: date | None = None
    absent_since: date | None = None
    absent_until: date | None = None

    def is_absent_on(self, day: date) -> bool:
        """Whether the day lies in the long absence."""
        begun = self.absent_since is not None and self.absent_since <= day
        return begun and (self.absent_until is None or self.absent_until >= day)


@dataclass(frozen=True)
class Person:
    """An invented person; `spells`, of the main places, grows while the staff is generated, ordered by date."""

    number: int
    full_name: str
    is_woman: bool
    education: str
    spells: list[Spell]
    second_jobs: list[Spell] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        """The person's identifier in the registers."""
        return f"ДЕМО-{self.number:06d}"

    def spell_on(self, day: date) -> Spell:
        """The spell that covers the day, or the latest one before it, or the first one."""
        return next((spell for spell in reversed(self.spells) if spell.since <= day), self.spells[0])


@dataclass(frozen=True)
class _Place:
    """A position of the staff list, held by one person after another."""

    organization: Organization
    position: Position


def staff(organizations: list[Organization], *, seed: int, day: date) -> list[Person]:
    """Everyone who worked in the organizations in the last years, as of the day."""
    chance = Chance(f"{seed}/people")
    staffing = _Staffing(chance)
    places = [
        _Place(organization, position)
        for organization in organizations
        for position in positions_of(organization.kind.key, organization.size, chance)
    ]
    start = years_before(day, 4)
    for number, place in enumerate(places):
        staffing.hire(number, place, _long_ago(chance, start))
    for on, is_filled, number in sorted(_changes(len(places), start, day, chance)):
        if is_filled:
            staffing.fill(number, places[number], on)
        else:
            staffing.vacate(number, places[number], on)
    return staffing.people


def _long_ago(chance: Chance, start: date) -> date:
    # Most people start with a school year.
    year = start.year - int(chance.random() ** 1.6 * 32) - 1
    return date(year, 9, 1) if chance.happens(0.7) else date(year, chance.between(1, 12), chance.between(1, 28))


def _changes(places: int, start: date, day: date, chance: Chance) -> Iterator[tuple[date, bool, int]]:
    """When a position is vacated (False) and filled again (True); fillings after the day are left out."""
    for number in range(places):
        earliest = start + timedelta(days=30)
        for year in range(start.year, day.year + 1):
            if not chance.happens(_TURNOVER):
                continue
            vacated_on, filled_on = _change(year, chance)
            if vacated_on < earliest or vacated_on > day:
                continue
            yield vacated_on, False, number
            if filled_on <= day:
                yield filled_on, True, number
            earliest = filled_on + timedelta(days=30)


def _change(year: int, chance: Chance) -> tuple[date, date]:
    if chance.happens(0.75):
        new_year = date(year, 9, 1)
        # Most are dismissed on the last day of August, some on the day on which the next one begins.
        last_day = date(year, 8, 31) if chance.happens(0.7) else new_year
        vacated_on = last_day if chance.happens(0.8) else date(year, 8, chance.between(10, 31))
        return vacated_on, new_year if chance.happens(0.8) else date(year, 9, chance.between(2, 9))
    vacated_on = working(date(year, chance.between(1, 12), chance.between(1, 28)))
    return vacated_on, working(vacated_on + timedelta(days=chance.between(5, 40)))


class _Staffing:
    """The staff list during generation: who holds each position, and who looks for another."""

    def __init__(self, chance: Chance) -> None:
        self.people: list[Person] = []
        self._chance = chance
        self._holders: dict[int, Person] = {}
        self._looking: dict[str, list[Person]] = defaultdict(list)
        self._newest: dict[int, Person] = {}

    def hire(self, number: int, place: _Place, since: date) -> None:
        """Put a new person in the position; some are namesakes of a colleague."""
        chance, colleague = self._chance, self._newest.get(place.organization.number)
        is_woman = chance.happens(place.position.women)
        name = full_name(chance, is_woman=is_woman)
        if colleague and colleague.is_woman == is_woman and chance.happens(_NAMESAKE):
            name = colleague.full_name
        is_manager = place.position.category == MANAGING
        graduated = since.year - (chance.between(6, 25) if is_manager else chance.between(0, 12))
        learned = education(place.position, graduated=graduated, chance=chance)
        spell = Spell(place.organization, place.position, since)
        person = Person(len(self.people) + 1, name, is_woman, learned, [spell])
        self.people.append(person)
        self._holders[number] = self._newest[place.organization.number] = person

    def vacate(self, number: int, place: _Place, on: date) -> None:
        """The holder leaves; some look for another position."""
        person = self._holders.pop(number)
        person.spells[-1] = replace(person.spells[-1], until=on)
        if self._chance.happens(_MOVES_ON):
            self._looking[place.position.title].append(person)

    def fill(self, number: int, place: _Place, on: date) -> None:
        """Put someone who left another organization in the position, or a new person."""
        person = self._candidate(place, on)
        if person is None:
            self.hire(number, place, on)
            return
        person.spells.append(Spell(place.organization, place.position, on))
        self._holders[number] = person

    def _candidate(self, place: _Place, on: date) -> Person | None:
        titles = [place.position.title]
        if place.position.category == MANAGING:
            titles += ("учитель математики", "учитель начальных классов", "старший воспитатель", "преподаватель")
        for title in titles:
            looking = self._looking[title]
            for person in looking[-_REMEMBERED:]:
                if self._suits(person.spells[-1], place.organization, on):
                    looking.remove(person)
                    return person
        return None

    def _suits(self, spell: Spell, organization: Organization, on: date) -> bool:
        if spell.until is None or spell.organization is organization:
            return False
        is_near = spell.organization.municipality is organization.municipality or self._chance.happens(0.08)
        return is_near and (on - spell.until).days < _LONGEST_BREAK


def namesakes(people: list[Person]) -> set[tuple[int, str]]:
    """The (organization, name) pairs that several people share, so that only an identifier separates them."""
    borne = {
        (spell.organization.number, fold(person.full_name), person.number)
        for person in people
        for spell in (*person.spells, *person.second_jobs)
    }
    return {pair for pair, count in Counter((place, name) for place, name, _ in borne).items() if count > 1}
