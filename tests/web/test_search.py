"""The search box finds what is in the scope on the date, after each import."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from access.reading import Reading
from dashboard.components.search_box import Ids
from model.database import read_session, unscoped_session
from model.journal import JournalAbout, JournalEntry
from queries import search as searching
from tests.site import Visitor, signed_in, stranger
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, SECOND, THIRD, Village, accounts_of, build_village
from tests.web.test_no_leaks import DAYS, MAY_SEE
from tests.world import ASSESSOR

PLACES = {
    "ministry": {FIRST, SECOND, THIRD},
    "municipality": {FIRST, SECOND},
    "school": {FIRST},
    "provider": set(),
    "employee": set(),
    "admin": set(),
}


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def search_answer(visitor: Visitor, text: str, day: str = "") -> str:
    address = {"frame-address.search": f"?on={day}" if day else ""}
    answer = visitor.call({f"{Ids.FOUND}.children": None}, {f"{Ids.EVERYWHERE}.value": text}, address)
    return str(answer.json) if answer.status_code == 200 else ""


@pytest.mark.parametrize("day", range(len(DAYS)))
def test_people_are_found_by_those_who_may_name_them_on_the_day(village: Village, day: int):
    for role, login in accounts_of(village).items():
        said = search_answer(signed_in(login), "примера", DAYS[day])
        assert set(re.findall(r"(\w+)ова Примера", said)) == MAY_SEE[role][day], role


@pytest.mark.parametrize("role", PLACES)
def test_places_are_found_by_those_who_count_them(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    said = search_answer(visitor, "сош") + search_answer(visitor, "лицей")
    assert {name for name in (FIRST, SECOND, THIRD) if f"/organization/{village.ids[name]}" in said} == PLACES[role]


PROVIDERS = {
    **{role: {OUR_PROVIDER, OTHER_PROVIDER} for role in ("ministry", "ministry personal", "assessor")},
    "provider": {OUR_PROVIDER},
    **{role: set() for role in ("municipality", "school", "employee", "admin")},
}


@pytest.mark.parametrize("role", PROVIDERS)
def test_providers_are_found_by_those_who_may_open_them(village: Village, role: str):
    said = search_answer(signed_in(accounts_of(village)[role]), "институт")
    assert {name for name in (OUR_PROVIDER, OTHER_PROVIDER) if f"/provider/{village.ids[name]}" in said} == (
        PROVIDERS[role]
    )


def test_a_stranger_finds_nothing(village: Village):
    assert "Примера" not in search_answer(stranger(), "примера")


def test_what_is_found_leads_to_the_date_of_the_screen(village: Village):
    head = signed_in(accounts_of(village)["school"])
    assert f"/person/{village.ids['Аннаова Примера']}?on=2026-09-30" in search_answer(head, "анаова", "2026-09-30")


def test_who_comes_with_an_import_is_found_after_it(village: Village):
    assessor = signed_in(accounts_of(village)["assessor"])
    assert "ничего не найдено" in search_answer(assessor, "новенькая")
    village.world.person("Новенькая Ирина", at=FIRST)
    village.world.read_in()
    assert "Новенькая Ирина" in search_answer(assessor, "новенькая")


def test_whom_a_search_named_the_journal_tells(village: Village):
    search_answer(signed_in(accounts_of(village)["school"]), "анна")
    search_answer(signed_in(accounts_of(village)["school"]), "сош")
    with unscoped_session() as session:
        lines = session.scalars(select(JournalEntry).where(JournalEntry.action == "searched")).all()
        about = session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == lines[0].id)).all()
    assert len(lines) == 1
    assert about == [village.ids["Аннаова Примера"]]


def test_one_letter_finds_nothing_and_no_error(village: Village):
    assessor = signed_in(accounts_of(village)["assessor"])
    for text in ("", "а", " \0", "%", "'; --", "№" * 500):
        assert "Примера" not in search_answer(assessor, text)


def test_the_field_is_there_for_those_who_have_more_to_find_than_themselves(village: Village):
    for role, login in accounts_of(village).items():
        layout = str(signed_in(login).client.get("/_dash-layout").json)
        assert (Ids.EVERYWHERE in layout) == (role not in {"employee", "admin"}), role


def test_the_names_are_read_once_until_the_next_import(database: str, monkeypatch: pytest.MonkeyPatch):
    village, reads, names = build_village(), [], searching._read

    def heard(look: Reading):
        reads.append(look.day)
        return names(look)

    def people() -> int:
        with read_session() as session:
            return searching.search(Reading(session, ASSESSOR, date(2026, 9, 30)), "примера").people_total

    monkeypatch.setattr(searching, "_read", heard)
    assert (people(), people(), len(reads)) == (7, 7, 1)
    village.world.rows.clear()
    village.world.person("Зояова Примера")
    village.world.read_in()
    assert (people(), len(reads)) == (8, 2)
