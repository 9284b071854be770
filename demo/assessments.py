"""A person's assessments: when they came to a procedure, what it showed, what it recommended."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.catalogue import Event, Procedure, Programme
from demo.chance import Chance, Season
from demo.offers import Offers
from demo.people import Person

Scores = tuple[float | None, float | None, float | None, float | None]

_SETTLING_IN = 20  # days after hiring
_CATCHING_UP = 1.4  # newcomers are sent to be assessed somewhat sooner than the rest
_BETWEEN = 240  # days between two assessments of one person, at least
_AGAIN = 0.2  # of the assessed come again within the years
_SAME_DAY = 0.004  # of the assessed pass two procedures on one day
_MEANS = (69.0, 72.0, 61.0, 66.0)
_SPREADS = (13.0, 11.0, 14.0, 12.0)
_MISSED = 0.03  # of the scores are absent though the procedure yields them


@dataclass(frozen=True)
class Assessment:
    """One procedure passed by a person, with the route it recommended."""

    person: Person
    procedure: Procedure
    passed_on: date
    formed_on: date | None
    scores: Scores
    programmes: tuple[Programme, ...]
    events: tuple[Event, ...]

    @property
    def group(self) -> str:
        """The group in which the procedure was passed: those of one week sit together."""
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
    """The assessments of the person, in order of time; mostly one, often none."""
    days = _days(person, years, chance)
    made = [_assessment(person, day, years, chance) for day in days]
    if made and chance.happens(_SAME_DAY):
        other = _assessment(person, made[-1].passed_on, years, chance)
        made += [other] if other.procedure != made[-1].procedure else []
    # Of two on one day, the one whose procedure sorts last is the current one.
    return sorted(made, key=lambda one: (one.passed_on, one.procedure.name))


def _days(person: Person, years: Years, chance: Chance) -> list[date]:
    first = max(person.spells[0].since + timedelta(days=_SETTLING_IN), years.first)
    left = person.spells[-1].until
    last = min(left - timedelta(days=1), years.day) if left else years.day
    if first > last:
        return []
    # Who came later had less of the season to be assessed in.
    share = min(years.season.share(first, last) * _CATCHING_UP, 1.0)
    pace = person.spells[-1].organization.pace
    passed = years.season.day(chance, first, last)
    if passed is None or not chance.happens(1 - (1 - pace) ** share):
        return []
    again = years.season.day(chance, passed + timedelta(days=_BETWEEN), last)
    is_overdue = (last - passed).days > 365 * 2.8
    repeats = again is not None and chance.happens(pace**2 if is_overdue else _AGAIN)
    return [passed, again] if again and repeats else [passed]


def _assessment(person: Person, passed_on: date, years: Years, chance: Chance) -> Assessment:
    spell = person.spell_on(passed_on)
    field = spell.position.field
    procedure = chance.one_of(years.offers.procedures[field])
    # The module forms the route on the day or some days later; not every export says when.
    formed_on = None if chance.happens(0.3) else min(passed_on + timedelta(days=chance.between(0, 4)), years.day)
    return Assessment(
        person,
        procedure,
        passed_on,
        formed_on,
        _scores(procedure, spell.organization.pace, chance),
        tuple(chance.some_of(years.offers.programmes[field], chance.between(2, 4))),
        tuple(chance.some_of(years.offers.events[field], chance.between(2, 4))),
    )


def _scores(procedure: Procedure, pace: float, chance: Chance) -> Scores:
    """The scores the procedure yields; slightly better where more people are assessed."""
    ability = chance.gauss(0, 6) + 5 * (pace - 0.8)
    subject, communicative, psych_pedagogical, methodical = (
        _score(chance.gauss(mean + ability, spread), chance) if is_yielded else None
        for is_yielded, mean, spread in zip(procedure.scores, _MEANS, _SPREADS, strict=True)
    )
    return subject, communicative, psych_pedagogical, methodical


def _score(drawn: float, chance: Chance) -> float | None:
    if chance.happens(_MISSED):
        return None
    whole = float(min(max(int(drawn), 8), 100))
    return whole + 0.5 if whole < 100 and chance.happens(0.15) else whole
