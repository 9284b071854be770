"""Uploads: checked first, accepted once, cancelled, undone, private and journaled."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from ingest.registers import REGISTERS
from jobs import imports, progress, queue, storage
from jobs.queue import LEASE_TIME
from model.database import unscoped_session, write_session
from model.heading_mappings import HeadingMapping
from model.jobs import MOST_UNFINISHED, Job, JobKind, JobState
from model.journal import ImportRun, JournalAbout, JournalEntry
from model.people import Person
from tests.orders import orders, run_export
from tests.site import signed_in
from tests.uploads import (
    accepts,
    assessor,
    changed_assessment,
    check_upload,
    coordinator,
    count,
    folder,
    jobs,
    last,
    newcomer,
    run_import,
    upload_page,
    uploads,
    village,
)
from tests.village import Village, accounts_of
from tests.world import as_csv, take

__all__ = ["folder", "village"]

MOST = MOST_UNFINISHED[JobKind.IMPORT]


@pytest.mark.both_databases
def test_a_file_is_checked_first_and_changes_nothing_before_it_is_accepted(village: Village, folder: Path):
    visitor = assessor(village)
    people, runs = count(Person), count(ImportRun)
    told = check_upload(visitor, "staff", newcomer(village))
    assert "Кадровый состав" in told
    assert "Новая" in told
    assert "Принять" in told
    assert (count(Person), count(ImportRun)) == (people, runs)
    assert "Принят" in accepts(visitor)
    assert (count(Person), count(ImportRun)) == (people + 1, runs + 1)
    assert list(folder.iterdir()) == []


def test_each_changed_field_is_shown_as_it_was_and_as_it_would_be(village: Village):
    told = check_upload(assessor(village), "appendix1", changed_assessment(village, "Анна", subject="77,5"))
    assert re.search(r"Предметная \(%\).{1,200}51.{1,200}77,5", told)
    assert "Аннаова Примера" in told


def test_the_same_file_again_would_change_nothing(village: Village):
    told = check_upload(assessor(village), "appendix1", as_csv("appendix1", village.world.rows["appendix1"]))
    assert "Изменений в данных не будет" in told


def test_several_files_at_once_are_each_recognised_by_their_headings(village: Village):
    visitor = assessor(village)
    rows = village.world.rows
    answer = uploads(visitor, *[(f"{n}.csv", as_csv(key, rows[key])) for n, key in enumerate(REGISTERS) if rows[key]])
    assert answer.headers["Location"] == "/imports"
    while run_import():
        pass
    assert [one.payload["register"] for one in jobs()] == [key for key in REGISTERS if rows[key]]
    assert "Ждёт" not in visitor.opens("/imports")


def test_refused_rows_come_back_marked_and_go_in_once_mended(village: Village):
    visitor = assessor(village)
    content = newcomer(village) + newcomer(village, "Другая", since="вчера").split(b"\n", 1)[1]
    told = check_upload(visitor, "staff", content)
    assert "это не дата" in told
    assert "Загрузить корректные строки" in told
    assert "'whole'" not in told
    people = count(Person)
    accepts(visitor, "good")
    assert count(Person) == people + 1
    answer = visitor.client.get(f"/imports/{last().id}/refused.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    place = headings.index("Принят")
    assert headings[-1] == "Причина отказа"
    assert sheet.max_row == 2
    assert sheet[2][place].fill.fgColor.rgb == "FFFFE3D6"
    assert "это не дата" in sheet[2][place].comment.text
    assert sheet[2][0].comment is None
    sheet[2][place].value = "01.09.2020"
    mended = io.BytesIO()
    book.save(mended)
    assert "Загрузить корректные" not in check_upload(visitor, "staff", mended.getvalue(), "исправлено.xlsx")
    accepts(visitor)
    assert count(Person) == people + 2


def test_a_file_with_refused_rows_does_not_go_in_whole(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village, since="вчера"))
    runs = count(ImportRun)
    accepts(visitor, "whole")
    assert count(ImportRun) == runs


def test_when_the_data_have_changed_since_the_check_the_plan_is_shown_anew(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "appendix1", changed_assessment(village, "Анна", subject="77,5"))
    take("appendix1", changed_assessment(village, "Анна", subject="66"))
    runs = count(ImportRun)
    told = accepts(visitor)
    assert "анные изменились после проверки; ниже — новый результат проверки" in told
    assert re.search(r"66.{1,200}77,5", told)
    assert count(ImportRun) == runs
    accepts(visitor)
    assert count(ImportRun) == runs + 1


def test_what_was_given_up_leaves_nothing(village: Village, folder: Path):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village, since="вчера"))
    assert len(list(folder.iterdir())) == 2
    assert visitor.posts(f"/imports/{last().id}/cancel").status_code == 303
    assert list(folder.iterdir()) == []
    assert last().result == {}
    visitor.posts(f"/imports/{last().id}/accept", how="good")
    assert not run_import()


def test_giving_up_stops_the_reading(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    visitor = assessor(village)
    monkeypatch.setattr(progress, "_INTERVAL", -1.0)
    check = imports.check_upload

    def given_up_meanwhile(*asked):
        visitor.posts(f"/imports/{last().id}/cancel")
        return check(*asked)

    monkeypatch.setattr(imports, "check_upload", given_up_meanwhile)
    uploads(visitor, ("к.csv", newcomer(village)))
    assert run_import()
    assert last().state == JobState.CANCELLED
    assert list(folder.iterdir()) == []


def test_what_can_not_be_read_is_told_in_words(village: Village, folder: Path):
    visitor = assessor(village)
    assert "файл пуст" in check_upload(visitor, "staff", b"   ")
    assert "XLSX" in check_upload(visitor, "staff", b"%PDF-1.7 ...", "a.pdf").upper()
    assert list(folder.iterdir()) == []


def test_a_file_beyond_the_limit_is_not_kept(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MAX_UPLOAD_MB", "1")
    visitor = assessor(village)
    assert uploads(visitor, ("big.csv", b"x" * (1 << 20) + b"x")).status_code == 303
    assert "больше 1 МБ" in upload_page(visitor)
    assert list(folder.iterdir()) == []
    assert uploads(visitor, ("huge.csv", b"x" * (6 << 20))).status_code == 413


def test_headings_mapped_by_hand_are_remembered_for_the_account(village: Village):
    visitor = assessor(village)
    content = newcomer(village).replace("Принят".encode(), "Стаж с".encode())
    told = check_upload(visitor, "staff", content)
    assert "Стаж с" in told
    assert "column.since" in told
    number = last().id
    said = {"register": "staff", "column.since": "Стаж с"}
    assert visitor.posts(f"/imports/{number}/headings", **said).status_code == 303
    assert run_import()
    assert "Новая" in upload_page(visitor)
    again = check_upload(visitor, "staff", newcomer(village, "Ещё одна").replace("Принят".encode(), "стаж с:".encode()))
    assert "Ещё одна" in again
    other = coordinator(village)
    assert "column.since" in check_upload(other, "staff", content)


def test_a_register_that_nobody_recognises_is_chosen_by_hand(village: Village):
    visitor = assessor(village)
    told = check_upload(visitor, "staff", "Имя;Откуда;Когда\nАнна;Школа;вчера\n".encode())
    assert "не видно, какой это реестр" in told
    assert "«Имя», «Откуда», «Когда»" in told
    visitor.posts(f"/imports/{last().id}/headings", register="staff")
    assert run_import()
    assert "column.full_name" in upload_page(visitor)


def test_only_a_heading_of_the_file_can_be_mapped(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village).replace("Принят".encode(), "Стаж с".encode()))
    said = {"register": "staff", "column.since": "Чужой", "column.nothing": "Стаж с"}
    visitor.posts(f"/imports/{last().id}/headings", **said)
    assert count(HeadingMapping) == 0


def test_only_who_uploaded_sees_accepts_and_gives_up(village: Village):
    logins = accounts_of(village)
    owner = signed_in(logins["municipality"])
    check_upload(owner, "staff", newcomer(village, since="вчера"))
    number = last().id
    for role in logins.keys() - {"municipality"}:
        other = signed_in(logins[role])
        assert "Новая" not in other.opens(f"/imports/{number}")
        assert other.client.get(f"/imports/{number}/refused.xlsx").status_code == 404
        for deed in ("accept", "cancel", "headings"):
            assert other.posts(f"/imports/{number}/{deed}", how="good", register="staff").status_code == 404
    assert last().state == JobState.READY


def test_only_who_may_import_uploads_and_takes_templates(village: Village):
    for role, login in accounts_of(village).items():
        visitor = signed_in(login)
        may = role in {"assessor", "municipality"}
        assert uploads(visitor, ("к.csv", newcomer(village))).status_code == (303 if may else 404), role
        assert visitor.client.get("/imports/template/staff.xlsx").status_code == (200 if may else 404), role
        assert ("Загрузить файлы" in visitor.opens("/imports")) == may
    assert len(jobs()) == 2


def test_an_upload_is_no_export(village: Village):
    visitor = assessor(village)
    uploads(visitor, *[(f"{n}.csv", newcomer(village)) for n in range(MOST)])
    assert not run_export()
    assert visitor.posts(f"/exports/{last().id}/cancel").status_code == 404
    assert visitor.client.get(f"/exports/{last().id}/file").status_code == 404
    assert "0.csv" not in visitor.opens("/exports")
    assert last().state == JobState.WAITING
    orders(visitor, "/region/list/staff")
    assert last().kind == JobKind.EXPORT
    assert visitor.posts(f"/imports/{last().id}/cancel").status_code == 404
    assert run_export()
    assert jobs()[0].state == JobState.WAITING


def test_a_form_of_another_site_uploads_nothing(village: Village):
    visitor = assessor(village)
    answer = visitor.client.post("/imports/upload", data={"files": (io.BytesIO(newcomer(village)), "к.csv")})
    assert answer.status_code == 403
    assert jobs() == []


def test_there_is_an_end_to_uploads(village: Village, folder: Path):
    visitor = assessor(village)
    uploads(visitor, *[(f"{n}.csv", newcomer(village)) for n in range(MOST + 2)])
    assert len(jobs()) == MOST
    assert len(list(folder.iterdir())) == MOST
    assert f"Одновременно проверяется не более {MOST} файлов" in visitor.opens("/imports")


def test_what_is_done_is_written_down_without_names_of_files(village: Village):
    visitor = assessor(village)
    check_upload(visitor, "appendix1", changed_assessment(village, "Анна", subject="77,5"), "Иванова Анна.csv")
    accepts(visitor)
    with unscoped_session() as session:
        lines = session.scalars(select(JournalEntry).where(JournalEntry.login == "assessor-all")).all()
        found = {one.action: one for one in lines}
        about = session.scalars(select(JournalAbout.person_id).where(JournalAbout.entry_id == found["file checked"].id))
        assert set(about) == {village.ids["Аннаова Примера"]}
    assert {"file uploaded", "file checked", "import"} <= found.keys()
    assert any(one.subject for one in lines)
    assert not any("Иванова" in (one.subject or "") for one in lines)


def test_uploads_are_for_the_app_alone(village: Village, folder: Path):
    check_upload(assessor(village), "staff", newcomer(village, since="вчера"))
    assert [file.stat().st_mode & 0o077 for file in folder.iterdir()] == [0, 0]


def test_after_a_day_nothing_is_left(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    check_upload(assessor(village), "staff", newcomer(village, since="вчера"))
    monkeypatch.setattr(storage, "_GRACE_SECONDS", -1.0)
    storage.sweep()
    assert len(list(folder.iterdir())) == 2
    with write_session() as session:
        session.execute(update(Job).values(finished_at=datetime.now(UTC) - timedelta(hours=25)))
    storage.sweep()
    assert list(folder.iterdir()) == []
    assert jobs() == []


def test_what_a_dead_worker_was_accepting_is_accepted_once(village: Village, folder: Path):
    visitor = assessor(village)
    check_upload(visitor, "staff", newcomer(village))
    visitor.posts(f"/imports/{last().id}/accept", how="whole")
    dead = queue.claim(JobKind.IMPORT)
    assert queue.claim(JobKind.IMPORT) is None
    with write_session() as session:
        session.execute(update(Job).values(heartbeat_at=datetime.now(UTC) - LEASE_TIME - timedelta(seconds=1)))
    runs = count(ImportRun)
    assert run_import()
    (folder / dead.job.input_file).write_bytes(newcomer(village))
    imports._accept(dead, Event())
    assert count(ImportRun) == runs + 1


def test_a_worker_that_stops_gives_its_work_back(village: Village):
    uploads(assessor(village), ("к.csv", newcomer(village)))
    stopping = Event()
    stopping.set()
    assert run_import(stopping)
    assert (last().state, last().attempts) == (JobState.WAITING, 0)
    assert run_import()
    assert last().state == JobState.READY


def test_a_fault_is_told_by_a_number_alone(village: Village, monkeypatch: pytest.MonkeyPatch):
    def break_down(*_asked):
        raise RuntimeError("Аннаова Примера")

    monkeypatch.setattr(imports, "check_upload", break_down)
    told = check_upload(assessor(village), "staff", newcomer(village))
    assert "внутренняя ошибка; если повторится, сообщите администратору номер" in told
    assert "Аннаова" not in told


def test_the_screen_follows_the_upload(village: Village):
    visitor = assessor(village)
    uploads(visitor, ("к.csv", newcomer(village)))
    outputs = {"upload-state.children": None, "upload-clock.disabled": None}
    inputs = {"upload-clock.n_intervals": 1, "upload-follow.value": True}
    state = {"frame-address.pathname": f"/imports/{last().id}"}
    answer = visitor.call(outputs, inputs, state).get_json()["response"]
    assert answer["upload-clock"] == {"disabled": False}
    run_import()
    answer = visitor.call(outputs, inputs, state).get_json()["response"]
    assert answer["upload-clock"] == {"disabled": True}
    assert "Принять" in str(answer["upload-state"])
