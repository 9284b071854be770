"""The routes on a person's page: procedures, needs, terms and states, earlier routes, events (п. 1.4, 2.1, 2.7)."""

import pytest
from sqlalchemy import select

from access.scope import GrantValue, Viewer
from model.accounts import Role
from model.catalogue import Provider
from model.database import unscoped_session
from tests.web.test_person import by, holder_text, id_of, organization_of, page_text, route_of
from tests.world import World


@pytest.fixture
def world(database: str) -> World:
    return World()


def test_procedures_of_one_route_stand_together_over_one_list(world: World):  # п. 1.4, 2.1
    anna = world.person().assessed("2026-02-01", "Оценка первая", subject="40", programmes="А\nБ")
    anna.assessed("2026-03-01", "Оценка вторая", subject="высокий", programmes="Б\nВ")
    route = route_of(anna)
    assert [one.name for one in route.procedures] == ["Оценка первая", "Оценка вторая"]
    assert route.recommended == ("А", "Б", "В")
    told = page_text(anna)
    assert "1. Оценка первая Предметная 01.02.2026 40,0 % 2. Оценка вторая Предметная 01.03.2026 высокий" in told
    assert "Предыдущие ИОМ" not in told


def test_a_procedure_passed_later_is_not_there_yet(world: World):
    anna = world.person().assessed("2026-02-01", "Оценка первая", programmes="А")
    anna.assessed("2026-03-01", "Оценка вторая", programmes="Б").applied("2026-02-10", "Б")
    assert [one.name for one in route_of(anna, "2026-02-28").procedures] == ["Оценка первая"]
    assert [[one.is_counted for one in route_of(anna, day).applications] for day in ("2026-02-28", "2026-03-01")] == [
        *([False], [True])
    ]
    told = page_text(anna, on="2026-02-28")
    assert "Оценка вторая" not in told
    assert "программа не из рекомендуемых: не учитывается" in told


def test_a_need_is_the_ground_of_its_route(world: World):  # п. 1.4
    anna = world.person().assessed("2026-02-01", "Одарённые дети", is_need="потребность", methodical="базовый")
    told = page_text(anna)
    assert "Потребность выявлена 01.02.2026" in told
    assert "Потребность: Одарённые дети" in told
    assert "Методическая базовый" in told
    assert "Плановая оценка процедуры оценки ещё не пройдены" in told


STATES = {
    "2026-02-10": "ИОМ действует — срок определят даты обучения и выбранных событий.",
    "2026-02-20": "ИОМ действует до 10.04.2026.",
    "2026-03-20": "ИОМ реализован на достаточном уровне, действует до 10.04.2026.",
    "2026-04-11": "ИОМ реализован на достаточном уровне.",
    "2026-04-12": "ИОМ реализован в полном объёме.",
}


@pytest.mark.parametrize("on", STATES)
def test_the_term_and_the_state_of_a_route_are_told(world: World, on: str):  # п. 2.6, 2.7, 3.11
    anna = world.person().assessed("2026-02-01")
    anna.applied("2026-02-20", head="2026-02-20", provider="2026-02-20", training_until="2026-03-20")
    anna.finished("01.03.2026 - 20.03.2026").chose("2026-02-20", "Форум", "2026-04-10", "2026-04-12")
    assert STATES[on] in page_text(anna, on=on)


def test_a_term_that_has_passed_is_told_with_its_day(world: World):  # п. 2.7
    anna = world.person().assessed("2026-02-01").applied("2026-02-20", head="2026-02-20", training_until="2026-03-20")
    assert "Срок ИОМ истёк 20.03.2026, не реализован." in page_text(anna)


def test_a_route_older_than_three_years_is_told_with_its_reason(world: World):  # п. 2.4
    told = page_text(world.person().assessed("2023-05-01"))
    assert "ИОМ от 01.05.2023: Оценка — срок истёк, не реализован" in told
    assert "Срок ИОМ истёк, не реализован: с последней процедуры прошло три года." in told
    assert "его процедуры старше трёх лет: нужна новая оценка" in told


def test_events_of_an_earlier_route_stay_to_be_marked(world: World):  # domain: routes
    anna = world.person().assessed("2026-01-10").applied("2026-01-11", head="2026-01-12", provider="2026-01-13")
    anna.finished("01.02.2026 - 20.02.2026").chose("2026-01-15", "Форум", "2026-05-05")
    anna.assessed("2026-04-01", "Новая оценка")
    told = page_text(anna)
    earlier = told.split("Предыдущие ИОМ")[1]
    assert "Осталось 1 событие, из них завершилось без отметки об участии: 1" in earlier.replace("\u00a0", " ")
    assert "программа ещё не выбрана" in told.split("Предыдущие ИОМ")[0]


