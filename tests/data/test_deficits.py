"""What is below the bound of a procedure: the assessor sets the bound, and a list names the people without scores."""

import pytest

from access.reading import Reading
from access.scope import Viewer
from access.score_bounds import set_score_bound
from model.accounts import Role
from model.database import read_session, unscoped_session, write_session
from model.errors import ActionRejectedError
from model.journal import JournalEntry
from model.places import REGION, Place
from model.routes import COMPETENCES
from queries.filters import EVERYBODY, Filters
from queries.lists import Order, persons_behind, rows_behind
from tests.data.test_competences import DAY, in_the_region, place_named, school, viewer_with
from tests.world import ASSESSOR, CITY, SCHOOL, World


@pytest.fixture
def world(database: str) -> World:
    return World()


# The bound


def set_bound(procedure: str, text: str) -> tuple[str, int]:
    with write_session() as session:
        return set_score_bound(session, procedure, text, by="assessor")


def test_each_procedure_has_its_own_bound(world: World, monkeypatch: pytest.MonkeyPatch):
    school(5, world)
    for nth in range(5):
        world.person(f"Иная-{nth}").assessed("2026-02-01", "Иная оценка", subject=str(50 + nth))
    world.read_in()
    assert set_bound("оценка", " 52 % ") == ("Оценка", 52)
    below = {one.procedure.name: one.scores.spreads["subject"].figures.below for one in in_the_region().procedures}
    assert below == {"Оценка": 2, "Иная оценка": 5}
    monkeypatch.setenv("SCORE_BOUND", "51")
    assert in_the_region(Filters(procedure="Оценка")).whole.spreads["subject"].figures.below == 2
    assert in_the_region(Filters(procedure="Иная оценка")).whole.spreads["subject"].figures.below == 1


def test_a_bound_that_is_set_again_is_seen_at_once_and_journalled(world: World):
    school(5, world)
    world.read_in()
    for bound, below in (("52", 2), ("0", 0), ("100", 5)):
        set_bound("Оценка", bound)
        with read_session() as session:
            look = Reading(session, ASSESSOR, DAY)
            assert rows_behind(look, "below_subject", REGION).total == below
    with unscoped_session() as session:
        lines = [one.subject for one in session.query(JournalEntry).filter_by(action="bound set", login="assessor")]
    assert lines == ["Оценка: 60 → 52", "Оценка: 52 → 0", "Оценка: 0 → 100"]


@pytest.mark.parametrize("text", ["", "-1", "101", "60,5", "шестьдесят", "1" * 9, "٣"])
def test_a_bound_is_a_whole_percent(world: World, text: str):
    school(1, world)
    world.read_in()
    with pytest.raises(ActionRejectedError, match="от 0 до 100"):
        set_bound("Оценка", text)


def test_a_bound_is_that_of_a_procedure_of_the_registers(world: World):
    world.person("По потребности").assessed("2026-02-01", "Потребность", is_need="потребность")
    world.read_in()
    for procedure in ("Не бывает", "", "Потребность"):
        with pytest.raises(ActionRejectedError, match="процедуру"):
            set_bound(procedure, "60")


# Who is below the bound


def below(viewer: Viewer, place: Place, filters: Filters = EVERYBODY) -> list[str]:
    with read_session() as session:
        look = Reading(session, viewer, DAY)
        page = rows_behind(look, "below_subject", place, filters)
        persons = persons_behind(look, "below_subject", place, filters, Order(), "")
        assert len(persons) == page.total == len(page.rows)
        return [row["full_name"] for row in page.rows]


def test_who_is_below_the_bound_is_a_list_by_name_without_scores(world: World):
    for name, score in (("Юлия", "10"), ("Анна", "59,9"), ("Борис", "60"), ("Вера", "30")):
        world.person(name).assessed("2026-02-01", subject=score)
    world.person("Галина").assessed("2025-02-01", subject="1").assessed("2026-02-01", subject="90")
    world.person("Дарья").assessed("2026-02-01", "Иная", subject="1")
    world.read_in()
    assert below(ASSESSOR, REGION) == ["Анна", "Вера", "Юлия"]
    assert below(ASSESSOR, REGION, Filters(procedure="Иная")) == ["Дарья"]
    assert below(ASSESSOR, REGION, Filters(procedure="Не бывает")) == []
    with read_session() as session:
        rows = rows_behind(Reading(session, ASSESSOR, DAY), "below_subject", REGION).rows
    assert not {key for row in rows for key in row} & set(COMPETENCES)


def test_the_number_below_the_bound_is_the_number_of_rows_of_its_list(world: World):
    school(7, world, subject=55)
    for nth in range(5):
        world.person(f"Логопед-{nth}", position="логопед").assessed("2026-02-01", subject="50")
    world.read_in()
    for filters in (EVERYBODY, Filters(position="логопед"), Filters(category="managing")):
        figures = in_the_region(filters).whole.spreads["subject"].figures
        assert len(below(ASSESSOR, REGION, filters)) == (figures.below if figures else 0)


def test_who_is_below_the_bound_is_named_within_the_scope_alone(world: World):
    world.person("Анна").assessed("2026-02-01", subject="10")
    world.person("Борис", at="Лицей", town=CITY).assessed("2026-02-01", subject="10")
    world.read_in()
    here = place_named(SCHOOL)
    assert below(viewer_with(Role.SCHOOL, here.id), here) == ["Анна"]
    assert below(viewer_with(Role.SCHOOL, here.id), place_named("Лицей")) == []
    assert below(viewer_with(Role.MINISTRY), REGION) == []
    assert below(viewer_with(Role.EMPLOYEE, 1), REGION) == []
