"""Running totals of differences are the counts of municipalities on any day."""

import numpy as np
import pandas as pd
from hypothesis import given

from tests.oracle import COUNT_KEYS, Law, Person
from tests.worlds import ORGANIZATIONS, days_of, facts_of, people
from timeline import spans as spans_module
from timeline.columns import Columns
from timeline.differences import GROUP, NUMBERS, added, differences
from timeline.facts import Rules
from timeline.routes import routes

# Two organizations in one municipality, the third in another.
MUNICIPALITIES = np.array([0, 1, 1, 2])
assert len(MUNICIPALITIES) == len(ORGANIZATIONS) + 1


def spans_of(world: tuple[Person, ...]) -> Columns:
    facts = facts_of(world)
    return spans_module.spans(facts, routes(facts, Rules()), Rules())


def totals(changes: pd.DataFrame, day: pd.Timestamp) -> dict[tuple, list[int]]:
    """The counts by municipality and category, where any is not zero."""
    sums = changes[changes["day"] <= day].groupby(["municipality", "category"])[[*NUMBERS]].sum()
    return {place: row for place, row in zip(sums.index, sums.to_numpy().tolist(), strict=True) if any(row)}


def counted(spans: pd.DataFrame, day: pd.Timestamp) -> dict[tuple, list[int]]:
    on_day = spans[(spans["since"] <= day) & (spans["until"].isna() | (spans["until"] >= day))]
    municipality = MUNICIPALITIES[on_day["organization"]]
    sums = on_day.groupby([municipality, "category"])[[*NUMBERS]].sum()
    return dict(zip(sums.index, sums.to_numpy().tolist(), strict=True))


@given(world=people())
def test_a_count_of_a_municipality_is_the_running_total(world: tuple[Person, ...]):
    spans = spans_of(world)
    changes = differences(spans, MUNICIPALITIES).frame()
    assert not changes.duplicated([*GROUP]).any()
    for day in map(pd.Timestamp, days_of(world, Law())[::4]):
        assert totals(changes, day) == counted(spans.frame(), day), day


@given(world=people())
def test_differences_of_parts_add_up(world: tuple[Person, ...]):
    spans = spans_of(world)
    parts = [differences(spans.rows(spans["person"] == one), MUNICIPALITIES) for one in np.unique(spans["person"])]
    whole = differences(spans, MUNICIPALITIES)
    nothing = whole.rows(np.zeros(0, dtype=np.int64))
    pd.testing.assert_frame_equal(added([nothing, *parts]).frame(), whole.frame())


def test_a_person_who_moves_is_taken_off_one_municipality_and_added_to_the_other():
    spans = Columns(
        {
            "organization": np.array([1, 3]),
            "category": np.array(["teaching", "teaching"], dtype=object),
            "since": np.array(["2026-01-01", "2026-03-01"], dtype="datetime64[D]"),
            "until": np.array(["2026-02-28", None], dtype="datetime64[D]"),
            **dict.fromkeys(NUMBERS, np.array([0, 0])),
            "staff": np.array([1, 1]),
        }
    )
    changes = differences(spans, MUNICIPALITIES)
    rows = [*zip(*(changes[name].astype(str).tolist() for name in ("municipality", "day", "staff")), strict=True)]
    assert rows == [("1", "2026-01-01", "1"), ("1", "2026-03-01", "-1"), ("2", "2026-03-01", "1")]
    assert set(COUNT_KEYS) < set(NUMBERS)
