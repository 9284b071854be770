"""Scores for who may not name people: by municipality, frozen at months' ends so that no difference tells of few.

A municipality's scores of a competence are published at the end of a month when at least SMALL_GROUP people have them
and when they differ from each earlier publication in nobody, or in at least SMALL_GROUP people. Until the next time
they stay as they were. The region is the sum of what its municipalities have published.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

import settings
from access.reading import Reading
from model.dates import month_end, month_ends, today, years_before
from model.people import Employment
from model.places import Organization
from model.routes import COMPETENCES, Assessment, Route
from queries.scoped_cache import ScopedCache

Members = NDArray[np.bool_]
Days = NDArray[np.int64]
_NEVER = date.max.toordinal()


@dataclass(frozen=True)
class ScoreSum:
    """What was published of one competence: how many people, the sum of their scores, how many below the bound."""

    number: int = 0
    total: float = 0.0
    below: int = 0

    def __add__(self, other: "ScoreSum") -> "ScoreSum":
        return ScoreSum(self.number + other.number, math.fsum((self.total, other.total)), self.below + other.below)


Published = Mapping[int, Mapping[str, ScoreSum]]
_kept: ScopedCache[Published] = ScopedCache(50)


def published_scores(reading: Reading) -> Published:
    """By municipality and competence what the last finished month shows; nothing where nothing may be shown."""
    last = min(reading.day, today())
    finished = last if month_end(last) == last else last.replace(day=1) - timedelta(days=1)
    return _kept.get(reading.on(finished), "published", lambda: _publish(reading, finished))


def _publish(reading: Reading, finished: date) -> Published:
    by_town: dict[int, list[Any]] = {}
    for row in _scored_spells(reading):
        by_town.setdefault(row.municipality_id, []).append(row)
    return {town: _of_town(rows, finished) for town, rows in by_town.items()}


def _scored_spells(reading: Reading) -> Sequence[Any]:
    """Each assessment beside each spell of its person: together they say when it was counted, and where."""
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    columns = (Assessment.id, Organization.municipality_id, Employment.since, Employment.left_on.label("until"))
    query = (
        select(*columns, Route.opened_on.label("passed_on"), Route.superseded_on, *scores)
        .join(Route, Route.id == Assessment.id)
        .join(Employment, Employment.person_id == Assessment.person_id)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(reading.scope.counted(Organization.id, Organization.municipality_id))
        .order_by(Assessment.id, Employment.id)
    )
    return reading.session.execute(query).all()


def _of_town(rows: Sequence[Any], last: date) -> Mapping[str, ScoreSum]:
    """The publications of a municipality up to the last finished month."""
    days = list(month_ends(min(row.passed_on for row in rows), last))
    ids, places = np.unique([row.id for row in rows], return_inverse=True)
    spells = _Spells(
        _days(row.since for row in rows),
        _days(row.until for row in rows),
        _days(row.passed_on for row in rows),
        _days(row.superseded_on for row in rows),
    )
    members = [_members(spells, places, len(ids), day) for day in days]
    found = {}
    for place, key in enumerate(COMPETENCES, start=-len(COMPETENCES)):
        scores = np.full(len(ids), math.nan)
        scores[places] = [math.nan if row[place] is None else row[place] for row in rows]
        shown = _last_publication([those & ~np.isnan(scores) for those in members])
        found[key] = ScoreSum() if shown is None else _summed(scores[shown])
    return found


@dataclass(frozen=True)
class _Spells:
    """The days of each assessment beside a spell, as numbers; what has not come yet never comes."""

    since: Days
    until: Days
    passed: Days
    superseded: Days


def _days(dates: Iterable[date | None]) -> Days:
    return np.array([_NEVER if one is None else one.toordinal() for one in dates], dtype=np.int64)


def _members(spells: _Spells, places: NDArray[np.intp], number: int, day: date) -> Members:
    """Which assessments count on the day in the municipality."""
    on, after = day.toordinal(), years_before(day, settings.ASSESSMENT_YEARS.value()).toordinal()
    is_current = (spells.passed > after) & (spells.passed <= on) & (spells.superseded > on)
    members = np.zeros(number, dtype=bool)
    members[places[is_current & (spells.since <= on) & (spells.until > on)]] = True
    return members


def _last_publication(months: Iterable[Members]) -> Members | None:
    """The last that differs from each before it in nobody or in enough; None too where few are left by now."""
    least = settings.SMALL_GROUP.value()
    published: list[Members] = []
    left = 0
    for members in months:
        left = int(members.sum())
        if left < least:
            continue
        changes = [int((members ^ earlier).sum()) for earlier in published]
        if all(change == 0 or change >= least for change in changes):
            published.append(members)
    return published[-1] if published and left >= least else None


def _summed(scores: NDArray[np.float64]) -> ScoreSum:
    below = int((scores < settings.SCORE_BOUND.value()).sum())
    return ScoreSum(len(scores), math.fsum(scores.tolist()), below)
