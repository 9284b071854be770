"""The waits of people hold each day of each concern once, and a day finds them by their sizes."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given

from tests.oracle import Law, Person
from tests.unit.test_differences import MUNICIPALITIES, spans_of
from tests.worlds import days_of, people
from timeline.concerns import SINCE_KEYS
from timeline.waits import SIZES, wait_spans

COLUMNS = ["person_id", "municipality_id", "category", "concern", "day"]


def waits_in(spans: pd.DataFrame, day: pd.Timestamp) -> set[tuple]:
    """Who waits on the day by the spans themselves."""
    on_day = spans[(spans["since"] <= day) & (spans["until"].isna() | (spans["until"] >= day))]
    return {
        (row["person"], MUNICIPALITIES[row["organization"]], row["category"], key, row[key])
        for _, row in on_day.iterrows()
        for key in SINCE_KEYS
        if not pd.isna(row[key])
    }


@given(world=people())
def test_who_waits_on_a_day_is_found_by_the_sizes_of_waits(world: tuple[Person, ...]):
    spans = spans_of(world)
    waits = wait_spans(spans, MUNICIPALITIES)
    for day in map(pd.Timestamp, days_of(world, Law())[::4]):
        earliest = day.to_datetime64().astype("datetime64[D]") - waits["size"].to_numpy()
        near = (waits["since"] <= day) & (waits["since"].to_numpy().astype("datetime64[D]") > earliest)
        found = waits[near & (waits["until"].isna() | (waits["until"] >= day))]
        assert {*found[COLUMNS].itertuples(index=False, name=None)} == waits_in(spans, day), day
        assert len(found) == len(waits_in(spans, day))


def spans_with(**columns: object) -> pd.DataFrame:
    """Spans of a teacher who waits for the head since the first day of the year."""
    days = {name: pd.to_datetime(columns.pop(name)) for name in ("since", "until")}
    nothing = dict.fromkeys(SINCE_KEYS, np.datetime64("NaT", "s"))
    since = {"awaiting_head_since": pd.Timestamp("2026-01-01")}
    return pd.DataFrame({"person": 7, "organization": 1, "category": "teaching", **nothing, **since, **days, **columns})


def test_spans_that_follow_on_each_other_are_one_wait():
    waits = wait_spans(spans_with(since=["2026-01-01", "2026-01-03"], until=["2026-01-02", None]), MUNICIPALITIES)
    assert [row.date() for row in waits["since"]] == [date(2026, 1, 1)]
    assert waits["until"].isna().all()
    assert waits["size"].tolist() == [SIZES[-1]]


def test_a_wait_ends_where_a_day_lies_between_or_the_municipality_is_another():
    days = {"since": ["2026-01-01", "2026-01-06", "2026-01-10"], "until": ["2026-01-04", "2026-01-09", "2026-01-14"]}
    waits = wait_spans(spans_with(**days, organization=[1, 1, 3]), MUNICIPALITIES)
    assert waits["municipality_id"].tolist() == [1, 1, 2]
    assert waits["size"].tolist() == [4, 4, 16]
