"""What a database holds, counted: by which a copy is compared with its original."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from access.journal import verify
from model.database import SignInBase
from model.errors import UserError

# Sign-ins are of the day and are not copied between databases.
PASSING = frozenset(one.name for one in SignInBase.metadata.sorted_tables)
_VERSION = "alembic_version"


class CopyError(UserError):
    """A copy was not made, or is not like its original; the text says why and what to do."""


class NoTablesError(CopyError):
    """The database has no tables of this program: nothing in it can be lost."""


@dataclass(frozen=True)
class Inventory:
    """The rows of each table, and the journal: its lines and its last seal as «NUMBER:SEAL»."""

    revision: str
    counts: dict[str, int]
    journal: str

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Inventory":
        """The inventory that a file of a backup tells."""
        return cls(str(values["revision"]), dict(values["counts"]), str(values["journal"]))

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(self.counts.values())

    def differences(self, other: "Inventory") -> Iterator[str]:
        """What is not the same in the two, in words."""
        for name in sorted(self.counts.keys() | other.counts.keys()):
            ours, theirs = self.counts.get(name), other.counts.get(name)
            if ours != theirs:
                yield f"{name}: {ours} и {theirs}"
        if self.journal != other.journal:
            yield "отметки журнала разные"
        if self.revision != other.revision:
            yield f"версии таблиц разные: {self.revision} и {other.revision}"


def inventory(connection: Connection) -> Inventory:
    """Count everything in the transaction of the connection; CopyError where the journal is not whole."""
    names = set(inspect(connection).get_table_names()) - PASSING
    if _VERSION not in names:
        raise NoTablesError("в базе данных нет таблиц этой программы")
    revision = str(connection.scalar(text(f"SELECT version_num FROM {_VERSION}")))
    counts = {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)}
    with Session(connection, join_transaction_mode="rollback_only") as session:
        verdict = verify(session)
        if verdict.broken_at is not None:
            raise CopyError(
                f"целостность журнала нарушена в записи {verdict.broken_at}, или JOURNAL_KEY не тот, которым он заверен"
            )
        session.expunge_all()
    return Inventory(revision, counts, f"{verdict.lines}:{verdict.last_seal}")


@contextmanager
def as_copy_errors() -> Iterator[None]:
    """Errors of databases as CopyError, by their kind alone: their messages may hold values of rows."""
    try:
        yield
    except DBAPIError as error:
        raise CopyError(f"база данных: {type(error.orig).__name__}") from None
    except sqlite3.Error as error:
        raise CopyError(f"файл базы данных: {error}") from None


def require_same(original: Inventory, copy: Inventory) -> None:
    """CopyError where the two differ."""
    different = [*original.differences(copy)]
    if different:
        raise CopyError(f"копия не совпадает с оригиналом: {'; '.join(different[:10])}")
