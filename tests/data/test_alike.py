"""Positions in two cases are one; people are found by words in any order; who a person is, a lasting spell says."""

from datetime import date

import pytest
from sqlalchemy import select, update

from access.reading import OPERATOR, Reading
from ingest.writing.derivation import derive
from model.database import read_session, unscoped_session, write_session
from model.journal import ImportRun
from model.people import Employment, Person
from model.places import REGION
from queries.choices import choices
from queries.competences import survey_of
from queries.counts import counts_of
from queries.filters import Filters
from queries.lists import rows_behind
from tests.cases import take_base, take_case
from tests.world import ASSESSOR, CITY, World

DAY = date(2026, 6, 1)


@pytest.fixture
def world(database: str) -> World:
    return World()


def test_positions_in_two_cases_are_one_choice_with_everybody_in_it(database: str):
    take_base()
    take_case("staff", "positions_in_two_cases.csv")
    with read_session() as session:
        read = Reading(session, OPERATOR, DAY)
        values = [value for value, _ in choices(read, REGION)["position"]]
        assert [value for value in values if value.casefold() == "учитель физики"] == ["учитель физики"]
        for spelling in ("учитель физики", "Учитель физики"):
            assert counts_of(read, REGION, Filters(position=spelling)).counts["staff"] == 3


def test_types_of_organizations_in_two_cases_are_one(world: World):
    world.person("Анна", organization_kind="школа")
    world.person("Борис", at="Другая", organization_kind="Школа")
    world.read_in()
    with read_session() as session:
        read = Reading(session, OPERATOR, DAY)
        assert [value for value, _ in choices(read, REGION)["kind"]] == ["школа"]
        assert counts_of(read, REGION, Filters(kind="школа")).counts["staff"] == 2


def test_scores_of_a_position_in_two_cases_are_of_one_group(world: World):
    for number in range(6):
        person = world.person(f"Анна{number}", position="учитель физики" if number % 2 else "Учитель физики")
        person.assessed("2026-02-01", subject=str(50 + number))
    world.read_in()
    with read_session() as session:
        (group,) = survey_of(Reading(session, ASSESSOR, DAY), REGION).positions
    assert (group.name, group.scores.people) == ("учитель физики", 6)


@pytest.mark.parametrize("search", ["Борисов Глеб", "Глеб Борисов", "глеб  борис", "Бopиcoв"])
def test_a_list_finds_words_in_any_order_and_alphabet(world: World, search: str):
    world.person("Борисов Глеб Олегович")
    world.person("Глебова Анна")
    world.read_in()
    with read_session() as session:
        rows = rows_behind(Reading(session, ASSESSOR, DAY), "staff", REGION, search=search).rows
    assert [row["full_name"] for row in rows] == ["Борисов Глеб Олегович"]


def test_a_spell_of_no_days_names_nobody(world: World):
    """One was accepted before; the upgrade to the second law makes it no main place, since one day would be worked."""
    anna = world.person("Анна Настоящая", since="2015-09-01", until="2023-09-01")
    anna.organization, anna.town = "Лицей", CITY
    anna.works(since="2023-09-01")
    world.read_in()
    with write_session() as session:
        first = session.scalars(select(Employment).order_by(Employment.since)).first()
        assert first is not None
        session.execute(
            update(Employment)
            .where(Employment.id == first.id)
            .values(since=date(2026, 3, 1), until=date(2026, 3, 1), full_name="Иная Персона", name_key="иная персона")
            .values(is_main=False)
        )
        derive(session, list(session.scalars(select(ImportRun.id))))
    with unscoped_session() as session:
        assert session.scalar(select(Person.full_name)) == "Анна Настоящая"


def test_a_spell_to_come_does_not_name_the_person_yet(world: World):
    anna = world.person("Нынешняя Анна", since="2015-09-01", until="2027-01-11")
    anna.name = "Будущая Анна"
    anna.organization = "Другая"
    anna.works(since="2027-01-11")
    world.read_in()
    with unscoped_session() as session:
        assert session.scalar(select(Person.full_name)) == "Нынешняя Анна"
