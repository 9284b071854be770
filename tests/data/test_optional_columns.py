"""Columns that a file may lack: what they say is kept, and what a file without them says changes nothing of it."""

from datetime import date

import pytest
from sqlalchemy import select

from ingest import imports
from ingest.imports import Upload
from ingest.planning.summaries import summary_of
from model.database import unscoped_session
from model.people import Employment
from model.routes import Application, Assessment, Participation
from tests.cases import take_case
from tests.data.test_spells import done, lacking, reasons
from tests.world import World, as_csv, take

OPTIONAL = {
    "staff": ("Длительно отсутствует с", "Длительно отсутствует по", "Вид занятости"),
    "appendix1": ("Основание ИОМ", "Предметная (%)", "Методическая (%)"),
    "applications": ("Отчислен", "Форма обучения"),
    "participation": ("Организатор",),
}
STORED = {
    "staff": (Employment.absent_since, Employment.absent_until, Employment.is_main),
    "appendix1": (
        *(Assessment.is_need, Assessment.subject, Assessment.subject_level),
        *(Assessment.methodical, Assessment.methodical_level),
    ),
    "applications": (Application.expelled_on, Application.training_form, Application.closed_on),
    "participation": (Participation.organizer,),
}


@pytest.fixture
def world(database: str) -> World:
    return World()


def a_full_world(world: World) -> World:
    anna = world.person("Анна", absent_since="2025-02-01", absent_until="2026-12-31", is_main="основное")
    anna.assessed("2026-02-01", is_need="потребность", subject="Высокий уровень", methodical="78,5 %")
    anna.applied("2026-03-01", expelled_on="2026-04-10", training_form="заочная")
    anna.chose("2026-03-02", "Семинар", "2026-04-01", organizer="ЧИРО")
    world.read_in()
    return world


def stored(register: str) -> tuple[object, ...]:
    with unscoped_session() as session:
        return tuple(session.execute(select(*STORED[register])).one())


KEPT = {
    "staff": (date(2025, 2, 1), date(2026, 12, 31), True),
    "appendix1": (True, None, "Высокий уровень", 78.5, None),
    "applications": (date(2026, 4, 10), "заочная", date(2026, 4, 10)),
    "participation": ("ЧИРО",),
}


@pytest.mark.parametrize("register", OPTIONAL)
def test_what_the_columns_say_is_kept_and_the_same_file_changes_nothing(world: World, register: str):
    a_full_world(world)
    assert stored(register) == KEPT[register]
    plan, _ = take(register, as_csv(register, world.rows[register]))
    assert done(plan) == (0, 0, 1)


@pytest.mark.parametrize("register", OPTIONAL)
def test_a_file_without_the_columns_leaves_what_is_stored(world: World, register: str):
    a_full_world(world)
    plan, _ = take(register, lacking(register, world, OPTIONAL[register]))
    assert done(plan) == (0, 0, 1)
    assert stored(register) == KEPT[register]


@pytest.mark.parametrize("register", OPTIONAL)
def test_empty_cells_empty_what_is_stored(world: World, register: str):
    a_full_world(world)
    row = world.rows[register][0]
    for key in ("absent_since", "absent_until", "is_need", "subject", "methodical", "expelled_on", "training_form"):
        row.pop(key, None)
    row.pop("organizer", None)
    plan, _ = take(register, as_csv(register, world.rows[register]))
    assert done(plan) == (0, 1, 0)
    assert not any(value for value in stored(register) if value is not True)
    assert register == "staff" or True not in stored(register)


def test_a_percent_takes_the_place_of_a_level_and_a_level_that_of_a_percent(world: World):
    a_full_world(world)
    world.rows["appendix1"][0] |= {"subject": "64", "methodical": "базовый"}
    take("appendix1", as_csv("appendix1", world.rows["appendix1"]))
    assert stored("appendix1") == (True, 64, None, None, "базовый")


