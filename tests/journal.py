"""The journal without its triggers, as the owner of the database could open it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

TABLES = ("journal_entry", "journal_about", "journal_removal")


@contextmanager
def unlocked_journal(connection: Connection) -> Iterator[None]:
    """Disable the triggers that protect the journal, then restore them."""
    if connection.dialect.name == "postgresql":
        tables = [table for table in TABLES if connection.dialect.has_table(connection, table)]
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'journal_%'"
    triggers = connection.execute(text(query)).all()
    for trigger in triggers:
        connection.execute(text(f"DROP TRIGGER {trigger.name}"))
    yield
    for trigger in triggers:
        connection.execute(text(trigger.sql))
