"""A person's page: the stage of the route, scores and appendices on any date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard import route_story
from dashboard.addresses import View
from dashboard.pages import appendices, person
from dashboard.visit import Visit
from exports import appendix1, appendix2
from model.accounts import Role
from model.database import read_session, unscoped_session
from model.dates import years_before
from model.people import Employment, Person
from queries.person import person_sheet
from queries.person_records import RouteRecord
from tests.unit.test_components import text_of
from tests.world import ASSESSOR, SCHOOL, Someone, World

DAY = "2026-06-01"


@pytest.fixture
def world(database: str) -> World:
    return World()


def id_of(name: str) -> int:
    with unscoped_session() as session:
        return session.scalars(select(Person.id).where(Person.full_name == name)).one()


def organization_of(name: str) -> int:
    with unscoped_session() as session:
        query = select(Employment.organization_id).where(Employment.full_name == name)
        return session.scalars(query).first()


def route_of(someone: Someone, on: str = DAY) -> RouteRecord:
    """The current route as the product reads it."""
    someone.world.read_in()
    with read_session() as session:
        sheet = person_sheet(Reading(session, ASSESSOR, date.fromisoformat(on)), id_of(someone.name))
    return sheet.current


def by(clause: str) -> str:
    """The clause at the end of such a text."""
    return f"Основание: п. {clause} Положения (приказ от 09.02.2023 № 01/312)"


def holder_text(someone: Someone, on: str = DAY) -> str:
    """The text of who must act next on the route, with ordinary spaces."""
    return route_story.holder(route_of(someone, on), date.fromisoformat(on)).replace("\u00a0", " ")


def page_text(someone: Someone, on: str = DAY, viewer: Viewer = ASSESSOR) -> str | None:
    """The text of the page, or None."""
    someone.world.read_in()
    day, identity = date.fromisoformat(on), id_of(someone.name)
    with read_session() as session:
        screen = person.layout(Visit(Reading(session, viewer, day), View(on=day), f"/person/{identity}"), identity)
        return text_of(screen.content) if screen else None


def test_a_route_that_is_not_formed_waits_for_the_module(world: World):  # п. 2.1
    anna = world.person().assessed("2026-05-20", formed_on="2026-06-10")
    assert holder_text(anna) == f"Оценка пройдена, рекомендуемый ИОМ ещё не сформирован, 12 дней. {by('2.1')}"


def test_a_formed_route_waits_for_a_choice_since_it_was_formed(world: World):  # п. 2.4
    anna = world.person().assessed("2026-05-01", formed_on="2026-05-20")
    assert holder_text(anna) == f"Ждёт выбора ДПП работником: программа ещё не выбрана, 12 дней. {by('2.4')}"


def test_an_application_waits_for_the_head_since_it_was_submitted(world: World):  # п. 3.3.3
    anna = world.person().assessed("2026-05-01").applied("2026-05-20")
    assert holder_text(anna) == f"Ждёт решения руководителя, 12 дней. {by('3.3.3')}"


def test_a_rejected_application_makes_the_route_wait_for_another_since_that_day(world: World):
    anna = world.person().assessed("2026-05-01").applied("2026-05-10", head_refused="2026-05-20")
    assert holder_text(anna) == (
        f"Ждёт выбора ДПП работником: заявка отклонена руководителем 20.05.2026, нужна новая, 12 дней. {by('2.4')}"
    )


def test_a_confirmed_application_waits_for_the_provider_since_the_head_decided(world: World):  # п. 3.6
    anna = world.person().assessed("2026-05-01").applied("2026-05-10", head="2026-05-20")
    assert holder_text(anna) == f"Ждёт решения организации ДПО, 12 дней. {by('3.6')}"


def test_training_past_its_schedule_waits_since_the_schedule_ended(world: World):  # п. 3.11
    anna = world.person().assessed("2026-02-01")
    anna.applied("2026-02-10", head="2026-02-11", provider="2026-02-12", training_until="2026-05-20")
    assert holder_text(anna) == f"Срок обучения прошёл, аттестации нет, 12 дней. {by('3.11')}"


def test_a_finished_formal_part_leaves_the_events(world: World):  # п. 2.6, 3.13
    anna = world.person().assessed("2026-02-01").applied("2026-02-10", head="2026-02-11", provider="2026-02-12")
    anna.finished("01.03.2026 - 31.03.2026")
    anna.chose("2026-02-10", "Форум", "2026-05-01").chose("2026-02-10", "Семинар", "2026-07-01")
    assert holder_text(anna) == (f"Осталось 2 события, из них завершилось без отметки об участии: 1. {by('2.6, 3.13')}")


def test_a_realized_route_asks_for_nothing(world: World):  # п. 3.11
    anna = world.person().assessed("2026-02-01").applied("2026-02-10", head="2026-02-11", provider="2026-02-12")
    anna.finished("01.03.2026 - 31.03.2026")
    anna.chose("2026-02-10", "Форум", "2026-05-01", "2026-05-02")
    anna.chose("2026-02-10", "Слёт", "2026-05-03", absence_reason="болезнь")
    assert holder_text(anna) == "Участие во всех выбранных событиях отмечено: действий не требуется."


def test_the_timeline_marks_the_one_stage_at_which_the_route_stands(world: World):
    anna = world.person().assessed("2026-02-01").applied("2026-02-10", head="2026-02-19", provider="2026-03-01")
    anna.finished("01.04.2026 - 30.04.2026")
    expected = {
        "2026-02-01": "ДПП выбрана, заявка подана",
        "2026-02-10": "Подтверждена руководителем",
        "2026-02-19": "Подтверждена организацией ДПО",
        "2026-03-01": "Обучение",
        "2026-04-30": "Участие в событиях",
    }
    for on, label in expected.items():
        route = route_of(anna, on)
        items = route_story.milestones(route, date.fromisoformat(on), route.passed_on)
        assert [item.label for item in items if item.is_now] == [label], on
        done = [item.done for item in items]
        assert any(done), on
        assert done == sorted(done, reverse=True), on
        assert all(item.on is None or item.on <= date.fromisoformat(on) for item in items if item.done)


def test_the_timeline_tells_how_long_decisions_took(world: World):
    anna = world.person().assessed("2026-02-01").applied("2026-02-10", head="2026-02-19", provider="2026-02-20")
    told = page_text(anna)
    assert "решение за 9 дней" in told
    assert "решение за 1 день" in told


@given(passed_on=st.dates(date(2016, 1, 1), date(2032, 12, 31)))
def test_an_assessment_counts_until_its_last_day_and_not_after(passed_on: date):  # п. 2.4
    last = route_story.counts_until(passed_on)
    assert passed_on > years_before(last, 3)
    assert passed_on <= years_before(last + timedelta(days=1), 3)


def test_the_next_assessment_is_due_on_the_last_day_of_this_one(world: World):  # п. 2.4
    route = route_of(world.person().assessed("2026-02-10"))
    last = route_story.milestones(route, date(2026, 6, 1), route.passed_on)[-1]
    assert (last.label, last.on, last.done) == ("Следующая плановая оценка — не позднее", date(2029, 2, 9), False)


def colleagues(world: World, number: int) -> None:
    for nth in range(number):
        world.person(f"Коллега-{nth}").assessed("2026-02-01", subject="70")


@pytest.mark.parametrize(("number", "outside_sees"), [(4, True), (3, False)])
def test_the_mean_of_the_organization_is_for_those_who_count_it_and_never_of_few(
    world: World, number: int, outside_sees: bool
):
    anna = world.person().assessed("2026-02-01", subject="45")
    colleagues(world, number)
    world.read_in()
    mean = "в среднем по организации"
    assert (mean in page_text(anna)) == outside_sees
    assert mean in page_text(anna, viewer=Viewer("head", (GrantValue(Role.SCHOOL, organization_of("Анна")),)))
    assert mean not in page_text(anna, viewer=Viewer("anna", (GrantValue(Role.EMPLOYEE, id_of("Анна")),)))


def test_the_mean_is_that_of_the_organization_on_the_date(world: World):
    anna = world.person().assessed("2026-02-01", subject="45")
    colleagues(world, 4)
    world.person("Позже").assessed("2026-06-02", subject="100")
    assert "в среднем по организации 65,0 %, 5 человек" in page_text(anna)


def test_a_score_stands_with_its_side_of_the_bound_and_an_absent_one_is_named(world: World):
    told = page_text(world.person().assessed("2026-02-01", subject="59,5", methodical="60"))
    assert "Предметная 59,5 % ниже порогового значения 60 %" in told
    assert "Методическая 60,0 % не ниже порогового значения 60 %" in told
    assert "Не оценивались: коммуникативная, психолого-педагогическая" in told


def complete_route(world: World) -> Someone:
    anna = world.person(position="учитель химии", education="2001, ЧГПУ, химия")
    anna.assessed(
        *("2026-02-01", "Оценка предметная"),
        **{"procedure_group": "ПМ-7", "subject": "71", "methodical": "64,5"},
        **{"programmes": "Программа А\nПрограмма Б", "events": "Форум\nСлёт"},
    )
    anna.applied("2026-02-10", "Программа А", head="2026-02-11", provider="2026-02-12", provider_name="Институт")
    anna._say(
        "appendix2",
        **{"programme": "Программа А", "provider": "Институт, г. Челябинск, ул. Примерная, 1", "hours": "72"},
        **{"realized": "01.03.2026 - 31.03.2026", "document_number": "ДЕМО-77", "events": "Форум"},
    )
    return anna.chose(
        *("2026-02-15", "Форум", "2026-04-10", "2026-04-20"),
        **{"ends_on": "2026-04-12", "venue": "Дом учителя", "level": "региональный", "form": "очная"},
    )


def test_both_appendices_are_on_the_screen_with_every_field(world: World):  # приложения 1 и 2
    told = page_text(complete_route(world))
    for number, field in enumerate(appendices.APPENDIX1_FIELDS, start=1):
        assert f"{number}. {field}" in told
    for number, field in enumerate(appendices.APPENDIX2_FIELDS, start=1):
        assert f"{number}. {field}" in told
    for value in (
        *("Анна", SCHOOL, "учитель химии", "2001, ЧГПУ, химия", "Оценка предметная", "ПМ-7", "01.02.2026"),
        *("71,0 %", "64,5 %", "Программа А", "Программа Б", "Форум", "Слёт", "72", "ДЕМО-77"),
        *("Институт, г. Челябинск, ул. Примерная, 1", "01.03.2026 – 31.03.2026"),
        *("Дом учителя", "региональный", "очная", "10.04.2026 – 12.04.2026", "подтверждено 20.04.2026"),
    ):
        assert value in told, value
    assert "None" not in told
    assert "nan" not in told


def test_fields_are_worded_as_in_the_documents(sqlite: str):
    before, after = appendix1.FIELDS_BEFORE_SCORES, appendix1.FIELDS_AFTER_SCORES
    documents = [*before, appendix1.SCORES_HEADING, *after]
    assert [f"{n}. {field}" for n, field in enumerate(appendices.APPENDIX1_FIELDS, start=1)] == documents
    assert [f"{n}. {field}" for n, field in enumerate(appendices.APPENDIX2_FIELDS, start=1)] == [*appendix2.FIELDS]


def test_the_page_on_a_date_says_nothing_of_what_came_later(world: World):
    anna = complete_route(world)
    told = page_text(anna, on="2026-02-11")
    assert "Ждёт решения организации ДПО" in told
    for later in ("ДЕМО-77", "12.02.2026", "Дом учителя", "20.04.2026", "72"):
        assert later not in told, later
    assert page_text(anna, on="2015-08-31") is None


def test_earlier_routes_stay_on_the_page_without_the_mean(world: World):
    anna = world.person().assessed("2023-02-01", "Прежняя оценка", subject="40").applied("2023-03-01", "Курс")
    anna.assessed("2026-02-01", "Новая оценка", subject="80")
    told = page_text(anna)
    earlier = told.split("Предыдущие ИОМ")[1]
    assert earlier.strip().startswith("ИОМ от 01.02.2023: Прежняя оценка — срок истёк, не реализован")
    assert "Курс" in earlier
    assert "40,0 %" in earlier
    assert "Новая оценка" not in earlier


def test_an_assessment_out_of_date_is_told_with_its_days(world: World):  # п. 2.4
    told = page_text(world.person().assessed("2023-06-01", subject="40"))
    assert "За три года оценка не пройдена" in told
    assert "Последняя пройдена 01.06.2023; следующая плановая — не позднее 31.05.2026." in told
