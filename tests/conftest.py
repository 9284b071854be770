"""One database of each kind for a worker, emptied before each test; one app for the session."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete

from access import passwords
from ingest.files import reading
from ingest.writing.derivation import derive_outdated
from model import database as database_module
from model import migrations
from model.database import SignInBase, engine, sign_in_session
from model.places import Municipality
from queries.scoped_cache import clear_caches
from tests import databases, journal
from tests.db_templates import filled_tables
from tests.office import office_program
from tests.sizes import SIZES
from tests.strict import check_properties

pytest_plugins = ["tests.time_limit", "tests.scheduling"]

settings.register_profile(
    "house",
    deadline=None,
    max_examples=SIZES.examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
    # CI repeats the same examples; local runs draw new ones.
    derandomize="CI" in os.environ,
)
settings.load_profile("house")

# argon2id at the least cost: the suite signs in some thousand times.
passwords._passwords = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
passwords._NOBODY = passwords._passwords.hash("nobody")

_prepare_sqlite = database_module._prepare_sqlite


def _prepare_without_sync(connection: Any, record: object) -> None:
    """No database of a test outlives the machine: it waits for no disk."""
    _prepare_sqlite(connection, record)
    connection.execute("PRAGMA synchronous=OFF")


database_module._prepare_sqlite = _prepare_without_sync

# Worlds of the tests have future days, which imports would refuse.
reading.today = lambda: date(2100, 1, 1)

check_properties()


ROOT = Path(__file__).parent
KINDS = ("sqlite", "postgresql")
_server: databases.RunningPostgres | None = None


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run: the first process starts it, the workers get its address.

    Each process has a page cache of its own.
    """
    global _server
    # Tests take files by the hundred; those of the limit set it.
    os.environ["DOWNLOADS_PER_MINUTE"] = "1000000"
    # A server that was given is durable: the tests need not wait for its disk.
    os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")
    os.environ["CACHE_DIR"] = tempfile.mkdtemp(prefix="page-cache-")
    os.environ["METRICS_FOLDER"] = tempfile.mkdtemp(prefix="metrics-")
    is_worker = hasattr(config, "workerinput")
    if not is_worker and not databases.postgres_url() and not is_unit_run(config):
        _server = databases.start_postgres()
        if _server:
            os.environ[databases.VARIABLE] = _server.url


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never look again at what is loaded by now: this saves a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def is_unit_run(config: pytest.Config) -> bool:
    """Whether the run has only tests that need no database server."""
    folders = [(config.invocation_params.dir / one.split("::")[0]).resolve() for one in config.args]
    return bool(folders) and all(one.is_relative_to(ROOT / "unit") for one in folders)


def kinds_of_databases(test: pytest.Function, is_night: bool) -> tuple[str, ...]:
    """The databases of a test: by night both; by day SQLite, and both for one in five of tests/data.

    A test or a module marked `both_databases` runs on both by day as well, one marked `sqlite_by_day` on SQLite alone,
    in a module of both too.
    """
    if is_night:
        return KINDS
    if test.get_closest_marker("sqlite_by_day") is not None:
        return KINDS[:1]
    if test.get_closest_marker("both_databases") is not None:
        return KINDS
    if not test.path.is_relative_to(ROOT / "data"):
        return KINDS[:1]
    # By the name, so that the same ones run on PostgreSQL every day.
    return KINDS if crc32(test.originalname.encode()) % 5 == 0 else KINDS[:1]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that asks for a database runs once for each kind, unless it names the kinds itself."""
    names = [name for mark in metafunc.definition.iter_markers("parametrize") for name in _names_of(mark)]
    if "database" in metafunc.fixturenames and "database" not in names:
        metafunc.parametrize("database", kinds_of_databases(metafunc.definition, SIZES.is_night), indirect=True)


def _names_of(mark: pytest.Mark) -> list[str]:
    names = mark.args[0] if mark.args else mark.kwargs["argnames"]
    return names.split(",") if isinstance(names, str) else list(names)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and delete the page cache."""
    shutil.rmtree(os.environ["CACHE_DIR"], ignore_errors=True)
    shutil.rmtree(os.environ["METRICS_FOLDER"], ignore_errors=True)
    if _server:
        _server.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    if is_unit_run(terminalreporter.config):
        return
    if not databases.postgres_url():
        text = f"NOTHING WAS TESTED ON PostgreSQL: set {databases.VARIABLE} or install a server (Debian: postgresql)"
        terminalreporter.section(text, sep="!", red=True, bold=True)
    if not shutil.which("pgbouncer"):
        text = "NOTHING WAS TESTED BEHIND PgBouncer: install it (Debian: pgbouncer)"
        terminalreporter.section(text, sep="!", red=True, bold=True)
    if not office_program():
        text = "NO FILE WAS OPENED IN AN OFFICE PROGRAM: install LibreOffice (Debian: see needs-office in the Makefile)"
        terminalreporter.section(text, sep="!", red=True, bold=True)


def empty() -> None:
    """Delete all rows but the reference list, and clear the caches."""
    # A restored village has the data version of the first one, so cached screens would seem valid.
    shutil.rmtree(os.environ["CACHE_DIR"], ignore_errors=True)
    clear_caches()
    with engine().begin() as connection:
        tables = filled_tables(connection)
        is_written = {table.name for table in tables}.intersection(journal.TABLES)
        with journal.unlocked_journal(connection) if is_written else nullcontext():
            for table in reversed(tables):
                connection.execute(table.delete())
        # Tests may add municipalities to the reference list.
        connection.execute(delete(Municipality).where(Municipality.oktmo.startswith("ДЕМО")))
    with sign_in_session() as session:
        for table in SignInBase.metadata.sorted_tables:
            session.execute(table.delete())


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite database of this worker."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.db'}"
    return _migrate(url)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this worker; skips the test where there is no server."""
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    with databases.fresh_postgres_database(server) as url:
        yield _migrate(url)


def _migrate(url: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        migrations.migrate()
        # Empty tables of spans: sums of the quality of data belong to a test's own day.
        derive_outdated(lambda *_: None)
    return url


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database of the kind that the test runs on."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    monkeypatch.setenv("DATABASE_URL", url)
    empty()
    return url


@pytest.fixture
def sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty SQLite database, for tests that do not depend on the kind."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    empty()
    return sqlite_url
