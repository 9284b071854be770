"""A list too long for a file made at once: its page orders the file, and a job makes it as the same table."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from dashboard.components import download_links
from jobs import progress, quotas, table_files
from model.database import unscoped_session
from model.jobs import JobKind, JobState
from model.journal import JournalAbout, JournalEntry
from tests.orders import folders_of_jobs, job_file, jobs, run_export
from tests.site import Visitor, signed_in
from tests.village import FIRST, OUR_PROVIDER, THIRD, Village, accounts_of, build_village
from tests.web.test_exporting import revoke_grant

DAY = "on=2026-09-30"
STAFF = f"/region/list/staff?{DAY}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return folders_of_jobs(tmp_path, monkeypatch)[JobKind.EXPORT]


@pytest.fixture(autouse=True)
def bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of two rows are long, and are read one and a half pages of them."""
    monkeypatch.setattr(download_links, "MOST_ROWS", 1)
    monkeypatch.setattr(table_files, "_AT_ONCE", 3)


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def orders_table(visitor: Visitor, where: str, name: str = "rows", suffix: str = "xlsx") -> int:
    return visitor.posts("/exports/order", list=where, form="table", table=name, suffix=suffix).status_code


def at_once(visitor: Visitor, where: str, name: str, suffix: str) -> bytes:
    path, _, query = where.partition("?")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(download_links, "MOST_ROWS", 1000)
        answer = visitor.client.get(f"{path}/table/{name}.{suffix}?{query}")
    assert answer.status_code == 200
    return answer.data


def cells(content: bytes) -> list[list[tuple[object, str]]]:
    """The values and the formats of the cells of all sheets, without the moment of the file."""
    book = load_workbook(io.BytesIO(content))
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows()]
    return [[(one.value, one.number_format) for one in row] for row in rows if row[0].value != "Сформировано"]


