"""Scores are of one procedure at a time, and small groups are shown only to the head."""

from datetime import date

import pytest

from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.places import REGION, Level, Organization, Place
from model.routes import COMPETENCES
from queries import places
from queries.competences import scores_of, strong_places, survey_of
from queries.filters import EVERYBODY, Filters
from queries.programme_choices import choices_below_bound
from queries.score_records import Change, Figures, GroupScores, LevelCounts, PlaceScores, Spread
from tests.world import ASSESSOR, CITY, SCHOOL, TOWN, World

DAY = date(2026, 6, 1)
SECOND = "МБОУ СОШ № 2"


@pytest.fixture
def world(database: str) -> World:
    return World()


# One procedure at a time


def in_the_region(filters: Filters = EVERYBODY):
    with read_session() as session:
        return survey_of(Reading(session, ASSESSOR, DAY), REGION, filters)


def test_procedures_are_never_averaged_and_the_most_frequent_comes_first(world: World):
    school(5, world, subject=50)
    for nth in range(6):
        world.person(f"Иная-{nth}").assessed("2026-02-01", "Иная оценка", subject="90")
    world.read_in()
    shown = in_the_region()
    assert (shown.procedure.name, shown.whole.spreads["subject"].figures.mean) == ("Иная оценка", 90)
    assert [(one.procedure.name, one.scores.people) for one in shown.procedures] == [("Иная оценка", 6), ("Оценка", 5)]
    other = in_the_region(Filters(procedure="ОЦЕНКА"))
    assert (other.procedure.name, other.whole.people, other.whole.spreads["subject"].figures.mean) == ("Оценка", 5, 52)


def test_of_two_procedures_equally_frequent_that_comes_first_whose_name_sorts_first(world: World):
    world.person("Анна").assessed("2026-02-01", "Оценка Б").assessed("2026-03-01", "Оценка А")
    world.read_in()
    assert [one.procedure.name for one in in_the_region().procedures] == ["Оценка А", "Оценка Б"]


def test_a_later_procedure_does_not_replace_the_score_in_another(world: World):  # п. 2.4
    school(5, world)
    for nth in range(5):
        world.person(f"{SCHOOL}-{nth}").assessed("2026-05-01", "Иная оценка", subject="99")
    world.read_in()
    assert in_the_region(Filters(procedure="Оценка")).whole.spreads["subject"].figures.mean == 52


def test_a_need_is_no_assessment(world: World):  # п. 1.4
    school(5, world)
    world.person("По потребности").assessed("2026-02-01", subject="0", is_need="потребность")
    world.read_in()
    assert in_the_region().whole.people == 5


def test_without_an_assessment_no_procedure_is_shown(world: World):
    world.person("Анна")
    world.read_in()
    shown = in_the_region()
    assert (shown.procedure, shown.whole.people, shown.procedures) == (None, 0, ())
    unknown = in_the_region(Filters(procedure="Не бывает"))
    assert (unknown.procedure.name, unknown.whole.people) == ("Не бывает", 0)


def test_levels_in_words_are_told_as_shares_of_levels(world: World):
    for nth, level in enumerate(("высокий", "Высокий", "базовый", "базовый", "базовый")):
        world.person(f"Ч-{nth}").assessed("2026-02-01", subject=level, methodical=level if nth else None)
    world.read_in()
    shown = in_the_region()
    assert shown.levels == {"subject": LevelCounts(5, (("базовый", 3), ("высокий", 2))), "methodical": LevelCounts(4)}
    assert shown.whole.spreads["subject"].number == 0


def test_levels_are_not_told_beside_percents(world: World):
    school(5, world)
    world.person("Уровень").assessed("2026-02-01", subject="высокий")
    world.read_in()
    shown = in_the_region()
    assert (shown.levels, shown.whole.people, shown.whole.spreads["subject"].number) == ({}, 6, 5)


# The change


def test_repeated_assessments_are_told_as_a_change(world: World):  # п. 3.3.3
    for nth in range(5):
        person = world.person(f"Дважды-{nth}").assessed("2022-02-01", subject=str(40 + nth))
        person.assessed("2022-01-01", subject="0").assessed("2026-02-01", subject=str(60 + 2 * nth), methodical="70")
    world.person("Однажды").assessed("2026-02-01", subject="100")
    world.person("Иначе").assessed("2025-02-01", "Иная", subject="0").assessed("2026-02-01", subject="100")
    world.person("Потом").assessed("2026-02-01", subject="0").assessed("2026-06-02", subject="100")
    world.read_in()
    shown = in_the_region(Filters(procedure="Оценка"))
    assert shown.changes["subject"] == Change(5, 42, 64)
    assert shown.changes["methodical"] == Change(0)


def test_a_change_of_few_is_not_told_outside_the_organization(world: World):
    for nth in range(4):
        world.person(f"Дважды-{nth}").assessed("2025-02-01", subject="40").assessed("2026-02-01", subject="60")
    school(5, world, at=SECOND)
    world.read_in()
    assert in_the_region().changes["subject"] == Change(4)
    here = place_named(SCHOOL)
    with read_session() as session:
        head = Reading(session, viewer_with(Role.SCHOOL, here.id), DAY)
        assert survey_of(head, here).changes["subject"] == Change(4, 40, 60)


