"""The migration to keyed seals loses no line and still reports a chain broken before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from access.journal import verify
from model import migrations
from model.database import engine, owner_engine, unscoped_session
from tests import databases
from tests.journal import unlocked_journal

BEFORE, AFTER = "0010", "0011"
COLUMNS, VALUES = "id, at, login, action, subject, seal", ":id, :at, 'кто-то', 'opened', '/x', :seal"


@pytest.fixture(params=["sqlite", "postgresql"])
def old_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of the previous revision, with three lines sealed the old way."""
    server = databases.postgres_url()
    if request.param == "postgresql" and server is None:
        pytest.skip("PostgreSQL can't be had here")
    if request.param == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'old.db'}")
        _to(BEFORE)
        _write_old_lines()
        yield
        return
    with databases.fresh_postgres_database(server or "") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("JOURNAL_KEY", "a key of the test, longer than 32 signs")
        _to(BEFORE)
        _write_old_lines()
        yield
        engine().dispose()


def _to(version: str) -> None:
    config = migrations.configuration()
    with owner_engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version) if version > _version(connection) else command.downgrade(config, version)


def _version(connection: Connection) -> str:
    has_table = connection.dialect.has_table(connection, "alembic_version")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version"))) if has_table else ""


def _write_old_lines() -> None:
    seal = ""
    with owner_engine().begin() as connection:
        connection.execute(text("INSERT INTO person (id, identifier, full_name, name_key) VALUES (1, '1', 'А', 'а')"))
        for number in (1, 2, 3):
            at, persons = datetime(2026, 1, number, 8, 30, tzinfo=UTC), [1] if number == 2 else []
            content = [seal, number, at.isoformat(timespec="microseconds"), "кто-то", "opened", "/x", None, persons]
            seal = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
            moment = at if connection.dialect.name == "postgresql" else f"{at:%Y-%m-%d %H:%M:%S.%f}"
            line = {"id": number, "at": moment, "seal": seal}
            connection.execute(text(f"INSERT INTO journal_entry ({COLUMNS}) VALUES ({VALUES})"), line)
            for person in persons:
                connection.execute(text("INSERT INTO journal_about VALUES (:n, :p)"), {"n": number, "p": person})


def _lines() -> list[tuple]:
    with engine().connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT id, login, action, subject FROM journal_entry"))]


@pytest.mark.usefixtures("old_database")
def test_an_upgraded_journal_is_whole_and_says_what_it_said():
    before = _lines()
    _to(AFTER)
    with unscoped_session() as session:
        verdict = verify(session)
    assert (verdict.lines, verdict.broken_at) == (3, None)
    assert _lines() == before


@pytest.mark.usefixtures("old_database")
def test_a_chain_that_was_broken_before_the_upgrade_stays_told():
    with engine().begin() as connection, unlocked_journal(connection):
        connection.execute(text("UPDATE journal_entry SET login = 'никто' WHERE id = 2"))
    _to(AFTER)
    with unscoped_session() as session:
        assert verify(session).broken_at is None
    assert _lines()[-1][:3] == (4, "migrate", "seals renewed; the chain before was broken at line 2")


@pytest.mark.usefixtures("old_database")
def test_there_and_back_the_old_seals_stand_again():
    with engine().connect() as connection:
        seals = list(connection.scalars(text("SELECT seal FROM journal_entry ORDER BY id")))
    _to(AFTER)
    _to(BEFORE)
    with engine().connect() as connection:
        assert list(connection.scalars(text("SELECT seal FROM journal_entry ORDER BY id"))) == seals
