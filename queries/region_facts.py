"""The facts of the staff of the whole region from blocks, as a frame; of other places tables of facts are read."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Date, Float, Integer, Select, String, select
from sqlalchemy.types import TypeEngine

from access.reading import Reading
from model.places import Level, Organization, Place
from queries.filters import Filters, of_spelling, passed_by
from timeline.blocks import NEVER, read_blocks, read_texts
from timeline.facts_of_staff import FactKind, columns_of

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


def has_region_facts(reading: Reading, place: Place) -> bool:
    """Whether blocks answer: the place is the region, and the scope counts it whole."""
    return place.level is Level.REGION and reading.scope.counts_region


def region_facts(reading: Reading, kind: FactKind, filters: Filters) -> pd.DataFrame:
    """The facts of the kind of the staff on the day, those to come too, beside the municipality_id.

    Days are datetime64, an absent one NaT; an absent score is NaN, an absent id 0; texts are categories.
    """
    columns, texts = read_blocks(reading.session, kind), region_texts(reading)
    is_here = _is_on_staff(reading, columns, filters)
    homes = homes_of(reading)
    frame = {
        name: decoded(values[is_here], columns_of(kind)[name], texts)
        for name, values in columns.items()
        if name not in ("since", "left_on")
    }
    return pd.DataFrame({**frame, "municipality_id": homes[columns["organization_id"][is_here]]}, copy=False)


def region_texts(reading: Reading) -> NDArray[np.object_]:
    """The texts of blocks by their numbers; none where the scope does not count the region."""
    if not reading.scope.counts_region:
        return np.empty(0, dtype=object)
    return reading.once("texts of blocks", lambda: read_texts(reading.session), on_any_day=True)


def _is_on_staff(reading: Reading, columns: Mapping[str, Numbers], filters: Filters) -> Mask:
    """Which rows are of a spell that covers the day and meets the filters."""
    day = np.datetime64(reading.day).astype(np.int64)
    here: Mask = (columns["since"] <= day) & (columns["left_on"] > day)
    here &= meets(reading, columns, filters)
    if filters.procedure:
        passed = passed_by(filters.procedure, reading.day)
        here &= np.isin(columns["person_id"], list(reading.session.scalars(passed)))
    return here


def meets(reading: Reading, columns: Mapping[str, Numbers], filters: Filters) -> Mask:
    """Which rows are of a spell that meets the filters; a procedure narrows a state and not a spell."""
    here = np.ones(len(columns["person_id"]), dtype=bool)
    if filters.category:
        here &= np.isin(columns["category"], _numbers_of(reading, {filters.category}))
    if filters.position:
        spellings = _values(reading, of_spelling("position", filters.position), filters.position)
        here &= np.isin(columns["position"], _numbers_of(reading, spellings))
    if filters.kind:
        of_kind = select(Organization.id).where(Organization.kind.in_(of_spelling("kind", filters.kind)))
        here &= np.isin(columns["organization_id"], [*_values(reading, of_kind, filters.kind)])
    return here


def _values(reading: Reading, query: Select, of: str) -> set[Any]:
    """What a filter takes in, asked for once."""
    return reading.once((str(query), of), lambda: set(reading.session.scalars(query)), on_any_day=True)


def _numbers_of(reading: Reading, among: Collection[str]) -> list[int]:
    return [number for number, text in enumerate(region_texts(reading)) if text in among]


def homes_of(reading: Reading) -> NDArray[np.int64]:
    """The municipality of each organization, by its id: a reference list, of which nobody is kept out."""
    return reading.once("homes of organizations", lambda: _read_homes(reading), on_any_day=True)


def _read_homes(reading: Reading) -> NDArray[np.int64]:
    rows = reading.session.execute(select(Organization.id, Organization.municipality_id)).all()
    homes = np.zeros(max((row.id for row in rows), default=0) + 1, dtype=np.int64)
    for identity, municipality in rows:
        homes[identity] = municipality
    return homes


def decoded(numbers: Numbers, kind: TypeEngine, texts: NDArray[np.object_]) -> NDArray | pd.Categorical:
    """The values that the numbers of a column stand for."""
    if isinstance(kind, Date):
        return days_of(numbers)
    if isinstance(kind, Integer):
        return numbers.astype(np.int64)
    if isinstance(kind, Float):
        return _scores_of(texts, numbers)
    assert isinstance(kind, String)
    return pd.Categorical.from_codes(numbers - 1, categories=texts[1:])


def days_of(numbers: Numbers) -> NDArray[np.datetime64]:
    """The days, NaT for none."""
    days = numbers.astype("datetime64[D]")
    days[numbers == NEVER] = np.datetime64("NaT")
    return days


def _scores_of(texts: NDArray[np.object_], numbers: Numbers) -> NDArray[np.float64]:
    is_used = np.zeros(len(texts), dtype=bool)
    is_used[numbers] = True
    scores = np.full(len(texts), np.nan)
    for number in np.flatnonzero(is_used).tolist():
        # What has no number has no score.
        scores[number] = float(texts[number]) if number else np.nan
    return scores[numbers]
