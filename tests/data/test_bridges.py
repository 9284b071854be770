"""The bridge of a rate between two days adds up: by steps, by lists, by parts of a place, under filters too."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.bridges import Movement, Step
from model.database import read_session
from model.dates import Period
from model.indicators import RATE_BY_KEY, RATES, Rate, rate_of
from model.places import REGION, Level, Place
from queries.bridges import bridge_of, place_parts, rows_of_step, sides_of, step_numbers
from queries.counts import counts_by_place, counts_of
from queries.filters import EVERYBODY, Filters
from queries.lists import Order
from queries.small_groups import WithheldError
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.register_worlds import World, register_worlds
from tests.sizes import SIZES
from tests.village import FIRST, TOWN, build_village
from tests.world import ASSESSOR
from tests.world import World as SmallWorld

FILTERS = (EVERYBODY, Filters(category="teaching"), Filters(procedure="Оценка А"))


def places_of(reading: Reading) -> Iterator[Place]:
    """The region, its municipalities and their organizations that have people on the day."""
    yield REGION
    for town in counts_by_place(reading, REGION).parts:
        if town.counts["staff"]:
            yield town.place
            yield from (one.place for one in counts_by_place(reading, town.place).parts if one.counts["staff"])


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(
    world=register_worlds(),
    data=st.data(),
    filters=st.sampled_from(FILTERS),
    rates=st.lists(st.sampled_from(RATES), min_size=3, max_size=3, unique=True),
)
def test_steps_and_parts_of_any_place_add_up_to_the_change_of_its_rates(
    world: World, data: st.DataObject, filters: Filters, rates: list[Rate]
):
    empty()
    read_at_once(world.registers)
    first, last, _, _ = data.draw(days_of(world))
    period = Period(min(first, last), max(first, last))
    with read_session() as session:
        reading = Reading(session, ASSESSOR, period.until)
        for place in places_of(reading):
            for rate in rates:
                add_up(reading, place, rate, period, filters)


def add_up(reading: Reading, place: Place, rate: Rate, period: Period, filters: Filters) -> None:
    """Assert that steps, their lists and the parts of the place make the change of the rate."""
    about = (place.name, rate.key, period, filters)
    before, after = (counts_of(reading.on(day), place, filters).counts for day in (period.since, period.until))
    numbers = step_numbers(reading, place, rate, period, filters)
    for key, one_of in ((rate.top, "top"), (rate.bottom, "bottom")):
        change = sum(getattr(step, one_of) * number for step, number in numbers.items())
        assert change == after[key] - before[key], (about, key)
    for step, number in numbers.items():
        found = rows_of_step(reading, place, rate, step, period, filters, order=Order(), size=1000)
        assert len(found.rows) == found.total == number, (about, step)
    bridge = bridge_of(reading, place, rate, period, filters)
    if rate_of(rate, before) is None or rate_of(rate, after) is None:
        return
    difference = Fraction(after[rate.top], after[rate.bottom]) - Fraction(before[rate.top], before[rate.bottom])
    assert sum(bridge.share_of(part) or 0 for part in bridge.parts or []) == difference, about
    if place.level is not Level.ORGANIZATION:
        assert sum(part.share or 0 for part in place_parts(reading, place, rate, period, filters)) == difference, about


def steps(session: Session, rate: str, since: str, until: str) -> dict[str, int]:
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    reading = Reading(session, ASSESSOR, period.until)
    numbers = step_numbers(reading, REGION, RATE_BY_KEY[rate], period)
    return {step.key: number for step, number in numbers.items()}


def test_everybody_of_a_small_world_has_the_step_that_happened(database: str):
    world = SmallWorld()
    for number, closing in enumerate(({"withdrawn": "2026-05-01"}, {"head_refused": "2026-05-01"}, {})):
        someone = world.person(f"Изменова {number}").assessed("2026-02-01")
        someone.applied("2026-03-01", **closing)
    world.person("Уволенная", until="2026-04-30").assessed("2026-02-01")
    world.person("Принятая", since="2026-05-02").assessed("2026-02-01")
    world.person("Оценённая").assessed("2026-05-03")
    world.person("Давняя").assessed("2023-04-30").applied("2026-04-01")
    world.read_in()
    with read_session() as session:
        assert steps(session, "formation", "2026-04-15", "2026-05-15") == {
            "withdrawn": 1,
            "refused": 1,
            "left_without": 1,
            "came_without": 1,
            "entered_without": 1,
            "expired_with": 1,
        }


def test_who_changes_the_school_moves_between_schools_and_not_within_the_town(database: str):
    world = SmallWorld()
    world.person("Оставшаяся").assessed("2026-02-01")
    moved = world.person("Переведённая", at="МБОУ СОШ № 2", until="2026-09-30").assessed("2026-02-01")
    moved.organization = "МБОУ СОШ № 1"
    moved.works(since="2026-10-01")
    world.read_in()
    period, rate = Period(date(2026, 9, 30), date(2026, 10, 1)), RATE_BY_KEY["formation"]
    with read_session() as session:
        reading = Reading(session, ASSESSOR, period.until)
        town = next(part.place for part in counts_by_place(reading, REGION).parts if part.counts["staff"])
        assert step_numbers(reading, town, rate, period) == {}
        schools = [part.place for part in counts_by_place(reading, town).parts]
        of_schools = {one.name: dict(step_numbers(reading, one, rate, period)) for one in schools}
    assert of_schools == {
        "МБОУ СОШ № 1": {Step(Movement.CAME, 0, 1): 1},
        "МБОУ СОШ № 2": {Step(Movement.LEFT, 0, -1): 1},
    }


def test_who_may_not_name_people_sees_no_small_step_and_none_of_a_part(database: str):
    village = build_village()
    ministry = Viewer("ministry", (GrantValue(Role.MINISTRY),))
    period, rate = Period(date(2026, 1, 1), date(2026, 4, 1)), RATE_BY_KEY["formation"]
    first = Place(Level.ORGANIZATION, village.ids[FIRST], FIRST, village.ids[TOWN])
    with read_session() as session:
        reading = Reading(session, ministry, period.until)
        whole = bridge_of(reading, REGION, rate, period)
        assert whole.after.bottom > whole.before.bottom
        for part in whole.parts or []:
            assert part.rows is None or part.rows >= 5
        assert bridge_of(reading, first, rate, period).parts is None
        assert bridge_of(reading, REGION, rate, period, Filters(kind="школа")).parts is None
        with pytest.raises(WithheldError):
            bridge_of(reading, REGION, rate, period, Filters(position="должность-Анна"))
        step = next(iter(step_numbers(reading, REGION, rate, period)))
        assert rows_of_step(reading, REGION, rate, step, period, order=Order()).rows == []


def test_a_leaver_is_named_as_on_the_day_before(database: str):
    world = SmallWorld()
    world.person("Уволенная", until="2026-04-30").assessed("2026-02-01")
    world.person("Оставшаяся").assessed("2026-02-01")
    world.read_in()
    period = Period(date(2026, 4, 15), date(2026, 5, 15))
    with read_session() as session:
        reading = Reading(session, ASSESSOR, period.until)
        left = Step(Movement.LEFT, 0, -1)
        found = rows_of_step(reading, REGION, RATE_BY_KEY["formation"], left, period, order=Order())
        assert [row["full_name"].split()[0] for row in found.rows] == ["Уволенная"]
        assert sides_of(RATE_BY_KEY["formation"], counts_of(reading, REGION).counts).bottom == 1
