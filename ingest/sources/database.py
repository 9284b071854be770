"""Reads registers from the database of the module, which it never writes to, as files of these registers."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, create_engine, literal, select, table, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

import settings
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import REGISTERS
from ingest.sources.mapping import SourceTable
from model.errors import UserError

# A change whose transaction ended late bears an earlier moment than one that was read already.
_OVERLAP = timedelta(minutes=10)
_AT_ONCE = 5_000
_READ_ONLY = {
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "PRAGMA query_only=ON",
}
# These begin the transaction that reads: what is set after it began would be of the next one.
_READ_ONLY_SESSION = dict.fromkeys(("mysql", "mariadb"), "SET SESSION TRANSACTION READ ONLY")


class SourceError(UserError):
    """The database of the module can't be read; the text says why, without its password and without rows."""


@dataclass(frozen=True)
class SourceRows:
    """The rows of a register as the bytes of a CSV file; `mark` is the highest value of the column of changes."""

    content: bytes
    number: int
    mark: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


@contextmanager
def source_connection(address: str) -> Iterator[Connection]:
    """A connection in one transaction that can only read, so that all registers are of one moment."""
    try:
        engine = create_engine(_only_for_reading(make_url(address)), hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SourceError(f"SOURCE_URL не разобран или нет драйвера базы: {error}") from None
    try:
        with engine.connect() as connection:
            name = connection.dialect.name
            if name in _READ_ONLY_SESSION:
                connection.exec_driver_sql(_READ_ONLY_SESSION[name])
                connection.rollback()
            elif name in _READ_ONLY:
                connection.exec_driver_sql(_READ_ONLY[name])
            yield connection
    except SQLAlchemyError as error:
        raise SourceError(_reason(error)) from None
    finally:
        engine.dispose()


def _only_for_reading(url: URL) -> URL:
    """SQLite would create a file that is not there."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return url
    return url.set(database=f"file:{Path(url.database).absolute()}", query={"mode": "ro", "uri": "true"})


def _reason(error: SQLAlchemyError) -> str:
    """The first line of the driver's message: names of tables and columns, no rows."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return f"база модуля: {lines[0][:300] if lines else type(error).__name__}"


def read_rows(connection: Connection, source: SourceTable, after: str | None) -> SourceRows:
    """The rows that have changed since the mark `after`; all of them where there is none, or no column of changes.

    Raises UnreadableFileError for more rows than a file may have.
    """
    register, keys = REGISTERS[source.register], list(source.columns)
    lines: list[list[str]] = []
    highest: object = None
    result = connection.execute(_query(source, after))
    for batch in result.partitions(_AT_ONCE):
        for row in batch:
            lines.append([_cell(row[place], source.words.get(key)) for place, key in enumerate(keys)])
            if source.changed is not None and row[-1] is not None and (highest is None or row[-1] > highest):
                highest = row[-1]
        if len(lines) > settings.MAX_ROWS.value():
            raise UnreadableFileError(
                f"в базе модуля больше {settings.MAX_ROWS.value()} строк: задайте changed или увеличьте MAX_ROWS"
            )
    if source.changed is None:
        # A database gives rows in any order: the same rows are to be the same file.
        lines.sort()
    headings = [register.column(key).heading for key in keys]
    return SourceRows(_csv([headings, *lines]), len(lines), after if highest is None else write_mark(highest))


def _query(source: SourceTable, after: str | None) -> Any:
    names = [*source.columns.values(), *([source.changed] if source.changed else [])]
    query: Any = select(*(column(name) for name in names))
    if source.query:
        query = query.select_from(text(f"({source.query}) AS source_rows"))
    else:
        schema, _, name = str(source.table).rpartition(".")
        query = query.select_from(table(name, schema=schema or None))
    if not source.changed:
        return query
    if after is not None:
        query = query.where(column(source.changed) >= literal(_since(read_mark(after))))
    return query.order_by(column(source.changed))


def _since(mark: Any) -> Any:
    return mark - _OVERLAP if isinstance(mark, datetime) else mark


_KINDS_OF_MARKS: Mapping[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "int": int,
    "text": str,
}


def write_mark(value: object) -> str:
    """A value of a column of changes as text."""
    if isinstance(value, datetime | date):
        return f"{'datetime' if isinstance(value, datetime) else 'date'}:{value.isoformat()}"
    return f"int:{value}" if isinstance(value, int) else f"text:{value}"


def read_mark(text_of_mark: str) -> Any:
    """The value whose text it is."""
    kind, _, value = text_of_mark.partition(":")
    return _KINDS_OF_MARKS[kind](value)


def _cell(value: Any, words: Mapping[str, str] | None) -> str:
    """A value as a person writes it into a register."""
    if value is None:
        return ""
    if words and str(value) in words:
        return words[str(value)]
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        value = "\n".join(map(str, value))
    return str(value).replace("\0", " ")


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=";", quoting=csv.QUOTE_ALL).writerows(lines)
    return content.getvalue().encode("utf-8-sig")
