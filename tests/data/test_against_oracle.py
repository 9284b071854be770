"""The product and the oracle agree on every generated world, in any order of import."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.snapshots import municipality_snapshot, person_state, snapshot
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.reading import Reading
from model.catalogue import Event, Programme, Provider
from model.database import read_session, unscoped_session, write_session
from model.indicators import COUNT_BY_KEY, COUNT_KEYS, Unit
from model.names import fold
from model.people import Employment, Person
from model.places import REGION, Municipality, Organization
from model.routes import Application, Assessment, Participation, RecommendedProgramme, Result, Route
from queries.counts import counts_by_place
from queries.lists import rows_behind
from tests import oracle, worlds
from tests.conftest import empty
from tests.oracle import Registers
from tests.sizes import SIZES
from tests.world import ASSESSOR, ORDER, as_csv, take, take_all

pytestmark = pytest.mark.both_databases

BIG_PAGE = 10_000
# Staff names the people whom the others speak of: it goes first, the rest in any order.
ORDERS = [("staff", *rest) for rest in permutations(ORDER[1:])]


def read_in(registers: Registers, order: Sequence[str] = ORDER) -> None:
    """Import the registers that have rows."""
    for register in order:
        if registers[register]:
            take(register, as_csv(register, registers[register]))


def read_at_once(registers: Registers) -> None:
    """Import the registers as one upload; a test below shows that the order does not matter."""
    with write_session() as session:
        take_all(
            session, {register: as_csv(register, registers[register]) for register in ORDER if registers[register]}
        )


def product_counts(reading: Reading) -> dict[oracle.Place, dict[str, int]]:
    """The counts of every place, under the names of the oracle."""
    present = {one.id: one.name for one in reading.session.scalars(select(Municipality))}
    region = counts_by_place(reading, REGION)
    totals = {(): dict(region.whole.counts)}
    for part in region.parts:
        name = present[part.place.id]
        totals[(name,)] = dict(part.counts)
        for school in counts_by_place(reading, part.place).parts:
            totals[name, fold(school.place.name)] = dict(school.counts)
    return totals


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), asked=st.lists(worlds.REPORTING_DAYS, min_size=3, max_size=3, unique=True))
def test_counts_of_any_place_on_any_date_are_those_of_the_independent_count(registers: Registers, asked: list[date]):
    empty()
    read_at_once(registers)
    for day in asked:
        expected = oracle.counts(registers, day)
        with read_session() as session:
            found = product_counts(Reading(session, ASSESSOR, day))
        for place in {*expected, *found}:
            nobody = dict.fromkeys(COUNT_KEYS, 0)
            assert found.get(place, nobody) == expected.get(place, nobody), (place, day)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), day=worlds.REPORTING_DAYS)
def test_lists_hold_the_rows_of_the_independent_count(registers: Registers, day: date):
    empty()
    read_at_once(registers)
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        for key in COUNT_KEYS:
            rows = rows_behind(look, key, REGION, size=BIG_PAGE).rows
            assert sorted((_oracle_item(look.session, key, row) for row in rows), key=str) == oracle.rows_behind(
                registers, day, key
            )


def _oracle_item(session: Session, key: str, row) -> object:
    identifier = session.get_one(Person, row["person_id"]).identifier
    unit = COUNT_BY_KEY[key].unit
    if unit is Unit.PARTICIPATION:
        return identifier, fold(row["event"]), row["starts_on"]
    return row["number"] if unit is Unit.APPLICATION else identifier


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), order=st.sampled_from(ORDERS))
def test_the_order_of_registers_and_reading_them_again_change_nothing(registers: Registers, order: tuple[str, ...]):
    empty()
    read_at_once(registers)
    before = contents()
    for register in order:
        if registers[register]:
            _, run = take(register, as_csv(register, registers[register]))
            assert (run.added, run.changed) == (0, 0), register
    assert contents() == before
    empty()
    read_in(registers, order)
    assert contents() == before


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), data=st.data())
def test_half_and_then_the_rest_equals_all(registers: Registers, data: st.DataObject):
    empty()
    read_at_once(registers)
    whole = contents()
    empty()
    cuts = {key: data.draw(st.integers(0, len(rows))) for key, rows in registers.items()}
    # Rows may name a person by any of the places where they worked: the staff goes in whole.
    read_in({key: rows if key == "staff" else rows[: cuts[key]] for key, rows in registers.items()})
    read_in({key: rows[cuts[key] :] for key, rows in registers.items()})
    assert contents() == whole


def contents() -> dict[str, list[tuple]]:
    """All facts, derived columns and stored sums, without ids."""
    with unscoped_session() as session:
        people = dict(session.execute(select(Person.id, Person.identifier)).all())
        places = {one.id: (one.municipality_id, one.name_key) for one in session.scalars(select(Organization))}
        names = {
            table: dict(session.execute(select(table.id, table.name_key)).all())
            for table in (Programme, Provider, Event)
        }
        routes = _routes(session, people, names[Programme])
        known = {"person_id": people, "organization_id": places, "route_id": routes}
        known |= {"programme_id": names[Programme], "provider_id": names[Provider], "event_id": names[Event]}
        # An implied application bears its programme's name as whichever register came first spelt it.
        known["name"] = {one: fold(one) for one in session.scalars(select(Application.name))}
        tables = (Employment, Application, Result, Participation)
        found = {table.__tablename__: _rows(session, table.__table__, known) for table in tables}
        found |= {table.name: _rows(session, table, known) for table in (snapshot, municipality_snapshot, person_state)}
        return {**found, "route": sorted(routes.values(), key=str)}


def _routes(session: Session, people: dict[int, str], programmes: dict[int, str]) -> dict[int, tuple]:
    listed: dict[int, set[str]] = {}
    for assessment, programme in session.execute(
        select(RecommendedProgramme.assessment_id, RecommendedProgramme.programme_id)
    ):
        listed.setdefault(assessment, set()).add(programmes[programme])
    return {
        route.id: (
            *(people[one.person_id], one.procedure, one.passed_on, one.subject, sorted(listed.get(one.id, ()))),
            *(route.formed_on, route.superseded_on, route.chosen_on, route.attested_on),
        )
        for one, route in session.execute(select(Assessment, Route).join(Route, Route.id == Assessment.id))
    }


def _rows(session: Session, table, names: dict[str, dict]) -> list[tuple]:
    columns = [column for column in table.columns if column.name not in {"id", "import_id"}]
    rows = session.execute(select(*columns)).all()
    tuples = (
        tuple(names.get(column.name, {}).get(value, value) for column, value in zip(columns, row, strict=True))
        for row in rows
    )
    return sorted(tuples, key=str)


def test_places_of_one_organization_name_in_two_municipalities_are_two():
    assert oracle.place_of({"municipality": "Троицкий муниципальный район", "organization": "Школа"}) != (
        oracle.place_of({"municipality": "Троицкий городской округ", "organization": "Школа"})
    )
