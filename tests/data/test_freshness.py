"""A place is late with a register when no accepted file had its rows for REGISTER_DAYS."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard.components.freshness import lateness_text, note
from ingest import undo
from model.accounts import Role
from model.database import read_session, write_session
from model.dates import today
from model.journal import ImportPlace, ImportRun
from model.places import REGION, Level, Place
from model.quality import REGISTER_KEYS
from queries import quality_sums
from queries.freshness import News, PlaceNews, news_by_part
from settings import REGISTER_DAYS
from tests.db_templates import from_template
from tests.village import FIRST, SECOND, THIRD, TOWN, Village, look_up
from tests.world import ASSESSOR, CITY, World, as_csv, take

# The files of the tests come today; it is looked at them so many days later.
LATER = 40


@pytest.fixture
def village(database: str) -> Village:
    return from_template("two people", grow_village)


def grow_village() -> Village:
    made = Village()
    made.world.person("Анна", at=FIRST).assessed("2026-02-01")
    made.world.person("Елена", at=THIRD, town=CITY).assessed("2026-02-01")
    made.world.read_in()
    look_up(made)
    return made


def news(place: Place, after: int = LATER, viewer: Viewer = ASSESSOR) -> dict[str, dict[str, News]]:
    """The freshness of each part of a place by register, after that many days."""
    with read_session() as session:
        found = news_by_part(Reading(session, viewer, today()), place, today() + timedelta(days=after))
    return {one.place.name: {news.register: news for news in one.news} for one in found}


def town_of(village: Village) -> Place:
    return Place(Level.MUNICIPALITY, village.ids[TOWN], TOWN)


def test_within_the_expected_days_nobody_is_late(village: Village):
    town = news(REGION, after=31)[TOWN]
    assert (town["staff"].days, town["staff"].late) == (31, 0)


def test_after_them_a_place_is_late_by_the_days_beyond(village: Village):
    town = news(REGION)[TOWN]
    assert (town["staff"].days, town["staff"].late) == (40, 9)
    assert lateness_text(town["staff"]).replace("\u00a0", " ") == "! опоздание 9 дней"


def test_what_never_came_is_told_so_and_stands_first(village: Village):
    town = news(REGION)[TOWN]
    assert (town["participation"].at, lateness_text(town["participation"])) == (None, "! не поступал")
    with read_session() as session:
        found = news_by_part(Reading(session, ASSESSOR, today()), REGION, today() + timedelta(days=LATER))
    order = [one.latest_first for one in found]
    assert order == sorted(order)


def test_a_file_that_brings_nothing_new_is_news_all_the_same(village: Village):
    with write_session() as session:
        for run in session.scalars(select(ImportRun)):
            run.accepted_at -= timedelta(days=100)
    assert news(REGION, after=0)[TOWN]["staff"].late == 69
    take("staff", as_csv("staff", village.world.rows["staff"]))
    found = news(REGION, after=0)
    assert found[TOWN]["staff"].late == found[CITY]["staff"].late == 0
    assert found[TOWN]["appendix1"].late == 69


def test_a_file_of_one_municipality_is_no_news_of_another(village: Village):
    with write_session() as session:
        for run in session.scalars(select(ImportRun)):
            run.accepted_at -= timedelta(days=100)
    world = World()
    world.person("Борис", at=SECOND)
    world.read_in()
    found = news(REGION, after=0)
    assert (found[TOWN]["staff"].late, found[CITY]["staff"].late) == (0, 69)
    # Of the two schools of the town the file named one.
    schools = news(town_of(village), after=0)
    assert (schools[FIRST]["staff"].late, schools[SECOND]["staff"].late) == (69, 0)
    # Nobody of the second school was ever assessed: its files say nothing, and it is late with nothing.
    assert (schools[SECOND]["appendix1"].at, schools[SECOND]["appendix1"].late) == (None, 0)
    assert lateness_text(schools[SECOND]["appendix1"]) == "—"


def test_an_undone_file_is_no_news(village: Village):
    take("staff", as_csv("staff", village.world.rows["staff"]))
    with write_session() as session:
        last = undo.last_import(session)
        session.execute(
            update(ImportRun).where(ImportRun.id != last.id).values(accepted_at=last.accepted_at - timedelta(2))
        )
        undo.undo(session, last.id, by="test", rewrite=quality_sums.rewriting(today()))
    assert news(REGION, after=0)[TOWN]["staff"].days == 2


def test_a_coordinator_is_told_of_their_own_municipality_alone(village: Village):
    coordinator = Viewer("coordinator", (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]),))
    assert set(news(REGION, viewer=coordinator)) == {TOWN}
    assert set(news(town_of(village), viewer=coordinator)) == {TOWN, FIRST}
    with read_session() as session:
        Reading(session, coordinator, today())
        assert session.query(ImportPlace).count() >= 2


def test_each_register_may_have_its_own_rhythm(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REGISTER_DAYS", "31, appendix1=92")
    town = news(REGION)[TOWN]
    assert (town["staff"].late, town["appendix1"].late) == (9, 0)
    assert "Приложение 1 — 92 дня" in note(today()).replace("\u00a0", " ")
    monkeypatch.setenv("REGISTER_DAYS", "monthly")
    with pytest.raises(ValueError, match="REGISTER_DAYS"):
        REGISTER_DAYS.value()


def test_every_register_is_told_of_once_and_in_order(village: Village):
    with read_session() as session:
        found: list[PlaceNews] = news_by_part(Reading(session, ASSESSOR, today()), REGION, today())
    assert found
    assert all([one.register for one in place.news] == list(REGISTER_KEYS) for place in found)
