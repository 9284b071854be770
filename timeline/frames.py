"""Rows of a query as a frame, a column of numbers or of days at a time."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from sqlalchemy import Date, Integer, Select, String, type_coerce
from sqlalchemy.orm import Session


def read_frame(session: Session, query: Select) -> pd.DataFrame:
    """The rows of a query of named columns: days are datetime64[D], an absent one NaT; an absent number is 0."""
    columns = [*query.selected_columns]
    kinds = {str(column.key): type(column.type) for column in columns}
    # SQLite keeps days as text, which NumPy reads faster than one day after another can be made of it.
    chosen = [
        type_coerce(column, String).label(str(column.key)) if isinstance(column.type, Date) else column
        for column in columns
    ]
    # Plain tuples of the driver: rows of SQLAlchemy take as long again to make and to take apart.
    result = session.connection().execute(query.with_only_columns(*chosen, maintain_column_froms=True))
    rows = cast(Any, result).cursor.fetchall()
    result.close()
    values = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    return pd.DataFrame({name: _array(one, kind) for (name, kind), one in zip(kinds.items(), values, strict=True)})


def _array(values: Sequence[Any], kind: type) -> np.ndarray:
    if kind is Date:
        return np.array(values, dtype="datetime64[D]")
    if kind is Integer:
        return np.array([value or 0 for value in values], dtype=np.int64)
    return np.array(values, dtype=object)
