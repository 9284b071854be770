"""Rows of a query as a frame, a column of numbers or of days at a time."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Date, Float, Integer, Select, String, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from timeline.rows import driver_rows


def read_frame(session: Session, query: Select) -> pd.DataFrame:
    """The rows of a query of named columns.

    Days are datetime64, an absent one NaT; an absent score is NaN, an absent id 0, an absent text None.
    """
    columns = {str(column.key): column for column in query.selected_columns}
    # SQLite keeps days as text, which NumPy reads faster than one day after another can be made of it.
    chosen = [
        type_coerce(column, String).label(name) if isinstance(column.type, Date) else column
        for name, column in columns.items()
    ]
    rows = driver_rows(session.connection(), query.with_only_columns(*chosen, maintain_column_froms=True))
    return pd.DataFrame(
        {
            name: _array([*map(itemgetter(place), rows)], column.type)
            for place, (name, column) in enumerate(columns.items())
        }
    )


def _array(values: Sequence[Any], kind: TypeEngine) -> np.ndarray:
    if isinstance(kind, Date):
        return np.array(values, dtype="datetime64[D]")
    if isinstance(kind, Float):
        return np.array(values, dtype=np.float64)
    if isinstance(kind, Integer):
        return np.array([value or 0 for value in values], dtype=np.int64)
    return np.array(values, dtype=object)
