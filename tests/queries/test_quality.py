"""Rows that count nowhere are told with their reason, within the scope, as many as the rows that open."""

from datetime import date

import pytest

from access.reading import Reading
from access.scope import Held, Viewer
from model.accounts import Role
from model.database import reading
from model.places import REGION, Level, Place
from queries.quality import Issue, issue_rows, issues_by_part, latest_news
from tests.village import FIRST, THIRD, TOWN, Village, look_up
from tests.world import ASSESSOR, CITY, World

DAY = date(2026, 9, 30)


@pytest.fixture
def village(database: str) -> Village:
    return Village()


def found(world: World, issue: Issue, viewer: Viewer = ASSESSOR, day: date = DAY) -> list[tuple[str, str]]:
    """Who and what the rows of an issue tell; their number is the count of the region."""
    world.read_in()
    with reading() as session:
        look = Reading(session, viewer, day)
        rows = issue_rows(look, issue, REGION, 1).rows
        counted = sum(part.counts[issue] for part in issues_by_part(look, REGION))
    assert counted == len(rows)
    return [(row["full_name"], row["what"]) for row in rows]


def test_an_application_for_a_programme_that_is_not_recommended(village: Village):
    anna = village.world.person().assessed("2026-02-01", programmes="Чтение")
    anna.applied("2026-03-01", "Чтение").applied("2026-03-02", "Счёт")
    assert found(village.world, Issue.OTHER_PROGRAMME) == [("Анна", "Счёт")]


def test_an_application_and_an_event_before_any_assessment(village: Village):
    anna = village.world.person().applied("2026-01-01", "Чтение").chose("2026-01-02", "Форум", "2026-01-03")
    anna.assessed("2026-02-01").applied("2026-03-01", "Счёт")
    assert found(village.world, Issue.NO_ASSESSMENT) == [("Анна", "Чтение")]
    assert found(village.world, Issue.EVENT_NOWHERE) == [("Анна", "Форум")]


def test_a_result_that_counts_nowhere_and_one_that_counts_without_an_application(village: Village):
    anna = village.world.person().finished("01.01.2026 - 10.01.2026", "Рано")
    anna.assessed("2026-02-01", programmes="Чтение\nСчёт")
    anna.finished("01.03.2026 - 10.03.2026", "Чтение").finished("01.04.2026 - 10.04.2026", "Другое")
    anna.applied("2026-04-20", "Счёт").finished("01.05.2026 - 10.05.2026", "Счёт")
    assert set(found(village.world, Issue.RESULT_NOWHERE)) == {("Анна", "Рано"), ("Анна", "Другое")}
    alone = found(village.world, Issue.RESULT_ALONE)
    assert ("Анна", "Чтение") in alone
    assert ("Анна", "Счёт") not in alone


def test_an_event_that_is_over_and_was_never_marked(village: Village):
    anna = village.world.person().assessed("2026-02-01")
    anna.chose("2026-03-01", "Не отмечено", "2026-04-01").chose("2026-03-01", "Предстоит", "2026-12-01")
    anna.chose("2026-03-01", "Отмечено", "2026-04-02", confirmed="2026-04-03")
    anna.chose("2026-03-01", "С причиной", "2026-04-05", absence_reason="болезнь")
    assert found(village.world, Issue.EVENT_UNMARKED) == [("Анна", "Не отмечено")]


def test_one_name_under_two_identifiers_in_one_organization(village: Village):
    world = village.world
    world.person("Анна")
    world.person("Борис")
    twin = world.person("Анна 2")
    world.rows["staff"][-1]["full_name"] = "АННА"
    elsewhere = world.person("Анна 3", at=THIRD, town=CITY)
    world.rows["staff"][-1]["full_name"] = "Анна"
    assert twin != elsewhere
    assert sorted(name for name, _ in found(world, Issue.DOUBLE)) == ["АННА", "Анна"]


def test_whose_last_spell_ended_and_nothing_follows(village: Village):
    world = village.world
    world.person("Ушла", until="2026-05-01", position="учитель")
    world.person("Давно", until="2024-05-01")
    moved = world.person("Перешла", until="2026-05-01")
    moved.organization, moved.town = THIRD, CITY
    moved.works(since="2026-05-01")
    assert found(world, Issue.GONE) == [("Ушла", "учитель")]
    look_up(village)
    head = Viewer("head", (Held(Role.MUNICIPALITY, village.ids[TOWN]),))
    # Whether someone works elsewhere is no matter of their former place.
    assert found(world, Issue.GONE, head) == []


def test_a_place_sees_its_own_rows_alone(village: Village):
    world = village.world
    for name, place, town in (("Наша", FIRST, TOWN), ("Чужая", THIRD, CITY)):
        world.person(name, at=place, town=town).applied("2026-01-01", "Чтение")
    world.read_in()
    look_up(village)
    coordinator = Viewer("coordinator", (Held(Role.MUNICIPALITY, village.ids[TOWN]),))
    assert found(world, Issue.NO_ASSESSMENT, coordinator) == [("Наша", "Чтение")]
    ministry = Viewer("ministry", (Held(Role.MINISTRY),))
    with reading() as session:
        look = Reading(session, ministry, DAY)
        assert issue_rows(look, Issue.NO_ASSESSMENT, REGION, 1).rows == []
        town = Place(Level.MUNICIPALITY, village.ids[TOWN], TOWN)
        assert [part.counts[Issue.NO_ASSESSMENT] for part in issues_by_part(look, town)] == [1]


def test_freshness_tells_when_each_register_last_brought_news(village: Village):
    village.world.person().assessed("2026-02-01")
    village.world.read_in()
    look_up(village)
    with reading() as session:
        news = latest_news(Reading(session, ASSESSOR, DAY), REGION)
    assert {key for key in news if key[0] == village.ids[TOWN]} == {
        (village.ids[TOWN], "staff"),
        (village.ids[TOWN], "appendix1"),
    }
