"""Repeated assessments: who rose, and those trained between beside those not; what is recommended below a bound."""

from datetime import date

import pytest

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.places import REGION
from queries.deficit_people import Suggestions, suggestions_for
from queries.filters import EVERYBODY
from queries.lists import rows_behind
from queries.score_records import Change, Progress
from tests.data.test_competences import DAY, in_the_region
from tests.world import ASSESSOR, World


@pytest.fixture
def world(database: str) -> World:
    return World()


def assess_twice(world: World, name: str, before: int, after: int, *, trained_on: str | None = None) -> None:
    person = world.person(name).assessed("2025-02-01", subject=str(before))
    if trained_on:
        day = date.fromisoformat(trained_on).strftime("%d.%m.%Y")
        person.finished(f"{day} - {day}")
    person.assessed("2026-02-01", subject=str(after))


def test_those_trained_between_stand_beside_those_not(world: World):  # п. 3.3.3
    for nth in range(5):
        assess_twice(world, f"Учился-{nth}", 40, 60 + nth, trained_on="2025-06-01")
        assess_twice(world, f"Нет-{nth}", 50, 50 + nth % 2)
    assess_twice(world, "Позже", 50, 40, trained_on="2026-02-02")
    world.read_in()
    shown = in_the_region()
    assert shown.changes["subject"].number == 11
    assert shown.progress["subject"] == Progress(7, Change(5, 40, 62), Change(6, 50, round(292 / 6, 9)))


def test_a_small_group_hides_the_other_as_well(world: World):
    for nth in range(4):
        assess_twice(world, f"Учился-{nth}", 40, 60, trained_on="2025-06-01")
    for nth in range(6):
        assess_twice(world, f"Нет-{nth}", 50, 55)
    world.read_in()
    assert in_the_region().progress["subject"] == Progress(10, Change(4), Change(6))


def test_people_below_a_bound_stand_with_what_is_recommended_and_chosen(world: World):
    anna = world.person("Аннаева").assessed(
        "2026-02-01", subject="10", programmes=["Вторая", "Первая"], events=["Семинар"]
    )
    anna.applied("2026-03-01", "Первая").chose("2026-03-02", "Форум", "2026-12-01")
    world.person("Борисов").assessed("2026-02-01", subject="20")
    world.read_in()
    with read_session() as session:
        look = Reading(session, ASSESSOR, DAY)
        rows = rows_behind(look, "below_subject", REGION, EVERYBODY).rows
        told = suggestions_for(look, rows, "оценка")
        anna_id = next(row["person_id"] for row in rows if row["full_name"] == "Аннаева")
        nobody = suggestions_for(
            Reading(session, Viewer("other", (GrantValue(Role.SCHOOL, 999),)), DAY), rows, "оценка"
        )
    assert [row["full_name"] for row in rows] == ["Аннаева", "Борисов"]
    assert told == {anna_id: Suggestions(["Вторая", "Первая"], ["Семинар"], ["Первая", "Форум"])}
    assert nobody == {}
