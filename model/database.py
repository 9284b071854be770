"""The engine; `writing()` commits or undoes, `reading()` sees one moment; the base class of tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session

import settings

# Compared and sorted by code point on every database (domain: "sorts last by code point").
ByCodePoint = String().with_variant(String(collation="C"), "postgresql")

# Each names the kind of transaction that the engine's begin hook opens.
_FOR_WRITING = {"opens": "writing"}
_FOR_READING = {"opens": "reading"}

_engines: dict[str, Engine] = {}


class Base(DeclarativeBase):
    """The base of every table; constraints get names, so that migrations can find them."""

    type_annotation_map: ClassVar = {str: ByCodePoint}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def engine() -> Engine:
    """The engine of the database that the settings name now; one per address and process."""
    url = settings.DATABASE_URL.value()
    if url not in _engines:
        _engines[url] = _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url)
    return _engines[url]


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, connect_args={"timeout": 60})
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _postgresql(url: str) -> Engine:
    made = create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    event.listen(made, "begin", _begin_postgresql)
    return made


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes late and breaks snapshot reading: transactions are opened by the hook below.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a lock wanted halfway through would fail instead of waiting.
    is_writer = connection.get_execution_options().get("opens") == "writing"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("opens") == "reading":
        # One moment for a whole screen, as WAL gives on SQLite: a page never mixes two imports.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose work is kept whole at the end or, on any error, undone whole."""
    with Session(engine().execution_options(**_FOR_WRITING), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees the data of one moment and changes nothing."""
    with Session(engine().execution_options(**_FOR_READING), expire_on_commit=False) as session:
        yield session
