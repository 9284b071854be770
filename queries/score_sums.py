"""The scores that count on a date, summed up by the database: the last assessment of each person in each procedure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    SQLColumnExpression,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

import settings
from access.reading import Reading
from model.places import Organization, Place
from model.routes import COMPETENCES, Assessment
from queries.filters import Filters, narrowing
from queries.score_bounds import bounds
from queries.state import Purpose, counts_on, spans_on
from timeline.store import state_span


@dataclass(frozen=True)
class ScoreSum:
    """The scores of one competence: how many people have one, their sum, how many are below the bound."""

    number: int = 0
    total: float = 0.0
    below: int = 0

    def __add__(self, other: "ScoreSum") -> "ScoreSum":
        return ScoreSum(self.number + other.number, math.fsum((self.total, other.total)), self.below + other.below)


@dataclass(frozen=True)
class GroupSum:
    """How many people of a group have passed the procedure, and their scores by competence."""

    people: int = 0
    scores: Mapping[str, ScoreSum] = field(default_factory=dict)

    def __add__(self, other: "GroupSum") -> "GroupSum":
        keys = {*self.scores, *other.scores}
        both = {key: self.scores.get(key, ScoreSum()) + other.scores.get(key, ScoreSum()) for key in keys}
        return GroupSum(self.people + other.people, both)


@dataclass(frozen=True)
class Tally:
    """How many people have each score of a competence, in order, and each level in words."""

    scores: Sequence[tuple[float, int]] = ()
    levels: Sequence[tuple[str, int]] = ()


def is_last(reading: Reading, procedure_key: str | None = None) -> SQLColumnExpression[bool]:
    """The assessment counts on the day and is the person's last one in its procedure; of one procedure, or of each."""
    later = aliased(Assessment)
    follows = exists().where(
        later.person_id == Assessment.person_id,
        later.procedure_key == Assessment.procedure_key,
        later.passed_on > Assessment.passed_on,
        later.passed_on <= reading.day,
        ~later.is_need,
    )
    own = [] if procedure_key is None else [Assessment.procedure_key == procedure_key]
    return and_(*own, counts_on(reading.day), ~Assessment.is_need, ~follows)


def scored_people(reading: Reading, place: Place, filters: Filters, procedure_key: str | None = None) -> CTE:
    """A row for each person on the staff and procedure: the assessment that counts; within the scope."""
    levels = [getattr(Assessment, f"{key}_level") for key in COMPETENCES]
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    facts = (Assessment.route_id, Assessment.procedure, Assessment.procedure_key, Assessment.passed_on)
    places = [state_span.c[name] for name in ("person_id", "organization_id", "position")]
    formed = func.coalesce(Assessment.formed_on, Assessment.passed_on).label("formed_on")
    spans = spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    return (
        spans.join(Assessment, and_(Assessment.person_id == state_span.c.person_id, is_last(reading, procedure_key)))
        .add_columns(*places, Organization.municipality_id, Assessment.id.label("assessment_id"))
        .add_columns(*facts, formed, *scores, *levels)
        .cte("scored")
    )


def sums_by(reading: Reading, scored: CTE, *columns: str) -> Mapping[tuple[Any, ...], GroupSum]:
    """The sums of each group of people who share the values of these columns of `scored_people`."""
    groups = [scored.c[name] for name in columns]
    bound = _bound(reading, scored)
    sums = [one for key in COMPETENCES for one in _sums(scored.c[key], bound)]
    query = select(*groups, func.count(), *sums).group_by(*groups)
    return {tuple(row[: len(groups)]): _group(row[len(groups) :]) for row in reading.session.execute(query)}


def _bound(reading: Reading, scored: CTE) -> SQLColumnExpression[int]:
    """The bound of the procedure of a row."""
    default = settings.SCORE_BOUND.value()
    own = bounds(reading)
    return case(own, value=scored.c.procedure_key, else_=default) if own else literal(default)


def _sums(score: SQLColumnExpression[float], bound: SQLColumnExpression[int]) -> list[SQLColumnExpression[Any]]:
    below = cast(func.coalesce(func.sum(case((score < bound, 1), else_=0)), 0), Integer)
    return [func.count(score), func.coalesce(func.sum(score), 0.0), below]


def _group(cells: Sequence[Any]) -> GroupSum:
    people, *sums = cells
    triples = zip(COMPETENCES, sums[::3], sums[1::3], sums[2::3], strict=True)
    return GroupSum(people, {key: ScoreSum(number, total, below) for key, number, total, below in triples})


def tallies(reading: Reading, scored: CTE) -> Mapping[str, Tally]:
    """By competence how many people have which score or level."""
    parts = []
    for key in COMPETENCES:
        score, level = scored.c[key].label("score"), scored.c[f"{key}_level"].label("level")
        told = or_(score.is_not(None), level.is_not(None))
        parts.append(select(literal(key).label("key"), score, level, func.count()).where(told).group_by(score, level))
    scores: dict[str, list[tuple[float, int]]] = {key: [] for key in COMPETENCES}
    levels: dict[str, list[tuple[str, int]]] = {key: [] for key in COMPETENCES}
    for key, score, level, number in reading.session.execute(union_all(*parts)):
        if score is None:
            levels[key].append((level, number))
        else:
            scores[key].append((score, number))
    return {key: Tally(sorted(scores[key]), levels[key]) for key in COMPETENCES}
