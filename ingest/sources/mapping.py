"""The file that says which table or query of the module's database is which register (deploy/source.example.toml)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.registers import REGISTERS
from ingest.registers.register import Register
from model.errors import UserError
from model.wording import register_title

_KEYS = {"table", "query", "changed", "columns", "words"}
_TABLE = re.compile(r"\w+(\.\w+)?")


class MappingError(UserError):
    """The file can't be used; the text says why and where."""


@dataclass(frozen=True)
class SourceTable:
    """A register in the module's database: `table` (with its schema) or `query`, and which column is which.

    `columns` has the source's column by the register's key, `words` the register's word by the source's value. Rows
    whose `changed` is not below the highest one that was read are read again; without it all rows are.
    """

    register: str
    table: str | None
    query: str | None
    changed: str | None
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Its name among the marks of sources."""
        return f"database {self.register}"


def read_mapping(file: Path) -> list[SourceTable]:
    """The tables of the file in the order of import; MappingError, with every mistake in it, where it has some."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MappingError(f"нет файла {file}: образец — deploy/source.example.toml") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{file} не разобран: {error}") from None
    mistakes = [mistake for name, entry in content.items() for mistake in _mistakes(name, entry)]
    if mistakes or not content:
        raise MappingError("; ".join(mistakes) or f"{file} пуст")
    return [_table(key, content[key]) for key in REGISTERS if key in content]


def _mistakes(name: str, entry: Any) -> Iterator[str]:
    register = REGISTERS.get(name)
    if register is None or not isinstance(entry, dict):
        yield f"[{name}]: нет такого реестра; есть {', '.join(REGISTERS)}"
        return
    yield from (f"[{name}] {key}: нет такого ключа" for key in sorted(entry.keys() - _KEYS))
    if ("table" in entry) == ("query" in entry):
        yield f"[{name}]: нужно одно из двух, table или query"
    if "table" in entry and not _TABLE.fullmatch(str(entry["table"])):
        yield f"[{name}] table: имя таблицы или схема.таблица"
    if ";" in str(entry.get("query", "")):
        yield f"[{name}] query: один запрос без точки с запятой"
    yield from _mistakes_of_columns(register, entry.get("columns"), entry.get("words", {}))


def _mistakes_of_columns(register: Register, columns: Any, words: Any) -> Iterator[str]:
    if not isinstance(columns, dict) or not all(isinstance(one, str) for one in columns.values()):
        yield f"[{register.key}.columns]: нужны строки «ключ = столбец базы»"
        return
    keys = {column.key for column in register.columns}
    yield from (f"[{register.key}.columns] {key}: нет такого столбца" for key in columns if key not in keys)
    missing = [column.key for column in register.columns if column.required and column.key not in columns]
    if missing:
        title = register_title(register.key)
        yield f"[{register.key}.columns]: для реестра «{title}» не хватает {', '.join(missing)}"
    if not isinstance(words, dict) or not all(isinstance(one, dict) for one in words.values()):
        yield f"[{register.key}.words]: нужны таблицы [{register.key}.words.столбец]"
    else:
        yield from (f"[{register.key}.words.{key}]: нет такого столбца" for key in words if key not in columns)


def _table(key: str, entry: Mapping[str, Any]) -> SourceTable:
    words = {
        column: {str(value): str(word) for value, word in translations.items()}
        for column, translations in entry.get("words", {}).items()
    }
    return SourceTable(key, entry.get("table"), entry.get("query"), entry.get("changed"), dict(entry["columns"]), words)
