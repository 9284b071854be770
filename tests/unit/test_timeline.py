"""Spans are the law: on any day of any invented people their columns are those of the independent count."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import indicators
from tests.law_cases import WORKED_EXAMPLES, Case, applied, assessed, chose, on, somebody
from tests.law_parts import SENTENCES_OF_PARTS
from tests.law_sentences import SENTENCES
from tests.oracle import COUNT_KEYS, Law, Person, gather, spell_on, state
from tests.oracle_concerns import concerns
from tests.worlds import ORGANIZATIONS, cut_off, days_of, facts_of, people
from timeline import spans as spans_module
from timeline.columns import Columns
from timeline.concerns import SINCE_KEYS
from timeline.days import days
from timeline.facts import Facts, Rules
from timeline.routes import routes
from timeline.spans import spans

STAGES = (
    *("staff", "assessed", "recommended", "chosen", "formed", "head_approved", "provider_approved", "formal_done"),
    "realized",
)
laws = st.sampled_from([Law(), Law(), Law(), Law(newcomer_months=1, year_first_month=9), Law(years=1)])


def rules_of(law: Law) -> Rules:
    return Rules(law.years, law.newcomer_months, law.year_first_month)


def spans_of(world: tuple[Person, ...], law: Law) -> pd.DataFrame:
    return timeline_of(facts_of(world), law)


def timeline_of(facts: Facts, law: Law) -> pd.DataFrame:
    rules = rules_of(law)
    return spans(facts, routes(facts, rules), rules).frame()


class Timeline:
    """The spans of a world, looked up by day."""

    def __init__(self, world: tuple[Person, ...], law: Law) -> None:
        self.rows = spans_of(world, law)
        self._since, self._until = (days(self.rows[name].to_numpy()) for name in ("since", "until"))
        self._person = self.rows["person"].to_numpy()
        self._counts = self.rows[[*COUNT_KEYS]].to_numpy()

    def on(self, day: date) -> np.ndarray:
        """The places of the spans that cover the day, one for each person."""
        number = (day - date(1970, 1, 1)).days
        places = np.flatnonzero((self._since <= number) & (self._until >= number))
        assert len(set(self._person[places])) == len(places)
        return places

    def counts_on(self, day: date) -> dict[int, dict[str, int]]:
        """The counts of each person who is on the staff."""
        counts = {int(self._person[place]): self._counts[place].tolist() for place in self.on(day)}
        return {person: dict(zip(COUNT_KEYS, numbers, strict=True)) for person, numbers in counts.items()}


def test_counts_come_in_the_order_of_the_domain():
    assert spans_module.COUNT_KEYS == indicators.COUNT_KEYS == COUNT_KEYS


@pytest.mark.parametrize("case", [*WORKED_EXAMPLES, *SENTENCES, *SENTENCES_OF_PARTS], ids=lambda case: case.sentence)
def test_answers_by_hand(case: Case):
    timeline = Timeline((case.person,), case.law)
    for day, counts in case.expected():
        assert case.visible(timeline.counts_on(day).get(1, {})) == counts, day


@given(world=people(), law=laws)
def test_spans_on_any_day_are_the_independent_count(world: tuple[Person, ...], law: Law):
    timeline = Timeline(world, law)
    nobody = dict.fromkeys(COUNT_KEYS, 0)
    for day in days_of(world, law):
        counts = timeline.counts_on(day)
        for number, person in enumerate(world, 1):
            assert counts.get(number, nobody) == state(person, day, law), (number, day)


@given(world=people(), law=laws)
def test_concerns_last_since_the_day_of_the_independent_count(world: tuple[Person, ...], law: Law):
    timeline = Timeline(world, law)
    columns = {key: [*timeline.rows[key]] for key in SINCE_KEYS}
    for day in days_of(world, law):
        for place in timeline.on(day):
            since = {key: None if pd.isna(days[place]) else days[place].date() for key, days in columns.items()}
            assert since == concerns(world[timeline.rows["person"][place] - 1], day, law), day
            assert timeline.rows["expiring"][place] == (since["expiring_since"] is not None)


@given(world=people(), law=laws)
def test_spans_tell_the_place_of_work_and_the_latest_route(world: tuple[Person, ...], law: Law):
    timeline = Timeline(world, law)
    opening = facts_of(world).assessments.frame().set_index("id")
    opened_by = dict(
        zip(opening.index, zip(opening["procedure"], opening["passed_on"].dt.date, strict=True), strict=True)
    )
    rows = timeline.rows.to_dict("records")
    for day in days_of(world, law):
        for row in (rows[place] for place in timeline.on(day)):
            person = world[row["person"] - 1]
            spell = spell_on(person, day)
            assert spell is not None
            assert ORGANIZATIONS[row["organization"] - 1] == spell.organization
            position = None if pd.isna(row["position"]) else row["position"]
            assert (row["category"], position) == (spell.category, spell.position)
            if row["assessed"] or row["by_need"]:
                opening_one = gather(person, day, law)[-1].assessments[0]
                assert opened_by[row["route"]] == (opening_one.procedure, opening_one.passed_on)
            else:
                assert row["route"] == 0


@given(world=people(), law=laws)
def test_facts_after_a_day_do_not_exist_on_it(world: tuple[Person, ...], law: Law):
    days = days_of(world, law)[::3]
    whole = Timeline(world, law)
    cut = Timeline(tuple(cut_off(person, day) for day in days for person in world), law)
    for number, day in enumerate(days):
        counts, counts_cut = whole.counts_on(day), cut.counts_on(day)
        for person in range(1, len(world) + 1):
            assert counts_cut.get(number * len(world) + person) == counts.get(person), (person, day)


@given(world=people(), law=laws)
def test_each_stage_contains_the_next(world: tuple[Person, ...], law: Law):
    rows = spans_of(world, law)
    for wide, narrow in [*pairwise(STAGES), ("chosen", "selected"), ("selected", "realized")]:
        assert (rows[wide] >= rows[narrow]).all(), (wide, narrow)


@given(world=people(), law=laws)
def test_spans_of_a_person_neither_overlap_nor_repeat_the_one_before(world: tuple[Person, ...], law: Law):
    rows = spans_of(world, law)
    assert (rows["until"].isna() | (rows["since"] <= rows["until"])).all()
    for _, own in rows.groupby("person"):
        states = own.drop(columns=["since", "until"]).fillna("").to_numpy()
        assert own["until"].iloc[:-1].notna().all()
        for one, (since, until) in enumerate(zip(own["since"].iloc[1:], own["until"].iloc[:-1], strict=True)):
            assert since > until
            is_next_day = since == until + pd.Timedelta(days=1)
            assert not (is_next_day and (states[one] == states[one + 1]).all())


@given(world=people(), law=laws)
def test_people_in_any_chunks_have_the_same_spans(world: tuple[Person, ...], law: Law):
    together = spans_of(world, law)
    for number, person in enumerate(world, 1):
        alone = spans_of((person,), law)
        columns = ["since", "until", *COUNT_KEYS]
        own = together.loc[together["person"] == number, columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, alone[columns])


def shuffled_rows(rows: Columns, seed: int) -> Columns:
    return rows.rows(np.random.default_rng(seed).permutation(len(rows)))


@given(world=people(), order=st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same_spans(world: tuple[Person, ...], order):
    facts = facts_of(world)
    seed = order.randrange(2**32)
    shuffled = Facts(**{name: shuffled_rows(rows, seed) for name, rows in vars(facts).items()})
    pd.testing.assert_frame_equal(timeline_of(shuffled, Law()), timeline_of(facts, Law()))


CONCERNED = somebody(
    assessed("01.02.2023", "П1"),
    applied("П1", "10.02.2023", number="1", head_refused="12.02.2023"),
    applied("П1", "11.02.2023", number="2", withdrawn="14.02.2023"),
    applied("П1", "20.02.2023", number="3", both="21.02.2023", until="10.03.2023"),
    applied("П1", "22.02.2023", number="4", both="23.02.2023", until="20.03.2023", expelled="25.03.2023"),
    chose("Форум", "02.02.2023", "05.02.2023"),
    chose("Семинар", "02.02.2023", "03.02.2023", confirmed="09.02.2023"),
    chose("Лекция", "02.02.2023", "04.02.2023", reason=True),
)


@pytest.mark.parametrize(
    ("day", "answers"),
    [
        ("02.02.2023", {"without_programme": "01.02.2023"}),
        ("08.02.2023", {"without_programme": "01.02.2023", "events_unmarked": "03.02.2023"}),
        ("11.02.2023", {"awaiting_head": "10.02.2023", "events_unmarked": "05.02.2023"}),
        ("12.02.2023", {"awaiting_head": "11.02.2023", "events_unmarked": "05.02.2023"}),
        ("15.02.2023", {"without_application": "14.02.2023", "events_unmarked": "05.02.2023"}),
        ("30.03.2023", {"formal_late": "10.03.2023", "events_unmarked": "05.02.2023"}),
        ("03.11.2025", {"formal_late": "10.03.2023", "events_unmarked": "05.02.2023", "expiring": "01.02.2023"}),
        ("01.02.2026", {}),
    ],
)
def test_concerns_by_hand(day: str, answers: dict[str, str]):
    timeline = Timeline((CONCERNED,), Law())
    (place,) = timeline.on(on(day))
    row = timeline.rows.iloc[place]
    since = {key.removesuffix("_since"): row[key].date() for key in SINCE_KEYS if not pd.isna(row[key])}
    assert since == {key: on(text) for key, text in answers.items()}


def test_nobody_has_no_spans():
    rows = spans_of((), Law())
    assert [column for column in rows.columns if column in COUNT_KEYS] == list(COUNT_KEYS)
    assert len(rows) == 0
    assert np.issubdtype(rows["since"].dtype, np.datetime64)
