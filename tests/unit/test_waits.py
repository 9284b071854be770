"""The waits of people hold each day of each concern once, and a day finds them by their sizes."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given

from tests.oracle import Law, Person
from tests.unit.test_differences import MUNICIPALITIES, spans_of
from tests.worlds import days_of, people
from timeline.columns import Columns
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
    waits = wait_spans(spans, MUNICIPALITIES).frame()
    for day in map(pd.Timestamp, days_of(world, Law())[::4]):
        earliest = day.to_datetime64().astype("datetime64[D]") - waits["size"].to_numpy()
        near = (waits["since"] <= day) & (waits["since"].to_numpy().astype("datetime64[D]") > earliest)
        found = waits[near & (waits["until"].isna() | (waits["until"] >= day))]
        assert {*found[COLUMNS].itertuples(index=False, name=None)} == waits_in(spans.frame(), day), day
        assert len(found) == len(waits_in(spans.frame(), day))


def spans_with(since: list[str], until: list[str | None], organizations: list[int]) -> Columns:
    """Spans of a teacher who waits for the head since the first day of the year."""
    number = len(organizations)
    nothing = dict.fromkeys(SINCE_KEYS, np.full(number, np.datetime64("NaT", "D")))
    days = {"since": since, "until": until, "awaiting_head_since": ["2026-01-01"] * number}
    return Columns(
        {
            "person": np.full(number, 7),
            "organization": np.array(organizations),
            "category": np.full(number, "teaching", dtype=object),
            **nothing,
            **{name: np.array(column, dtype="datetime64[D]") for name, column in days.items()},
        }
    )


def test_spans_that_follow_on_each_other_are_one_wait():
    spans = spans_with(["2026-01-01", "2026-01-03"], ["2026-01-02", None], [1, 1])
    waits = wait_spans(spans, MUNICIPALITIES)
    assert waits["since"].tolist() == [date(2026, 1, 1)]
    assert waits["until"].tolist() == [None]
    assert waits["size"].tolist() == [SIZES[-1]]


def test_a_wait_ends_where_a_day_lies_between_or_the_municipality_is_another():
    since, until = ["2026-01-01", "2026-01-06", "2026-01-10"], ["2026-01-04", "2026-01-09", "2026-01-14"]
    waits = wait_spans(spans_with(since, [*until], [1, 1, 3]), MUNICIPALITIES)
    assert waits["municipality_id"].tolist() == [1, 1, 2]
    assert waits["size"].tolist() == [4, 4, 16]
