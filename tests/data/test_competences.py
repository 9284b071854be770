"""Scores equal a plain computation, and show small groups only to the head."""

import statistics
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.names import fold
from model.places import REGION, Level, Organization, Place
from model.routes import COMPETENCES
from queries import places
from queries.competences import Figures, GroupScores, PlaceScores, Spread, scores_of, strong_places, survey_of
from queries.filters import Filters
from queries.programme_choices import choices_below_bound
from tests import oracle, worlds
from tests.conftest import empty
from tests.oracle import Registers, Row
from tests.sizes import SIZES
from tests.world import ASSESSOR, CITY, SCHOOL, TOWN, World, as_csv, take

DAY = date(2026, 6, 1)
ORDER = ("staff", "appendix1", "applications", "appendix2", "participation")
Scored = list[Row]


@pytest.fixture
def world(database: str) -> World:
    return World()


def assessed_people(registers: Registers, day: date) -> list[tuple[oracle.Place, str, Row]]:
    """The place, position and assessment row of each person on the staff with a current assessment."""
    found = []
    for person in oracle.people(registers):
        place, route = person.place_on(day), person.latest_route(day)
        if place is None or route is None or route.passed_on <= oracle.years_back(day):
            continue
        rows = [
            row
            for row in registers["appendix1"]
            if identifier_of(registers, row) == person.identifier
            and (row["passed_on"], fold(row["procedure"])) == (route.passed_on, fold(route.procedure))
        ]
        found.append((place, position_of(registers, person.identifier, day), rows[-1]))
    return found


def identifier_of(registers: Registers, row: Row) -> str:
    """The identifier of the row's person; rows without one name people without namesakes."""
    named = (one["identifier"] for one in registers["staff"] if fold(one["full_name"]) == fold(row["full_name"]))
    return row["identifier"] or next(named)


def position_of(registers: Registers, identifier: str, day: date) -> str:
    spells = {
        (oracle.place_of(row), row["since"]): row for row in registers["staff"] if row["identifier"] == identifier
    }
    covering = (row for row in spells.values() if row["since"] <= day and (row["until"] is None or row["until"] > day))
    return next(covering)["position"]


def plain(rows: Scored) -> GroupScores | None:
    """The same figures by the statistics module of Python."""
    return GroupScores(len(rows), {key: plain_spread([row[key] for row in rows]) for key in COMPETENCES})


def plain_spread(said: list[float | None]) -> Spread:
    scores = [score for score in said if score is not None]
    if not scores:
        return Spread(0)
    cuts = statistics.quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    below = sum(score < 60 for score in scores)
    figures = Figures(statistics.fmean(scores), min(scores), *cuts, max(scores), below)
    return Spread(len(scores), figures)


def assert_same(found: GroupScores, expected: GroupScores) -> None:
    assert found.people == expected.people
    for key in COMPETENCES:
        one, other = found.spreads[key], expected.spreads[key]
        assert one.number == other.number, key
        assert (one.figures is None) == (other.figures is None), key
        if one.figures and other.figures:
            assert vars(one.figures) == pytest.approx(vars(other.figures)), key


def assert_same_groups(found: Mapping[object, GroupScores], expected: Mapping[object, Scored]) -> None:
    assert {name for name, scores in found.items() if scores.people} == set(expected)
    for name, rows in expected.items():
        assert_same(found[name], plain(rows))


@pytest.mark.usefixtures("database")
@hypothesis_settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), day=worlds.REPORTING_DAYS)
def test_scores_of_any_group_on_any_date_are_those_of_the_statistics_module(registers: Registers, day: date):
    empty()
    for register in ORDER:
        if registers[register]:
            take(register, as_csv(register, registers[register]))
    people = assessed_people(registers, day)
    by_municipality, by_position, by_procedure = defaultdict(list), defaultdict(list), defaultdict(list)
    for place, position, row in people:
        by_municipality[place[0]].append(row)
        by_position[position].append(row)
        by_procedure[row["procedure"]].append(row)
    with pytest.MonkeyPatch.context() as patch, read_session() as session:
        patch.setenv("SMALL_GROUP", "1")
        look = Reading(session, ASSESSOR, day)
        assert_same(scores_of(look, REGION), plain([row for *_, row in people]))
        parts = {oracle.present_names()[fold(one.place.name)]: one.scores for one in survey_of(look, REGION).parts}
        assert_same_groups(parts, by_municipality)
        assert_same_groups({one.name: one.scores for one in survey_of(look, REGION).positions}, by_position)
        assert_same_groups({one.name: one.scores for one in survey_of(look, REGION).procedures}, by_procedure)


