"""The scores of the current assessments: mean, spread and share below the bound, by place, position and procedure."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CTE, and_, select

import settings
from access.reading import Reading
from model.names import fold
from model.places import Level, Place
from model.routes import COMPETENCES, Assessment
from queries.filters import EVERYBODY, Filters, narrowing
from queries.places import parts_of
from queries.published_scores import ScoreSum, published_scores
from queries.small_groups import hides_few
from queries.state import Purpose, counts_on, staff_on


@dataclass(frozen=True)
class Figures:
    """How the scores of a group lie, in percents; `below` is how many people stand below the bound."""

    mean: float
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    below: int
    # Of scores that are shown to who may not name people the mean and `below` alone; the rest is the mean again.
    is_mean_alone: bool = False


@dataclass(frozen=True)
class Spread:
    """One competence of a group: `number` people have a score; no figures where there is none, or too few to tell."""

    number: int
    figures: Figures | None = None

    @property
    def is_hidden(self) -> bool:
        """There are scores, but of so few people that they are not told here."""
        return self.number > 0 and self.figures is None


@dataclass(frozen=True)
class GroupScores:
    """The scores of the assessed people of a group, by competence."""

    people: int
    spreads: Mapping[str, Spread]


@dataclass(frozen=True)
class PlaceScores:
    """A place and the scores of its people."""

    place: Place
    scores: GroupScores


@dataclass(frozen=True)
class NamedScores:
    """A position or a procedure and the scores of its people; no name where the register gave none."""

    name: str | None
    scores: GroupScores


@dataclass(frozen=True)
class Survey:
    """The scores of a place as a whole and by its parts, by position, by procedure; the biggest groups first."""

    whole: GroupScores
    parts: Sequence[PlaceScores]
    positions: Sequence[NamedScores]
    procedures: Sequence[NamedScores]
    # What who may not name people sees: scores of the last finished month, of whole municipalities.
    is_published: bool = False


NOBODY = GroupScores(0, dict.fromkeys(COMPETENCES, Spread(0)))


def survey_of(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> Survey:
    """The scores of the assessed people of a place, a part without them among its parts."""
    if hides_few(reading, place):
        return _published_survey(reading, place, filters)
    rows = _rows(reading, place, filters)
    is_told = tells_small(reading, place)
    positions = _grouped(rows, lambda row: fold(row.position or ""))
    procedures = _grouped(rows, lambda row: row.procedure_key)
    return Survey(
        whole=_summed(rows, is_told=is_told),
        parts=[] if place.level is Level.ORGANIZATION else _parts(reading, place, rows),
        # That in small letters stands for all ways of writing it, as in the filter.
        positions=_named(
            [(max(row.position or "" for row in found) or None, found) for found in positions.values()], is_told=is_told
        ),
        procedures=_named(
            [(min(row.procedure for row in found), found) for found in procedures.values()], is_told=is_told
        ),
    )


def scores_of(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> GroupScores:
    """The scores of all assessed people of a place."""
    if hides_few(reading, place):
        return _published_survey(reading, place, filters).whole
    return _summed(_rows(reading, place, filters), is_told=tells_small(reading, place))


def _published_survey(reading: Reading, place: Place, filters: Filters) -> Survey:
    """Whole municipalities alone, and the region as their sum; any narrower group could be had by subtraction."""
    nothing = Survey(NOBODY, [], [], [], is_published=True)
    if filters.chosen() or place.level is Level.ORGANIZATION:
        return nothing
    published = published_scores(reading)
    if place.level is Level.MUNICIPALITY:
        return replace(nothing, whole=_published_group([published.get(place.id or 0, {})]))
    parts = [PlaceScores(one, _published_group([published.get(one.id or 0, {})])) for one in parts_of(reading, place)]
    return replace(nothing, whole=_published_group(list(published.values())), parts=parts)


def _published_group(towns: Sequence[Mapping[str, ScoreSum]]) -> GroupScores:
    """As many people as have a score of the competence that most have one of; means are whole percents."""
    sums = {key: sum((one.get(key, ScoreSum()) for one in towns), ScoreSum()) for key in COMPETENCES}
    spreads = {key: Spread(one.number, _mean_alone(one) if one.number else None) for key, one in sums.items()}
    return GroupScores(max(one.number for one in sums.values()), spreads)


def _mean_alone(one: ScoreSum) -> Figures:
    mean = float(round(one.total / one.number))
    return Figures(mean, mean, mean, mean, mean, mean, one.below, is_mean_alone=True)


def strong_places(
    whole: GroupScores, parts: Sequence[PlaceScores], competence: str, most: int = 3
) -> list[PlaceScores]:
    """The places to learn from (п. 3.3.3): three people of four reach the bound, the mean is above the whole's."""
    here = whole.spreads[competence].figures
    found = [(one, spread.figures) for one in parts if (spread := one.scores.spreads[competence]).figures]
    strong = [
        (one, figures)
        for one, figures in found
        if here
        and figures
        and not figures.is_mean_alone
        and one.scores.spreads[competence].number >= settings.SMALL_GROUP.value()
        and figures.lower_quartile >= settings.SCORE_BOUND.value()
        and figures.mean > here.mean
    ]
    strong.sort(key=lambda pair: (-pair[1].mean, pair[0].place.name, pair[0].place.id or 0))
    return [one for one, _ in strong[:most]]


