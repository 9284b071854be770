"""The reports of п. 3.12 and п. 3.13 by address: people, period and scope."""

import io
from datetime import datetime
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from model.database import unscoped_session
from model.journal import JournalAbout, JournalEntry
from tests.site import Visitor, signed_in
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, THIRD, Village, accounts_of, build_village
from web import reports

PERIOD = "on=2026-09-30&since=2026-03-01&until=2026-06-30"


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def sheets(visitor: Visitor, address: str) -> tuple[list[dict[str, object]], dict[str, object]]:
    answer = visitor.client.get(address)
    assert answer.status_code == 200, address
    book = load_workbook(io.BytesIO(answer.data))
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    about = {row[0]: row[1] for row in book["Об отчёте"].iter_rows(values_only=True) if row[0]}
    return [dict(zip(headings, row, strict=True)) for row in rows], about


def names(rows: list[dict[str, object]]) -> list[str]:
    return [str(row["ФИО"]).removesuffix("ова Примера") for row in rows]


def report_with_trainings(village: Village) -> str:
    """Add trainings of the provider and return the address of its report."""
    people = village.people
    people["Анна"].finished("02.03.2026 - 20.03.2026", "Программа 1", document="ДЕМО-10")
    people["Вера"].finished("02.03.2026 - 20.07.2026", "Программа 3", document="ДЕМО-11")
    people["Борис"].finished("02.03.2026 - 20.03.2026", "Программа 2", document="ДЕМО-12")
    people["Дмитрий"].applied(
        "2026-03-02",
        "Программа 5",
        provider_name=OUR_PROVIDER,
        head="2026-03-03",
        provider="2026-03-05",
        training_since="2026-03-10",
        training_until="2026-05-10",
    )
    village.world.read_in()
    return f"/provider/{village.ids[OUR_PROVIDER]}/report.xlsx"


def test_a_provider_reports_who_finished_in_the_period_and_who_should_have(village: Village):  # п. 3.12
    address = report_with_trainings(village)
    rows, about = sheets(signed_in(accounts_of(village)["provider"]), f"{address}?{PERIOD}")
    assert names(rows) == ["Анна", "Дмитрий"]
    anna, dmitry = rows
    assert (anna["ДПП"], anna["Номер документа установленного образца"]) == ("Программа 1", "ДЕМО-10")
    assert (anna["Начало"], anna["Окончание"]) == (datetime(2026, 3, 2), datetime(2026, 3, 20))
    assert (dmitry["Окончание"], dmitry["Номер документа установленного образца"]) == (datetime(2026, 5, 10), None)
    assert about["Отчётный период"] == "01.03.2026 – 30.06.2026"
    assert (about["Организация ДПО"], about["По состоянию на"]) == (OUR_PROVIDER, "30.09.2026")
    assert about["Сформировал"] == f"provider-{village.ids[OUR_PROVIDER]}"


def test_what_ended_after_the_date_is_not_known_yet(village: Village):
    address = report_with_trainings(village)
    provider = signed_in(accounts_of(village)["provider"])
    rows, _ = sheets(provider, f"{address}?on=2026-04-01&since=2026-03-01&until=2026-12-31")
    assert names(rows) == ["Анна"]
    rows, _ = sheets(provider, f"{address}?on=2026-09-30&since=2026-03-01&until=2026-12-31")
    assert names(rows) == ["Анна", "Вера", "Дмитрий"]


def test_a_result_stands_for_the_training_that_it_ends(village: Village):
    address = report_with_trainings(village)
    village.people["Дмитрий"].finished("10.03.2026 - 10.05.2026", "Программа 5", document="ДЕМО-13")
    village.world.read_in()
    rows, _ = sheets(signed_in(accounts_of(village)["provider"]), f"{address}?{PERIOD}")
    assert [
        (name, row["Номер документа установленного образца"]) for name, row in zip(names(rows), rows, strict=True)
    ] == [
        ("Анна", "ДЕМО-10"),
        ("Дмитрий", "ДЕМО-13"),
    ]