def test_an_expelled_person_needs_a_new_application(world: World):
    anna = world.person().assessed("2026-02-01")
    anna.applied("2026-02-10", head="2026-02-11", provider="2026-02-12", expelled_on="2026-05-20")
    assert holder_text(anna) == (
        f"Ждёт выбора ДПП работником: отчислен(а) 20.05.2026, нужна новая заявка, 12 дней. {by('2.4')}"
    )
    assert "отчислен(а)" not in page_text(anna, on="2026-05-19")


def test_a_programme_chosen_before_its_application_waits_for_it(world: World):  # п. 3.7
    anna = world.person().assessed("2026-02-01").applied("2026-06-10", chosen_on="2026-05-20")
    assert holder_text(anna) == f"ДПП выбрана 20.05.2026, заявка ещё не подана, 12 дней. {by('3.7')}"


def test_what_became_of_events_is_told(world: World):  # domain: events
    anna = world.person().assessed("2026-02-01")
    anna.chose("2026-02-02", "Слёт", "2026-03-01", absence_reason="болезнь").chose("2026-02-02", "Форум", "2026-03-02")
    anna.chose("2026-02-02", "Чтения", "2026-09-02")
    anna._say(
        "applications",
        **{"number": "С-1", "kind": "событие", "name": "Чтения", "submitted_on": "2026-02-02"},
        **{"head_decision": "отклонена", "head_on": "2026-02-05"},
    )
    told = page_text(anna)
    assert "не участвовал(а): болезнь" in told
    assert "нет отметки об участии" in told
    assert "заявка на событие отклонена или отозвана: не учитывается" in told
    assert "подтверждено 0 из 2, не участвовал(а) по указанной причине: 1" in told
    assert "заявка на событие" not in page_text(anna, on="2026-02-04")


def test_a_second_job_and_a_long_absence_stand_beside_the_place_of_work(world: World):
    anna = world.person(absent_since="2026-05-01", absent_until="2026-08-31").assessed("2026-02-01")
    anna.organization = "Вечерняя школа"
    anna.works("2025-09-01", position="учитель", is_main="совместительство")
    told = page_text(anna)
    assert "Второе место работы Вечерняя школа, учитель, с 01.09.2025" in told
    assert "Длительно отсутствует с 01.05.2026 по 31.08.2026" in told
    assert "Длительно отсутствует" not in page_text(anna, on="2026-09-01")
    assert "Второе место" not in page_text(anna, on="2025-08-31")


def test_events_of_another_level_stand_in_a_second_table_on_the_screen_too(world: World):  # приложения 1 и 2
    anna = world.person().assessed("2026-02-01", events="Форум\nСлёт")
    anna.chose("2026-02-02", "Слёт", "2026-03-01", level="Муниципальный")
    told = page_text(anna)
    recommended, chosen = told.split("События муниципального и иного уровня")[:2]
    assert "Форум" in recommended
    assert chosen.index("Слёт") < chosen.index("Приложение 1: поля")
    assert told.count("События муниципального и иного уровня") == 2


@pytest.mark.both_databases
def test_whoever_may_see_all_of_a_person_is_told_the_term_and_a_provider_is_not(world: World):  # п. 2.7
    anna = (
        world.person()
        .assessed("2026-02-01", programmes="Программа")
        .applied(
            *("2026-02-10", "Программа"),
            **{"head": "2026-02-11", "training_until": "2026-07-01", "provider_name": "Институт"},
        )
    )
    world.read_in()
    with unscoped_session() as session:
        provider = session.scalars(select(Provider.id)).one()
    grants = {
        "head": GrantValue(Role.SCHOOL, organization_of("Анна")),
        "anna": GrantValue(Role.EMPLOYEE, id_of("Анна")),
        "provider": GrantValue(Role.PROVIDER, provider),
    }
    told = {name: page_text(anna, viewer=Viewer(name, (grant,))) for name, grant in grants.items()}
    assert {name: "ИОМ действует до 01.07.2026." in text for name, text in told.items()} == {
        **{"head": True, "anna": True},
        "provider": False,
    }
    assert "Рекомендуемый ИОМ" in told["provider"]
    assert "действует" not in told["provider"]
