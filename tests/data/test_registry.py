"""The registry: its rows are those of the counts, of Appendix 2 and of the independent count, on any day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from access.reading import Reading
from dashboard.registry_address import REACHED
from exports import appendix2
from model.database import read_session
from model.names import fold
from model.people import Person
from model.places import REGION
from queries.filters import EVERYBODY
from queries.lists import Order, Row, rows_behind
from queries.registry import BY_NAME, registry_choices, registry_counts, registry_persons, registry_rows, sorted_columns
from queries.registry_filters import ALL_ROWS, RegistryFilters, RegistryRows
from queries.route_terms import RouteState, person_with_terms
from tests import oracle
from tests.conftest import empty
from tests.data.test_against_oracle import days_of, read_at_once
from tests.oracle import Law, spell_on
from tests.register_worlds import SPELLINGS, World, register_worlds
from tests.sizes import SIZES
from tests.village import Village, build_village
from tests.world import ASSESSOR

BIG_PAGE = 10_000


def rows_of(look: Reading, rows: RegistryRows, narrowed: RegistryFilters = ALL_ROWS, order: Order = BY_NAME):
    return registry_rows(look, REGION, rows, EVERYBODY, narrowed, order=order, size=BIG_PAGE).rows


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_results_are_those_of_appendix_2_and_of_the_independent_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    for day in data.draw(days_of(world))[:2]:
        with read_session() as session:
            look = Reading(session, ASSESSOR, day)
            found = rows_of(look, RegistryRows.RESULTS)
            assert Counter(map(_told, found)) == Counter(_results(world, session, day))
            of_appendix = [row for one in _sheets(look) for row in appendix2.rows_of(one, day)]
            assert Counter(_line(row) for row in found) == Counter(
                (row.full_name, row.programme, row.since, row.until, row.document_number, row.hours, row.provider)
                for row in of_appendix
            )
            counts = registry_counts(look, REGION)
            assert sum(one.results for one in counts) == len(found)
            assert sum(one.attested for one in counts) == sum(row["in_time"] is not None for row in found)
            assert sum(one.in_time for one in counts) == sum(row["in_time"] == 1 for row in found)


def _told(row: Row) -> tuple[object, ...]:
    return row["person_id"], fold(row["programme"]), row["training_since"], row["training_until"], row["in_time"]


def _line(row: Row) -> tuple[object, ...]:
    who = (row["full_name"], row["programme"], row["training_since"], row["training_until"])
    return *who, row["document_number"], row["hours"], row["stated_provider"][0]


def _results(world: World, session: Session, day: date) -> Iterator[tuple[object, ...]]:
    """The results of the staff that ended by the day; whether each attestation is in time, None where it is none."""
    ids = {one.identifier: one.id for one in session.query(Person)}
    for identifier, person in world.people.items():
        routes = oracle.gather(person, date.max, Law()) if spell_on(person, day) else []
        for row in person.results if spell_on(person, day) else ():
            if row.until > day:
                continue
            route = oracle.route_of_result(person, routes, row)
            counts_from = route.counts_from(row.programme) if route else None
            is_attested = row.has_document and counts_from is not None and counts_from <= day
            in_time = int(oracle.is_in_time(person, routes, row)) if is_attested else None
            yield ids[identifier], fold(SPELLINGS[row.programme][0]), row.since, row.until, in_time


def _sheets(look: Reading):
    for row in rows_behind(look, "staff", REGION, size=BIG_PAGE).rows:
        found = person_with_terms(look, row["person_id"])
        assert found is not None
        yield found[0]


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_people_are_those_of_the_counts_and_routes_stand_as_on_their_pages(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    for day in data.draw(days_of(world))[:2]:
        with read_session() as session:
            look = Reading(session, ASSESSOR, day)
            for key in ("staff", *data.draw(st.lists(st.sampled_from([one.key for one in REACHED]), max_size=4))):
                behind = {row["person_id"] for row in rows_behind(look, key, REGION, size=BIG_PAGE).rows}
                found = rows_of(look, RegistryRows.PEOPLE, RegistryFilters(reached=key))
                assert Counter(row["person_id"] for row in found) == Counter(behind), key
                assert (
                    set(registry_persons(look, REGION, RegistryRows.PEOPLE, narrowed=RegistryFilters(reached=key)))
                    == behind
                )
            expected = Counter(_standing(look))
            assert Counter(map(_route, rows_of(look, RegistryRows.ROUTES))) == expected
            assert sum(one.routes for one in registry_counts(look, REGION)) == expected.total()


def _route(row: Row) -> tuple[object, ...]:
    procedures = tuple((fold(name), passed_on, is_need) for name, passed_on, is_need in row["procedures"])
    return row["person_id"], procedures, row["state"], row["term"]


def _standing(look: Reading) -> Iterator[tuple[object, ...]]:
    """The routes of the staff as the page of each person tells them."""
    for row in rows_behind(look, "staff", REGION, size=BIG_PAGE).rows:
        found = person_with_terms(look, row["person_id"])
        assert found is not None
        for route in found[0].routes:
            term = found[1][route.id]
            procedures = tuple((fold(one.name), one.passed_on, one.is_need) for one in route.procedures)
            yield row["person_id"], procedures, term.state, term.until


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), rows=st.sampled_from(RegistryRows), data=st.data())
def test_filters_take_the_rows_that_say_so_and_orders_take_them_all(
    world: World, rows: RegistryRows, data: st.DataObject
):
    empty()
    read_at_once(world.registers)
    (day, *_) = data.draw(days_of(world))
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        every = rows_of(look, rows)
        for state in RouteState:
            found = rows_of(look, rows, RegistryFilters(state=state))
            assert list(map(_key, found)) == [_key(row) for row in every if row["state"] is state]
        for in_time in (True, False):
            found = rows_of(look, rows, RegistryFilters(in_time=in_time))
            assert list(map(_key, found)) == [_key(row) for row in every if row["in_time"] == int(in_time)]
        if rows is RegistryRows.RESULTS:
            for identity, name in registry_choices(look, REGION).programmes:
                found = rows_of(look, rows, RegistryFilters(programme_id=identity))
                assert list(map(_key, found)) == [_key(row) for row in every if row["programme"] == name]
        for key in sorted_columns(rows):
            ordered = rows_of(look, rows, order=Order(key, data.draw(st.booleans())))
            assert Counter(map(_key, ordered)) == Counter(map(_key, every)), key


def _key(row: Row) -> tuple[object, ...]:
    return row["person_id"], row["route_id"], row["programme"], row["training_since"]


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def test_pages_of_results_hold_each_once(village: Village):
    anna = village.people["Анна"]
    for month in range(1, 8):
        anna.finished(f"2026-0{month}-10", f"Программа {month}")
    village.world.read_in()
    with read_session() as session:
        look = Reading(session, ASSESSOR, date(2026, 9, 30))
        pages = [registry_rows(look, REGION, RegistryRows.RESULTS, page=number, size=3).rows for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({row["training_since"] for page in pages for row in page}) == 7
    of_march = RegistryFilters(since=date(2026, 3, 1), until=date(2026, 4, 30))
    with read_session() as session:
        look = Reading(session, ASSESSOR, date(2026, 9, 30))
        assert [row["training_until"] for row in rows_of(look, RegistryRows.RESULTS, of_march)] == [
            date(2026, 3, 10),
            date(2026, 4, 10),
        ]
