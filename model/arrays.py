"""Many values as one: rows to PostgreSQL as an array a column, and values that a column may hold."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Insert,
    SQLColumnExpression,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session


def insert_columns(connection: Connection, adding: Insert, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert the rows whose values are given by the name of the column."""
    values = unnested(adding.table, columns)
    connection.execute(adding.from_select(list(columns), select(*(values.c[name] for name in columns))))


def unnested(table: FromClause, columns: Mapping[str, Sequence[Any]]) -> Any:
    """The rows as a table of these columns."""
    arrays = [bindparam(name, [*values], type_=ARRAY(table.c[name].type)) for name, values in columns.items()]
    return func.unnest(*arrays).table_valued(*columns).render_derived()


def is_one_of(
    session: Session, column: SQLColumnExpression[Any], values: Collection[int] | Collection[str]
) -> SQLColumnExpression[bool]:
    """The column holds one of the values, which are sent as one: thousands take long to be named one by one."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal([*values], ARRAY(cast(Any, column).type)))
    elements = func.json_each(json.dumps([*values])).table_valued("value")
    return column.in_(select(elements.c.value))