def tells_small(reading: Reading, place: Place) -> bool:
    """Only the head of the one organization sees sums of few people's scores."""
    return place.level is Level.ORGANIZATION and place.id in reading.scope.organizations


def assessed_on(reading: Reading, place: Place, filters: Filters) -> CTE:
    """A row for each person on the staff who has a current assessment, with its scores; within the scope."""
    people = staff_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    return (
        select(people, Assessment.procedure, Assessment.procedure_key, *scores)
        .join(Assessment, and_(Assessment.person_id == people.c.person_id, counts_on(reading.day), ~Assessment.is_need))
        .cte("assessed")
    )


def _rows(reading: Reading, place: Place, filters: Filters) -> Sequence[Any]:
    """Scores without names. They are summed up here: neither database tells all quartiles of many groups as fast."""
    assessed = assessed_on(reading, place, filters).c
    scores = [assessed[key] for key in COMPETENCES]
    columns = (assessed.organization_id, assessed.municipality_id, assessed.position)
    query = select(*columns, assessed.procedure_key, assessed.procedure, *scores)
    return reading.session.execute(query).all()


def _grouped(rows: Sequence[Any], key: Callable[[Any], Hashable]) -> Mapping[Any, Sequence[Any]]:
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _parts(reading: Reading, within: Place, rows: Sequence[Any]) -> list[PlaceScores]:
    column = "municipality_id" if within.level is Level.REGION else "organization_id"
    groups = _grouped(rows, lambda row: getattr(row, column))
    return [
        PlaceScores(part, _summed(groups.get(part.id, ()), is_told=tells_small(reading, part)))
        for part in parts_of(reading, within)
    ]


def _named(groups: Sequence[tuple[str | None, Sequence[Any]]], *, is_told: bool) -> list[NamedScores]:
    found = [NamedScores(name, _summed(rows, is_told=is_told)) for name, rows in groups]
    return sorted(found, key=lambda one: (-one.scores.people, one.name is None, one.name or ""))


def _summed(rows: Sequence[Any], *, is_told: bool) -> GroupScores:
    """What stands on too few people keeps its number alone."""
    least = 1 if is_told else max(1, settings.SMALL_GROUP.value())
    bound = settings.SCORE_BOUND.value()
    spreads = {}
    for place, key in enumerate(COMPETENCES, start=-len(COMPETENCES)):
        scores = sorted(row[place] for row in rows if row[place] is not None)
        spreads[key] = Spread(len(scores), _figures(scores, bound) if len(scores) >= least else None)
    return GroupScores(len(rows), spreads)


def _figures(scores: Sequence[float], bound: float) -> Figures:
    """Of scores in order."""
    lower, median, upper = (_quartile(scores, quarter) for quarter in (1, 2, 3))
    return Figures(
        mean=round(math.fsum(scores) / len(scores), 9),
        lowest=scores[0],
        lower_quartile=lower,
        median=median,
        upper_quartile=upper,
        highest=scores[-1],
        below=bisect_left(scores, bound),
    )


def _quartile(scores: Sequence[float], quarter: int) -> float:
    """Between the two neighbouring scores, in proportion: the lowest and the highest are scores of the group."""
    rank, part = divmod((len(scores) - 1) * quarter, 4)
    if not part:
        return scores[rank]
    return round(scores[rank] + (scores[rank + 1] - scores[rank]) * part / 4, 9)
