"""Calendar months on arrays of days, held against looking day by day; sums of intervals, against adding them up."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle_days import months_back, year_start
from tests.worlds import facts_of
from timeline.days import NEVER, dates, days, months_after, year_end_after
from timeline.facts import COLUMNS, facts_from
from timeline.sweep import intervals, joined, sweep

EPOCH = date(1970, 1, 1)
# Two leap years and the months around them.
EVERY_DAY = [date(2019, 12, 1) + timedelta(days=number) for number in range(366 * 5)]


def numbers(some: list[date]) -> np.ndarray:
    return np.array([(one - EPOCH).days for one in some])


@pytest.mark.parametrize("months", [0, 1, 2, 12, 36])
def test_months_after_is_the_first_day_with_so_many_months_behind_it(months: int):
    for day, number in zip(EVERY_DAY, months_after(numbers(EVERY_DAY), months).tolist(), strict=True):
        first = EPOCH + timedelta(days=number)
        assert months_back(first, months) >= day > months_back(first - timedelta(days=1), months), day


@pytest.mark.parametrize("first_month", [1, 9])
def test_a_reporting_year_ends_where_the_next_one_begins(first_month: int):
    for day, number in zip(EVERY_DAY, year_end_after(numbers(EVERY_DAY), first_month).tolist(), strict=True):
        first = EPOCH + timedelta(days=number)
        assert year_start(first, first_month) == first
        assert year_start(first - timedelta(days=1), first_month) == year_start(day, first_month)


def test_what_never_happens_has_no_date():
    column = np.array([date(2026, 3, 1), None], dtype="datetime64[D]")
    assert days(column).tolist() == [(date(2026, 3, 1) - EPOCH).days, NEVER]
    assert dates(days(column)).tolist() == [date(2026, 3, 1), None]


def test_facts_take_dates_of_python_and_absent_ids():
    rows = {"assessments": {"id": 1, "person": 1, "procedure": "Тест", "passed_on": date(2026, 3, 1), "is_need": 0}}
    frames = {name: pd.DataFrame([rows[name]] if name in rows else []) for name in COLUMNS}
    facts = facts_from({name: frame.reindex(columns=[*COLUMNS[name]]) for name, frame in frames.items()})
    assert {name: str(facts.assessments[name].dtype) for name in facts.assessments} == dict(COLUMNS["assessments"])
    assert np.isnat(facts.assessments["formed_on"]).all()
    assert not facts.assessments["is_need"].any()


def test_facts_without_a_column_are_refused():
    frames = {name: rows.frame() for name, rows in vars(facts_of(())).items()}
    with pytest.raises(KeyError, match="expelled_on"):
        facts_from({**frames, "applications": frames["applications"].drop(columns="expelled_on")})


_pieces = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.integers(0, 9), st.integers(-2, 3)), max_size=8)


@given(left=_pieces, right=_pieces)
def test_a_sweep_adds_up_intervals(left: list[tuple[int, int, int, int]], right: list[tuple[int, int, int, int]]):
    def changes(pieces: list[tuple[int, int, int, int]]):
        columns = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
        return intervals(columns[0], columns[1], columns[2], columns[3])

    rows = sweep({"left": changes(left), "both": joined(changes(left), changes(right))}).frame()
    assert rows[["owner", "day"]].equals(rows[["owner", "day"]].sort_values(["owner", "day"]))
    for owner in (1, 2, 3):
        for day in range(-1, 11):
            before = rows[(rows["owner"] == owner) & (rows["day"] <= day)]
            left_sum, both_sum = before[["left", "both"]].iloc[-1] if len(before) else (0, 0)
            assert left_sum == _sum(left, owner, day)
            assert both_sum == _sum(left, owner, day) + _sum(right, owner, day)


def _sum(pieces: list[tuple[int, int, int, int]], owner: int, day: int) -> int:
    return sum(amount for whose, since, until, amount in pieces if whose == owner and since <= day < until)
