"""What comes in: the facts of some people as columns, and the settings of the law.

Every row of a person has to be there, for routes and spans follow from all of them; people may come in any chunks.
An absent day is NaT, an absent id is 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from timeline.columns import Columns

ID, DAY, FLAG, TEXT = "int64", "datetime64[D]", "bool", "object"

# The facts by name, their columns and types. Days are those of the registers, untouched.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    # Places of work, second jobs among them; both bounds are worked, and so are both bounds of a long absence absent.
    "spells": {
        "id": ID,
        "person": ID,
        "organization": ID,
        "category": TEXT,
        "position": TEXT,
        "since": DAY,
        "until": DAY,
        "absent_since": DAY,
        "absent_until": DAY,
        "is_main": FLAG,
    },
    # Procedures passed and needs, which feed routes alike.
    "assessments": {
        "id": ID,
        "person": ID,
        "procedure": TEXT,
        "passed_on": DAY,
        "formed_on": DAY,
        "is_need": FLAG,
    },
    # Which programmes an assessment recommends; an assessment without a row here recommends any.
    "recommended": {"assessment": ID, "programme": ID},
    # Applications of the register. `programme` for kind «programme», `event` for kind «event», else 0.
    "applications": {
        "id": ID,
        "person": ID,
        "number": TEXT,
        "kind": TEXT,
        "programme": ID,
        "event": ID,
        "submitted_on": DAY,
        "chosen_on": DAY,
        "head_decision": TEXT,
        "head_on": DAY,
        "provider_decision": TEXT,
        "provider_on": DAY,
        "training_until": DAY,
        "withdrawn_on": DAY,
        "expelled_on": DAY,
    },
    # Rows of Appendix 2.
    "results": {
        "id": ID,
        "person": ID,
        "programme": ID,
        "since": DAY,
        "until": DAY,
        "has_document": FLAG,
    },
    # Chosen events; one without an end ends on its first day.
    "participations": {
        "id": ID,
        "person": ID,
        "event": ID,
        "starts_on": DAY,
        "ends_on": DAY,
        "chosen_on": DAY,
        "confirmed_on": DAY,
        "has_reason": FLAG,
    },
}


@dataclass(frozen=True)
class Rules:
    """What the regulation leaves to settings."""

    years: int = 3
    newcomer_months: int = 0
    year_first_month: int = 1


@dataclass(frozen=True)
class Facts:
    """The facts of some people, the columns of `COLUMNS` each."""

    spells: Columns
    assessments: Columns
    recommended: Columns
    applications: Columns
    results: Columns
    participations: Columns


def facts_from(frames: Mapping[str, pd.DataFrame]) -> Facts:
    """The facts of data frames with the columns that they must have; a column that is missing is a KeyError."""
    return Facts(**{name: _typed(frames[name], columns) for name, columns in COLUMNS.items()})


def _typed(frame: pd.DataFrame, columns: Mapping[str, str]) -> Columns:
    return Columns({name: _array(frame[name], dtype) for name, dtype in columns.items()})


def _array(column: pd.Series, dtype: str) -> np.ndarray:
    if dtype == DAY:
        return pd.to_datetime(column).to_numpy().astype(DAY)
    if dtype == ID:
        return column.fillna(0).to_numpy().astype(ID)
    if dtype == TEXT:
        return column.astype(object).where(column.notna(), None).to_numpy()
    return column.to_numpy().astype(dtype)
