"""Uploads of files in the tests: by whom, what is in them, and what comes of it."""

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select

from callbacks.taking_in import take_next
from model.database import surveying
from model.import_jobs import ImportJob
from tests.site import Visitor, signed_in
from tests.village import FIRST, TOWN, Village, accounts_of, build_village
from tests.world import World, as_csv


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UPLOADS_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def uploads(visitor: Visitor, *files: tuple[str, bytes]):
    said = [(io.BytesIO(content), name) for name, content in files]
    return visitor.posts("/imports/upload", files=said)


def jobs() -> list[ImportJob]:
    with surveying() as session:
        return list(session.scalars(select(ImportJob).order_by(ImportJob.id)))


def last() -> ImportJob:
    return jobs()[-1]


def shown(visitor: Visitor) -> str:
    return visitor.opens(f"/imports/{last().id}")


def checked(visitor: Visitor, register: str, content: bytes, name: str | None = None) -> str:
    """Upload one file and look at its plan."""
    answer = uploads(visitor, (name or f"{register}.csv", content))
    assert answer.status_code == 303
    assert take_next()
    return shown(visitor)


def accepts(visitor: Visitor, how: str = "whole") -> str:
    """Accept what was checked, new organizations confirmed."""
    form = {"how": how, "new_organizations": "yes"}
    assert visitor.posts(f"/imports/{last().id}/accept", **form).status_code == 303
    assert take_next()
    return shown(visitor)


def assessor(village: Village) -> Visitor:
    return signed_in(accounts_of(village)["assessor"])


def coordinator(village: Village) -> Visitor:
    return signed_in(accounts_of(village)["municipality"])


def newcomer(village: Village, name: str = "Новая", at: str = FIRST, town: str = TOWN, **other: str) -> bytes:
    world = World()
    world.person(name, at=at, town=town, **other)
    return as_csv("staff", world.rows["staff"])


def retold(village: Village, name: str, **said: str) -> bytes:
    """The assessment of someone of the village once more, told otherwise."""
    rows = [row for row in village.world.rows["appendix1"] if row["full_name"] == f"{name}ова Примера"]
    return as_csv("appendix1", [{**row, **said} for row in rows])


def count(table: type) -> int:
    with surveying() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def refused(told: str) -> bool:
    return "'good'" not in told and "'whole'" not in told and "нельзя принять" in told.casefold()
