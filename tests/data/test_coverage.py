"""Coverage by years: every number is the rows of its list and the sum of its parts; who is away is in none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.reading import Reading
from model.coverage import NEEDS, CoverageGroup
from model.database import read_session
from model.places import REGION, Level, Place
from queries.counts import counts_of
from queries.coverage import BY_NEED, coverage_of, coverage_rows, cycle_of
from queries.filters import EVERYBODY, Filters
from queries.lists import Order
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.register_worlds import World as RegisterWorld
from tests.register_worlds import register_worlds
from tests.sizes import SIZES
from tests.world import ASSESSOR, World

DAY = date(2026, 11, 28)
BIG_PAGE = 10_000


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_number_is_the_rows_of_its_list_and_the_sum_of_its_parts(world: RegisterWorld, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    day = data.draw(days_of(world))[2]
    with read_session() as session:
        _add_up(Reading(session, ASSESSOR, day), REGION)


def _add_up(look: Reading, place: Place) -> None:
    whole, parts = coverage_of(look, place)
    counts = counts_of(look, place).counts
    assert whole.numbers[CoverageGroup.DUE] == counts["due"]
    assert whole.numbers[CoverageGroup.PASSED] == counts["assessed_due"]
    assert whole.numbers[CoverageGroup.MISSING] == counts["not_assessed"]
    assert whole.by_year[-1] == counts["assessed_year_due"]
    assert whole.numbers[CoverageGroup.OWED] == sum(whole.numbers[need] for need in NEEDS)
    for group in CoverageGroup:
        assert coverage_rows(look, place, group, size=BIG_PAGE).total == whole.numbers[group], (place.name, group)
        if parts:
            assert sum(part.numbers[group] for part in parts) == whole.numbers[group]
    for year, number in zip(cycle_of(look).years, whole.by_year, strict=True):
        assert coverage_rows(look, place, CoverageGroup.PASSED, year, size=BIG_PAGE).total == number
    for part in parts:
        if part.numbers[CoverageGroup.DUE] and part.place.level is not Level.REGION:
            _add_up(look, part.place)


@pytest.fixture
def world(database: str) -> World:
    world = World()
    world.person("Никогдаева").applied("2026-05-01")
    world.person("Прошедшева").assessed("2023-05-10")
    world.person("Истекаева").assessed("2023-12-20")
    world.person("Готоваева").assessed("2023-12-20").assessed("2026-02-01", procedure="Другая")
    world.person("Уехавшева", absent_since="2026-09-01", absent_until="2027-08-31")
    world.person("Потребнова").assessed("2026-02-01", is_need="потребность")
    world.read_in()
    return world


def names(group: CoverageGroup, filters: Filters = EVERYBODY, order: Order = BY_NEED) -> list[str]:
    with read_session() as session:
        rows = coverage_rows(Reading(session, ASSESSOR, DAY), REGION, group, filters=filters, order=order).rows
    return [row["full_name"] for row in rows]


def test_those_to_be_assessed_come_in_the_order_of_their_need_without_those_away(world: World):
    assert names(CoverageGroup.OWED) == ["Никогдаева", "Потребнова", "Прошедшева", "Истекаева"]
    assert names(CoverageGroup.MISSING) == ["Никогдаева", "Потребнова", "Прошедшева"]
    assert names(CoverageGroup.PASSED, order=Order()) == ["Готоваева", "Истекаева"]


def test_by_an_order_those_of_the_years_before_are_to_be_assessed_again(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CYCLE_FIRST_YEAR", "2026")
    assert names(CoverageGroup.PASSED, order=Order()) == ["Готоваева"]
    assert "Истекаева" in names(CoverageGroup.OWED)
    with read_session() as session:
        whole, _ = coverage_of(Reading(session, ASSESSOR, DAY), REGION)
    assert whole.by_year == [1, 0, 0]
