"""The assessments of a person: their days, their scores and the programmes they recommend."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.catalogue import NEED, Event, Procedure, Programme
from demo.chance import Chance, Season
from demo.offers import Offers
from demo.people import Person

# A percent, or a level in words.
Score = float | str | None
Scores = tuple[Score, Score, Score, Score]

_SETTLING_IN = 20  # days after hiring
_CATCHING_UP = 1.4  # newcomers are assessed somewhat sooner than the rest
_BETWEEN = 240  # the least number of days between two assessments of one person
_AGAIN = 0.2  # share of the assessed who are assessed again
_SAME_DAY = 0.004  # share of the assessed who pass two procedures on one day
_MEANS = (69.0, 72.0, 61.0, 66.0)
_SPREADS = (13.0, 11.0, 14.0, 12.0)
_MISSED = 0.03  # share of scores that are absent though the procedure has them
_IN_WORDS = 0.04  # share of assessments whose scores are levels in words
_LEVELS = ((50, "ниже базового"), (70, "базовый"), (101, "высокий"))
_UNLISTED = 0.01  # share of assessments whose list of programmes is empty
_NEED = 0.02  # share of people with a need that no procedure has found


@dataclass(frozen=True)
class Assessment:
    """A procedure passed by a person, or a need, with the recommended route."""

    person: Person
    procedure: Procedure
    passed_on: date
    formed_on: date | None
    scores: Scores
    programmes: tuple[Programme, ...]
    events: tuple[Event, ...]

    @property
    def is_need(self) -> bool:
        """Whether no procedure was passed."""
        return self.procedure is NEED

    @property
    def group(self) -> str:
        """The group of the procedure: everyone assessed in one week."""
        year, week, _ = self.passed_on.isocalendar()
        return f"{self.procedure.code}-{year}-{week:02d}"


@dataclass(frozen=True)
class Years:
    """The span of the demo, and its season."""

    first: date
    day: date
    season: Season
    offers: Offers


def assessments_of(person: Person, years: Years, chance: Chance) -> list[Assessment]:
    """The assessments of the person by date; mostly one, often none."""
    days = [day for day in _days(person, years, chance) if not person.spell_on(day).is_absent_on(day)]
    assessments = [_assessment(person, day, years, chance) for day in days]
    if assessments and chance.happens(_SAME_DAY):
        other = _assessment(person, assessments[-1].passed_on, years, chance)
        assessments += [other] if other.procedure != assessments[-1].procedure else []
    assessments += _needs(person, years, chance)
    # Of two on one day, the one whose procedure sorts last is the current one.
    return sorted(assessments, key=lambda one: (one.passed_on, one.procedure.name))


def _days(person: Person, years: Years, chance: Chance) -> list[date]:
    first = max(person.spells[0].since + timedelta(days=_SETTLING_IN), years.first)
    left_on = person.spells[-1].until
    last = min(left_on, years.day) if left_on else years.day
    if first > last:
        return []
    # People hired later had fewer days to be assessed on.
    share = min(years.season.share(first, last) * _CATCHING_UP, 1.0)
    pace = person.spells[-1].organization.pace
    passed = years.season.day(chance, first, last)
    if passed is None or not chance.happens(1 - (1 - pace) ** share):
        return []
    again = years.season.day(chance, passed + timedelta(days=_BETWEEN), last)
    is_overdue = (last - passed).days > 365 * 2.8
    repeats = again is not None and chance.happens(pace**2 if is_overdue else _AGAIN)
    return [passed, again] if again and repeats else [passed]


def _needs(person: Person, years: Years, chance: Chance) -> list[Assessment]:
    if not chance.happens(_NEED):
        return []
    first = max(person.spells[0].since + timedelta(days=_SETTLING_IN), years.first)
    last = min(person.spells[-1].until or years.day, years.day)
    day = years.season.day(chance, first, last)
    return [_assessment(person, day, years, chance, NEED)] if day else []


def _assessment(
    person: Person, passed_on: date, years: Years, chance: Chance, procedure: Procedure | None = None
) -> Assessment:
    spell = person.spell_on(passed_on)
    field = spell.position.field
    procedure = procedure or chance.one_of(years.offers.procedures[field])
    # The module forms the route within some days; not every export has the date.
    formed_on = None if chance.happens(0.3) else min(passed_on + timedelta(days=chance.between(0, 4)), years.day)
    scores = _scores(procedure, spell.organization.pace, chance)
    programmes = chance.some_of(years.offers.programmes[field], chance.between(2, 4))
    return Assessment(
        person,
        procedure,
        passed_on,
        formed_on,
        scores,
        () if chance.happens(_UNLISTED) else tuple(programmes),
        tuple(chance.some_of(years.offers.events[field], chance.between(2, 4))),
    )


def _scores(procedure: Procedure, pace: float, chance: Chance) -> Scores:
    """The scores of the procedure; slightly better where more people are assessed."""
    ability = chance.gauss(0, 6) + 5 * (pace - 0.8)
    is_in_words = chance.happens(_IN_WORDS)
    subject, communicative, psych_pedagogical, methodical = (
        _score(chance.gauss(mean + ability, spread), chance, is_in_words=is_in_words) if is_yielded else None
        for is_yielded, mean, spread in zip(procedure.scores, _MEANS, _SPREADS, strict=True)
    )
    return subject, communicative, psych_pedagogical, methodical


def _score(value: float, chance: Chance, *, is_in_words: bool) -> Score:
    if chance.happens(_MISSED):
        return None
    if is_in_words:
        return next((level for below, level in _LEVELS if value < below), _LEVELS[-1][1])
    rounded = float(min(max(int(value), 8), 100))
    return rounded + 0.5 if rounded < 100 and chance.happens(0.15) else rounded
