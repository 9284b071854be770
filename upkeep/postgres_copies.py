"""Dumps of PostgreSQL, and databases for a while in which they are tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from model.database import owner_engine
from upkeep.inventory import CopyError, Inventory, inventory
from upkeep.programs import libpq_address, run_program

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The migrations make them; on another server they are not there yet.
_ROLES = ("iom_reader", "iom_writer")


def dump(target: Path) -> Inventory:
    """Write a dump of one moment while people work; what that moment held."""
    url = owner_engine().url
    with owner_engine().connect() as connection, libpq_address(url) as address:
        connection.exec_driver_sql(_SNAPSHOT)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        held = inventory(connection)
        options = ["--format=custom", "--no-owner", f"--snapshot={snapshot}"]
        run_program(["pg_dump", *options, f"--file={target}", f"--dbname={address}"])
    return held


def try_dump(source: Path) -> Inventory:
    """What a dump gives when it is restored, in a database that is dropped at the end."""
    with passing_database() as url:
        restore_into(url, source)
        return inventory_of(url)


def restore_into(url: URL, source: Path, *, replace: bool = False) -> None:
    """Restore a dump whole or not at all; `replace` drops what stands there first."""
    how = ["--no-owner", "--single-transaction", "--exit-on-error", *(["--clean", "--if-exists"] if replace else [])]
    # A server that still runs holds locks: the command ends instead of waiting for it.
    with libpq_address(url, options="-c lock_timeout=10s") as address:
        run_program(["pg_restore", *how, f"--dbname={address}", str(source)])


def inventory_of(url: URL) -> Inventory:
    """What a database holds, as its owner sees it."""
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(_SNAPSHOT)
            return inventory(connection)
    finally:
        engine.dispose()


@contextmanager
def passing_database() -> Iterator[URL]:
    """An empty database on the same server, dropped at the end; the owner needs CREATEDB."""
    url, name = owner_engine().url, f"iom_check_{token_hex(6)}"
    with _outside_transactions() as connection:
        try:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        except DBAPIError:
            raise CopyError(
                "копию негде проверить: дайте владельцу таблиц право создавать базы (ALTER ROLE … CREATEDB)"
            ) from None
    try:
        yield url.set(database=name)
    finally:
        with _outside_transactions() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def make_roles() -> None:
    """Create the roles that a dump grants rights to, where they are not there."""
    with owner_engine().begin() as connection:
        there = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
        for role in _ROLES:
            if role not in there:
                connection.exec_driver_sql(f"CREATE ROLE {role} NOLOGIN")


@contextmanager
def _outside_transactions() -> Iterator[Connection]:
    engine = create_engine(owner_engine().url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
