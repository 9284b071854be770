"""The stored timeline is that of the facts, however often the spans of some people are written anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, create_engine, inspect, select

from tests.law_cases import assessed, chose, somebody, works
from tests.oracle import Person
from tests.worlds import ORGANIZATIONS, facts_of, people
from timeline import store
from timeline.facts import Rules
from timeline.loading import rules_of_settings
from timeline.narrowed_store import counted_kind, narrowed_change, procedure_span
from timeline.routes import Routes, routes
from timeline.rows import FOREVER
from timeline.spans import spans
from timeline.store import (
    Organizations,
    Writer,
    chosen_event,
    count_change,
    create_anew,
    fingerprint,
    is_current,
    month_total,
    state_span,
    wait_span,
)

PLACES = Organizations(np.array([0, 1, 1, 2]), {1: "школа", 2: None, 3: "сад"})
assert len(PLACES.kinds) == len(ORGANIZATIONS)
RULES = Rules()


@contextmanager
def stored(url: str) -> Iterator[Connection]:
    """An empty timeline in the database, and afterwards that of before."""
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin() as transaction:
        create_anew(connection, RULES)
        yield connection
        transaction.rollback()
    # The driver of SQLite commits before tables are created.
    with engine.begin() as connection:
        create_anew(connection, rules_of_settings())
    engine.dispose()


def write(
    connection: Connection, world: tuple[Person, ...], only: set[int] | None = None, places: Organizations = PLACES
) -> None:
    """Write the people of the world, all or those of the ids."""
    persons = sorted(range(1, len(world) + 1) if only is None else only)
    facts = facts_of(world)
    own = routes(facts, RULES)
    rows = spans(facts, own, RULES)
    writer = Writer(connection, places, RULES)
    own_assessments = facts.assessments.rows(np.isin(facts.assessments["person"], persons))
    writer.write(persons, rows.rows(np.isin(rows["person"], persons)), routes_of(own, persons), own_assessments)
    writer.finish()


def routes_of(own: Routes, persons: list[int]) -> Routes:
    """The routes, with the chosen events of these people alone."""
    whose = own.participations["person"][own.chosen_events["participation"]]
    return replace(own, chosen_events=own.chosen_events.rows(np.isin(whose, persons)))


def contents(connection: Connection) -> tuple[set, ...]:
    """The tables, but for ids that follow from the order of facts."""
    columns = [column for column in state_span.c if column.name not in ("spell_id", "route_id")]
    events = [chosen_event.c[name] for name in ("person_id", "since", "until")]
    return (
        {(*row,) for row in connection.execute(select(*columns))},
        {(*row,) for table in (count_change, month_total) for row in connection.execute(select(table))},
        {(*row,) for row in connection.execute(select(*events))},
        *(
            {(*row,) for row in connection.execute(select(table))}
            for table in (wait_span, procedure_span, narrowed_change, counted_kind)
        ),
    )


@pytest.mark.usefixtures("database")
@given(before=people(), after=people(), data=st.data())
def test_spans_written_anew_are_those_of_the_facts(
    database: str, before: tuple[Person, ...], after: tuple[Person, ...], data: st.DataObject
):
    number = min(len(before), len(after))
    touched = data.draw(st.sets(st.integers(1, number), min_size=1))
    world = tuple(after[place] if place + 1 in touched else before[place] for place in range(number))
    with stored(database) as connection:
        write(connection, before[:number])
        write(connection, world, only=touched)
        again = contents(connection)
        create_anew(connection, RULES)
        write(connection, world)
        assert contents(connection) == again


@pytest.mark.usefixtures("database")
@given(world=people(), data=st.data())
def test_the_sums_by_type_follow_an_organization_that_gets_another(
    database: str, world: tuple[Person, ...], data: st.DataObject
):
    others = replace(PLACES, kinds={1: "сад", 2: "школа", 3: "сад"})
    touched = data.draw(st.sets(st.integers(1, len(world))))
    with stored(database) as connection:
        write(connection, world)
        write(connection, world, only=touched, places=others)
        again = contents(connection)
        create_anew(connection, RULES)
        write(connection, world, places=others)
        assert contents(connection) == again


@pytest.mark.usefixtures("database")
def test_a_span_is_stored_with_its_days_and_its_absences(database: str):
    with stored(database) as connection:
        write(connection, (somebody(works("01.03.2026"), assessed("02.03.2026")),))
        first, second, *_ = connection.execute(select(state_span).order_by(state_span.c.since)).mappings().all()
        assert (first["since"], first["until"]) == (date(2026, 3, 1), date(2026, 3, 1))
        assert (first["route_id"], first["position"], first["without_programme_since"]) == (None, None, None)
        assert second["without_programme_since"] == date(2026, 3, 2)
        assert (second["route_id"], second["assessed"], second["organization_id"]) == (1, 1, 1)
        last = connection.scalar(select(state_span.c.until).order_by(state_span.c.since.desc()).limit(1))
        assert last == FOREVER


@pytest.mark.usefixtures("database")
def test_the_spans_of_many_people_have_their_indexes_in_the_end(database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(store, "_MANY", 1)
    with stored(database) as connection:
        for _ in range(2):
            write(connection, (somebody(works("01.03.2026"), assessed("02.03.2026")),))
            stored_indexes = {one["name"] for one in inspect(connection).get_indexes("state_span")}
            assert stored_indexes >= {index.name for index in state_span.indexes}


@pytest.mark.usefixtures("database")
def test_an_event_of_whom_nobody_has_assessed_stands_nowhere(database: str):
    with stored(database) as connection:
        write(connection, (somebody(chose("Форум", "03.03.2026", "05.03.2026")),))
        assert contents(connection)[2] == set()


@pytest.mark.usefixtures("database")
def test_people_without_facts_leave_nothing_behind(database: str):
    with stored(database) as connection:
        write(connection, (somebody(assessed("02.03.2026"), chose("Форум", "03.03.2026", "05.03.2026")),))
        assert set() not in contents(connection)
        nobody = facts_of(())
        own = routes(nobody, RULES)
        writer = Writer(connection, PLACES, RULES)
        writer.write([1], spans(nobody, own, RULES), own, nobody.assessments)
        writer.finish()
        assert contents(connection) == (set(),) * 7


@pytest.mark.usefixtures("database")
def test_other_rules_ask_for_a_new_timeline(database: str):
    with stored(database) as connection:
        assert is_current(connection, RULES)
        assert not is_current(connection, Rules(years=5))
        assert fingerprint(RULES) != fingerprint(Rules(newcomer_months=3))


@pytest.mark.usefixtures("database")
def test_a_column_more_asks_for_a_new_timeline(database: str, monkeypatch: pytest.MonkeyPatch):
    with stored(database) as connection, monkeypatch.context() as patch:
        another = MetaData()
        for table in store.metadata.sorted_tables:
            table.to_metadata(another)
        patch.setattr(store, "metadata", another)
        assert is_current(connection, RULES)
        another.tables["state_span"].append_column(Column("planted", Integer))
        assert not is_current(connection, RULES)
