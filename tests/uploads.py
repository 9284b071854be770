"""Uploads in the tests: visitors, files, jobs and their pages."""

import io
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from jobs.worker import run_next_job
from model.database import unscoped_session
from model.jobs import Job, JobKind
from tests.orders import folders_of_jobs
from tests.site import Visitor, signed_in
from tests.village import FIRST, TOWN, Village, accounts_of, build_village
from tests.world import World, as_csv


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return folders_of_jobs(tmp_path, monkeypatch)[JobKind.IMPORT]


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def uploads(visitor: Visitor, *files: tuple[str, bytes]):
    parts = [(io.BytesIO(content), name) for name, content in files]
    return visitor.posts("/imports/upload", files=parts)


def run_import(stopping: Event | None = None) -> bool:
    return run_next_job(JobKind.IMPORT, stopping)


def jobs() -> list[Job]:
    with unscoped_session() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def last() -> Job:
    return jobs()[-1]


def upload_page(visitor: Visitor) -> str:
    return visitor.opens(f"/imports/{last().id}")


def check_upload(visitor: Visitor, register: str, content: bytes, name: str | None = None) -> str:
    """Upload one file, run its check and return its page."""
    answer = uploads(visitor, (name or f"{register}.csv", content))
    assert answer.status_code == 303
    assert run_import()
    return upload_page(visitor)


def accepts(visitor: Visitor, how: str = "whole") -> str:
    """Accept what was checked, new organizations confirmed."""
    form = {"how": how, "new_organizations": "yes"}
    assert visitor.posts(f"/imports/{last().id}/accept", **form).status_code == 303
    assert run_import()
    return upload_page(visitor)


def assessor(village: Village) -> Visitor:
    return signed_in(accounts_of(village)["assessor"])


def coordinator(village: Village) -> Visitor:
    return signed_in(accounts_of(village)["municipality"])


def newcomer(village: Village, name: str = "Новая", at: str = FIRST, town: str = TOWN, **other: str) -> bytes:
    world = World()
    world.person(name, at=at, town=town, **other)
    return as_csv("staff", world.rows["staff"])


def changed_assessment(village: Village, name: str, **cells: str) -> bytes:
    """The person's assessment with other cells, as a file."""
    rows = [row for row in village.world.rows["appendix1"] if row["full_name"] == f"{name}ова Примера"]
    return as_csv("appendix1", [{**row, **cells} for row in rows])


def count(table: type) -> int:
    with unscoped_session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def is_rejected(page: str) -> bool:
    return "'good'" not in page and "'whole'" not in page and "отклонено строк" in page.casefold()
