"""The engine; `writing()` commits or undoes, `reading()` sees one moment of its scope; the base class of tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

import settings

# Compared and sorted by code point on every database (domain: "sorts last by code point").
ByCodePoint = String().with_variant(String(collation="C"), "postgresql")

# Each names the kind of transaction that the engine's begin hook opens.
_FOR_WRITING = {"opens": "writing"}
_FOR_READING = {"opens": "reading"}
_FOR_SURVEYING = {"opens": "surveying"}
_FOR_NOTING = {"opens": "noting"}
_FOR_UPGRADING = {"opens": "upgrading"}

# How long SQLite waits for another writer, in milliseconds: an import takes its time, a note may come later.
_PATIENCE = {"writing": 60_000, "upgrading": 60_000, "noting": 500}

# Every connection has a cache of its own, and a worker many: only an import fills more than the file's own does.
_CACHE_KB = {"writing": 65_536, "upgrading": 65_536}
_CACHE_OF_READERS_KB = 2_048

# One moment for a whole screen, as WAL gives on SQLite: a page never mixes two imports.
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The roles are made by the migrations; the policies of the tables let the reader see its scope alone.
_OPENING_POSTGRESQL = {
    "writing": "SET LOCAL ROLE iom_writer",
    "noting": "SET LOCAL ROLE iom_writer",
    "reading": f"{_ONE_MOMENT}; SET LOCAL ROLE iom_reader",
    "surveying": f"{_ONE_MOMENT}; SET LOCAL ROLE iom_writer",
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
    """The base of every table; constraints get names, so that migrations can find them."""

    type_annotation_map: ClassVar = {str: ByCodePoint}
    metadata = MetaData(naming_convention=_NAMING)


class SignInBase(DeclarativeBase):
    """The base of the tables of signing in (`model.sign_ins`): they never stand in one statement with the others."""

    type_annotation_map: ClassVar = {str: ByCodePoint}
    metadata = MetaData(naming_convention=_NAMING)


def engine() -> Engine:
    """The engine of the database that the settings name now; one per address and process."""
    return _engine_of(settings.DATABASE_URL.value())


def owner_engine() -> Engine:
    """The engine that may change tables: the owner's where the settings name one."""
    return _engine_of(settings.OWNER_DATABASE_URL.value() or settings.DATABASE_URL.value())


def sign_in_engine() -> Engine:
    """The engine of the tables of signing in: on SQLite of a file beside the database, made when it is not there."""
    url = make_url(settings.DATABASE_URL.value())
    if url.get_backend_name() != "sqlite" or not url.database:
        return engine()
    file = Path(url.database)
    beside = str(url.set(database=str(file.with_name(f"{file.stem}-sign-ins{file.suffix}"))))
    is_new = beside not in _engines
    made = _engine_of(beside)
    if is_new:
        # The writer's lock is taken first: of two workers that start at once the second finds the tables.
        with made.execution_options(**_FOR_WRITING).begin() as connection:
            SignInBase.metadata.create_all(connection)
    return made


def _engine_of(url: str) -> Engine:
    if url not in _engines:
        _engines[url] = _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url)
    return _engines[url]


# A failed statement is told without its values: a log holds no one's name.
def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        _keep_private(Path(file))
    made = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _keep_private(file: Path) -> None:
    """Hashes, secrets and people lie in it: nobody else on the machine reads it, nor the files SQLite puts beside."""
    with suppress(OSError):  # a read-only file system: whoever put the file there chose its mode
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        for one in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm"))):
            if one.exists():
                one.chmod(one.stat().st_mode & ~0o007)


def _postgresql(url: str) -> Engine:
    made = create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10, hide_parameters=True)
    event.listen(made, "begin", _begin_postgresql)
    return made


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes late and breaks snapshot reading: transactions are opened by the hook below.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a lock wanted halfway through would fail instead of waiting.
    opens = connection.get_execution_options().get("opens", "reading")
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB.get(opens, _CACHE_OF_READERS_KB)}")
    if opens in _PATIENCE:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE[opens]}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if opens in _PATIENCE else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    opens = connection.get_execution_options().get("opens")
    if opens in _OPENING_POSTGRESQL:
        connection.exec_driver_sql(_OPENING_POSTGRESQL[opens])


@contextmanager
def write_session() -> Iterator[Session]:
    """A session whose work is kept whole at the end or, on any error, undone whole."""
    with Session(engine().execution_options(**_FOR_WRITING), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def upgrading() -> Iterator[Session]:
    """As `writing()`, but by the owner of the tables: the app's own login may not belong to the roles yet."""
    by_owner = owner_engine().execution_options(**_FOR_UPGRADING)
    with Session(by_owner, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def nowait_session() -> Iterator[Session]:
    """As `writing()`, but OperationalError at once where another writer is at work on SQLite."""
    with Session(engine().execution_options(**_FOR_NOTING), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def sign_in_session() -> Iterator[Session]:
    """As `writing()`, over the tables of signing in alone: no import holds it up."""
    options = sign_in_engine().execution_options(**_FOR_WRITING)
    with Session(options, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading_sign_ins(session: Session) -> Iterator[Session]:
    """A session that reads the tables of signing in: the given one where they lie in the same database."""
    if sign_in_engine() is engine():
        yield session
        return
    with Session(sign_in_engine().execution_options(**_FOR_READING), expire_on_commit=False) as sign_ins:
        yield sign_ins


@contextmanager
def read_session() -> Iterator[Session]:
    """A session that sees the data of one moment and changes nothing.

    On PostgreSQL it sees no row of a person until a Reading has told the transaction its scope.
    """
    with Session(engine().execution_options(**_FOR_READING), expire_on_commit=False) as session:
        yield session


@contextmanager
def unscoped_session() -> Iterator[Session]:
    """A session that sees every row and changes nothing: for the importer, never for a screen."""
    with Session(engine().execution_options(**_FOR_SURVEYING), expire_on_commit=False) as session:
        yield session


def is_locked(fault: Exception) -> bool:
    """Whether another writer held the database of SQLite for longer than one waits."""
    return isinstance(fault, OperationalError) and "database is locked" in str(fault.orig)
