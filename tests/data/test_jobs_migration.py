"""The migration moves jobs of two tables into one, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from access import accounts
from access.reading import Reading
from access.scope import grants_hash
from model import migrations
from model.accounts import Role
from model.database import owner_engine, read_session, unscoped_session
from model.dates import today
from model.jobs import ImportTask, JobKind, JobState
from queries.jobs import own_jobs
from tests import databases
from tests.site import open_account

MOMENT = "2026-09-30 10:00:00.000000"
IMPORT = {
    **{"id": 7, "task": "check", "file_name": "к.csv", "file_hash": "абв", "file_size": 10, "stored_as": "stored"},
    **{"register": "staff", "plan": '{"added": 1}', "plan_print": "print", "refused_as": "refused.xlsx"},
    **{"state": "ready", "claim": None, "claims": 1, "finished_at": MOMENT, "reason": None},
}
EXPORT = {
    **{"id": 3, "form": "appendix1", "suffix": "pdf", "source": "/region/list/staff", "title": "Список"},
    **{"file_name": None, "file_size": None},
    **{"state": "making", "claim": "token", "claims": 2, "finished_at": None, "reason": None},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A separate database, since its tables change."""
    if request.param == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'jobs.db'}")
        migrations.migrate()
        yield "sqlite"
        return
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    with databases.fresh_postgres_database(server) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        migrations.migrate()
        yield url


def migrate_to(revision: str) -> None:
    configuration = migrations.configuration()
    move = command.downgrade if revision == "0009" else command.upgrade
    with owner_engine().begin() as connection:
        configuration.attributes["connection"] = connection
        move(configuration, revision)


def insert_job(connection: Connection, table: str, row: dict[str, object], account_id: int, scope_mark: str) -> None:
    shared = {"account_id": account_id, "scope_mark": scope_mark, "ordered_at": MOMENT, "beat_at": MOMENT}
    values = {**row, **shared, "done": 0, "origin": "127.0.0.1"}
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)


def rows_of(table: str) -> list[dict[str, object]]:
    with owner_engine().begin() as connection:
        rows = connection.execute(text(f"SELECT * FROM {table}")).mappings().all()
    return [{name: row[name] for name in sorted(row)} for row in rows]


def test_jobs_of_both_old_tables_are_moved_and_moved_back(new_database: str):
    login = open_account(Role.ASSESSOR, None)
    with unscoped_session() as session:
        viewer = accounts.viewer_of(accounts.require_account(session, login))
    migrate_to("0009")
    with owner_engine().begin() as connection:
        account_id = connection.scalar(text("SELECT id FROM account WHERE login = :login"), {"login": login})
        insert_job(connection, "import_job", IMPORT, account_id, grants_hash(viewer))
        insert_job(connection, "export_job", EXPORT, account_id, grants_hash(viewer))
    old = [rows_of("import_job"), rows_of("export_job")]
    migrate_to("head")
    with read_session() as session:
        look = Reading(session, viewer, today())
        [upload], [export] = own_jobs(look, JobKind.IMPORT), own_jobs(look, JobKind.EXPORT)
    assert (upload.id, upload.state, upload.task) == (7, JobState.READY, ImportTask.CHECK)
    assert (upload.register, upload.plan, upload.plan_fingerprint) == ("staff", {"added": 1}, "print")
    assert (upload.input_file, upload.output_file) == ("stored", "refused.xlsx")
    assert (export.id, export.state, export.form, export.title) == (10, JobState.RUNNING, "appendix1", "Список")
    migrate_to("0009")
    assert rows_of("import_job") == old[0]
    assert [{**row, "id": 3} for row in rows_of("export_job")] == old[1]
    migrate_to("head")