def names(content: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return [row["ФИО"] for row in rows]


def last_state() -> tuple[str, str | None]:
    return jobs()[-1].state, jobs()[-1].reason


LISTS = (
    *(("assessor", STAFF, "rows"), ("assessor", f"/region/list/events_due?{DAY}", "rows")),
    ("assessor", f"/region/period/assessments?{DAY}&since=2026-01-01&until=2026-09-30", "rows"),
    ("provider", f"/provider/OUR_PROVIDER?{DAY}", "applications"),
)


@pytest.mark.parametrize(("role", "where", "name"), LISTS)
def test_a_long_list_is_ordered_on_its_page_and_made_as_the_same_table(
    village: Village, role: str, where: str, name: str
):
    visitor = signed_in(accounts_of(village)[role])
    where = where.replace("OUR_PROVIDER", str(village.ids[OUR_PROVIDER]))
    shown = visitor.opens(where)
    assert "Подготовить Excel (" in shown
    assert f"/table/{name}.xlsx" not in shown, "a link would lead to a refusal"
    assert orders_table(visitor, where, name) == 303
    assert "Таблица, XLSX" in visitor.opens("/exports")
    assert run_export()
    assert last_state() == (JobState.READY, None)
    made = cells(job_file(visitor))
    assert len(made) > 4
    assert made == cells(at_once(visitor, where, name, "xlsx"))
    orders_table(visitor, where, name, "csv")
    assert run_export()
    assert job_file(visitor) == at_once(visitor, where, name, "csv")


def test_a_short_list_is_a_link_and_the_number_of_rows_is_said(village: Village, monkeypatch: pytest.MonkeyPatch):
    visitor = signed_in(accounts_of(village)["assessor"])
    assert "Подготовить CSV (7\u00a0строк)" in visitor.opens(STAFF).replace("\\xa0", "\u00a0")
    monkeypatch.setattr(download_links, "MOST_ROWS", 7)
    shown = visitor.opens(f"{STAFF}&sort=full_name")
    assert "/region/list/staff/table/rows.csv" in shown
    assert "Подготовить" not in shown


def test_order_filters_and_day_are_those_of_the_page_and_the_search_is_sealed(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    where = "/region/list/staff?on=2026-02-03&sort=full_name&order=desc&page=2&search=ова"
    orders_table(visitor, where, suffix="csv")
    assert "ова" not in jobs()[0].payload["source"]
    assert run_export()
    assert names(job_file(visitor)) == sorted(names(at_once(visitor, where, "rows", "csv")), reverse=True)
    assert names(job_file(visitor))[0] == "Жаннаова Примера"


def test_the_refusal_of_a_long_table_names_the_way(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    answer = visitor.client.get("/region/list/staff/table/rows.csv", headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert "«Подготовить Excel»" in answer.text
    assert "«Моих выгрузках»" in answer.text


def test_only_lists_of_the_viewer_can_be_ordered(village: Village):
    logins = accounts_of(village)
    assessor, head = signed_in(logins["assessor"]), signed_in(logins["school"])
    assert orders_table(head, f"/organization/{village.ids[FIRST]}/list/staff?{DAY}") == 303
    for visitor, where, name, suffix in (
        (head, f"/organization/{village.ids[THIRD]}/list/staff?{DAY}", "rows", "xlsx"),
        (head, STAFF, "rows", "xlsx"),
        (head, "/journal", "lines", "xlsx"),
        (signed_in(logins["ministry"]), STAFF, "rows", "xlsx"),
        (assessor, STAFF, "rows", "pdf"),
        (assessor, STAFF, "nothing", "xlsx"),
        (assessor, STAFF, "", "xlsx"),
        (assessor, STAFF, "../rows", "xlsx"),
        (assessor, f"/region?{DAY}", "places", "xlsx"),
        (assessor, f"{STAFF}&search=никого", "rows", "xlsx"),
        (assessor, "https://evil.example/region/list/staff", "rows", "xlsx"),
    ):
        assert orders_table(visitor, where, name, suffix) == 404, (where, name, suffix)
    assert len(jobs()) == 1


def test_the_scope_is_that_of_the_making(village: Village, folder: Path):
    login = accounts_of(village)["school"]
    orders_table(signed_in(login), f"/organization/{village.ids[FIRST]}/list/staff?{DAY}")
    revoke_grant(login)
    assert run_export()
    assert last_state() == (JobState.FAILED, "такого списка нет или он не для вашей учётной записи")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("step", ["read", "written"])
def test_cancelling_stops_what_is_being_made(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    head, cancelled = signed_in(accounts_of(village)["school"]), []

    def cancel(*_: object) -> None:
        cancelled.append(head.posts(f"/exports/{jobs()[0].id}/cancel").status_code)

    orders_table(head, f"/organization/{village.ids[FIRST]}/list/staff?{DAY}")
    monkeypatch.setattr(progress, "_INTERVAL", -1.0)
    if step == "read":
        monkeypatch.setattr(quotas, "check_disk", lambda *_: cancel() if jobs()[0].state == JobState.RUNNING else None)
    else:
        monkeypatch.setattr(table_files, "sheet_of", lambda *_: cancel())
        monkeypatch.setitem(table_files.WRITERS, "xlsx", lambda *_: None)
    assert run_export()
    assert (cancelled, jobs()[0].state) == ([303], JobState.CANCELLED)
    assert list(folder.iterdir()) == []


def test_a_table_beyond_the_quota_ends_and_leaves_no_file(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    visitor = signed_in(accounts_of(village)["assessor"])
    monkeypatch.setattr(quotas, "room_of", lambda *_: 100)
    for suffix in ("xlsx", "csv"):
        orders_table(visitor, STAFF, suffix=suffix)
        assert run_export()
        assert last_state()[0] == JobState.FAILED
        assert "которые остались учётной записи" in (last_state()[1] or "")
    assert list(folder.iterdir()) == []


@pytest.mark.both_databases
def test_persons_of_the_tables_made_are_written_down_and_counted(village: Village, monkeypatch: pytest.MonkeyPatch):
    login = accounts_of(village)["assessor"]
    visitor = signed_in(login)
    orders_table(visitor, STAFF)
    assert run_export()
    with unscoped_session() as session:
        line = session.scalars(select(JournalEntry).where(JournalEntry.action == "table xlsx")).one()
        about = session.scalar(select(func.count()).where(JournalAbout.entry_id == line.id))
        ordered = session.scalars(select(JournalEntry).where(JournalEntry.action == "ordered table.xlsx")).one()
    assert (line.login, line.subject, about) == (login, "/region/list/staff/table/rows.xlsx", 7)
    assert ordered.subject == line.subject
    assert quotas.persons_taken(login) == 7
    monkeypatch.setattr(quotas, "MOST_NAMED", 7)
    orders_table(visitor, STAFF)
    assert run_export()
    assert last_state() == (JobState.FAILED, "за сутки скачано слишком много списков работников: повторите завтра")


def test_the_journal_can_be_taken_whole(village: Village):
    admin = signed_in(accounts_of(village)["admin"])
    assert "Подготовить Excel" in admin.opens("/journal")
    assert orders_table(admin, "/journal", "lines", "csv") == 303
    assert "Журнал действий" in admin.opens("/exports")
    assert run_export()
    rows = job_file(admin).decode("utf-8-sig").splitlines()
    with unscoped_session() as session:
        lines = session.scalar(select(func.count()).select_from(JournalEntry))
    # The line of the making and that of the taking came later.
    assert len(rows) - 1 == lines - 2
