"""The cycle of assessment: its years, and who is to be assessed by its end (п. 2.4, 3.3.3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.coverage import CoverageGroup, cycle_on, need_on
from model.dates import Period, years_before

DAYS = st.dates(date(2004, 1, 1), date(2090, 12, 31))
TODAY = date(2026, 11, 28)


def test_a_rolling_cycle_has_the_three_years_up_to_that_of_the_day():
    cycle = cycle_on(TODAY, 3)
    assert [year.since.year for year in cycle.years] == [2024, 2025, 2026]
    assert cycle.whole == Period(date(2023, 11, 29), TODAY)
    assert (cycle.ends_on, cycle.is_fixed) == (date(2026, 12, 31), False)


@pytest.mark.parametrize(("first_year", "years"), [(2024, [2024, 2025, 2026]), (2025, [2025, 2026, 2027])])
def test_a_fixed_cycle_has_the_years_of_its_order(first_year: int, years: list[int]):
    cycle = cycle_on(TODAY, 3, first_year=first_year)
    assert [year.since.year for year in cycle.years] == years
    assert cycle.whole == Period(date(years[0], 1, 1), date(years[-1], 12, 31))


@given(day=DAYS, first_month=st.integers(1, 12), first_year=st.integers(2000, 2030))
def test_fixed_cycles_follow_each_other_and_hold_their_day(day: date, first_month: int, first_year: int):
    cycle = cycle_on(day, 3, first_month, first_year)
    assert day in cycle.whole
    following = cycle_on(cycle.ends_on + timedelta(days=1), 3, first_month, first_year)
    assert following.whole.since == cycle.whole.until + timedelta(days=1)


@given(day=DAYS, passed_on=st.none() | DAYS, first_year=st.sampled_from((0, 2024, 2025)))
def test_who_has_no_need_is_covered_when_the_cycle_ends_and_nobody_else(
    day: date, passed_on: date | None, first_year: int
):
    cycle = cycle_on(day, 3, first_year=first_year)
    last = None if passed_on is None or passed_on > day else passed_on
    is_covered = last is not None and last > years_before(cycle.ends_on, 3)
    assert (need_on(cycle, last) is None) == is_covered
    if cycle.is_fixed and last:
        assert is_covered == (last in cycle.whole)


@pytest.mark.parametrize(
    ("passed_on", "need"),
    [
        (None, CoverageGroup.NEVER),
        (date(2023, 11, 28), CoverageGroup.EXPIRED),
        (date(2023, 11, 29), CoverageGroup.EXPIRING),
        (date(2023, 12, 31), CoverageGroup.EXPIRING),
        (date(2024, 1, 1), None),
    ],
)
def test_an_assessment_counts_for_three_years_and_expires_within_this_one(
    passed_on: date | None, need: CoverageGroup | None
):
    assert need_on(cycle_on(TODAY, 3), passed_on) == need
