"""The stored timeline is that of the facts, however often the spans of some people are written anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from tests.law_cases import assessed, somebody, works
from tests.oracle2 import Person
from tests.worlds2 import ORGANIZATIONS, facts_of, people
from timeline.facts import Rules
from timeline.routes import routes
from timeline.spans import spans
from timeline.store import (
    FOREVER,
    count_change,
    create_anew,
    fingerprint,
    is_current,
    metadata,
    state_span,
    write_spans,
)

MUNICIPALITIES = pd.Series([1, 1, 2], index=range(1, len(ORGANIZATIONS) + 1))
RULES = Rules()


@contextmanager
def stored(url: str) -> Iterator[Connection]:
    """An empty timeline in the database, gone afterwards."""
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin() as transaction:
        create_anew(connection, RULES)
        yield connection
        transaction.rollback()
    with engine.begin() as connection:
        metadata.drop_all(connection)
    engine.dispose()


def spans_of(world: tuple[Person, ...]) -> pd.DataFrame:
    facts = facts_of(world)
    return spans(facts, routes(facts, RULES), RULES)


def write(connection: Connection, world: tuple[Person, ...], only: set[int] | None = None) -> None:
    """Write the people of the world, all or those of the ids."""
    persons = sorted(only or range(1, len(world) + 1))
    rows = spans_of(world)
    write_spans(connection, persons, rows[rows["person"].isin(persons)], MUNICIPALITIES)


def contents(connection: Connection) -> tuple[set, set]:
    """Both tables, but for ids that follow from the order of facts."""
    columns = [column for column in state_span.c if column.name not in ("spell_id", "route_id")]
    return {(*row,) for row in connection.execute(select(*columns))}, {
        (*row,) for row in connection.execute(select(count_change))
    }


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
def test_people_without_facts_leave_nothing_behind(database: str):
    with stored(database) as connection:
        write(connection, (somebody(assessed("02.03.2026")),))
        assert contents(connection) != (set(), set())
        write_spans(connection, [1], spans_of(()), MUNICIPALITIES)
        assert contents(connection) == (set(), set())


@pytest.mark.usefixtures("database")
def test_other_rules_ask_for_a_new_timeline(database: str):
    engine = create_engine(database)
    with engine.connect() as connection:
        assert not is_current(connection, RULES)
    with stored(database) as connection:
        assert is_current(connection, RULES)
        assert not is_current(connection, Rules(years=5))
        assert fingerprint(RULES) != fingerprint(Rules(newcomer_months=3))
    engine.dispose()
