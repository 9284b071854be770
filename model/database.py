"""The engines, the kinds of sessions, and the base classes of tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from sqlalchemy import Connection, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

import settings

# Text compared and sorted by code point on every database (domain: "sorts last by code point").
ByCodePoint = String().with_variant(String(collation="C"), "postgresql")

# The kind of transaction that the engine's begin hook opens.
_FOR_WRITING = {"opens": "writing"}
_FOR_READING = {"opens": "reading"}
_FOR_UNSCOPED = {"opens": "surveying"}
_FOR_NOWAIT = {"opens": "noting"}
_FOR_UPGRADING = {"opens": "upgrading"}

# Milliseconds that SQLite waits for another writer: an import is long, a journal line can be written later.
_BUSY_TIMEOUT = {"writing": 60_000, "upgrading": 60_000, "noting": 500}

# Each connection has its own page cache and a worker has many connections; only an import needs a large one.
_CACHE_KB = {"writing": 65_536, "upgrading": 65_536}
_READER_CACHE_KB = 2_048

# A page reads one snapshot and never mixes two imports; on SQLite, WAL gives the same.
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The migrations create the roles; the row policies show iom_reader only the rows of its scope.
_OPENING_POSTGRESQL = {
    "writing": "SET LOCAL ROLE iom_writer",
    "noting": "SET LOCAL ROLE iom_writer",
    "reading": f"{_SNAPSHOT}; SET LOCAL ROLE iom_reader",
    "surveying": f"{_SNAPSHOT}; SET LOCAL ROLE iom_writer",
}

# A server behind a cut network must not hold a thread: the answer is a page that says so. Seconds; milliseconds where
# what was sent is not acknowledged. Behind PgBouncer the next transaction may be on another connection of the server,
# which knows nothing of statements prepared before.
_CONNECTS: dict[str, Any] = {
    **{"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 5000},
    "prepare_threshold": None,
}

_engines: dict[str, Engine] = {}


_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table; constraints have names, so that migrations can find them."""

    type_annotation_map: ClassVar = {str: ByCodePoint}
    metadata = MetaData(naming_convention=_NAMING)


class SignInBase(DeclarativeBase):
    """The base of the sign-in tables (`model.sign_ins`); no statement joins them with the other tables."""

    type_annotation_map: ClassVar = {str: ByCodePoint}
    metadata = MetaData(naming_convention=_NAMING)


def engine() -> Engine:
    """The engine of the database in the settings; one per address and process."""
    return _engine_of(settings.DATABASE_URL.value())


def owner_engine() -> Engine:
    """The engine that may change tables: that of OWNER_DATABASE_URL when it is set."""
    return _engine_of(settings.OWNER_DATABASE_URL.value() or settings.DATABASE_URL.value())


def engine_at(url: str) -> Engine:
    """The engine of a database that the settings do not name."""
    return _engine_of(url)


def sign_in_engine() -> Engine:
    """The engine of the sign-in tables; on SQLite a file beside the database, created when missing."""
    url = make_url(settings.DATABASE_URL.value())
    if url.get_backend_name() != "sqlite" or not url.database:
        return engine()
    file = Path(url.database)
    sign_ins_url = str(url.set(database=str(file.with_name(f"{file.stem}-sign-ins{file.suffix}"))))
    is_new = sign_ins_url not in _engines
    new_engine = _engine_of(sign_ins_url)
    if is_new:
        # The writer's lock comes first: of two workers that start together, the second finds the tables.
        with new_engine.execution_options(**_FOR_WRITING).begin() as connection:
            SignInBase.metadata.create_all(connection)
    return new_engine


def _engine_of(url: str) -> Engine:
    if url not in _engines:
        _engines[url] = _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url)
    return _engines[url]


# hide_parameters keeps the values of a failed statement, such as names, out of the log.
def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        _keep_private(Path(file))
    new_engine = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
    event.listen(new_engine, "connect", _prepare_sqlite)
    event.listen(new_engine, "begin", _begin_sqlite)
    return new_engine


