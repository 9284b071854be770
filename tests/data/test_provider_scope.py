"""A provider sees the applications that heads have sent to it, and of the people behind them no more than it needs."""

from datetime import date

import pytest
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.catalogue import Provider
from model.database import read_session, unscoped_session
from model.people import Person
from queries.applications import (
    ProviderRecord,
    load_by_municipality,
    load_by_programme,
    may_open_provider,
    provider,
    provider_applications,
    provider_persons,
    provider_queue,
    provider_with_people,
)
from queries.lists import Order
from queries.person import person_sheet
from queries.person_records import PersonSheet
from queries.reports import completions
from queries.route_terms import person_with_terms
from queries.search import search
from tests.world import Someone, World

OURS, OTHERS = "Институт", "Другой институт"
DAY = date(2026, 11, 1)


@pytest.fixture
def world(database: str) -> World:
    return World()


def provider_named(name: str) -> ProviderRecord:
    with unscoped_session() as session:
        return ProviderRecord(session.scalars(select(Provider.id).where(Provider.name == name)).one(), name, None)


def viewer() -> Viewer:
    return Viewer("specialist", (GrantValue(Role.PROVIDER, provider_named(OURS).id),))


def sheet_of(one: Someone, day: date = DAY) -> PersonSheet | None:
    """The page of a person for the provider; the list and the search name exactly whom it opens."""
    one.world.read_in()
    with unscoped_session() as session:
        identity = session.scalars(select(Person.id).where(Person.full_name == one.name)).one()
    with read_session() as session:
        look = Reading(session, viewer(), day)
        sheet = person_sheet(look, identity)
        listed = provider_applications(look, provider_named(OURS), Order(), 1, one.name).total
        assert bool(listed) == (sheet is not None) == bool(search(look, one.name).people)
    return sheet


def assessed(world: World, name: str = "Анна") -> Someone:
    return world.person(name).assessed("2026-02-01", subject="41", programmes="Программа\nИная")


def test_an_application_opens_from_the_day_that_the_head_confirms_it(world: World):
    anna = assessed(world).applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    assert sheet_of(anna, date(2026, 3, 4)) is None
    assert sheet_of(anna, date(2026, 3, 5)) is not None


def test_what_the_head_refused_never_opens(world: World):
    assessed(world, "Борис").applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    anna = assessed(world).applied("2026-03-01", head_refused="2026-03-05", provider_name=OURS)
    assert sheet_of(anna) is None


def test_of_another_provider_nothing_is_seen(world: World):
    anna = assessed(world).applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    anna.applied("2026-03-02", "Иная", head="2026-03-06", provider_name=OTHERS)
    anna.finished("2026-05-01 - 2026-05-10", "Иная", document="ЧУЖОЙ-1")
    anna.chose("2026-03-01", "Событие", "2026-04-01")
    sheet = sheet_of(anna)
    assert sheet is not None
    assert sheet.current is not None
    assert [one.provider for one in sheet.current.applications] == [OURS]
    assert (sheet.current.results, sheet.current.participations) == ((), ())
    assert sheet.current.recommended == ("Программа", "Иная")
    assert (sheet.identifier, sheet.other_applications) == (None, ())


def test_scores_of_other_routes_are_not_seen(world: World):
    anna = assessed(world).applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    anna.finished("2026-04-01 - 2026-05-10")
    anna.assessed("2026-06-01", "Новая", subject="99")
    anna.assessed("2022-06-01", "Прежняя", subject="11")
    sheet = sheet_of(anna)
    assert sheet is not None
    [route] = sheet.routes
    assert [(one.name, one.scores["subject"]) for one in route.procedures] == [("Оценка", 41)]
    assert route.is_current


def test_all_procedures_of_its_route_are_seen(world: World):  # domain: the recommended part of that route
    anna = assessed(world).applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    anna.assessed("2026-03-10", "Ещё одна", subject="52", programmes="Третья")
    sheet = sheet_of(anna)
    assert sheet is not None
    assert sheet.current is not None
    assert [(one.name, one.scores["subject"]) for one in sheet.current.procedures] == [("Оценка", 41), ("Ещё одна", 52)]
    assert sheet.current.recommended == ("Программа", "Иная", "Третья")


def test_neither_second_jobs_nor_absences_nor_terms_are_seen(world: World):
    anna = world.person("Анна", absent_since="2026-10-01").assessed("2026-02-01")
    anna.applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    anna.organization = "Вечерняя школа"
    anna.works("2025-09-01", is_main="совместительство")
    sheet = sheet_of(anna)
    assert sheet is not None
    assert (sheet.second_jobs, sheet.absence) == ((), None)
    with read_session() as session:
        assert person_with_terms(Reading(session, viewer(), DAY), sheet.id) == (sheet, {})


