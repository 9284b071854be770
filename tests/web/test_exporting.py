"""Exports of a list: enqueued, made in the background, private and journaled."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from access import accounts
from ingest import imports
from ingest.imports import Upload
from jobs import exports, progress, queue, storage
from jobs.queue import LEASE_TIME, MAX_ATTEMPTS
from jobs.worker import job_worker
from model.accounts import Role
from model.database import unscoped_session, write_session
from model.jobs import MOST_UNFINISHED, JobKind, JobState
from model.journal import JournalAbout, JournalEntry
from tests.orders import folders_of_jobs, job_file, jobs, orders, run_export, switch_account, update_jobs
from tests.site import open_account, signed_in
from tests.village import FIRST, OTHER_PROVIDER, OUR_PROVIDER, THIRD, TOWN, Village, accounts_of, build_with_document

DAY = "on=2026-09-30"
MOST = MOST_UNFINISHED[JobKind.EXPORT]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return folders_of_jobs(tmp_path, monkeypatch)[JobKind.EXPORT]


@pytest.fixture
def village(database: str) -> Village:
    return build_with_document()


def staff(village: Village) -> str:
    return f"/organization/{village.ids[FIRST]}/list/staff?{DAY}"


def test_documents_of_a_list_come_in_its_order_with_an_inventory(village: Village):
    village.world.person("Ирина", at=FIRST, town=TOWN)
    village.world.read_in()
    head = signed_in(accounts_of(village)["school"])
    answer = orders(head, f"{staff(village)}&sort=full_name&order=desc")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/exports")
    assert "Ждёт очереди" in head.opens("/exports")
    assert run_export()
    archive = zipfile.ZipFile(io.BytesIO(job_file(head)))
    # Nobody has assessed Ирина: she stands in the inventory alone.
    assert archive.namelist() == [
        "00002 Вераова Примера Приложение 1.docx",
        "00003 Борисова Примера Приложение 1.docx",
        "00004 Аннаова Примера Приложение 1.docx",
        "00000 Опись.xlsx",
    ]
    book = load_workbook(io.BytesIO(archive.read("00000 Опись.xlsx")))
    listed = {row[1]: row[4] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert listed["Ирина"].startswith("нет")
    assert listed["Аннаова Примера"] == archive.namelist()[2]
    about = dict(book["Об отчёте"].iter_rows(min_row=2, values_only=True))
    assert about["Территория или организация"] == FIRST
    assert (about["Отчётная дата"], about["Фильтры"]) == ("30.09.2026", "нет")
    assert not run_export()


def test_the_sheet_of_a_list_reads_back_and_changes_nothing(village: Village):
    assessor = signed_in(accounts_of(village)["assessor"])
    for register, rows in {"appendix1": 7, "appendix2": 1}.items():
        orders(assessor, f"/region/list/staff?{DAY}", f"{register}-module", "xlsx")
        assert run_export()
        with unscoped_session() as session:
            plan = imports.check(session, register, Upload(job_file(assessor), "back.xlsx"))
        assert (len(plan.added), len(plan.changed), plan.refused, plan.unchanged) == (0, 0, 0, rows)


def test_filters_and_search_hold_and_the_search_is_sealed(village: Village):
    assessor = signed_in(accounts_of(village)["assessor"])
    orders(assessor, f"/region/list/staff?{DAY}&search=борис", "appendix1-module", "xlsx")
    assert run_export()
    assert "борис" not in jobs()[0].payload["source"]
    with unscoped_session() as session:
        plan = imports.check(session, "appendix1", Upload(job_file(assessor), "back.xlsx"))
    assert plan.unchanged == 1


def test_people_behind_applications_come_once(village: Village):
    village.people["Анна"].applied("2026-03-05", "Программа 1", provider_name=OUR_PROVIDER)
    village.world.read_in()
    provider = signed_in(accounts_of(village)["provider"])
    orders(provider, f"/provider/{village.ids[OUR_PROVIDER]}/applications?{DAY}", "appendix2", "pdf")
    assert run_export()
    names = zipfile.ZipFile(io.BytesIO(job_file(provider))).namelist()
    assert [name.split()[1] for name in names[:-1]] == ["Аннаова", "Вераова", "Дмитрийова", "Жаннаова"]


def test_what_is_not_yours_can_not_be_ordered(village: Village):
    may = {
        staff(village): {"school", "municipality", "assessor", "ministry personal"},
        f"/organization/{village.ids[THIRD]}/list/staff?{DAY}": {"assessor", "ministry personal"},
        f"/region/list/formed?{DAY}": {"assessor", "ministry personal"},
        f"/provider/{village.ids[OTHER_PROVIDER]}/applications?{DAY}": {"assessor", "ministry personal"},
        f"/provider/{village.ids[OUR_PROVIDER]}/applications?{DAY}": {"provider", "assessor", "ministry personal"},
    }
    for role, login in accounts_of(village).items():
        visitor = signed_in(login)
        for address, roles in may.items():
            assert orders(visitor, address).status_code == (303 if role in roles else 404), (role, address)
        update_jobs(state=JobState.CANCELLED)


@pytest.mark.parametrize(
    ("where", "form", "suffix"),
    [
        ("/organization/999999/list/staff", "appendix1", "docx"),
        ("/region/list/nothing", "appendix1", "docx"),
        ("/region", "appendix1", "docx"),
        ("https://evil.example/region/list/staff", "appendix1", "docx"),
        ("", "", ""),
        ("/region/list/staff", "appendix3", "docx"),
        ("/region/list/staff", "appendix1", "xlsx"),
        ("/region/list/staff", "appendix1", "exe"),
        ("/region/list/staff?search=%00никого", "appendix1", "pdf"),
    ],
)
def test_a_strange_order_is_of_nothing(village: Village, where: str, form: str, suffix: str):
    assert orders(signed_in(accounts_of(village)["assessor"]), where, form, suffix).status_code == 404
    assert jobs() == []


def test_only_who_ordered_sees_and_takes_and_cancels(village: Village):
    logins = accounts_of(village)
    head = signed_in(logins["school"])
    orders(head, staff(village))
    run_export()
    number = jobs()[0].id
    for role in logins.keys() - {"school"}:
        other = signed_in(logins[role])
        assert other.client.get(f"/exports/{number}/file").status_code == 404
        assert other.posts(f"/exports/{number}/cancel").status_code == 404
        assert FIRST not in other.opens("/exports")
    assert FIRST in head.opens("/exports")
    assert head.client.get("/exports/999999/file").status_code == 404


def test_a_form_of_another_site_orders_nothing(village: Village):
    head = signed_in(accounts_of(village)["school"])
    said = {"list": staff(village), "form": "appendix1", "suffix": "docx"}
    assert head.client.post("/exports/order", data=said).status_code == 403
    assert jobs() == []


def test_what_is_made_is_written_down_about_everyone_in_it(village: Village):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    run_export()
    job_file(head)
    with unscoped_session() as session:
        lines = session.scalars(select(JournalEntry).where(JournalEntry.login == jobs_login(village))).all()
        actions = {one.action: one for one in lines}
        about = set(
            session.scalars(
                select(JournalAbout.person_id).where(JournalAbout.entry_id == actions["export appendix1.docx"].id)
            )
        )
    assert {"ordered appendix1.docx", "export appendix1.docx", "export taken"} <= actions.keys()
    assert about == {village.ids[f"{name}ова Примера"] for name in ("Анна", "Борис", "Вера")}
    assert actions["export appendix1.docx"].subject == staff(village).partition("?")[0]


def jobs_login(village: Village) -> str:
    return f"school-{village.ids[FIRST]}"


def test_a_cancelled_order_leaves_nothing(village: Village, folder: Path):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    assert head.posts(f"/exports/{jobs()[0].id}/cancel").status_code == 303
    assert not run_export()
    assert jobs()[0].state == JobState.CANCELLED
    assert list(folder.iterdir()) == []
    assert head.client.get(f"/exports/{jobs()[0].id}/file").status_code == 404


def after_first_person(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Call `happens` after the first person of an export."""
    monkeypatch.setattr(progress, "_INTERVAL", -1.0)
    sheet_of, calls = exports.person_sheet, []

    def sheet(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            happens()
        return sheet_of(*arguments)

    monkeypatch.setattr(exports, "person_sheet", sheet)


def test_cancelling_stops_what_is_being_made(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    after_first_person(monkeypatch, lambda: head.posts(f"/exports/{jobs()[0].id}/cancel"))
    assert run_export()
    assert jobs()[0].state == JobState.CANCELLED
    assert list(folder.iterdir()) == []


def test_an_account_that_is_switched_off_gets_nothing(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    login = accounts_of(village)["school"]
    head = signed_in(login)
    orders(head, staff(village))
    after_first_person(monkeypatch, lambda: switch_account(login, is_active=False))
    assert run_export()
    assert (jobs()[0].state, jobs()[0].reason) == (JobState.CANCELLED, "учётная запись отключена")
    assert list(folder.iterdir()) == []
    switch_account(login, is_active=True)
    orders(signed_in(login), staff(village))
    switch_account(login, is_active=False)
    assert not run_export()
    assert jobs()[1].state == JobState.CANCELLED


def revoke_grant(login: str) -> None:
    with write_session() as session:
        account = accounts.require_account(session, login)
        accounts.revoke(session, account, account.grants[0].id, by="test")


def test_the_scope_is_that_of_the_making(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    login = accounts_of(village)["school"]
    orders(signed_in(login), staff(village))
    after_first_person(monkeypatch, lambda: revoke_grant(login))
    assert run_export()  # given back
    assert run_export()  # and not made
    assert jobs()[0].state == JobState.FAILED
    assert list(folder.iterdir()) == []


def test_with_other_grants_what_was_made_is_gone(village: Village):
    login = accounts_of(village)["school"]
    orders(signed_in(login), staff(village))
    run_export()
    revoke_grant(login)
    open_account(Role.SCHOOL, village.ids[THIRD])
    with write_session() as session:
        account = accounts.require_account(session, login)
        accounts.grant(session, account, Role.SCHOOL, village.ids[THIRD], personal_data=False, by="test")
    other = signed_in(login)
    assert other.client.get(f"/exports/{jobs()[0].id}/file").status_code == 404
    assert FIRST not in other.opens("/exports")


@pytest.mark.both_databases
def test_an_order_is_claimed_by_one_alone(village: Village):
    logins = accounts_of(village)
    for role in ("school", "municipality", "assessor"):
        orders(signed_in(logins[role]), staff(village))
    start, claimed = Event(), []

    def claim() -> None:
        start.wait()
        while True:
            found = queue.claim(JobKind.EXPORT)
            if found is None and all(one.state == JobState.RUNNING for one in jobs()):
                return
            claimed.extend([found] if found else [])

    threads = [Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(lease.job.id for lease in claimed) == [one.id for one in jobs()]


@pytest.mark.both_databases
def test_an_account_has_one_job_at_a_time_and_the_assessment_centre_comes_first(village: Village):
    logins = accounts_of(village)
    head = signed_in(logins["school"])
    for visitor in (head, head, signed_in(logins["assessor"])):
        orders(visitor, staff(village))
    first, second, of_assessor = (job.id for job in jobs())
    leases = [queue.claim(JobKind.EXPORT) for _ in range(3)]
    assert [lease.job.id if lease else None for lease in leases] == [of_assessor, first, None]
    queue.release(leases[1])
    assert queue.claim(JobKind.EXPORT).job.id == first
    queue.fail(leases[0], "занято")
    assert queue.claim(JobKind.EXPORT) is None, "the head's other job still runs"
    assert second


@pytest.mark.both_databases
def test_what_a_dead_worker_left_is_taken_up_and_the_dead_can_not_finish_it(village: Village):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    dead = queue.claim(JobKind.EXPORT)
    assert queue.claim(JobKind.EXPORT) is None
    update_jobs(heartbeat_at=datetime.now(UTC) - LEASE_TIME - timedelta(seconds=1))
    assert run_export()
    assert jobs()[0].state == JobState.READY
    assert not queue.heartbeat(dead, 1, 3)
    assert not queue.finish(dead, action="export", subject="", about=[], output_file="other.zip")
    assert jobs()[0].output_file != "other.zip"


def test_what_always_kills_its_worker_is_given_up(village: Village):
    orders(signed_in(accounts_of(village)["school"]), staff(village))
    update_jobs(attempts=MAX_ATTEMPTS)
    assert not run_export()
    assert jobs()[0].state == JobState.FAILED


def test_a_worker_that_stops_gives_its_work_back(village: Village, monkeypatch: pytest.MonkeyPatch):
    orders(signed_in(accounts_of(village)["school"]), staff(village))
    stopping = Event()
    after_first_person(monkeypatch, stopping.set)
    assert run_export(stopping)
    assert (jobs()[0].state, jobs()[0].attempts) == (JobState.WAITING, 0)
    assert run_export()
    assert jobs()[0].state == JobState.READY


def test_a_fault_is_told_by_a_number_alone(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def break_down() -> None:
        raise RuntimeError("Аннаова Примера")

    orders(signed_in(accounts_of(village)["school"]), staff(village))
    after_first_person(monkeypatch, break_down)
    assert run_export()
    assert jobs()[0].state == JobState.FAILED
    assert "Аннаова" not in jobs()[0].reason
    assert list(folder.iterdir()) == []


def test_there_is_an_end_to_orders(village: Village):
    head = signed_in(accounts_of(village)["school"])
    for _ in range(MOST + 2):
        assert orders(head, staff(village)).status_code == 303
    assert len(jobs()) == MOST
    assert f"Одновременно формируется не более {MOST} выгрузок" in head.opens("/exports")


def test_after_a_day_nothing_is_left(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    run_export()
    monkeypatch.setattr(storage, "_GRACE_SECONDS", -1.0)
    storage.sweep()
    assert len(list(folder.iterdir())) == 1
    update_jobs(finished_at=datetime.now(UTC) - timedelta(hours=25))
    storage.sweep()
    assert list(folder.iterdir()) == []
    assert jobs() == []


def test_files_are_for_their_owner_alone(village: Village, folder: Path):
    orders(signed_in(accounts_of(village)["school"]), staff(village))
    run_export()
    [file] = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("village")
def test_a_worker_runs_jobs_by_itself(village: Village):
    head = signed_in(accounts_of(village)["school"])
    worker = job_worker(JobKind.EXPORT)
    worker.start()
    try:
        orders(head, staff(village))
        worker.wake()
        for _ in range(200):
            if jobs()[0].state == JobState.READY:
                break
            Event().wait(0.1)
    finally:
        worker.stop()
    assert jobs()[0].state == JobState.READY


def test_the_screen_follows_what_is_made(village: Village):
    head = signed_in(accounts_of(village)["school"])
    orders(head, staff(village))
    outputs = {"exports-list.children": None, "exports-clock.disabled": None}
    inputs = {"exports-clock.n_intervals": 1, "exports-follow.value": True}
    answer = head.call(outputs, inputs).get_json()["response"]
    assert answer["exports-clock"] == {"disabled": False}
    run_export()
    answer = head.call(outputs, inputs).get_json()["response"]
    assert answer["exports-clock"] == {"disabled": True}
    assert "Скачать" in str(answer["exports-list"])