def school(size: int, world: World, at: str = SCHOOL, town: str = TOWN, subject: int = 50) -> None:
    """People of one school whose subject scores differ by one."""
    for nth in range(size):
        person = world.person(f"{at}-{nth}", at=at, town=town, position="учитель")
        person.assessed("2026-02-01", subject=str(subject + nth), programmes="Программа А\nПрограмма Б")


def place_named(name: str) -> Place:
    with unscoped_session() as session:
        found = session.query(Organization).filter_by(name=name).one()
        return Place(Level.ORGANIZATION, found.id, found.name, found.municipality_id)


def viewer_with(role: Role, object_id: int | None = None) -> Viewer:
    return Viewer(role, (GrantValue(role, object_id),))


def test_a_missing_score_is_left_out_and_is_no_nought(world: World):  # Приложение 1, **
    school(5, world)
    world.person("Без предметной").assessed("2026-02-01", methodical="70")
    world.read_in()
    with read_session() as session:
        found = scores_of(Reading(session, OPERATOR, DAY), REGION)
    assert found.people == 6
    assert found.spreads["subject"].number == 5
    assert found.spreads["subject"].figures.mean == 52
    assert found.spreads["methodical"] == Spread(1)
    assert found.spreads["communicative"] == Spread(0)


def test_a_score_at_the_bound_is_not_below_it(world: World, monkeypatch: pytest.MonkeyPatch):
    school(5, world, subject=58)
    world.read_in()
    with read_session() as session:
        look = Reading(session, OPERATOR, DAY)
        assert scores_of(look, REGION).spreads["subject"].figures.below == 2
        monkeypatch.setenv("SCORE_BOUND", "62")
        assert scores_of(look, REGION).spreads["subject"].figures.below == 4


def test_only_the_current_assessment_of_people_on_the_staff_is_summed_up(world: World):  # п. 2.4
    school(5, world)
    world.person("Дважды").assessed("2025-02-01", subject="0").assessed("2026-03-01", subject="52")
    world.person("Давно").assessed("2023-06-01", subject="0")
    world.person("Рано").assessed("2026-06-02", subject="0")
    world.person("Ушёл", until="2026-06-01").assessed("2026-03-01", subject="0")
    world.read_in()
    with read_session() as session:
        found = scores_of(Reading(session, OPERATOR, DAY), REGION).spreads["subject"]
    assert (found.number, found.figures.lowest) == (6, 50)


@pytest.mark.parametrize("size", [4, 5])
def test_scores_of_fewer_than_five_are_summed_up_for_their_head_alone(world: World, size: int):
    school(size, world)
    school(5, world, at="МБОУ СОШ № 2")
    world.read_in()
    here = place_named(SCHOOL)
    head, deputy_of_another = (
        viewer_with(Role.SCHOOL, here.id),
        viewer_with(Role.SCHOOL, place_named("МБОУ СОШ № 2").id),
    )
    outside = [OPERATOR, ASSESSOR, viewer_with(Role.MUNICIPALITY, here.municipality_id)]
    with read_session() as session:
        for viewer in outside:
            look = Reading(session, viewer, DAY)
            spread = scores_of(look, here).spreads["subject"]
            assert (spread.number, spread.is_hidden) == (size, size < 5)
            town = places.municipality(look, here.municipality_id)
            part = next(one for one in survey_of(look, town).parts if one.place.id == here.id)
            assert part.scores.spreads["subject"].is_hidden == (size < 5)
            for groups in (survey_of(look, here).positions, survey_of(look, here).procedures):
                assert [one.scores.spreads["subject"].is_hidden for one in groups] == [size < 5]
            assert bool(choices_below_bound(look, here)) == (size >= 5)
        look = Reading(session, head, DAY)
        assert scores_of(look, here).spreads["subject"].figures.mean == 50 + (size - 1) / 2
        assert not survey_of(look, here).positions[0].scores.spreads["subject"].is_hidden
        assert choices_below_bound(look, here)
        assert scores_of(Reading(session, deputy_of_another, DAY), here).people == 0


