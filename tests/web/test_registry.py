"""The registry and the report for a period on the screen and as files: names, columns, scope, Appendix 2."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from access import accounts
from ingest import imports
from ingest.imports import Upload
from model.accounts import Role
from model.database import unscoped_session, write_session
from tests.addresses_of_pages import MISSING
from tests.orders import folders_of_jobs, job_file, orders, run_export
from tests.site import PASSWORD, Visitor, signed_in
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, SECOND, TOWN, Village, accounts_of, build_village

DAY = "on=2026-09-30"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders_of_jobs(tmp_path, monkeypatch)


@pytest.fixture
def village(database: str) -> Village:
    built = build_village()
    built.people["Анна"].finished("2026-05-10 - 2026-05-20", "Программа 1", document="ДЕМО-77")
    built.people["Борис"].finished("2026-05-11 - 2026-05-21", "Программа 2", document=None)
    built.world.read_in()
    return built


def sheet_of(content: bytes) -> list[tuple[object, ...]]:
    return [*load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def test_a_row_may_be_a_person_a_route_or_a_result(village: Village):
    visitor = signed_in(accounts_of(village)["school"])
    path = f"/organization/{village.ids[FIRST]}/registry"
    people = visitor.opens(f"{path}?{DAY}")
    assert "Аннаова Примера" in people
    assert "Вераова Примера" in people
    assert "Галинаова Примера" not in people
    results = visitor.opens(f"{path}?{DAY}&rows=results")
    assert "ДЕМО-77" in results
    assert "Борисова Примера" in results
    assert "Вераова Примера" not in results
    routes = visitor.opens(f"{path}?{DAY}&rows=routes&columns=full_name.state.procedures")
    assert "действует" in routes
    assert "Оценка, 01.02.2026" in routes


def test_the_file_has_the_chosen_columns_with_their_types(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    asked = f"{DAY}&rows=results&columns=full_name.hours.attested_on.in_time&sort=full_name&order=desc"
    answer = visitor.client.get(f"/region/registry/table/rows.xlsx?{asked}")
    headings, first, second = sheet_of(answer.data)
    assert headings == ("ФИО", "Часов", "Аттестация", "В срок")
    assert (first[0], first[2]) == ("Борисова Примера", None)
    assert (second[0], f"{second[2]:%d.%m.%Y}", second[3]) == ("Аннаова Примера", "20.05.2026", "нет")


def test_without_the_right_to_names_the_registry_is_counts_and_refuses_to_tell_of_few(village: Village):
    visitor = signed_in(accounts_of(village)["ministry"])
    shown = visitor.opens(f"/region/registry?{DAY}")
    assert FIRST in shown
    assert "Аннаова" not in shown
    assert "Аннаова" not in visitor.client.get(f"/region/registry/table/rows.csv?{DAY}").get_data(as_text=True)
    assert FIRST not in visitor.opens(f"/region/registry?{DAY}&state=active")


def test_a_provider_sees_its_own_applications_and_nothing_of_others(village: Village):
    visitor = signed_in(accounts_of(village)["provider"])
    own = f"/provider/{village.ids[OUR_PROVIDER]}/registry"
    shown = visitor.opens(f"{own}?{DAY}&columns=full_name.programme.state.provider.procedures")
    assert "Аннаова Примера" in shown
    assert "Борисова" not in shown
    # Columns that tell of others are none of a provider's.
    assert "действует" not in shown
    assert "Оценка, 01.02.2026" not in shown
    results = visitor.opens(f"{own}?{DAY}&rows=results")
    assert "ДЕМО-77" in results
    assert "Борисова" not in results
    assert MISSING in visitor.opens(f"/provider/{village.ids[OTHER_PROVIDER]}/registry?{DAY}")


def test_appendix_2_of_the_rows_read_in_again_changes_nothing(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    orders(visitor, f"/region/registry?{DAY}&rows=results", "registry-appendix2", "xlsx")
    assert run_export()
    content = job_file(visitor)
    assert [row[0] for row in sheet_of(content)][2:] == ["Аннаова Примера", "Борисова Примера"]
    with unscoped_session() as session:
        plan = imports.check(session, "appendix2", Upload(content, "back.xlsx"))
    assert (len(plan.added), len(plan.changed), plan.refused, plan.unchanged) == (0, 0, 0, 2)
    # Of people and routes the documents of a list are the appendix.
    answer = orders(visitor, f"/region/registry?{DAY}", "registry-appendix2", "xlsx")
    assert answer.status_code == 404


def test_all_rows_and_the_documents_of_their_people_are_made_in_the_background(village: Village):
    provider = signed_in(accounts_of(village)["provider"])
    where = f"/provider/{village.ids[OUR_PROVIDER]}/registry?{DAY}"
    orders(provider, f"{where}&columns=full_name.programme", "registry", "csv")
    assert run_export()
    lines = job_file(provider).decode("utf-8-sig").splitlines()
    assert lines[0] == "ФИО;ДПП"
    assert [line.split(";")[0] for line in lines[1:]] == [
        f"{name}ова Примера" for name in ("Анна", "Вера", "Дмитрий", "Жанна")
    ]
    orders(provider, where, "appendix2-module", "xlsx")
    assert run_export()


def test_a_report_for_a_period_opens_its_rows_and_is_a_document_to_sign(village: Village):
    visitor = signed_in(accounts_of(village)["municipality"])
    town = f"/municipality/{village.ids[TOWN]}"
    asked = f"{DAY}&since=2026-01-01&until=2026-06-30"
    shown = visitor.opens(f"{town}/period?{asked}")
    assert "Завершено обучений" in shown
    assert "годом ранее: 01.01.2025–30.06.2025" in shown
    rows = visitor.opens(f"{town}/period/trainings?{asked}")
    assert "Аннаова Примера" in rows
    assert "21.05.2026" in rows
    for suffix in ("docx", "pdf", "xlsx"):
        assert visitor.client.get(f"{town}/period.{suffix}?{asked}").status_code == 200, suffix
    flows = sheet_of(visitor.client.get(f"{town}/period.xlsx?{asked}").data)
    assert ("Завершено обучений", 2, 0, 2) in flows
    assert any(row[0] == "Руководитель органа управления образованием" for row in flows)
    ministry = signed_in(accounts_of(village)["ministry"])
    assert MISSING in ministry.opens(f"/region/period/trainings?{asked}")
    assert visitor.client.get(f"/region/period.docx?{asked}").status_code == 404
    assert SECOND in visitor.client.get(f"{town}/period/table/parts.csv?{asked}").get_data(as_text=True)


CHOSEN = "columns=full_name.hours.programme"


def columns_on(text: str) -> str:
    """«3 из 21»: how many columns the screen says that it shows."""
    return text.partition("Столбцы: ")[2].partition("'")[0]


def remembers(visitor: Visitor, screen: str) -> str:
    """Send the form of the screen; the address that the browser is led to."""
    answer = visitor.posts("/registry/columns", screen=screen)
    assert answer.status_code == 303, answer.status
    return answer.location


def test_the_chosen_columns_are_remembered_until_the_usual_ones_are_asked_for(village: Village):
    visitor = signed_in(accounts_of(village)["school"])
    path = f"/organization/{village.ids[FIRST]}/registry"
    usual, chosen = visitor.opens(f"{path}?{DAY}"), visitor.opens(f"{path}?{DAY}&{CHOSEN}")
    assert columns_on(chosen).startswith("3 из")
    assert columns_on(usual) != columns_on(chosen)
    assert "Запомнить эти столбцы" in chosen
    assert "Запомнить" not in usual
    assert remembers(visitor, f"{path}?{DAY}&rows=results&{CHOSEN}") == f"{path}?{DAY}&rows=results"
    again = visitor.opens(f"{path}?{DAY}")
    assert columns_on(again) == columns_on(chosen)
    assert "Вернуть обычные столбцы" in again
    # The address wins, in a file too.
    assert columns_on(visitor.opens(f"{path}?{DAY}&columns=full_name.state")).startswith("2 из")
    files = [
        visitor.client.get(f"{path}/table/rows.xlsx?{DAY}{more}").data for more in ("", "&columns=full_name.state")
    ]
    assert [sheet_of(one)[0] for one in files] == [("ФИО", "ДПП", "Часов"), ("ФИО", "Состояние ИОМ")]
    assert remembers(visitor, f"{path}?{DAY}") == f"{path}?{DAY}"
    assert columns_on(visitor.opens(f"{path}?{DAY}")) == columns_on(usual)


def test_who_sees_the_same_has_other_columns(village: Village, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A registry is stored for viewers with the same grants, but its columns are those of the account."""
    monkeypatch.setenv("CACHE_MB", "10")
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    path = f"/organization/{village.ids[FIRST]}/registry"
    head = signed_in(accounts_of(village)["school"])
    with write_session() as session:
        account = accounts.create(session, "deputy", PASSWORD, by="test")
        accounts.grant(session, account, Role.SCHOOL, village.ids[FIRST], personal_data=False, by="test")
    deputy = signed_in("deputy")
    assert columns_on(head.opens(f"{path}?{DAY}")) == columns_on(deputy.opens(f"{path}?{DAY}"))
    remembers(deputy, f"{path}?{DAY}&{CHOSEN}")
    assert columns_on(deputy.opens(f"{path}?{DAY}")).startswith("3 из")
    assert not columns_on(head.opens(f"{path}?{DAY}")).startswith("3 из")


@pytest.mark.parametrize("screen", ["/region", "/region/registry", "//elsewhere.example/registry", ""])
def test_no_other_screen_has_columns_to_remember(village: Village, screen: str):
    visitor = signed_in(accounts_of(village)["employee"])
    assert visitor.posts("/registry/columns", screen=f"{screen}?{CHOSEN}").status_code == 404
