"""Scores for who may not name people: by municipality and procedure, frozen at months' ends.

A municipality's scores of a competence in a procedure are published at the end of a month when at least SMALL_GROUP
people have them and when they differ from each earlier publication in the scores of nobody, or of at least SMALL_GROUP
people. Until the next time they stay as they were. The region is the sum of what its municipalities have published.

No assessment belongs to two procedures or municipalities at a time, so that sums of different ones have no score in
common, and only those of the same one can be subtracted.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Date, func, select

import settings
from access.reading import Reading
from model.dates import month_end_by, month_ends, today, years_before
from model.people import Employment
from model.places import Organization
from model.routes import COMPETENCES, Assessment
from queries.scoped_cache import ScopedCache
from queries.score_bounds import bound_of
from queries.score_sums import ScoreSum

Members = NDArray[np.bool_]
Days = NDArray[np.int64]
_NEVER = date.max.toordinal()


@dataclass(frozen=True)
class PublishedScores:
    """What a municipality shows of a procedure, by competence."""

    name: str
    scores: Mapping[str, ScoreSum]


# By municipality and procedure.
Published = Mapping[int, Mapping[str, PublishedScores]]
_publications: ScopedCache[Published] = ScopedCache(50)


def published_scores(reading: Reading) -> Published:
    """By municipality and procedure what the last finished month shows; nothing where nothing may be shown."""
    finished = month_end_by(min(reading.day, today()))
    return _publications.get(reading.on(finished), "published", lambda: _publish(reading, finished))


def _publish(reading: Reading, finished: date) -> Published:
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in _scored_spells(reading):
        groups[row.municipality_id, row.procedure_key].append(row)
    published: dict[int, dict[str, PublishedScores]] = defaultdict(dict)
    for (town, procedure), rows in groups.items():
        scores = _of_procedure(rows, finished, bound_of(reading, procedure))
        published[town][procedure] = PublishedScores(min(row.procedure for row in rows), scores)
    return published


def _scored_spells(reading: Reading) -> Sequence[Any]:
    """Each assessment beside each main spell of its person: together they say when it was counted, and where."""
    scores = [getattr(Assessment, key) for key in COMPETENCES]
    of_procedure = (Assessment.person_id, Assessment.procedure_key)
    followed = func.lead(Assessment.passed_on, type_=Date()).over(
        partition_by=of_procedure, order_by=Assessment.passed_on
    )
    facts = (Assessment.id, Assessment.person_id, Assessment.procedure, Assessment.procedure_key, Assessment.passed_on)
    passed = select(*facts, followed.label("followed_on"), *scores).where(~Assessment.is_need).subquery()
    columns = [column for column in passed.c if column.key not in COMPETENCES]
    query = (
        select(*columns, Organization.municipality_id, Employment.since, Employment.left_on)
        .add_columns(*(passed.c[key] for key in COMPETENCES))
        .join(Employment, Employment.person_id == passed.c.person_id)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(reading.scope.counted(Organization.id, Organization.municipality_id), Employment.is_main)
        .order_by(passed.c.person_id, passed.c.id, Employment.id)
    )
    return reading.session.execute(query).all()


def _of_procedure(rows: Sequence[Any], last: date, bound: int) -> Mapping[str, ScoreSum]:
    """The publications of a municipality's procedure up to the last finished month; `rows` are in order of persons."""
    days = list(month_ends(min(row.passed_on for row in rows), last))
    spells = _Spells(rows)
    months = [spells.members(day) for day in days]
    sums = {}
    for place, key in enumerate(COMPETENCES, start=-len(COMPETENCES)):
        scores = spells.scores(place)
        publication = _last_publication([those & ~np.isnan(scores) for those in months], spells.persons)
        sums[key] = ScoreSum() if publication is None else _summed(scores[publication], bound)
    return sums


class _Spells:
    """The days of each assessment beside a spell, as numbers; what has not come yet never comes."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows
        ids, first, self._places = np.unique([row.id for row in rows], return_index=True, return_inverse=True)
        self._number = len(ids)
        self.persons = np.array([rows[place].person_id for place in first])
        self._since, self._left_on = _days(row.since for row in rows), _days(row.left_on for row in rows)
        self._passed, self._followed = _days(row.passed_on for row in rows), _days(row.followed_on for row in rows)

    def members(self, day: date) -> Members:
        """Which assessments count on the day, each as the last one of its person, in the municipality."""
        on, after = day.toordinal(), years_before(day, settings.ASSESSMENT_YEARS.value()).toordinal()
        is_last = (self._passed > after) & (self._passed <= on) & (self._followed > on)
        members = np.zeros(self._number, dtype=bool)
        members[self._places[is_last & (self._since <= on) & (self._left_on > on)]] = True
        return members

    def scores(self, column: int) -> NDArray[np.float64]:
        """The scores of the assessments in one competence; not a number where there is none."""
        scores = np.full(self._number, math.nan)
        scores[self._places] = [math.nan if row[column] is None else row[column] for row in self._rows]
        return scores


def _days(dates: Iterable[date | None]) -> Days:
    return np.array([_NEVER if one is None else one.toordinal() for one in dates], dtype=np.int64)


def _last_publication(months: Iterable[Members], persons: NDArray[np.int64]) -> Members | None:
    """The last that differs from each before it in nobody or in enough people; None too where few are left by now."""
    least = settings.SMALL_GROUP.value()
    published = np.zeros((0, len(persons)), dtype=bool)
    size = 0
    for members in months:
        size = int(members.sum())
        if size >= least and _is_far(published ^ members, persons, least):
            published = np.vstack([published, members])
    return published[-1] if len(published) and size >= least else None


def _is_far(changes: Members, persons: NDArray[np.int64], least: int) -> bool:
    """Whether the assessments of each row of changes are nobody's, or those of enough people: one may have two."""
    numbers = changes.sum(axis=1)
    few = changes[(numbers > 0) & (numbers < 2 * least)]
    return all(len(np.unique(persons[one])) >= least for one in few)


def _summed(scores: NDArray[np.float64], bound: int) -> ScoreSum:
    return ScoreSum(len(scores), math.fsum(scores.tolist()), int((scores < bound).sum()))
