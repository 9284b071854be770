"""A coordinator imports rows of the own organizations alone and learns nothing about others."""

import re

import pytest
from sqlalchemy import func, select

from access import accounts, grant_objects
from ingest import imports
from model.accounts import Role
from model.catalogue import Provider
from model.database import unscoped_session, write_session
from model.people import Person
from model.routes import Application, Assessment
from tests.site import signed_in
from tests.uploads import (
    accepts,
    assessor,
    changed_assessment,
    check_upload,
    coordinator,
    count,
    folder,
    is_rejected,
    last,
    newcomer,
    run_import,
    village,
)
from tests.village import FIRST, THIRD, TOWN, Village, accounts_of
from tests.world import CITY, World, as_csv, take

__all__ = ["folder", "village"]


def test_a_coordinator_brings_in_rows_of_their_own_organizations(village: Village):
    visitor = coordinator(village)
    people = count(Person)
    check_upload(visitor, "staff", newcomer(village, at="Новая школа"))
    assert "Принят" in accepts(visitor)
    assert count(Person) == people + 1
    told = check_upload(visitor, "appendix1", changed_assessment(village, "Анна", subject="77,5"))
    assert "77,5" in told
    accepts(visitor)
    with unscoped_session() as session:
        assert 77.5 in session.scalars(select(Assessment.subject)).all()


@pytest.mark.parametrize("name", ["Елена", "Жанна"])
def test_rows_of_another_municipality_are_refused_in_words_that_tell_nothing(village: Village, name: str):
    visitor = coordinator(village)
    told = check_upload(visitor, "appendix1", changed_assessment(village, name, subject="99"))
    assert is_rejected(told)
    assert "вносит не ваша учётная запись" in told
    by_number = changed_assessment(village, name, subject="99", municipality="", organization="", full_name="")
    known = check_upload(visitor, "appendix1", by_number)
    unknown = check_upload(visitor, "appendix1", by_number.replace(f"Т-{name}".encode(), b"T-nobody"))
    assert is_rejected(known)
    # Someone who works elsewhere and nobody at all are told by the same words.
    assert refusal_texts(known) == refusal_texts(unknown) != []
    with unscoped_session() as session:
        assert 99 not in session.scalars(select(Assessment.subject)).all()


def refusal_texts(page: str) -> list[str]:
    return sorted(set(re.findall(r"'children': '([^']*(?:нет работника|вносит|внести)[^']*)'", page)))


def test_someone_elses_person_can_not_be_brought_into_ones_own_organization(village: Village):
    visitor = coordinator(village)
    world = World()
    world.person("Еленаова Примера", at=FIRST, town=TOWN, since="2026-10-10")
    told = check_upload(visitor, "staff", as_csv("staff", world.rows["staff"]))
    assert is_rejected(told)
    assert "ОГБУ ЧЦОПМКП" in told
    assert not re.search(r"\b2015\b|Лицей", told)


def test_an_overlap_with_a_foreign_spell_is_refused_without_its_dates(village: Village):
    visitor = coordinator(village)
    world = World()
    # Вера has left for a school of the city on 1 October.
    world.person("Вераова Примера", at=FIRST, town=TOWN, position="должность-Вера")
    told = check_upload(visitor, "staff", as_csv("staff", world.rows["staff"]))
    assert is_rejected(told)
    assert "01.10.2026" not in told
    assert THIRD not in told


@pytest.mark.parametrize(("day", "may"), [("2026-09-15", True), ("2026-10-15", False)])
def test_who_has_left_is_theirs_up_to_that_day(village: Village, day: str, may: bool):
    village.people["Вера"].organization, village.people["Вера"].town = FIRST, TOWN
    world = World()
    vera = village.people["Вера"]
    vera.world = world
    vera.assessed(day, procedure="Новая")
    told = check_upload(coordinator(village), "appendix1", as_csv("appendix1", world.rows["appendix1"]))
    assert is_rejected(told) != may


def test_a_foreign_application_can_not_be_taken_over_by_its_number(village: Village):
    visitor = coordinator(village)
    rows = village.world.rows["applications"]
    elena = next(row for row in rows if row["full_name"] == "Еленаова Примера")
    anna = next(row for row in rows if row["full_name"] == "Аннаова Примера")
    told = check_upload(visitor, "applications", as_csv("applications", [{**anna, "number": elena["number"]}]))
    assert is_rejected(told)
    assert "Программа 6" not in told
    with unscoped_session() as session:
        owner = session.scalar(select(Application.person_id).where(Application.number == elena["number"]))
    assert owner == village.ids["Еленаова Примера"]


def test_the_nearest_name_is_sought_among_ones_own_alone(village: Village):
    visitor = coordinator(village)
    told = check_upload(
        visitor, "appendix1", changed_assessment(village, "Анна", identifier="", organization="Лицей № 18")
    )
    assert is_rejected(told)
    assert THIRD not in told


