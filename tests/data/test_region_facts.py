"""Screens of the region, added up from blocks of facts, tell what the tables of facts tell."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session, write_session
from model.people import Person
from model.places import REGION, Municipality
from queries.application_stages import applications_by
from queries.competences import survey_of
from queries.events import events_of
from queries.filters import EVERYBODY, Filters
from queries.period_cohorts import cohort_numbers
from queries.periods import flows_of
from queries.programme_choices import choices_below_bound
from queries.region_facts import has_region_facts
from queries.registry import registry_rows
from queries.registry_filters import RegistryRows
from tests.conftest import empty
from tests.contents import contents
from tests.data.test_derived import import_registers
from tests.register_worlds import World, register_worlds
from tests.sizes import SIZES
from tests.village import Village, build_village
from tests.world import ASSESSOR
from timeline import store
from timeline.blocks import write_blocks
from timeline.facts_of_staff import FactKind, columns_of
from timeline.store import fact_block

TODAY = date(2026, 11, 25)
YEAR_AGO = date(2025, 11, 26)
DAYS = st.dates(date(2023, 1, 1), TODAY)
FILTERS = st.sampled_from(
    [
        EVERYBODY,
        Filters(category="teaching"),
        Filters(position="Учитель"),
        Filters(kind="школа"),
        Filters(procedure="Оценка"),
        Filters(category="managing", position="завуч"),
    ]
)


def coordinator_of_all(session: Session) -> Viewer:
    """Who sees every municipality by a grant of its own: of them no blocks answer."""
    towns = session.scalars(select(Municipality.id))
    return Viewer("all", tuple(GrantValue(Role.MUNICIPALITY, town) for town in towns))


def told(reading: Reading, filters: Filters) -> list[Any]:
    """What the screens of the region say."""
    survey = survey_of(reading, REGION, filters)
    return [
        applications_by(reading, REGION, filters),
        sorted(events_of(reading, REGION, filters), key=lambda one: (one.id, one.starts_on)),
        replace(survey, parts=sorted(survey.parts, key=lambda one: one.place.id or 0)),
        choices_below_bound(reading, REGION, filters),
        flows_of(reading, REGION, YEAR_AGO, TODAY, filters.without_procedure),
        cohort_numbers(reading, REGION, YEAR_AGO, TODAY, filters.without_procedure),
    ]


def assert_alike(day: date, filters: Filters) -> None:
    with read_session() as session:
        coordinator = coordinator_of_all(session)
        reading = Reading(session, coordinator, day)
        assert not has_region_facts(reading, REGION)
        by_tables = told(reading, filters)
    with read_session() as session:
        reading = Reading(session, ASSESSOR, day)
        assert has_region_facts(reading, REGION)
        for one, other in zip(told(reading, filters), by_tables, strict=True):
            assert one == other
        for rows in RegistryRows:
            registry = registry_rows(reading, REGION, rows, filters, size=1_000)
            assert registry.total == len(registry.rows), rows


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_blocks_and_tables_tell_the_same_on_any_day_under_any_filter(world: World, data: st.DataObject):
    empty()
    with write_session() as session:
        import_registers(session, world.registers, TODAY)
    for _ in range(3):
        assert_alike(data.draw(DAYS), data.draw(FILTERS))


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_a_village_of_which_something_is_told_is_told_alike(village: Village):
    with read_session() as session:
        everything = told(Reading(session, ASSESSOR, TODAY), EVERYBODY)
    assert all(everything)
    assert_alike(TODAY, EVERYBODY)


def test_facts_of_some_people_written_again_leave_the_others_as_they_are(village: Village):
    before = contents()
    with write_session() as session:
        write_blocks(session, session.scalars(select(Person.id).order_by(Person.id).limit(1)))
    assert contents() == before
    with write_session() as session:
        session.execute(delete(fact_block))
        persons = session.scalars(select(Person.id).order_by(Person.id)).all()
        write_blocks(session, persons[1::2])
        write_blocks(session, persons[::2])
    assert contents() == before
    assert all(before[f"facts: {kind}"] for kind in (FactKind.SCORES, FactKind.APPLICATIONS))


def test_blocks_of_other_columns_are_of_another_edition():
    columns = {kind: [(name, repr(one)) for name, one in columns_of(kind).items()] for kind in FactKind}
    told = hashlib.sha256(repr(columns).encode()).hexdigest()[:12]
    assert (store._EDITION, told) == (3, "fd1ef514b35b"), (
        "the columns of a block have changed: raise _EDITION in timeline/store.py"
    )
