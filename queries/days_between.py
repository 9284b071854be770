"""The days from one date to another, in the words of each database."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):  # noqa: N801 - called as the functions of SQL are
    """From the first date to the second; absent where either is."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(CAST({until} AS DATE) - CAST({since} AS DATE))"


@compiles(days_between, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"