def test_its_own_training_is_seen_to_its_document(world: World):
    anna = assessed(world).applied("2026-03-01", head="2026-03-05", provider="2026-03-06", provider_name=OURS)
    anna.finished("2026-04-01 - 2026-05-10")
    sheet = sheet_of(anna)
    assert sheet is not None
    assert sheet.current is not None
    assert [one.document_number for one in sheet.current.results] == ["ДЕМО-1"]


@pytest.mark.parametrize(("until", "is_seen"), [("2025-11-01", False), ("2025-12-31", True)])
def test_a_year_after_the_training_the_person_is_closed_and_the_report_keeps_the_name(
    world: World, until: str, is_seen: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("access.scope.today", lambda: DAY)
    world.person("Борис").assessed("2025-02-01").applied("2025-03-01", head="2025-03-05", provider_name=OURS)
    anna = world.person("Анна").assessed("2025-02-01")
    anna.applied("2025-03-01", head="2025-03-05", provider="2025-03-06", provider_name=OURS, training_until=until)
    for asked_on in (DAY, date(2026, 1, 10)):
        assert (sheet_of(anna, asked_on) is not None) == is_seen
    with read_session() as session:
        found = completions(Reading(session, viewer(), DAY), provider_named(OURS), date(2025, 1, 1), DAY)
    assert [one.full_name for one in found] == ["Анна"]


def test_the_training_ends_with_its_result_where_there_is_no_schedule(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("access.scope.today", lambda: DAY)
    anna = world.person("Анна").assessed("2025-02-01").applied("2025-03-01", head="2025-03-05", provider_name=OURS)
    assert sheet_of(anna) is not None
    anna.finished("2025-04-01 - 2025-05-10")
    assert sheet_of(anna) is None


# The ministry opens the page of any provider; who applied it is told with personal data alone.

MINISTRY = Viewer("ministry", (GrantValue(Role.MINISTRY),))
WITH_NAMES = Viewer("ministry", (GrantValue(Role.MINISTRY, None, personal_data=True),))


@pytest.fixture
def applicants(world: World) -> None:
    """One whom the head has confirmed, one who waits for the head, one whose training ended long ago."""
    assessed(world, "Анна").applied("2026-03-01", head="2026-03-05", provider_name=OURS)
    assessed(world, "Борис").applied("2026-03-02", provider_name=OURS)
    gone = world.person("Вера").assessed("2024-02-01")
    gone.applied("2024-03-01", head="2024-03-05", provider_name=OURS, training_until="2024-05-01")
    world.read_in()


@pytest.mark.usefixtures("applicants")
@pytest.mark.parametrize("who", [MINISTRY, WITH_NAMES], ids=["without names", "with names"])
def test_the_ministry_counts_the_applications_to_any_provider(who: Viewer):
    ours = provider_named(OURS)
    with read_session() as session:
        look = Reading(session, who, DAY)
        assert may_open_provider(look, ours.id)
        assert provider(look, ours.id) is not None
        assert [(one.programme, one.submitted) for one in load_by_programme(look, ours)] == [("Программа", 3)]
        assert [one.submitted for one in load_by_municipality(look, ours)] == [3]
        # Борис waits for the head, Вера for the provider as Анна does.
        assert [one.number for one in provider_queue(look, ours)] == [2, 0]


@pytest.mark.usefixtures("applicants")
def test_without_personal_data_the_ministry_is_told_no_name_of_an_applicant():
    ours = provider_named(OURS)
    with read_session() as session:
        look = Reading(session, MINISTRY, DAY)
        assert provider_with_people(look, ours.id) is None
        assert provider_applications(look, ours, Order(), 1, "").total == 0
        assert provider_persons(look, ours, Order(), "") == []
        assert completions(look, ours, date(2024, 1, 1), DAY) == []
        assert look.named == set()


@pytest.mark.usefixtures("applicants")
def test_with_personal_data_the_ministry_is_told_every_applicant():
    ours = provider_named(OURS)
    with read_session() as session:
        look = Reading(session, WITH_NAMES, DAY)
        rows = provider_applications(look, ours, Order("full_name"), 1, "").rows
    assert [row["full_name"] for row in rows] == ["Анна", "Борис", "Вера"]


@pytest.mark.usefixtures("applicants")
@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.SCHOOL, Role.EMPLOYEE, Role.ADMIN])
def test_nobody_else_opens_a_provider(role: Role):
    with read_session() as session:
        look = Reading(session, Viewer("other", (GrantValue(role, 1),)), DAY)
        assert provider(look, provider_named(OURS).id) is None


@pytest.mark.usefixtures("applicants")
def test_a_provider_that_is_also_of_the_ministry_names_its_own_alone():
    assert provider_named(OURS).id
    both = Viewer("both", (*MINISTRY.grants, *viewer().grants))
    with read_session() as session:
        look = Reading(session, both, DAY)
        rows = provider_applications(look, provider_named(OURS), Order(), 1, "").rows
        assert [row["full_name"] for row in rows] == ["Анна"]
        assert [one.number for one in provider_queue(look, provider_named(OURS))] == [1, 0]