def test_a_decision_in_a_file_without_expulsions_closes_an_application_no_later_than_the_expulsion(world: World):
    a_full_world(world)
    world.rows["applications"][0] |= {"head_decision": "отклонена", "head_on": "2026-03-20"}
    take("applications", lacking("applications", world, OPTIONAL["applications"]))
    assert stored("applications") == (date(2026, 4, 10), "заочная", date(2026, 3, 20))
    world.rows["applications"][0] |= {"head_decision": "", "head_on": ""}
    take("applications", lacking("applications", world, OPTIONAL["applications"]))
    assert stored("applications") == KEPT["applications"]


def test_an_expulsion_closes_the_application(world: World):
    """Domain: closed is the first of a refusal, a withdrawal, an expulsion."""
    anna = world.person("Анна").assessed("2026-02-01")
    anna.applied("2026-03-01", head="2026-03-02", provider="2026-03-03", expelled_on="2026-04-10")
    assert world.state_of(anna, on="2026-04-09").formed == 1
    assert world.state_of(anna, on="2026-04-10").formed == 0


def test_an_expulsion_before_the_submission_is_kept(world: World):
    world.person("Анна").applied("2026-03-01", expelled_on="2026-02-10")
    world.read_in()
    assert stored("applications")[0] == date(2026, 2, 10)


def test_who_is_long_absent_is_not_due_for_assessment_on_either_day(world: World):
    """П. 3.3.3; both days of the absence are absent."""
    anna = world.person("Анна", absent_since="2026-02-02", absent_until="2026-02-20")
    days = ("2026-02-01", "2026-02-02", "2026-02-20", "2026-02-21")
    assert [world.state_of(anna, on=day).due for day in days] == [1, 0, 0, 1]


def test_a_need_opens_a_route_and_is_no_assessment(world: World):
    """П. 1.4, 2.1."""
    anna = world.person("Анна").assessed("2026-02-01", is_need="потребность")
    state = world.state_of(anna, on="2026-02-02")
    assert (state.by_need, state.assessed, state.not_assessed) == (1, 0, 1)


def test_the_first_day_of_an_absence_alone_fits_the_last_that_is_stored(world: World):
    world.person("Анна", absent_since="2025-02-01", absent_until="2025-12-31")
    world.read_in()
    for since, refused in (("2026-02-01", 1), ("", 1), ("2025-03-01", 0)):
        world.rows["staff"][0]["absent_since"] = since
        plan, _ = take("staff", lacking("staff", world, ("Длительно отсутствует по",)), take_good=True)
        assert plan.refused == refused, since
        assert all("добавьте столбец «Длительно отсутствует по»" in reason for reason in reasons(plan))
    assert stored("staff")[:2] == (date(2025, 3, 1), date(2025, 12, 31))


def test_no_programmes_in_words_recommend_any(database: str):
    take_case("staff", "00_base_staff.csv")
    take_case("appendix1", "00_base_appendix1.csv")
    take_case("appendix1", "recommended_net.csv")
    take_case("applications", "recommended_net_application.csv")
    told = World().region("2026-03-08")
    assert (told["formed"], told["head_approved"], told["provider_approved"]) == (1, 1, 1)


def test_a_plan_tells_changes_of_the_columns_in_words(world: World):
    a_full_world(world)
    world.rows["staff"][0] |= {"is_main": "совместитель", "absent_until": ""}
    world.rows["appendix1"][0] |= {"is_need": "", "subject": "64"}
    assert changes("staff", world) == {
        ("Вид занятости", "основное место работы", "совместительство"),
        ("Длительно отсутствует по", "31.12.2026", "—"),
    }
    assert changes("appendix1", world) == {
        ("Основание ИОМ", "потребность", "процедура"),
        ("Предметная (%)", "—", "64"),
        ("Предметная, уровень", "Высокий уровень", "—"),
    }


def changes(register: str, world: World) -> set[tuple[object, ...]]:
    """What the plan of the register shows as changed, field by field."""
    with unscoped_session() as session:
        upload = Upload(as_csv(register, world.rows[register]), f"{register}.csv")
        (row,) = summary_of(session, imports.check(session, register, upload))["other"]
    return {(one["field"], one["old"], one["new"]) for one in row["fields"]}
