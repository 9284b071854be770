"""A list of people says of each what to do next; the chips above it add up to its rows and leave exactly theirs."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from access.reading import Reading
from model.database import read_session
from model.indicators import RATE_BY_KEY, bottom_of
from model.places import REGION
from model.shortfalls import SHORTFALL_OF
from queries.counts import counts_of
from queries.filters import EVERYBODY
from queries.lists import STEP, Order, persons_behind, rows_behind, steps_behind
from queries.next_steps import STEPS
from tests.village import build_village
from tests.world import ASSESSOR, World


@pytest.fixture
def world(database: str) -> World:
    return World()


def step_of(world: World, on: str) -> str:
    """The key of the next step of the only person."""
    world.read_in()
    with read_session() as session:
        (row,) = rows_behind(Reading(session, ASSESSOR, date.fromisoformat(on)), "staff", REGION).rows
    return STEPS[row[STEP]].key


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("2026-01-31", "assess"),
        ("2026-02-02", "choose"),
        ("2026-03-01", "approve"),
        ("2026-03-10", "accept"),
        ("2026-03-20", "study"),
        ("2026-06-01", "report"),
    ],
)
def test_the_next_step_follows_the_route_of_a_person(world: World, on: str, key: str):
    anna = world.person().assessed("2026-02-01")
    anna.applied(
        "2026-03-01", head="2026-03-10", provider="2026-03-20", training_since="2026-04-01", training_until="2026-05-01"
    )
    assert step_of(world, on) == key


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    build_village()
    with read_session() as opened:
        yield opened


def test_the_people_of_all_steps_are_the_people_of_the_list(session: Session):
    reading = Reading(session, ASSESSOR, date(2026, 10, 31))
    everybody = rows_behind(reading, "staff", REGION, size=1000)
    steps = steps_behind(reading, "staff", REGION)
    assert sum(people for _, people in steps) == everybody.total
    for step, people in steps:
        found = rows_behind(reading, "staff", REGION, step=step.key)
        assert found.total == len(found.rows) == people
        assert {STEPS[row[STEP]] for row in found.rows} == {step}
        assert len(persons_behind(reading, "staff", REGION, EVERYBODY, Order(), "", step.key)) == people
    assert steps_behind(reading, "events_due", REGION) == []


@pytest.mark.parametrize("rate_key", SHORTFALL_OF)
def test_those_who_are_missing_are_the_bottom_of_a_rate_without_its_top(session: Session, rate_key: str):
    for day in (date(2026, 3, 5), date(2026, 10, 31)):
        reading, rate = Reading(session, ASSESSOR, day), RATE_BY_KEY[rate_key]
        counts = counts_of(reading, REGION).counts
        missing = rows_behind(reading, SHORTFALL_OF[rate_key], REGION, size=1000)
        assert missing.total == bottom_of(rate, counts) - counts[rate.top]
