"""Tables of screens as XLSX and CSV: rows, columns, order, filters, scope and journal."""

import csv
import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from dashboard.components import download_links
from dashboard.pages import PAGES
from dashboard.tables import TABLES, registry
from model.accounts import Role
from model.database import unscoped_session
from model.journal import JournalAbout, JournalEntry
from tests.addresses_of_pages import Things, one_of_each_level, things_of
from tests.site import Visitor, signed_in
from tests.sizes import SIZES
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, SECOND, THIRD, TOWN, Village, accounts_of, build_village
from web import tables as web_tables

DAY = "on=2026-09-30"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def sheet(visitor: Visitor, address: str) -> list[list[object]]:
    answer = visitor.client.get(address)
    assert answer.status_code == 200, address
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows()]


def lines(visitor: Visitor, address: str) -> list[list[str]]:
    answer = visitor.client.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def column(rows: list[list[object]], heading: str) -> list[object]:
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def test_a_list_holds_all_rows_in_the_order_of_the_screen(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    rows = sheet(visitor, f"/region/list/staff/table/rows.xlsx?{DAY}&sort=full_name&order=desc&page=2")
    names = column(rows, "ФИО")
    assert len(names) == 7
    assert names == sorted(names, reverse=True)
    assert column(rows, "Последняя оценка")[-1] == datetime(2026, 2, 1)


def test_filters_and_search_hold_in_the_file(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    position = f"/region/list/staff/table/rows.csv?{DAY}&position=должность-Анна"
    assert column(lines(visitor, position), "ФИО") == ["Аннаова Примера"]
    assert column(lines(visitor, f"/region/list/staff/table/rows.csv?{DAY}&search=борис"), "ФИО") == [
        "Борисова Примера"
    ]


def test_rates_are_fractions_shown_as_percents_and_numbers_are_numbers(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    answer = visitor.client.get(f"/region/table/places.xlsx?{DAY}")
    book = load_workbook(io.BytesIO(answer.data))
    table = book.worksheets[0]
    headings = [cell.value for cell in table[1]]
    covered = table.cell(2, headings.index("Охват оценкой за три года") + 1)
    assert (covered.value, covered.number_format) == (1, "0.0%")
    assert table.cell(2, headings.index("Работников") + 1).value == 7
    assert table.freeze_panes == "A2"
    about = {row[0].value: row[1].value for row in book["Об отчёте"].iter_rows() if row[0].value}
    assert about["Отчётная дата"] == "30.09.2026"
    assert about["Кем"] == "assessor-all"
    assert "п. 3.3.3 Положения (приказ от 09.02.2023 № 01/312)" in about["Охват оценкой за год"]


def test_compared_with_another_date_the_file_says_how_each_rate_moved_as_the_screen_does(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    asked = f"{DAY}&against=2025-12-31"
    rows = sheet(visitor, f"/region/table/places.xlsx?{asked}")
    # Nobody was assessed in 2025: the year of the comparison stood at nought.
    assert column(rows, "Охват оценкой за год: изменение с 31.12.2025")[0] == 1
    assert "сколько было 31.12.2025" in visitor.opens(f"/region?{asked}")
    plain = sheet(visitor, f"/region/table/places.xlsx?{DAY}")
    assert [row[: len(plain[0])] for row in rows] == plain


def test_places_stand_as_on_the_screen_the_whole_first(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    rows = lines(visitor, f"/municipality/{village.ids[TOWN]}/table/places.csv?{DAY}")
    assert column(rows, "Организация") == [TOWN, FIRST, SECOND]
    assert column(rows, "Работников") == ["5", "3", "2"]


def test_a_provider_takes_its_applications_and_no_others(village: Village):
    visitor = signed_in(accounts_of(village)["provider"])
    rows = lines(visitor, f"/provider/{village.ids[OUR_PROVIDER]}/table/applications.csv?{DAY}")
    assert sorted(column(rows, "ФИО")) == [f"{name}ова Примера" for name in ("Анна", "Вера", "Дмитрий", "Жанна")]
    theirs = f"/provider/{village.ids[OTHER_PROVIDER]}/table/applications.csv"
    assert visitor.client.get(theirs).status_code == 404
    assert len(lines(signed_in(accounts_of(village)["assessor"]), theirs)) > 1


# Whose account takes the tables of a page: the first that may open it.
TAKERS = (
    *(("assessor", Role.ASSESSOR), ("admin", Role.ADMIN), ("employee", Role.EMPLOYEE)),
    ("ministry", Role.MINISTRY),
)


def screens_of(role: Role, things: Things) -> list[str]:
    """The screens with tables that the role is the first to open, at each level."""
    before = {one for _, one in TAKERS[: [one for _, one in TAKERS].index(role)]}
    mine = [page for page in PAGES if page.address in TABLES and role in page.roles and not before & page.roles]
    return [address for page in mine for address in one_of_each_level(page, things)]


def test_every_table_of_every_screen_can_be_taken_as_it_stands_there(village: Village):
    boris = village.people["Борис"]
    boris.applied("2026-09-01", "Отказ", head_refused="2026-09-05").chose("2026-09-01", "Предстоит", "2026-12-01")
    # Somebody new changes the coverage of the month.
    village.world.person("Новикова", since="2026-09-10")
    taught = {"head": "2026-03-10", "provider": "2026-03-11", "training_since": "2026-04-01"}
    village.people["Анна"].applied("2026-03-02", "Программа 1", provider_name=OUR_PROVIDER, **taught)
    village.people["Анна"].finished("01.04.2026 - 20.04.2026", "Программа 1")
    for provider in (OUR_PROVIDER, OTHER_PROVIDER):
        village.world.offers("Музейная педагогика", "ДПП", organization=provider)
    village.world.offers("Ярмарка идей", starts_on="2026-12-01").read_in()
    told: set[str] = set()
    logins = accounts_of(village)
    things = things_of(logins)
    for name, role in TAKERS:
        visitor = signed_in(logins[name])
        for screen in screens_of(role, things):
            shown = visitor.opens(f"{screen}?{DAY}")
            found = sorted(set(re.findall(r"'href': '([^']*/table/[^']+\.csv[^']*)'", shown)))
            for number, address in enumerate(found):
                rows = lines(visitor, address)
                assert len({len(row) for row in rows}) == 1, address
                assert not re.search("None|nan", str(rows)), address
                if SIZES.is_night or number % 3 == 0:
                    # Taking the journal makes one line more of it.
                    grown = len(rows) + (screen == "/journal")
                    assert len(sheet(visitor, address.replace(".csv", ".xlsx"))) == grown, address
                told.add(address.partition("/table/")[2].partition(".csv")[0])
    expected = {name for page in TABLES.values() for name in page}
    assert told == expected


def test_a_table_is_not_at_the_address_of_another_screen(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    for address in ("/region/table/rows.csv", "/definitions/table/lines.csv", "/x/table/x.csv"):
        assert visitor.client.get(address).status_code == 404, address
    for address in ("/region/list/staff/table/rows.csv", "/journal/table/lines.csv", "/region/table/places.csv"):
        owner = "admin" if address.startswith("/journal") else "assessor"
        assert signed_in(accounts_of(village)[owner]).client.get(address).status_code == 200, address


def test_months_and_stages_are_numbers_of_the_screen(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    rows = sheet(visitor, f"/region/table/months.xlsx?{DAY}")
    assert rows[-1][0] == datetime(2026, 9, 30)
    assert column(rows, "Охват оценкой за три года")[-1] == 1
    assert column(rows, "Подлежат оценке")[-1] == 7
    stages = sheet(visitor, f"/region/table/stages.xlsx?{DAY}")
    assert [stages[1][1], stages[2][1], stages[2][2]] == [7, 7, 1]


def test_scores_of_few_people_are_as_hidden_in_the_file(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    rows = sheet(visitor, f"/municipality/{village.ids[TOWN]}/competences/table/needs.xlsx?{DAY}")
    assert {cell for row in rows[1:] for cell in row[2:]} == {"мало людей", "нет баллов", None}


def test_what_is_not_yours_is_not_there(village: Village):
    logins = accounts_of(village)
    visitor, assessor = signed_in(logins["school"]).client, signed_in(accounts_of(village)["assessor"]).client
    for address in (
        f"/organization/{village.ids[THIRD]}/list/staff/table/rows.xlsx",
        f"/municipality/{village.ids[TOWN]}/table/places.xlsx",
        "/region/table/places.csv",
        "/region/list/staff/table/rows.csv",
    ):
        assert (visitor.get(address).status_code, assessor.get(address).status_code) == (404, 200), address
    own = f"/organization/{village.ids[FIRST]}/list"
    assert visitor.get(f"{own}/staff/table/rows.xlsx").status_code == 200
    for address in (
        "/organization/999999/list/staff/table/rows.csv",
        f"{own}/nothing/table/rows.csv",
        f"{own}/staff/table/rows.exe",
    ):
        assert visitor.get(address).status_code == assessor.get(address).status_code == 404, address
    nameless = signed_in(logins["ministry"]).client
    assert nameless.get("/region/table/places.csv").status_code == 200
    assert nameless.get("/region/list/staff/table/rows.csv").status_code == 404


def test_a_taken_list_is_written_down_about_all_it_names(village: Village):
    visitor = signed_in(accounts_of(village)["school"])
    sheet(visitor, f"/organization/{village.ids[FIRST]}/list/staff/table/rows.xlsx?{DAY}")
    with unscoped_session() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "table xlsx")).one()
        about = set(session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == entry.id)))
    assert entry.subject == f"/organization/{village.ids[FIRST]}/list/staff/table/rows.xlsx"
    assert about == {village.ids[f"{name}ова Примера"] for name in ("Анна", "Борис", "Вера")}


@pytest.mark.parametrize("count", ["events_due", "awaiting_provider", "awaiting_head", "formed"])
def test_every_kind_of_list_can_be_taken(village: Village, count: str):
    village.people["Борис"].applied("2026-09-01", "Ждёт руководителя")
    village.world.read_in()
    visitor = signed_in(accounts_of(village)["assessor"])
    shown = visitor.opens(f"/region/list/{count}?{DAY}")
    names = column(lines(visitor, f"/region/list/{count}/table/rows.csv?{DAY}"), "ФИО")
    assert names
    assert all(name in shown for name in names)
    assert "None" not in str(lines(visitor, f"/region/list/{count}/table/rows.csv?{DAY}"))


def test_a_list_for_paper_has_its_first_rows_says_so_and_is_written_down(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    logins = accounts_of(village)
    address = f"/region/list/staff/table/rows.html?{DAY}&page=2"
    whole = signed_in(logins["assessor"]).client.get(address).get_data(as_text=True)
    assert whole.count("<tr>") == 1 + 7
    assert "Напечатаны все строки: 7." in whole
    monkeypatch.setattr(web_tables, "MOST_PRINTED", 3)
    first = signed_in(logins["assessor"]).client.get(address).get_data(as_text=True)
    assert first.count("<tr>") == 1 + 3
    assert "Напечатаны первые 3 из 7: остальные — в файле таблицы." in first
    with unscoped_session() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.action == "table print")).all()
        about = [session.scalar(select(func.count()).where(JournalAbout.entry_id == one.id)) for one in entries]
    assert sorted(about) == [3, 7]
    assert signed_in(logins["ministry"]).client.get(address).status_code == 404
    # A table that is no list is printed as the screen shows it.
    assert signed_in(logins["assessor"]).client.get(f"/region/table/stages.html?{DAY}").status_code == 404


def test_a_table_of_too_many_rows_is_refused_with_what_to_do(village: Village, monkeypatch: pytest.MonkeyPatch):
    visitor = signed_in(accounts_of(village)["assessor"])
    for module, path in ((download_links, "/region/list/staff"), (registry, "/region/registry")):
        with monkeypatch.context() as patched:
            patched.setattr(module, "MOST_ROWS" if module is download_links else "MOST_AT_ONCE", 1)
            answer = visitor.client.get(f"{path}/table/rows.csv?on=2026-09-30", headers={"Accept": "text/html"})
        assert answer.status_code == 413
        assert "больше 1 строк" in answer.text
        assert "выберите муниципальное образование" in answer.text
        assert visitor.client.get(f"{path}/table/rows.csv?on=2026-09-30").status_code == 200


def test_a_file_of_too_many_bytes_is_refused_and_nobody_was_looked_at(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    visitor = signed_in(accounts_of(village)["assessor"])
    monkeypatch.setattr(web_tables, "LARGEST", 10)
    with unscoped_session() as session:
        before = session.scalar(select(func.count()).select_from(JournalEntry))
    assert visitor.client.get("/region/list/staff/table/rows.csv").status_code == 413
    with unscoped_session() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == before
