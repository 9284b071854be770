"""One database of each kind for a worker, emptied before each test; one app for the session."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete

from access import passwords
from model import migrations
from model.database import SignInBase, engine, sign_in_session
from model.places import Municipality
from queries.scoped_cache import clear_caches
from tests import databases, journal
from tests.db_templates import filled
from tests.office import office_program
from tests.sizes import SIZES
from tests.strict import ask_dash

pytest_plugins = ["tests.time_limit"]

settings.register_profile(
    "house",
    deadline=None,
    max_examples=SIZES.examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
    # CI tries the same worlds each time; whoever works here meets new ones.
    derandomize="CI" in os.environ,
)
settings.load_profile("house")

# The same argon2id at the least cost: the suite signs in some thousand times.
passwords._passwords = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
passwords._NOBODY = passwords._passwords.hash("nobody")

ask_dash()


ROOT = Path(__file__).parent
KINDS = ("sqlite", "postgresql")
_server: databases.RunningPostgres | None = None


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run: the first process starts it, the workers get its address.

    Finished screens are kept as they are in earnest, each process in a folder of its own.
    """
    global _server
    os.environ["CACHE_DIR"] = tempfile.mkdtemp(prefix="kept-screens-")
    is_worker = hasattr(config, "workerinput")
    if not is_worker and not databases.postgres_url() and not is_unit_run(config):
        _server = databases.start_postgres()
        if _server:
            os.environ[databases.VARIABLE] = _server.url


def is_unit_run(config: pytest.Config) -> bool:
    """Whether only the tests that need no database server were asked for."""
    folders = [(config.invocation_params.dir / one.split("::")[0]).resolve() for one in config.args]
    return bool(folders) and all(one.is_relative_to(ROOT / "unit") for one in folders)


def kinds_of_databases(test: pytest.Function, is_night: bool) -> tuple[str, ...]:
    """The kinds a test runs on: by day what goes through the server runs on SQLite, unless it is marked for both."""
    is_of_the_web = test.path.is_relative_to(ROOT / "web")
    is_for_both = test.get_closest_marker("both_databases") is not None
    return KINDS if is_night or is_for_both or not is_of_the_web else KINDS[:1]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that asks for a database runs once for each kind, unless it names its kinds itself."""
    named = [str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")]
    if "database" in metafunc.fixturenames and not any("database" in names for names in named):
        metafunc.parametrize("database", kinds_of_databases(metafunc.definition, SIZES.is_night), indirect=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server goes with the run, and so does what was kept."""
    shutil.rmtree(os.environ["CACHE_DIR"], ignore_errors=True)
    if _server:
        _server.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What could not be tested is said loudly."""
    if is_unit_run(terminalreporter.config):
        return
    if not databases.postgres_url():
        text = f"NOTHING WAS TESTED ON PostgreSQL: set {databases.VARIABLE} or install a server (Debian: postgresql)"
        terminalreporter.section(text, sep="!", red=True, bold=True)
    if not office_program():
        text = "NO FILE WAS OPENED IN AN OFFICE PROGRAM: install LibreOffice (Debian: see needs-office in the Makefile)"
        terminalreporter.section(text, sep="!", red=True, bold=True)


def empty() -> None:
    """Take everything out of the database but the reference list, and forget the screens made of it."""
    # A village that is put back has the moments of the one that grew: its screens would be taken for this one's.
    shutil.rmtree(os.environ["CACHE_DIR"], ignore_errors=True)
    clear_caches()
    with engine().begin() as connection:
        tables = filled(connection)
        is_written = {table.name for table in tables}.intersection(journal.TABLES)
        with journal.unlocked_journal(connection) if is_written else nullcontext():
            for table in reversed(tables):
                connection.execute(table.delete())
        # A test may have invented municipalities beyond the reference list.
        connection.execute(delete(Municipality).where(Municipality.oktmo.startswith("ДЕМО")))
    with sign_in_session() as session:
        for table in SignInBase.metadata.sorted_tables:
            session.execute(table.delete())


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite database of this worker."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.db'}"
    return _migrated(url)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this worker; skips, told loudly at the end, where there is no server."""
    server = databases.postgres_url()
    if server is None:
        pytest.skip("PostgreSQL can't be had here")
    with databases.fresh_postgres_database(server) as url:
        yield _migrated(url)


def _migrated(url: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        migrations.migrate()
    return url


@pytest.fixture
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, of one kind and then, where both matter, of the other."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    monkeypatch.setenv("DATABASE_URL", url)
    empty()
    return url


@pytest.fixture
def sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty SQLite database, for what does not depend on the kind."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    empty()
    return sqlite_url
