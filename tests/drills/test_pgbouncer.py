"""Behind PgBouncer in transaction mode everything works: nothing leans on a session of the server."""

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from access import throttling
from access.audit_queue import record_view
from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from ingest.writing.import_lock import acquire_import_lock, try_import_lock
from model import database
from model.accounts import Role
from model.database import read_session, unscoped_session, write_session
from model.dates import today
from model.journal import JournalEntry
from model.people import Person
from tests.conftest import empty
from tests.databases import as_stand_in, free_port, make_folder
from tests.drills.examples import filled_example
from tests.orders import job_file, orders, run_export
from tests.site import signed_in, stranger, try_to_sign_in
from tests.uploads import accepts, assessor, check_upload, count, folder, newcomer
from tests.village import FIRST, Village, accounts_of, build_village

__all__ = ["folder"]

# Fewer than the threads of a test: each transaction finds another connection.
CONNECTIONS = 2
MANY = 8


@pytest.fixture(scope="module")
def pooled_url(postgres_url: str) -> Iterator[str]:
    """The address of the database behind PgBouncer, as deploy/pgbouncer.example.ini sets it up."""
    if not shutil.which("pgbouncer"):
        pytest.skip("PgBouncer can't be had here (Debian: pgbouncer)")
    behind, port, (place, _) = make_url(postgres_url), free_port(), make_folder()
    server = f"host={behind.host} port={behind.port} dbname={behind.database} user={behind.username}"
    values = {
        "host=10.0.0.10 port=5000 dbname=monitoring": server,
        "listen_port = 6432": f"listen_port = {port}",
        "auth_type = scram-sha-256": "auth_type = any",
        "auth_file = /etc/pgbouncer/userlist.txt\n": "",
        # Fewer than the threads of the tests, who may wait then.
        "query_wait_timeout = 2": "query_wait_timeout = 30",
        "default_pool_size = 45": f"default_pool_size = {CONNECTIONS}",
        # The tests ask for commits that do not wait for the disk.
        "ignore_startup_parameters = extra_float_digits": "ignore_startup_parameters = extra_float_digits,options",
    }
    (place / "pgbouncer.ini").write_text(filled_example("pgbouncer.example.ini", values))
    with (place / "log").open("wb") as log:
        command = as_stand_in(["pgbouncer", str(place / "pgbouncer.ini")])
        process = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/monitoring"
    try:
        wait_for(url, place / "log")
        yield url
    finally:
        database._engines.pop(url, create_engine(url)).dispose()
        process.kill()
        process.wait()
        shutil.rmtree(place)


def wait_for(url: str, log: Path) -> None:
    engine = create_engine(url)
    for _ in range(100):
        try:
            with engine.connect():
                return engine.dispose()
        except OperationalError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def village(pooled_url: str, monkeypatch: pytest.MonkeyPatch) -> Village:
    monkeypatch.setenv("DATABASE_URL", pooled_url)
    empty()
    return build_village()


def test_people_sign_in_and_see_their_scope_at_once(village: Village):
    accounts = accounts_of(village)

    def opens(role: str) -> tuple[str, bool, bool]:
        page = signed_in(accounts[role]).opens(f"/organization/{village.ids[FIRST]}/list/staff?on=2026-09-30")
        return role, "Аннаова Примера" in page, "не найдена" in page

    roles = ["assessor", "school", "ministry", "provider"] * 3
    with ThreadPoolExecutor(MANY) as many:
        answers = set(many.map(opens, roles))
    assert {role for role, is_named, _ in answers if is_named} == {"assessor", "school"}
    assert len(answers) == 4


def test_an_upload_is_checked_and_accepted_and_an_export_is_made(village: Village):
    visitor, people = assessor(village), count(Person)
    check_upload(visitor, "staff", newcomer(village))
    assert "Принят" in accepts(visitor)
    assert count(Person) == people + 1
    orders(visitor, f"/organization/{village.ids[FIRST]}/list/staff?on=2026-09-30")
    assert run_export()
    assert "00000 Опись.xlsx" in zipfile.ZipFile(io.BytesIO(job_file(visitor))).namelist()


def test_the_import_lock_is_held_to_the_end_of_the_transaction_and_no_longer(village: Village):
    with write_session() as importing:
        acquire_import_lock(importing)
        with write_session() as other:
            assert not try_import_lock(other)
    for _ in range(2 * CONNECTIONS):
        with write_session() as other:
            assert try_import_lock(other)


def test_attempts_that_arrive_at_once_pass_no_limit(village: Village):
    login = accounts_of(village)["assessor"]
    with ThreadPoolExecutor(MANY) as many:
        answers = list(
            many.map(lambda _: try_to_sign_in(login, "мимо", stranger().client).status_code, range(2 * MANY))
        )
    assert answers.count(401) == throttling.FROM_ADDRESS
    assert answers.count(429) == 2 * MANY - throttling.FROM_ADDRESS


def test_lines_of_the_journal_written_at_once_follow_one_another(village: Village):
    with ThreadPoolExecutor(MANY) as many:
        list(many.map(lambda number: record_view("opened", f"/{number}", by="someone", origin=None), range(3 * MANY)))
    with unscoped_session() as session:
        numbers = list(session.scalars(select(JournalEntry.id).where(JournalEntry.login == "someone")))
    assert len(numbers) == 3 * MANY


def test_a_statement_repeated_often_is_not_looked_for_at_another_connection(village: Village):
    def ask(_: int) -> int:
        with read_session() as session:
            Reading(session, Viewer("assessor", (GrantValue(Role.ASSESSOR),)), today())
            return session.scalar(select(func.count()).select_from(Person))

    with ThreadPoolExecutor(MANY) as many:
        assert set(many.map(ask, range(20 * MANY))) == {7}


def test_no_transaction_leaves_its_role_or_its_scope_to_the_next(village: Village):
    for _ in range(2 * CONNECTIONS):
        with read_session() as session:
            Reading(session, OPERATOR, today())
        with write_session() as session:
            session.execute(text("SELECT 1"))
        with database.engine().connect() as connection:
            left = connection.execute(text("SELECT current_setting('role'), current_setting('iom.region', true)")).one()
        assert tuple(left) in {("none", ""), ("none", None)}
