"""Statements about some people, composed once: SQLAlchemy takes longer to compose a small one than to run it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ClauseElement,
    Connection,
    CursorResult,
    Dialect,
    Integer,
    SQLColumnExpression,
    String,
    any_,
    bindparam,
    func,
    select,
)

# The condition that a column holds the id of one of the people asked for.
Among = Callable[[SQLColumnExpression[int]], SQLColumnExpression[bool]]
Values = tuple[Any, ...]

_PEOPLE = "people"


class PeopleStatement:
    """What `compose` makes of a condition; the people are sent as one value, for thousands take long to be named.

    No other value of it may need a conversion for the driver, as a date does on SQLite.
    """

    def __init__(self, compose: Callable[[Among], ClauseElement]) -> None:
        self._compose = compose
        self._texts: dict[str, tuple[str, dict[str, Any], list[str]]] = {}

    def execute(self, connection: Connection, persons: Sequence[int]) -> CursorResult[Any]:
        """Run it; values come as the driver gives them: SQLAlchemy would make a date of each text of SQLite's."""
        text, values, places = self._compiled(connection.dialect)
        people = [*persons] if connection.dialect.name == "postgresql" else json.dumps([*persons])
        by_name = {**values, _PEOPLE: people}
        return connection.exec_driver_sql(text, tuple([by_name[one] for one in places]) if places else by_name)

    def rows(self, connection: Connection, persons: Sequence[int]) -> list[Values]:
        """The rows of a query."""
        return fetch_all(self.execute(connection, persons))

    def _compiled(self, dialect: Dialect) -> tuple[str, dict[str, Any], list[str]]:
        if dialect.name not in self._texts:
            among = _among_array if dialect.name == "postgresql" else _among_json
            compiled: Any = self._compose(among).compile(dialect=dialect)
            self._texts[dialect.name] = str(compiled), dict(compiled.params), [*(compiled.positiontup or ())]
        return self._texts[dialect.name]


def fetch_all(result: CursorResult[Any]) -> list[Values]:
    """All rows as the driver gives them."""
    rows = [*result.cursor.fetchall()] if result.cursor else []
    result.close()
    return rows


def _among_array(column: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
    return column == any_(bindparam(_PEOPLE, type_=ARRAY(Integer)))


def _among_json(column: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
    elements = func.json_each(bindparam(_PEOPLE, type_=String)).table_valued("value")
    return column.in_(select(elements.c.value))