def test_a_head_reports_the_events_of_the_staff(village: Village):  # п. 3.13
    village.people["Анна"].chose("2026-03-02", "Форум", "2026-04-10", confirmed="2026-04-12", form="очная")
    village.people["Борис"].chose("2026-03-02", "Форум", "2026-04-10", confirmed="2026-10-12", absence_reason="болезнь")
    village.people["Анна"].chose("2026-03-02", "Чтения", "2026-07-10", confirmed="2026-07-12")
    village.world.read_in()
    head = signed_in(accounts_of(village)["school"])
    rows, about = sheets(head, f"/organization/{village.ids[FIRST]}/report.xlsx?{PERIOD}")
    told = [(name, row["Событие"], row["Участие подтверждено"]) for name, row in zip(names(rows), rows, strict=True)]
    assert told == [
        ("Анна", "Событие-Анна", None),
        ("Борис", "Событие-Борис", None),
        ("Вера", "Событие-Вера", None),
        ("Анна", "Форум", datetime(2026, 4, 12)),
        ("Борис", "Форум", None),
    ]
    assert rows[4]["Причина отсутствия"] == "болезнь"
    assert about["Фильтры"] == "нет"
    narrowed, about = sheets(head, f"/organization/{village.ids[FIRST]}/report.xlsx?{PERIOD}&position=должность-Анна")
    assert set(names(narrowed)) == {"Анна"}
    assert about["Должность"] == "должность-Анна"


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_report_is_a_document_too(village: Village, suffix: str):
    head = signed_in(accounts_of(village)["school"])
    answer = head.client.get(f"/organization/{village.ids[FIRST]}/report.{suffix}?{PERIOD}")
    assert answer.status_code == 200
    if suffix == "pdf":
        assert answer.data.startswith(b"%PDF-")
        return
    cells = [
        cell.text for table in Document(io.BytesIO(answer.data)).tables for row in table.rows for cell in row.cells
    ]
    assert {"Аннаова Примера", FIRST, "01.03.2026 – 30.06.2026"} <= set(cells)


def test_a_report_is_written_down_about_those_in_it(village: Village):
    head = signed_in(accounts_of(village)["school"])
    sheets(head, f"/organization/{village.ids[FIRST]}/report.xlsx?{PERIOD}")
    with unscoped_session() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "report xlsx")).one()
        about = set(session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == entry.id)))
    assert about == {village.ids[f"{name}ова Примера"] for name in ("Анна", "Борис", "Вера")}


def test_nobody_takes_a_report_of_what_is_not_theirs(village: Village):
    report_with_trainings(village)
    may = {
        OUR_PROVIDER: {"provider", "assessor", "ministry personal"},
        OTHER_PROVIDER: {"assessor", "ministry personal"},
        FIRST: {"school", "municipality", "assessor", "ministry personal"},
        THIRD: {"assessor", "ministry personal"},
    }
    for role, login in accounts_of(village).items():
        visitor = signed_in(login)
        for place, roles in may.items():
            kind = "provider" if place in {OUR_PROVIDER, OTHER_PROVIDER} else "organization"
            answer = visitor.client.get(f"/{kind}/{village.ids[place]}/report.xlsx?{PERIOD}")
            assert answer.status_code == (200 if role in roles else 404), (role, place)


def test_without_days_the_period_is_the_reporting_year_up_to_the_date(village: Village):
    head = signed_in(accounts_of(village)["school"])
    path = f"/organization/{village.ids[FIRST]}"
    _, about = sheets(head, f"{path}/report.xlsx?on=2026-09-30&since=&until=")
    assert about["Отчётный период"] == "01.01.2026 – 30.09.2026"
    assert head.client.get(f"{path}/report.exe").status_code == 404


@pytest.mark.parametrize("query", ["since=2026-13-40&until=x", "since=2026-06-30&until=2026-03-01"])
def test_a_period_that_is_none_is_refused_and_not_turned_round(village: Village, query: str):
    head = signed_in(accounts_of(village)["school"])
    address = f"/organization/{village.ids[FIRST]}/report.xlsx?on=2026-09-30&{query}"
    answer = head.client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "Период задан неверно" in answer.text


def test_the_name_of_a_report_keeps_its_period(village: Village):
    head = signed_in(accounts_of(village)["school"])
    answer = head.client.get(f"/organization/{village.ids[FIRST]}/report.xlsx?{PERIOD}")
    assert "Отчёт об участии в событиях 01.03.2026 – 30.06.2026" in unquote(answer.headers["Content-Disposition"])
    answer = head.client.get(f"/organization/{village.ids[FIRST]}/period.docx?{PERIOD}")
    assert f"Отчёт за период 01.03.2026–30.06.2026 {FIRST}" in unquote(answer.headers["Content-Disposition"])


def test_a_report_of_too_many_rows_is_refused_with_what_to_do(village: Village, monkeypatch: pytest.MonkeyPatch):
    address, visitor = report_with_trainings(village), signed_in(accounts_of(village)["provider"])
    monkeypatch.setattr(reports, "MOST_PRINTED", 1)
    for suffix in ("docx", "pdf"):
        answer = visitor.client.get(f"{address.replace('xlsx', suffix)}?{PERIOD}", headers={"Accept": "text/html"})
        assert (answer.status_code, "скачайте его в формате XLSX" in answer.text) == (413, True)
    assert visitor.client.get(f"{address}?{PERIOD}").status_code == 200
    monkeypatch.setattr(reports, "MOST_ROWS", 1)
    assert visitor.client.get(f"{address}?{PERIOD}").status_code == 413