def _keep_private(file: Path) -> None:
    """Make the database and the files SQLite puts beside it unreadable to other users of the machine."""
    with suppress(OSError):  # a read-only file system: its owner has chosen the mode
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        for path in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm"))):
            if path.exists():
                path.chmod(path.stat().st_mode & ~0o007)


def _postgresql(url: str) -> Engine:
    connects = {**_CONNECTS, "connect_timeout": 2 if url in settings.standby_urls() else 5}
    new_engine = create_engine(
        url, pool_pre_ping=True, pool_size=5, max_overflow=10, hide_parameters=True, connect_args=connects
    )
    event.listen(new_engine, "begin", _begin_postgresql)
    return new_engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for snapshot reads; _begin_sqlite opens the transactions.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a read lock later would fail instead of waiting.
    opens = connection.get_execution_options().get("opens", "reading")
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB.get(opens, _READER_CACHE_KB)}")
    if opens in _BUSY_TIMEOUT:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_TIMEOUT[opens]}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if opens in _BUSY_TIMEOUT else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    opens = connection.get_execution_options().get("opens")
    if opens in _OPENING_POSTGRESQL:
        connection.exec_driver_sql(_OPENING_POSTGRESQL[opens])


@contextmanager
def write_session() -> Iterator[Session]:
    """A session that commits at the end and rolls back on any error."""
    with Session(engine().execution_options(**_FOR_WRITING), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def upgrade_session(owner: Engine | None = None) -> Iterator[Session]:
    """A write session of the owner of the tables, of the settings or of another database.

    The app's login may not have the roles yet.
    """
    by_owner = (owner or owner_engine()).execution_options(**_FOR_UPGRADING)
    with Session(by_owner, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def nowait_session() -> Iterator[Session]:
    """A write session that raises OperationalError after half a second when SQLite has another writer."""
    with Session(engine().execution_options(**_FOR_NOWAIT), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def sign_in_session() -> Iterator[Session]:
    """A write session over the sign-in tables, which no import locks."""
    options = sign_in_engine().execution_options(**_FOR_WRITING)
    with Session(options, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def sign_in_read_session(session: Session) -> Iterator[Session]:
    """A session that reads the sign-in tables; the given one when they are in the same database."""
    if sign_in_engine() is engine():
        yield session
        return
    with Session(sign_in_engine().execution_options(**_FOR_READING), expire_on_commit=False) as sign_ins:
        yield sign_ins


@contextmanager
def read_session() -> Iterator[Session]:
    """A session that reads one snapshot of the data.

    On PostgreSQL it sees no row of a person until a Reading has set the scope of the transaction.
    """
    with Session(engine().execution_options(**_FOR_READING), expire_on_commit=False) as session:
        yield session


@contextmanager
def standby_session(url: str) -> Iterator[Session]:
    """A read session at a standby: in the same role, so behind the same row policies."""
    with Session(_engine_of(url).execution_options(**_FOR_READING), expire_on_commit=False) as session:
        yield session


@contextmanager
def unscoped_session() -> Iterator[Session]:
    """A session that reads one snapshot of every row: for imports and jobs, never for a screen."""
    with Session(engine().execution_options(**_FOR_UNSCOPED), expire_on_commit=False) as session:
        yield session


def is_locked(error: Exception) -> bool:
    """Whether the error says that another writer holds the SQLite database."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def is_unreachable(error: Exception) -> bool:
    """Whether the error says that the database server can't be reached, has gone, or is not yet the primary."""
    if not isinstance(error, DBAPIError):
        return False
    # A standby that becomes the primary is read-only for another moment.
    if isinstance(error.orig, psycopg.errors.ReadOnlySqlTransaction):
        return True
    is_gone = error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError)
    return is_gone and not isinstance(error.orig, psycopg.errors.QueryCanceled)
