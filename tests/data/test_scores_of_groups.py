"""Scores of any group on any date are those of the statistics module of Python."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from access.reading import Reading
from model.database import read_session
from model.places import REGION
from model.routes import COMPETENCES
from queries.competences import survey_of
from queries.filters import Filters
from queries.score_records import Figures, GroupScores, Quartiles, Spread
from tests.conftest import empty
from tests.sizes import SIZES
from tests.world import ASSESSOR, CITY, TOWN, World

DAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Passed:
    """A procedure that a person has passed, with a score or none in each competence."""

    on: date
    procedure: str
    scores: tuple[float | None, ...]
    is_need: bool


@dataclass(frozen=True)
class Teacher:
    """A person at one place of work until a day, who has passed some procedures."""

    town: str
    position: str
    until: date | None
    passed: tuple[Passed, ...]


# The borders of three years before each of the days that are asked about, and days beside them.
_DAYS = [date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29), date(2025, 5, 31), date(2026, 2, 28), date(2026, 3, 1)]
_PASSED = st.builds(
    Passed,
    st.sampled_from(_DAYS),
    st.sampled_from(["Оценка А", "Оценка Б"]),
    st.tuples(*[st.sampled_from([None, 0, 59, 59.9, 60, 78.25, 100])] * len(COMPETENCES)),
    st.sampled_from([False, False, False, True]),
)
_TEACHERS = st.builds(
    Teacher,
    st.sampled_from([TOWN, CITY]),
    st.sampled_from(["учитель", "логопед"]),
    st.sampled_from([None, None, date(2026, 2, 28)]),
    st.lists(_PASSED, max_size=3, unique_by=lambda one: (one.on, one.procedure)).map(tuple),
)


def last_in(teacher: Teacher, procedure: str, day: date) -> Passed | None:
    """The last time that a person on the staff has passed the procedure within three years."""
    if teacher.until is not None and teacher.until < day:
        return None
    first = date(day.year - 3, day.month, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 3)
    own = [one for one in teacher.passed if one.procedure == procedure and first < one.on <= day and not one.is_need]
    return max(own, key=lambda one: one.on, default=None)


def plain(found: Sequence[Passed]) -> GroupScores:
    """The same figures by the statistics module of Python."""
    columns = zip(COMPETENCES, zip(*[one.scores for one in found], strict=True), strict=True)
    return GroupScores(len(found), {key: plain_spread(scores) for key, scores in columns})


def plain_spread(told: Sequence[float | None]) -> Spread:
    scores = [score for score in told if score is not None]
    if not scores:
        return Spread(0)
    cuts = statistics.quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    quartiles = Quartiles(min(scores), *cuts, max(scores))
    return Spread(len(scores), Figures(statistics.fmean(scores), sum(score < 60 for score in scores), quartiles))


def assert_same(found: GroupScores, expected: GroupScores, *, is_whole: bool = False) -> None:
    assert found.people == expected.people
    for key in COMPETENCES:
        one, other = found.spreads[key], expected.spreads[key]
        assert one.number == other.number, key
        assert (one.figures is None) == (other.figures is None), key
        if one.figures and other.figures:
            assert (one.figures.mean, one.figures.below) == pytest.approx((other.figures.mean, other.figures.below)), (
                key
            )
            if is_whole:
                assert vars(one.figures.quartiles) == pytest.approx(vars(other.figures.quartiles)), key


def assert_same_groups(found: Mapping[str | None, GroupScores], expected: Mapping[str, Sequence[Passed]]) -> None:
    assert {name for name, scores in found.items() if scores.people} == set(expected)
    for name, rows in expected.items():
        assert_same(found[name], plain(rows))


def bring_in(teachers: Sequence[Teacher]) -> None:
    world = World()
    for number, teacher in enumerate(teachers):
        until = teacher.until.isoformat() if teacher.until else None
        place = {"at": f"Школа, {teacher.town}", "town": teacher.town, "until": until}
        person = world.person(f"Ч-{number}", position=teacher.position, **place)
        for one in teacher.passed:
            scores = {key: str(score).replace(".", ",") for key, score in zip(COMPETENCES, one.scores, strict=True)}
            told = {key: score for key, score in scores.items() if score != "None"}
            person.assessed(one.on.isoformat(), one.procedure, is_need="потребность" if one.is_need else None, **told)
    world.read_in()


@pytest.mark.usefixtures("database")
@hypothesis_settings(max_examples=SIZES.worlds)
@given(teachers=st.lists(_TEACHERS, min_size=4, max_size=8), day=st.sampled_from([date(2026, 2, 28), *_DAYS[-1:], DAY]))
def test_scores_of_any_group_on_any_date_are_those_of_the_statistics_module(teachers: list[Teacher], day: date):
    empty()
    bring_in(teachers)
    by_procedure: dict[str, list[tuple[Teacher, Passed]]] = defaultdict(list)
    for teacher in teachers:
        for procedure in ("Оценка А", "Оценка Б"):
            if one := last_in(teacher, procedure, day):
                by_procedure[procedure].append((teacher, one))
    with pytest.MonkeyPatch.context() as patch, read_session() as session:
        patch.setenv("SMALL_GROUP", "1")
        look = Reading(session, ASSESSOR, day)
        told = {one.procedure.name: one.scores for one in survey_of(look, REGION).procedures}
        assert_same_groups(told, {name: [one for _, one in rows] for name, rows in by_procedure.items()})
        for procedure, rows in by_procedure.items():
            survey = survey_of(look, REGION, Filters(procedure=procedure))
            assert_same(survey.whole, plain([one for _, one in rows]), is_whole=True)
            by_town, by_position = defaultdict(list), defaultdict(list)
            for teacher, one in rows:
                by_town[teacher.town].append(one)
                by_position[teacher.position].append(one)
            assert_same_groups({one.place.name: one.scores for one in survey.parts}, by_town)
            assert_same_groups({one.name: one.scores for one in survey.positions}, by_position)
