"""The queue of a provider: pending decisions and documents of ended trainings (п. 3.6, 3.12)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import select

from access.reading import Reading
from model.attention import PROVIDER_CONCERN_BY_KEY
from model.catalogue import Provider
from model.database import read_session
from queries.applications import ProviderRecord, ProviderStage, ProviderWait, provider_applications, provider_queue
from queries.lists import Order
from tests.world import ASSESSOR, Someone, World

OURS, OTHERS = "Институт", "Другой институт"
APPROVED = {"head": "2026-03-05", "provider": "2026-03-10", "provider_name": OURS}
TRAINING = {"training_since": "2026-04-01", "training_until": "2026-05-01"}


@pytest.fixture
def world(database: str) -> World:
    return World()


@contextmanager
def provider_reading(on: str) -> Iterator[tuple[Reading, ProviderRecord]]:
    with read_session() as session:
        identity = session.scalar(select(Provider.id).where(Provider.name == OURS)) or 0
        yield Reading(session, ASSESSOR, date.fromisoformat(on)), ProviderRecord(identity, OURS, None)


def queue(world: World, on: str) -> dict[ProviderStage, ProviderWait]:
    """The queue, after asserting that each number is that of its applications."""
    world.read_in()
    with provider_reading(on) as (reading, ours):
        waits = {one.stage: one for one in provider_queue(reading, ours)}
        for stage, wait in waits.items():
            assert provider_applications(reading, ours, Order(), 1, "", stage=stage).total == wait.number
    return waits


def assessed_person(world: World, name: str = "Анна") -> Someone:
    return world.person(name).assessed("2026-02-01")


def test_every_stage_has_its_concern():
    assert list(ProviderStage) == list(PROVIDER_CONCERN_BY_KEY)


def test_a_provider_is_asked_from_the_day_of_the_head_until_its_own_decision(world: World):
    assessed_person(world).applied("2026-03-01", **APPROVED)
    assert queue(world, "2026-03-04")[ProviderStage.AWAITING] == ProviderWait(ProviderStage.AWAITING, 0, None)
    waiting = queue(world, "2026-03-09")[ProviderStage.AWAITING]
    assert (waiting.number, waiting.since) == (1, date(2026, 3, 5))
    assert queue(world, "2026-03-10")[ProviderStage.AWAITING].number == 0


def test_nobody_is_asked_about_what_was_withdrawn_or_goes_to_another(world: World):
    assessed_person(world).applied("2026-03-01", head="2026-03-05", provider_name=OURS, withdrawn="2026-03-06")
    assessed_person(world, "Борис").applied("2026-03-01", head="2026-03-05", provider_name=OTHERS)
    assert queue(world, "2026-03-09")[ProviderStage.AWAITING].number == 0


def test_a_training_is_late_the_day_after_its_schedule_until_its_document(world: World):
    anna = assessed_person(world).applied("2026-03-01", **APPROVED, **TRAINING)
    assert queue(world, "2026-05-01")[ProviderStage.LATE].number == 0
    late = queue(world, "2026-05-02")[ProviderStage.LATE]
    assert (late.number, late.since) == (1, date(2026, 5, 1))
    anna.finished("2026-04-01 - 2026-05-20", document=None)
    assert queue(world, "2026-06-01")[ProviderStage.LATE].number == 1
    anna.world.rows["appendix2"].clear()
    anna.finished("2026-04-01 - 2026-05-20")
    assert queue(world, "2026-05-19")[ProviderStage.LATE].number == 1
    assert queue(world, "2026-05-20")[ProviderStage.LATE].number == 0


def test_what_waits_longest_comes_first(world: World):
    assessed_person(world).applied("2026-03-01", head="2026-03-09", provider_name=OURS)
    assessed_person(world, "Борис").applied("2026-03-02", head="2026-03-03", provider_name=OURS)
    world.read_in()
    with provider_reading("2026-04-01") as (look, ours):
        found = provider_applications(look, ours, Order("head_on"), 1, "", stage=ProviderStage.AWAITING)
    assert [row["full_name"] for row in found.rows] == ["Борис", "Анна"]
