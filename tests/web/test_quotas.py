"""Quotas: bytes that an account has kept, jobs of a day, free space of the disk, downloads of a minute."""

import shutil
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

import settings
from jobs import exports, imports, queue, quotas, storage
from model.database import unscoped_session, write_session
from model.jobs import JobKind, JobState
from model.journal import JournalEntry
from tests.orders import orders, run_export
from tests.site import Visitor, signed_in
from tests.uploads import (
    assessor,
    check_upload,
    coordinator,
    folder,
    jobs,
    last,
    newcomer,
    run_import,
    uploads,
    village,
)
from tests.village import Village, accounts_of
from web import downloads

__all__ = ["folder", "village"]

MEGABYTE = b"\0" * (1 << 20)
LIST = "/region/list/staff?on=2026-09-30"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def quota(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT_QUOTA_MB", "3")


@pytest.mark.usefixtures("quota")
def test_uploads_of_an_account_are_kept_up_to_its_quota(village: Village, folder: Path):
    visitor = assessor(village)
    for number in range(5):
        uploads(visitor, (f"{number}.csv", MEGABYTE))
    assert [one.state for one in jobs()] == [JobState.WAITING] * 3 + [JobState.FAILED] * 2
    assert sum(file.stat().st_size for file in folder.iterdir()) == 3 << 20
    assert "хранится не больше 3 МБ" in visitor.opens("/imports")


def test_what_is_kept_counts_whatever_its_state_and_what_is_given_up_does_not(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ACCOUNT_QUOTA_MB", "1")
    visitor = assessor(village)
    padded = newcomer(village) + b";;;;;;;;;;\n" * 20_000
    check_upload(visitor, "staff", padded)
    assert last().state == JobState.READY
    uploads(visitor, ("к.csv", MEGABYTE))
    assert last().state == JobState.FAILED
    first = jobs()[0]
    visitor.posts(f"/imports/{first.id}/cancel")
    uploads(visitor, ("к.csv", MEGABYTE))
    assert last().state == JobState.WAITING


@pytest.mark.usefixtures("quota")
def test_one_account_does_not_use_up_the_quota_of_another(village: Village):
    for _ in range(3):
        uploads(assessor(village), ("к.csv", MEGABYTE))
    uploads(coordinator(village), ("к.csv", MEGABYTE))
    assert last().state == JobState.WAITING


@pytest.mark.both_databases
def test_an_export_beyond_the_quota_ends_and_leaves_no_file(village: Village, monkeypatch: pytest.MonkeyPatch):
    visitor = assessor(village)
    monkeypatch.setattr(exports.quotas, "room_of", lambda *_: 100)
    orders(visitor, LIST)
    assert run_export()
    assert last().state == JobState.FAILED
    assert "которые остались учётной записи" in (last().reason or "")
    assert list(storage.folder(JobKind.EXPORT).iterdir()) == []


def test_exports_and_uploads_share_the_quota(village: Village, monkeypatch: pytest.MonkeyPatch):
    visitor = assessor(village)
    uploads(visitor, ("к.csv", MEGABYTE))
    monkeypatch.setenv("ACCOUNT_QUOTA_MB", "0")
    orders(visitor, LIST)
    assert run_export()
    assert (last().state, "хранится не больше" in (last().reason or "")) == (JobState.FAILED, True)


def test_no_file_is_stored_on_a_disk_that_is_nearly_full(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    visitor, free = assessor(village), settings.MIN_FREE_MB.default << 20
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free * 9, free * 8, free + 100))
    uploads(visitor, ("к.csv", MEGABYTE))
    assert "на диске сервера мало места" in (last().reason or "")
    assert list(folder.iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free * 9, free * 8, free - 1))
    orders(visitor, LIST)
    assert run_export()
    assert "на диске сервера мало места" in (last().reason or "")


def test_a_file_that_is_not_written_whole_is_removed(village: Village, folder: Path):
    def broken(_size: int) -> bytes:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        storage.store_upload(SimpleNamespace(read=broken))
    assert list(folder.iterdir()) == []


def test_a_check_that_breaks_leaves_no_file(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def break_down(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(imports, "check_upload", break_down)
    uploads(assessor(village), ("к.csv", newcomer(village)))
    assert run_import()
    assert (last().state, last().input_file) == (JobState.FAILED, None)
    assert list(folder.iterdir()) == []


def test_what_no_worker_could_finish_is_swept_away(village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch):
    uploads(assessor(village), ("к.csv", newcomer(village)))
    with write_session() as session:
        session.merge(last()).attempts = queue.MAX_ATTEMPTS
    assert not run_import()
    assert (last().state, last().reason) == (JobState.FAILED, queue.GIVEN_UP)
    monkeypatch.setattr(storage, "_GRACE_SECONDS", -1.0)
    storage.sweep()
    assert list(folder.iterdir()) == []


def test_an_account_has_so_many_jobs_a_day(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queue, "MOST_OF_A_DAY", 2)
    monkeypatch.setenv("ACCOUNT_QUOTA_MB", "0")
    visitor = assessor(village)
    for _ in range(4):
        uploads(visitor, ("к.csv", MEGABYTE))
    assert len(jobs()) == 2


def test_the_name_of_a_file_is_kept_short(village: Village):
    uploads(assessor(village), (f"{'а' * 900}.csv", newcomer(village)))
    assert len(last().payload["file_name"]) == imports.LONGEST_NAME
    assert last().payload["file_name"].endswith("а.csv")


TABLE = "/region/table/places.csv"


def lines_of_journal() -> int:
    with unscoped_session() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def statuses(visitor: Visitor, village: Village, times: int) -> list[int]:
    # PostgreSQL goes on counting ids after the worlds of other tests.
    person = village.ids["Аннаова Примера"]
    files = (TABLE, f"/person/{person}/appendix1.docx", "/imports/template/staff.xlsx")
    return [visitor.client.get(files[number % len(files)]).status_code for number in range(times)]


@pytest.mark.both_databases
def test_an_account_takes_so_many_files_a_minute(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOWNLOADS_PER_MINUTE", "4")
    visitor = assessor(village)
    assert statuses(visitor, village, 6) == [200] * 4 + [429] * 2
    lines = lines_of_journal()
    refusal = visitor.client.get(TABLE, headers={"Accept": "text/html"})
    assert "не больше 4 файлов" in refusal.text
    assert lines_of_journal() == lines, "what is refused adds no line"
    assert signed_in(accounts_of(village)["ministry"]).client.get(TABLE).status_code == 200
    monkeypatch.setattr(downloads, "MINUTE", -downloads.MINUTE)
    assert statuses(visitor, village, 1) == [200]


@pytest.mark.both_databases
def test_the_journal_grows_by_so_many_persons_of_an_account_a_day(village: Village, monkeypatch: pytest.MonkeyPatch):
    visitor, people = assessor(village), "/region/list/staff/table/rows.csv?on=2026-09-30"
    assert visitor.client.get(people).status_code == 200
    named = quotas.persons_taken(accounts_of(village)["assessor"])
    assert named > 1
    monkeypatch.setattr(quotas, "MOST_NAMED", named + 1)
    assert visitor.client.get(people).status_code == 200
    lines = lines_of_journal()
    refusal = visitor.client.get(people, headers={"Accept": "text/html"})
    assert (refusal.status_code, "Повторите завтра" in refusal.text) == (429, True)
    assert lines_of_journal() == lines, "what is refused adds no line"
    assert signed_in(accounts_of(village)["ministry"]).client.get(TABLE).status_code == 200
    monkeypatch.setattr(quotas, "DAY", -quotas.DAY)
    assert visitor.client.get(people).status_code == 200