def test_few_people_of_a_position_are_not_told_of_above_the_organization(world: World):
    school(6, world)
    world.person("Один", position="логопед").assessed("2026-02-01", subject="10")
    world.read_in()
    with read_session() as session:
        found = survey_of(Reading(session, OPERATOR, DAY), REGION).positions
    assert [(one.name, one.scores.people, one.scores.spreads["subject"].is_hidden) for one in found] == [
        ("учитель", 6, False),
        ("логопед", 1, True),
    ]


def test_nothing_outside_the_scope_is_summed_up(world: World):
    school(5, world)
    school(5, world, at="Лицей", town=CITY, subject=90)
    world.read_in()
    with read_session() as session:
        look = Reading(session, viewer_with(Role.MUNICIPALITY, place_named(SCHOOL).municipality_id), DAY)
        assert scores_of(look, REGION).spreads["subject"].figures.highest == 54
        assert [one.place.name for one in survey_of(look, REGION).parts] == [TOWN]
        assert scores_of(look, place_named("Лицей")).people == 0
        nobody = Reading(session, viewer_with(Role.EMPLOYEE, 1), DAY)
        assert scores_of(nobody, REGION).people == 0
        assert choices_below_bound(nobody, REGION) == {}


def test_filters_narrow_the_scores(world: World):
    school(5, world)
    for nth in range(5):
        world.person(f"Логопед-{nth}", position="логопед").assessed("2026-02-01", "Другая", subject="80")
    world.read_in()
    with read_session() as session:
        look = Reading(session, OPERATOR, DAY)
        for filters in (Filters(position="логопед"), Filters(procedure="Другая")):
            assert scores_of(look, REGION, filters).spreads["subject"].figures.lowest == 80


def test_programmes_of_those_below_the_bound_are_counted_by_person(world: World):  # п. 2.4
    school(5, world)
    high = world.person("Высокий").assessed("2026-02-01", subject="95", programmes="Программа А")
    high.applied("2026-03-01", "Программа А")
    low = world.person("Низкий").assessed("2026-02-01", subject="20", programmes="Программа А\nПрограмма Б")
    low.applied("2026-03-01", "Программа А").applied("2026-04-01", "Программа А").applied("2026-03-01", "Иная")
    late = world.person("Поздний").assessed("2026-02-01", subject="20", programmes="Программа Б")
    late.applied("2026-06-02", "Программа Б")
    world.read_in()
    with read_session() as session:
        found = choices_below_bound(Reading(session, OPERATOR, DAY), REGION)["subject"]
    assert [(one.programme, one.recommended, one.chosen) for one in found] == [
        ("Программа А", 6, 1),
        ("Программа Б", 7, 0),
    ]


def test_programmes_are_told_for_each_competence(world: World):
    school(5, world)
    for nth in range(5):
        other = world.person(f"Иначе-{nth}").assessed("2026-02-01", methodical=str(58 + nth), programmes="Программа В")
        other.applied("2026-03-01", "Программа В")
    world.person("Один").assessed("2026-02-01", communicative="10", programmes="Программа Г")
    world.read_in()
    with read_session() as session:
        found = choices_below_bound(Reading(session, OPERATOR, DAY), REGION)
    told = {key: [(one.programme, one.recommended, one.chosen) for one in choices] for key, choices in found.items()}
    assert told == {
        "subject": [("Программа А", 5, 0), ("Программа Б", 5, 0)],
        "methodical": [("Программа В", 2, 2)],
    }


def group(number: int, mean: float, lower_quartile: float) -> GroupScores:
    figures = Figures(mean, 0, lower_quartile, mean, 100, 100, 0)
    return GroupScores(number, dict.fromkeys(COMPETENCES, Spread(number, figures)))


def test_places_to_learn_from_stand_above_the_whole_and_leave_few_below_the_bound():  # п. 3.3.3
    def part(name: str, number: int, mean: float, lower_quartile: float) -> PlaceScores:
        return PlaceScores(Place(Level.ORGANIZATION, len(name), name), group(number, mean, lower_quartile))

    parts = [
        part("как все", 30, 70, 65),
        part("сильнее", 30, 78, 60),
        part("сильнее всех", 5, 82, 61),
        part("неровно", 30, 85, 59),
        part("мало людей", 4, 99, 99),
    ]
    found = strong_places(group(100, 70, 50), parts, "subject")
    assert [one.place.name for one in found] == ["сильнее всех", "сильнее"]
    assert [one.place.name for one in strong_places(group(100, 70, 50), parts, "subject", most=1)] == ["сильнее всех"]
    assert strong_places(GroupScores(0, dict.fromkeys(COMPETENCES, Spread(0))), parts, "subject") == []
