"""Rows of a query as arrays or as a frame, a column of numbers or of days at a time."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Boolean, Date, Float, Integer, Select, String, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from timeline.columns import Columns
from timeline.people_statement import Values
from timeline.rows import driver_rows


def read_frame(session: Session, query: Select) -> pd.DataFrame:
    """The rows of a query of named columns.

    Days are datetime64, an absent one NaT; an absent score is NaN, an absent id 0, an absent text None.
    """
    kinds = kinds_of(query)
    return columns_from(driver_rows(session.connection(), with_days_as_text(query)), kinds).frame()


def kinds_of(query: Select) -> Mapping[str, TypeEngine]:
    """The columns of a query in their order, with their types."""
    return {str(column.key): column.type for column in query.selected_columns}


def with_days_as_text(query: Select) -> Select:
    """The query for the driver: SQLite keeps days as text, which NumPy reads faster than Python makes dates of it."""
    chosen = [
        type_coerce(column, String).label(column.key) if isinstance(column.type, Date) else column
        for column in query.selected_columns
    ]
    return query.with_only_columns(*chosen, maintain_column_froms=True)


def columns_from(rows: Iterable[Values], kinds: Mapping[str, TypeEngine]) -> Columns:
    """The rows of such a query as columns."""
    rows = [*rows]
    return Columns(
        {name: _array([*map(itemgetter(place), rows)], kind) for place, (name, kind) in enumerate(kinds.items())}
    )


def _array(values: Sequence[Any], kind: TypeEngine) -> np.ndarray:
    if isinstance(kind, Date):
        return np.array(values, dtype="datetime64[D]")
    if isinstance(kind, Float):
        return np.array(values, dtype=np.float64)
    if isinstance(kind, Integer):
        return np.array([value or 0 for value in values], dtype=np.int64)
    if isinstance(kind, Boolean):
        return np.array(values, dtype=bool)
    return np.array(values, dtype=object)
