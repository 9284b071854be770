"""Days to come open nothing, and nobody is called what a spell that is over, or never was, says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.dates import today
from model.people import Person
from model.places import Level, Organization, Place
from queries.competences import scores_of
from queries.counts import counts_of
from queries.filters import EVERYBODY
from queries.lists import rows_behind
from queries.person import person_sheet
from queries.search import search
from tests.world import CITY, SCHOOL, World

TOMORROW = today() + timedelta(days=30)
CHANGE = today() + timedelta(days=10)
LYCEUM = "Лицей"


@pytest.fixture
def world(database: str) -> World:
    return World()


def place_named(name: str) -> Place:
    with unscoped_session() as session:
        found = session.scalars(select(Organization).where(Organization.name == name)).one()
        return Place(Level.ORGANIZATION, found.id, name, found.municipality_id)


def id_of(name: str) -> int:
    with unscoped_session() as session:
        return session.scalars(select(Person.id).where(Person.full_name == name)).one()


@contextmanager
def head_of(school: str, day: date) -> Iterator[tuple[Reading, Place]]:
    here = place_named(school)
    with read_session() as session:
        yield Reading(session, Viewer("head", (GrantValue(Role.SCHOOL, here.id),)), day), here


def changes_school(world: World) -> None:
    """Анна works at the first school, and from CHANGE on at the lyceum, where Борис works already."""
    anna = world.person("Анна", until=f"{CHANGE}").assessed("2026-02-01", subject="40")
    world.person("Борис", at=LYCEUM, town=CITY)
    anna.organization, anna.town = LYCEUM, CITY
    anna.works(since=f"{CHANGE}")
    world.read_in()


def seen_by(school: str, day: date) -> set[str]:
    """Whom the head of the school is named on the day, by a page, a list or the search."""
    names = set()
    with head_of(school, day) as (look, here):
        for name in ("Анна", "Борис"):
            names |= {name} if person_sheet(look, id_of(name)) else set()
            names |= {one.full_name for one in search(look, name).people}
        names |= {row["full_name"] for row in rows_behind(look, "staff", here).rows}
        assert counts_of(look, here).counts["staff"] == len(names)
    return names


def test_who_comes_later_is_not_named_before_they_come(world: World):
    changes_school(world)
    assert seen_by(LYCEUM, today()) == {"Борис"}
    assert seen_by(LYCEUM, TOMORROW) == {"Борис"}


def test_who_will_have_left_is_named_nowhere_on_that_day_but_where_they_are_today_until_then(world: World):
    changes_school(world)
    assert seen_by(SCHOOL, today()) == {"Анна"}
    assert seen_by(SCHOOL, CHANGE - timedelta(days=1)) == {"Анна"}
    assert seen_by(SCHOOL, TOMORROW) == set()


def test_scores_of_who_comes_later_are_not_summed_up_for_the_head_to_be(world: World):
    changes_school(world)
    with head_of(LYCEUM, TOMORROW) as (look, here):
        assert scores_of(look, here, EVERYBODY).people == 0


def test_a_spell_of_one_day_names_the_person_on_it_alone(world: World):  # ст. 84.1 ТК РФ
    anna = world.person("Анна", until="2025-01-01", position="учитель")
    anna.organization, anna.town = LYCEUM, CITY
    anna.works(since="2025-09-01", until="2025-09-01", position="методист")
    world.read_in()
    for day, number in (("2025-08-31", 0), ("2025-09-01", 1), ("2025-09-02", 0)):
        with head_of(LYCEUM, date.fromisoformat(day)) as (look, here):
            assert counts_of(look, here).counts["staff"] == number
            assert [row["position"] for row in rows_behind(look, "staff", here).rows] == ["методист"] * number


@pytest.mark.parametrize(
    ("on", "position"), [("2023-12-31", "учитель"), ("2024-01-01", "методист"), ("2025-06-01", "методист")]
)
def test_who_works_nowhere_is_shown_as_in_the_last_spell_that_ended(world: World, on: str, position: str):
    anna = world.person("Анна", since="2015-09-01", until="2024-01-01", position="учитель")
    anna.works(since="2024-01-01", until="2025-01-01", position="методист")
    world.read_in()
    employee = Viewer("employee", (GrantValue(Role.EMPLOYEE, id_of("Анна")),))
    with read_session() as session:
        sheet = person_sheet(Reading(session, employee, date.fromisoformat(on)), id_of("Анна"))
    assert sheet is not None
    assert sheet.position == position