# Groups


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
        found = scores_of(Reading(session, OPERATOR, DAY), REGION, EVERYBODY)
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
        assert scores_of(look, REGION, EVERYBODY).spreads["subject"].figures.below == 2
        monkeypatch.setenv("SCORE_BOUND", "62")
        assert scores_of(look, REGION, EVERYBODY).spreads["subject"].figures.below == 4


def test_only_the_current_assessment_of_people_on_the_staff_is_summed_up(world: World):  # п. 2.4
    school(5, world)
    world.person("Дважды").assessed("2025-02-01", subject="0").assessed("2026-03-01", subject="52")
    world.person("Давно").assessed("2023-06-01", subject="0")
    world.person("Рано").assessed("2026-06-02", subject="0")
    world.person("Ушёл", until="2026-05-31").assessed("2026-03-01", subject="0")
    world.read_in()
    with read_session() as session:
        found = survey_of(Reading(session, OPERATOR, DAY), REGION).whole.spreads["subject"]
    assert (found.number, found.figures.quartiles.lowest) == (6, 50)


@pytest.mark.parametrize("size", [4, 5])
def test_scores_of_fewer_than_five_are_summed_up_for_their_head_alone(world: World, size: int):
    school(size, world)
    school(5, world, at=SECOND)
    world.read_in()
    here = place_named(SCHOOL)
    head, deputy_of_another = (
        viewer_with(Role.SCHOOL, here.id),
        viewer_with(Role.SCHOOL, place_named(SECOND).id),
    )
    outside = [OPERATOR, ASSESSOR, viewer_with(Role.MUNICIPALITY, here.municipality_id)]
    with read_session() as session:
        for viewer in outside:
            look = Reading(session, viewer, DAY)
            spread = scores_of(look, here, EVERYBODY).spreads["subject"]
            assert (spread.number, spread.is_hidden) == (size, size < 5)
            town = places.municipality(look, here.municipality_id)
            part = next(one for one in survey_of(look, town).parts if one.place.id == here.id)
            assert part.scores.spreads["subject"].is_hidden == (size < 5)
            survey = survey_of(look, here)
            for groups in (survey.positions, survey.procedures):
                assert [one.scores.spreads["subject"].is_hidden for one in groups] == [size < 5]
            assert bool(choices_below_bound(look, here)) == (size >= 5)
        look = Reading(session, head, DAY)
        assert scores_of(look, here, EVERYBODY).spreads["subject"].figures.mean == 50 + (size - 1) / 2
        assert not survey_of(look, here).positions[0].scores.spreads["subject"].is_hidden
        assert choices_below_bound(look, here)
        assert scores_of(Reading(session, deputy_of_another, DAY), here, EVERYBODY).people == 0


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
        assert survey_of(look, REGION).whole.spreads["subject"].figures.quartiles.highest == 54
        assert [one.place.name for one in survey_of(look, REGION).parts] == [TOWN]
        assert scores_of(look, place_named("Лицей"), EVERYBODY).people == 0
        nobody = Reading(session, viewer_with(Role.EMPLOYEE, 1), DAY)
        assert scores_of(nobody, REGION, EVERYBODY).people == 0
        assert choices_below_bound(nobody, REGION) == {}


def test_filters_narrow_the_scores(world: World):
    school(5, world)
    for nth in range(5):
        world.person(f"Логопед-{nth}", position="логопед").assessed("2026-02-01", "Другая", subject="80")
    world.read_in()
    with read_session() as session:
        look = Reading(session, OPERATOR, DAY)
        for filters in (Filters(position="логопед"), Filters(procedure="Другая")):
            assert survey_of(look, REGION, filters).whole.spreads["subject"].figures.quartiles.lowest == 80


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
        ("Программа Б", 7, 0),
        ("Программа А", 6, 1),
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


def group(number: int, mean: float, below: int) -> GroupScores:
    figures = Figures(mean, below)
    return GroupScores(number, dict.fromkeys(COMPETENCES, Spread(number, figures)))


def test_places_to_learn_from_stand_above_the_whole_and_leave_few_below_the_bound():  # п. 3.3.3
    def part(name: str, number: int, mean: float, below: int) -> PlaceScores:
        return PlaceScores(Place(Level.ORGANIZATION, len(name), name), group(number, mean, below))

    parts = [
        part("как все", 30, 70, 0),
        part("сильнее", 32, 78, 8),
        part("сильнее всех", 5, 82, 1),
        part("неровно", 32, 85, 9),
        part("мало людей", 4, 99, 0),
    ]
    found = strong_places(group(100, 70, 40), parts, "subject")
    assert [one.place.name for one in found] == ["сильнее всех", "сильнее"]
    assert [one.place.name for one in strong_places(group(100, 70, 40), parts, "subject", most=1)] == ["сильнее всех"]
    assert strong_places(GroupScores(0, dict.fromkeys(COMPETENCES, Spread(0))), parts, "subject") == []
