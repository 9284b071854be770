"""Copies everything from the database of the settings into an empty PostgreSQL, whole or not at all."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from model import migrations
from model.database import Base, engine, engine_at
from model.oldest_version import OldestVersion
from model.places import Municipality
from timeline import store
from timeline.loading import rules_of_settings
from upkeep.inventory import PASSING, CopyError, Inventory, inventory, require_same

_AT_ONCE = 5_000
_FILLED_BY_MIGRATE = (Municipality.__tablename__, OldestVersion.__tablename__)
_MUST_BE_EMPTY = ("person", "account", "journal_entry", "import_run")


def copy_database(address: str) -> Inventory:
    """Create the tables at the address, copy all rows, compare; CopyError where anything differs, and nothing is left.

    Sign-ins are not copied: everyone signs in anew.
    """
    target = _target(address)
    try:
        migrations.migrate(target)
        with engine().connect() as source, target.begin() as connection:
            _require_empty(connection)
            store.create_anew(connection, rules_of_settings())
            for table in _tables():
                _copy_table(source, connection, table)
            _continue_numbers(connection)
            held = inventory(source)
            require_same(held, inventory(connection))
        return held
    except SQLAlchemyError as error:
        lines = str(getattr(error, "orig", None) or type(error).__name__).splitlines()
        raise CopyError(f"база по новому адресу: {lines[0][:300] if lines else type(error).__name__}") from None


def _target(address: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise CopyError("адрес не разобран: postgresql+psycopg://владелец@сервер/база") from None
    if url.get_backend_name() != "postgresql":
        raise CopyError("переносить можно только в PostgreSQL: postgresql+psycopg://владелец@сервер/база")
    if url == engine().url:
        raise CopyError("это та же база данных")
    return engine_at(url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))


def _tables() -> list[Table]:
    """Every table with what is kept, in the order of their references."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in PASSING]
    return [*tables, *(table for table in store.metadata.sorted_tables if table is not store.timeline_version)]


def _require_empty(connection: Connection) -> None:
    for name in _MUST_BE_EMPTY:
        if connection.scalar(select(func.count()).select_from(Base.metadata.tables[name])):
            raise CopyError("в базе по новому адресу уже есть данные: нужна пустая")


def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    if table.name in _FILLED_BY_MIGRATE:
        target.execute(delete(table))  # under numbers of its own
    own = _own_references(table)
    later: list[dict[str, Any]] = []
    for rows in _batches(source, table):
        for row in rows:
            for name in own:
                if row[name] is not None:
                    later.append({"row_id": row["id"], "value": row[name], "name": name})
                    row[name] = None
        target.execute(insert(table), rows)
    for name in own:
        # A row may name one that comes after it.
        values = [{"row_id": one["row_id"], "value": one["value"]} for one in later if one["name"] == name]
        if values:
            change = update(table).where(table.c.id == bindparam("row_id")).values({name: bindparam("value")})
            target.execute(change, values)


def _own_references(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    result = source.execution_options(stream_results=True).execute(query)
    for batch in result.mappings().partitions(_AT_ONCE):
        yield [dict(row) for row in batch]


def _continue_numbers(connection: Connection) -> None:
    """New rows get numbers after the copied ones."""
    for table in _tables():
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            )
            highest = connection.scalar(select(func.max(column))) if sequence else None
            if highest is not None:
                connection.execute(
                    text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
                )
