"""Procedures in a period: every figure is the rows of its list; who did not come; what few are told (п. 3.5)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.places import REGION
from model.procedures import ProcedureGroup
from queries.filters import Filters
from queries.periods import flows_of
from queries.procedures import (
    NO_GROUP,
    new_results,
    procedure_days,
    procedure_figures,
    procedure_rows,
    total_of,
)
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.register_worlds import World as RegisterWorld
from tests.register_worlds import register_worlds
from tests.sizes import SIZES
from tests.world import ASSESSOR, World

BIG_PAGE = 10_000
SINCE, DAY = date(2026, 1, 1), date(2026, 11, 28)
MINISTRY = Viewer("ministry", (GrantValue(Role.MINISTRY),))


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_figure_is_the_rows_of_its_list(world: RegisterWorld, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    first, last, day, _ = data.draw(days_of(world))
    since, until = min(first, last), max(first, last)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        found = procedure_figures(look, REGION, since, until)
        for one in (total_of(found), *found):
            for group, number in one.numbers.items():
                rows = procedure_rows(look, REGION, group, since, until, Filters(procedure=one.name), size=BIG_PAGE)
                assert rows.total == len(rows.rows) == number, (one.name, group)
        assert (
            total_of(found).numbers[ProcedureGroup.PASSED] == flows_of(look, REGION, since, until).whole["assessments"]
        )
        for one in procedure_days(look, REGION, since, until):
            of_day = (Filters(procedure=one.name),)
            for group, number in one.numbers.items():
                rows = procedure_rows(
                    look, REGION, group, one.day, one.day, *of_day, batch=one.group or NO_GROUP, size=BIG_PAGE
                )
                assert rows.total == number, (one, group)
        new = procedure_rows(look, REGION, ProcedureGroup.NEW, since, until, size=BIG_PAGE)
        assert new.total == new_results(look, REGION, since, until)


@pytest.fixture
def world(database: str) -> World:
    world = World()
    for name in ("Пришедшева", "Неявкина", "Отозвава", "Недавнева"):
        on = "2026-11-20" if name == "Недавнева" else "2026-02-01"
        withdrawn = {"withdrawn": "2026-02-20"} if name == "Отозвава" else {}
        world.person(name).applied(on, "ОЦЕНКА", kind="процедура", head=on, **withdrawn)
    return world


def names(group: ProcedureGroup, viewer: Viewer = ASSESSOR, since: date = SINCE) -> list[str]:
    with read_session() as session:
        rows = procedure_rows(Reading(session, viewer, DAY), REGION, group, since, DAY).rows
    return [row["full_name"] for row in rows]


def test_who_applied_was_confirmed_and_has_no_result_did_not_come(world: World):
    world.read_in()
    came = world.person("Сдавшева")
    came.applied("2026-02-01", "Оценка", kind="процедура", head="2026-02-03")
    came.assessed("2026-02-15", subject="70", formed_on="2026-03-01", procedure_group="Группа 2")
    world.read_in()
    assert names(ProcedureGroup.MISSED) == ["Неявкина", "Пришедшева"]
    assert "Недавнева" in names(ProcedureGroup.CONFIRMED)
    assert names(ProcedureGroup.PASSED) == ["Сдавшева"]
    with read_session() as session:
        look = Reading(session, ASSESSOR, DAY)
        (figures,) = procedure_figures(look, REGION, SINCE, DAY)
        assert [*figures.numbers.values()] == [5, 5, 2, 1, 1, 1]
        (passed,) = procedure_days(look, REGION, SINCE, DAY)
    assert (passed.name, passed.group, passed.day) == ("Оценка", "Группа 2", date(2026, 2, 15))


def test_new_results_are_those_whose_route_is_formed_in_the_days(world: World):
    world.person("Новова").assessed("2026-02-15", formed_on="2026-11-25")
    world.person("Давнева").assessed("2026-02-15")
    # Who has left is nobody's to write about.
    world.person("Ушедшева", until="2026-11-27").assessed("2026-02-15", formed_on="2026-11-25")
    world.read_in()
    assert names(ProcedureGroup.NEW, since=date(2026, 11, 22)) == ["Новова"]
    assert names(ProcedureGroup.NEW) == ["Давнева", "Новова"]


def test_the_ministry_without_names_sees_all_procedures_together(world: World):
    world.person("Другова").assessed("2026-02-15", "Иная")
    world.person("Новова").assessed("2026-02-15")
    world.read_in()
    assert names(ProcedureGroup.PASSED, MINISTRY) == []
    with read_session() as session:
        look = Reading(session, MINISTRY, DAY)
        (figures,) = procedure_figures(look, REGION, SINCE, DAY)
        assert (figures.name, figures.numbers[ProcedureGroup.PASSED]) == (None, 2)
        assert procedure_days(look, REGION, SINCE, DAY) == []
