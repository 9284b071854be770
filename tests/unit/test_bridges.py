"""A bridge has one step for every change of a row, and hides what would tell of few people."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.bridges import (
    CAUSES,
    Part,
    Sides,
    Standing,
    Step,
    contribution,
    label_of,
    lost_count,
    parts_of_bridge,
    step_of,
    steps_of,
    without_small,
)
from model.indicators import RATES, Rate

STANDINGS = [Standing(works=False, in_bottom=False, in_top=False)]
STANDINGS += [Standing(True, bottom, top) for bottom, top in ((False, False), (True, False), (True, True))]
LEAST = 5


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.key)
def test_every_change_of_a_row_is_one_named_step_of_the_rate(rate: Rate):
    steps = steps_of(rate)
    assert len({step.key for step in steps}) == len({label_of(step, rate) for step in steps}) == len(steps)
    for before, after in product(STANDINGS, STANDINGS):
        lost = lost_count(rate, before, after)
        for cause in CAUSES[lost] if lost else [None]:
            step = step_of(before, after, cause)
            if step is None:
                assert (before.in_top, before.in_bottom) == (after.in_top, after.in_bottom)
                continue
            assert step in steps
            assert int(before.in_top) + step.top == after.in_top
            assert int(before.in_bottom) + step.bottom == after.in_bottom


@given(
    before=st.tuples(st.integers(0, 50), st.integers(1, 50)),
    added=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=6),
)
def test_contributions_add_up_to_the_change_of_the_rate(before: tuple[int, int], added: list[tuple[int, int]]):
    then = Sides(*before)
    now = Sides(then.top + sum(top for top, _ in added), then.bottom + sum(bottom for _, bottom in added))
    assume(now.bottom > 0)
    shares = [contribution(then, now, top, bottom) for top, bottom in added]
    assert then.share is not None
    assert now.share is not None
    assert sum(share for share in shares if share is not None) == now.share - then.share


def test_without_people_on_a_day_nothing_contributes():
    assert contribution(Sides(0, 0), Sides(1, 2), 1, 2) is None
    assert contribution(Sides(1, 2), Sides(0, 0), -1, -2) is None


@given(rows=st.dictionaries(st.sampled_from(steps_of(RATES[2])), st.integers(0, 12)))
def test_small_steps_are_told_together_and_never_by_subtraction(rows: dict[Step, int]):
    rate = RATES[2]
    whole = parts_of_bridge(rows, rate)
    shown = without_small(whole, LEAST)
    for one in ("top", "bottom"):
        assert sum(getattr(part, one) for part in shown) == sum(getattr(part, one) for part in whole)
    assert all(part.rows is None or part.rows >= LEAST for part in shown)
    hidden = sum(rows.values()) - sum(part.rows or 0 for part in shown)
    named = [part for part in shown if part.step]
    assert hidden == 0 or hidden >= LEAST or not named
    assert [part for part in shown if part.step is None] == shown[len(named) :]


def test_steps_of_enough_people_stay_as_they_are():
    rate = RATES[2]
    step = steps_of(rate)[0]
    assert without_small(parts_of_bridge({step: LEAST}, rate), LEAST) == [Part(step, LEAST, LEAST, LEAST)]
