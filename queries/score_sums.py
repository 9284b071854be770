"""The scores that count on a date, summed up: the last assessment of each person in each procedure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import CTE, SQLColumnExpression, and_, exists, func
from sqlalchemy.orm import aliased

import settings
from access.reading import Reading
from model.places import Place
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
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    facts = (Assessment.route_id, Assessment.procedure, Assessment.procedure_key, Assessment.passed_on)
    formed = func.coalesce(Assessment.formed_on, Assessment.passed_on).label("formed_on")
    spans = spans_on(reading, Purpose.COUNTING, *narrowing(reading, place, filters))
    return (
        spans.join(Assessment, and_(Assessment.person_id == state_span.c.person_id, is_last(reading, procedure_key)))
        .add_columns(state_span.c.person_id, state_span.c.organization_id, Assessment.id.label("assessment_id"))
        .add_columns(*facts, formed, *scores)
        .cte("scored")
    )


def sums_by(reading: Reading, rows: pd.DataFrame, *columns: str) -> Mapping[tuple[Any, ...], GroupSum]:
    """The sums of each group of people who share the values of these columns of `scored_rows`."""
    codes, procedures = pd.factorize(rows["procedure_key"])
    own = bounds(reading)
    bound = np.array([own.get(str(one), settings.SCORE_BOUND.value()) for one in procedures], dtype=np.float64)[codes]
    groups, keys = _groups(rows, columns)
    people = np.bincount(groups, minlength=len(keys)).tolist()
    scores = {key: _sums(rows[key].to_numpy(), bound, groups, len(keys)) for key in COMPETENCES}
    return {
        key: GroupSum(people[place], {competence: sums[place] for competence, sums in scores.items()})
        for place, key in enumerate(keys)
    }


def _groups(rows: pd.DataFrame, columns: Sequence[str]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """The number of the group of each row, and the values that each group shares; nobody is a group of no columns."""
    if not columns or rows.empty:
        return np.zeros(len(rows), dtype=np.int64), [] if columns else [()]
    codes, values = zip(*(pd.factorize(rows[name], use_na_sentinel=False) for name in columns), strict=True)
    sizes = [len(own) for own in values]
    numbers, groups = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True)
    shared = (
        of_column[code].tolist() for of_column, code in zip(values, np.unravel_index(numbers, sizes), strict=True)
    )
    # An absent text comes back as not a number.
    return groups, [tuple(None if one != one else one for one in key) for key in zip(*shared, strict=True)]


def _sums(scores: np.ndarray, bound: np.ndarray, groups: np.ndarray, number: int) -> list[ScoreSum]:
    has_score = ~np.isnan(scores)
    groups, scores, is_below = groups[has_score], scores[has_score], (scores < bound)[has_score]
    counts = np.bincount(groups, minlength=number).tolist()
    totals = np.bincount(groups, weights=scores, minlength=number).tolist()
    below = np.bincount(groups[is_below], minlength=number).tolist()
    return [ScoreSum(*one) for one in zip(counts, totals, below, strict=True)]


def tallies(rows: pd.DataFrame) -> Mapping[str, Tally]:
    """By competence how many people have which score or level."""
    return {key: Tally(_counted(rows[key]), _counted(rows[f"{key}_level"])) for key in COMPETENCES}


def _counted(values: pd.Series) -> list[tuple[Any, int]]:
    """Each value, in order, and how many rows have it."""
    counts = values.value_counts(sort=False)
    return sorted((value, count) for value, count in zip(counts.index.tolist(), counts.tolist(), strict=True) if count)
