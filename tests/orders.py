"""Exports in the tests: enqueue, run, list and download them."""

from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, update

from access import accounts
from jobs.worker import run_next_job
from model.database import unscoped_session, write_session
from model.jobs import Job, JobKind
from tests.site import Visitor


def folders_of_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[JobKind, Path]:
    """Empty folders for the files of all kinds of jobs: the cleanup visits each."""
    names = {JobKind.EXPORT: "EXPORTS_FOLDER", JobKind.IMPORT: "UPLOADS_FOLDER"}
    folders = {kind: tmp_path / kind for kind in names}
    for kind, name in names.items():
        folders[kind].mkdir()
        monkeypatch.setenv(name, str(folders[kind]))
    return folders


def orders(visitor: Visitor, where: str, form: str = "appendix1", suffix: str = "docx"):
    return visitor.posts("/exports/order", list=where, form=form, suffix=suffix)


def run_export(stopping: Event | None = None) -> bool:
    return run_next_job(JobKind.EXPORT, stopping)


def jobs() -> list[Job]:
    with unscoped_session() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def job_file(visitor: Visitor, number: int = -1) -> bytes:
    answer = visitor.client.get(f"/exports/{jobs()[number].id}/file")
    assert answer.status_code == 200
    return answer.data


def update_jobs(**values: object) -> None:
    with write_session() as session:
        session.execute(update(Job).values(**values))


def switch_account(login: str, *, is_active: bool) -> None:
    with write_session() as session:
        account = accounts.require_account(session, login)
        accounts.switch(session, account, is_active=is_active, by="test")