def test_a_coordinator_does_not_move_a_provider(village: Village):
    visitor = coordinator(village)
    rows = [row for row in village.world.rows["applications"] if row["full_name"] == "Аннаова Примера"]
    moved = [
        {**row, "provider": f"{row['provider']}, г. Пермь, ул. Новая, 1", "withdrawn_on": "2026-04-01"} for row in rows
    ]
    check_upload(visitor, "applications", as_csv("applications", moved))
    accepts(visitor)
    with unscoped_session() as session:
        assert count_of_addresses(session) == 0


def count_of_addresses(session) -> int:
    from_provider = select(func.count()).select_from(Provider)
    return session.scalar(from_provider.where(Provider.address.is_not(None)))


def test_with_another_grant_an_upload_is_nobodys(village: Village):
    login = accounts_of(village)["municipality"]
    visitor = signed_in(login)
    check_upload(visitor, "staff", newcomer(village))
    number = last().id
    with write_session() as session:
        account = accounts.require_account(session, login)
        accounts.revoke(session, account, account.grants[0].id, by="test")
        other = grant_objects.find_object(session, Role.MUNICIPALITY, CITY)
        accounts.grant(session, account, Role.MUNICIPALITY, other, personal_data=False, by="test")
    again = signed_in(login)
    assert "Новая" not in again.opens(f"/imports/{number}")
    assert again.posts(f"/imports/{number}/accept", how="whole").status_code == 404


def test_whose_identifier_it_is_is_not_told_to_a_coordinator(village: Village):
    visitor = coordinator(village)
    told = check_upload(visitor, "appendix1", changed_assessment(village, "Анна", full_name="Совсем Другой Человек"))
    assert is_rejected(told)
    assert "идентификатор принадлежит другому человеку" in told
    assert "под ним" not in told


def test_a_new_organization_is_not_accepted_without_its_tick(village: Village):
    visitor = coordinator(village)
    people = count(Person)
    told = check_upload(visitor, "staff", newcomer(village, at="Новая школа"))
    assert "Новая школа" in told
    assert "действительно новые" in told
    assert visitor.posts(f"/imports/{last().id}/accept", how="whole").status_code == 303
    assert not run_import()
    assert count(Person) == people


def test_a_former_coordinator_adds_no_spell_to_who_works_elsewhere(village: Village):
    """Вера has left for a school of the city on 1 October."""
    world = World()
    world.person("Вераова Примера", at=FIRST, town=TOWN, since="2027-09-01")
    told = check_upload(coordinator(village), "staff", as_csv("staff", world.rows["staff"]))
    assert is_rejected(told)
    assert "ОГБУ ЧЦОПМКП" in told


def test_decisions_made_after_a_person_has_left_are_not_told_to_the_former_place(village: Village):
    world = World()
    vera = village.people["Вера"]
    vera.world, vera.organization, vera.town = world, FIRST, TOWN
    vera.applied("2026-09-10", "Программа", number="В-1", head="2026-10-15")
    content = as_csv("applications", world.rows["applications"])
    take("applications", content)
    world.rows["applications"][0] |= {"head_decision": "", "head_on": ""}
    told = check_upload(coordinator(village), "applications", as_csv("applications", world.rows["applications"]))
    assert is_rejected(told)
    assert "15.10.2026" not in told


def test_a_route_formed_after_a_person_has_left_is_refused_in_words(village: Village):
    """The assessment was passed here, what follows from it is the business of the next place."""
    world = World()
    vera = village.people["Вера"]
    vera.world, vera.organization, vera.town = world, FIRST, TOWN
    vera.assessed("2026-09-10", procedure="Новая", formed_on="2026-10-15")
    told = check_upload(coordinator(village), "appendix1", as_csv("appendix1", world.rows["appendix1"]))
    assert is_rejected(told)
    assert "ОГБУ ЧЦОПМКП" in told


def test_a_spell_of_one_day_within_another_is_refused(village: Village):
    world = World()
    world.person("Аннаова Примера", at=FIRST, town=TOWN, since="2026-11-01", until="2026-11-01")
    told = check_upload(coordinator(village), "staff", as_csv("staff", world.rows["staff"]))
    assert is_rejected(told)
    assert "уже записано место работы" in told


def test_a_coordinator_brings_in_no_thousands_of_names(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(imports, "MOST_NEW_NAMES", 1)
    told = check_upload(
        coordinator(village), "appendix1", changed_assessment(village, "Анна", programmes="Небывалая\nНевиданная")
    )
    assert "больше 1 новых наименований (2)" in told


def test_the_assessor_hears_of_an_identifier_that_a_coordinator_has_brought_in(village: Village):
    visitor = coordinator(village)
    check_upload(visitor, "staff", newcomer(village, "Подставной Иван"))
    accepts(visitor)
    row = {"identifier": "Т-Подставной Иван", "procedure": "Оценка", "passed_on": "2026-02-01"}
    told = check_upload(assessor(village), "appendix1", as_csv("appendix1", [row]))
    assert "работника внёс координатор" in told
    whole = {**row, "full_name": "Настоящая Мария Петровна", "municipality": CITY, "organization": THIRD}
    told = check_upload(assessor(village), "appendix1", as_csv("appendix1", [whole]))
    assert is_rejected(told)
    assert "Подставной Иван" in told
    own = check_upload(coordinator(village), "appendix1", as_csv("appendix1", [row]))
    assert "работника внёс координатор" not in own
