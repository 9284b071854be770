"""The report for a period: every figure is the rows of its list, the sum of its parts, and the independent count."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session
from model.flows import FLOWS, WITHIN_DAYS, Milestone, Sum
from model.names import fold
from model.places import REGION, Level, Place
from queries.period_cohorts import cohort_numbers, cohort_rows
from queries.periods import Numbers, PartFlows, flow_rows, flows_of, quarters_of
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.oracle_periods import facts_between, formed_within
from tests.register_worlds import World, place_of, present_names, register_worlds
from tests.sizes import SIZES
from tests.village import FIRST, TOWN, Village, build_village
from tests.world import ASSESSOR

BIG_PAGE = 10_000
TODAY = date(2026, 11, 28)


def period_of(world: World, data: st.DataObject) -> tuple[date, date, date]:
    """Two days of a world in their order, and a reporting date."""
    first, last, day, _ = data.draw(days_of(world))
    return min(first, last), max(first, last), day


def expected_flows(world: World, since: date, until: date) -> dict[tuple[str, ...], dict[str, int]]:
    """The flows of every place by the independent count; hours are in no register of the invented people."""
    facts: dict[tuple[str, ...], Counter[str]] = {}
    people: dict[tuple[str, ...], set[tuple[str, str]]] = {}
    for kind, identifier, spell in facts_between(world.people, since, until):
        for depth in range(3):
            place = place_of(spell)[:depth]
            facts.setdefault(place, Counter())[kind] += 1
            people.setdefault(place, set()).add((kind, identifier))
    return {
        place: {
            flow.key: sum(kind == flow.fact for kind, _ in people[place])
            if flow.sum is Sum.PEOPLE
            else facts[place][flow.fact] * (flow.sum is Sum.FACTS)
            for flow in FLOWS
        }
        for place in facts
    }


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_flows_of_any_place_are_those_of_the_independent_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    since, until, day = period_of(world, data)
    expected = expected_flows(world, since, min(until, day))
    nothing = dict.fromkeys((flow.key for flow in FLOWS), 0)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        region = flows_of(look, REGION, since, until)
        assert _counted(region.whole) == expected.get((), nothing)
        for town in region.parts:
            name = present_names()[fold(town.name)]
            assert _counted(town.numbers) == expected.get((name,), nothing), name
            if not any(town.numbers.values()):
                continue
            schools = flows_of(look, Place(Level.MUNICIPALITY, town.identity, town.name), since, until)
            assert schools.whole == town.numbers
            for school in schools.parts:
                assert _counted(school.numbers) == expected.get((name, fold(school.name)), nothing), school.name
        for quarter, numbers in region.quarters:
            of_quarter = flows_of(look, REGION, quarter.since, quarter.until).whole
            assert numbers == of_quarter, quarter


def _counted(numbers: Numbers) -> dict[str, int]:
    return {**numbers, "hours": 0}


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_figure_is_the_rows_of_its_list_and_facts_are_the_sum_of_parts(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    since, until, day = period_of(world, data)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        _add_up(look, REGION, since, until)


def _add_up(look: Reading, place: Place, since: date, until: date) -> None:
    found = flows_of(look, place, since, until)
    for flow in FLOWS:
        rows = flow_rows(look, place, flow.fact, flow.sum, since, until, size=BIG_PAGE)
        number = sum(row["hours"] or 0 for row in rows.rows) if flow.sum is Sum.HOURS else len(rows.rows)
        assert (number, rows.total) == (found.whole[flow.key], len(rows.rows)), (place.name, flow.key)
        of_parts = sum(part.numbers[flow.key] for part in found.parts)
        if place.level is not Level.ORGANIZATION and flow.sum is not Sum.PEOPLE:
            assert of_parts == found.whole[flow.key], (place.name, flow.key)
    cohort = cohort_numbers(look, place, since, until)
    numbers = cohort.reached
    assert {one: cohort.formed_within[days] for one, days in WITHIN_DAYS.items()} == {
        one: numbers[one] for one in WITHIN_DAYS
    }
    for milestone in Milestone:
        assert cohort_rows(look, place, milestone, since, until, size=BIG_PAGE).total == numbers[milestone], milestone
    assert numbers[Milestone.ASSESSED] == found.whole["assessed_people"]
    for part in found.parts:
        if any(part.numbers.values()):
            _add_up(look, part_of(place, part), since, until)


def part_of(place: Place, part: PartFlows) -> Place:
    level = Level.MUNICIPALITY if place.level is Level.REGION else Level.ORGANIZATION
    return Place(level, part.identity, part.name, place.id)


@pytest.mark.both_databases
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_the_cohort_is_formed_within_the_days_of_the_independent_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    since, until, day = period_of(world, data)
    members = [formed_within(person, since, min(until, day), day) for person in world.people.values()]
    cohort = [member for member in members if member]
    with read_session() as session:
        numbers = cohort_numbers(Reading(session, ASSESSOR, day), REGION, since, until).reached
    assert numbers[Milestone.ASSESSED] == len(cohort)
    for milestone, days in WITHIN_DAYS.items():
        expected = sum(formed is not None and formed - passed <= timedelta(days=days) for passed, formed in cohort)
        assert numbers[milestone] == expected, milestone


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_a_leaver_stays_in_the_period_of_the_school_that_taught_them(village: Village):
    """Вера goes to another school on 1 October: what she did before is her first school's for good."""
    village.people["Вера"].finished("2026-05-10 - 2026-05-20", "Программа 3")
    village.people["Вера"].finished("2026-11-10 - 2026-11-20", "Программа 3")
    village.world.read_in()
    school = Place(Level.ORGANIZATION, village.ids[FIRST], FIRST, village.ids[TOWN])
    head = Viewer("head", (GrantValue(Role.SCHOOL, village.ids[FIRST]),))
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    trainings = next(flow for flow in FLOWS if flow.key == "trainings")
    with read_session() as session:
        look = Reading(session, head, TODAY)
        assert flows_of(look, school, since, until).whole["trainings"] == 1
        rows = flow_rows(look, school, trainings.fact, trainings.sum, since, until).rows
        assert [(row["full_name"], row["day"]) for row in rows] == [("Вераова Примера", date(2026, 5, 20))]
        assert flows_of(Reading(session, ASSESSOR, TODAY), REGION, since, until).whole["trainings"] == 2


def test_names_are_for_who_may_name_people(village: Village):
    ministry = Viewer("ministry", (GrantValue(Role.MINISTRY),))
    with read_session() as session:
        look = Reading(session, ministry, TODAY)
        since, until = date(2026, 1, 1), date(2026, 12, 31)
        assert flows_of(look, REGION, since, until).whole["assessed_people"] == 7
        assert all(flow_rows(look, REGION, flow.fact, flow.sum, since, until).total == 0 for flow in FLOWS)
        assert all(cohort_rows(look, REGION, one, since, until).total == 0 for one in Milestone)


def test_quarters_are_cut_by_the_period():
    days = [(one.since, one.until) for one in quarters_of(date(2025, 11, 15), date(2026, 4, 2))]
    assert days == [
        (date(2025, 11, 15), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 2)),
    ]
