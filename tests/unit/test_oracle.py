"""The independent count of version 2, held against answers found by hand."""

from datetime import date

import pytest

from tests.law_cases import WORKED_EXAMPLES, Case
from tests.law_parts import SENTENCES_OF_PARTS
from tests.law_sentences import SENTENCES
from tests.oracle import state
from tests.oracle_days import months_back, year_start


@pytest.mark.parametrize("case", WORKED_EXAMPLES, ids=lambda case: case.sentence)
def test_the_worked_examples_of_the_domain(case: Case):
    for day, counts in case.expected():
        assert case.visible(state(case.person, day, case.law)) == counts, day


@pytest.mark.parametrize("case", [*SENTENCES, *SENTENCES_OF_PARTS], ids=lambda case: case.sentence)
def test_each_sentence_of_the_law(case: Case):
    for day, counts in case.expected():
        assert case.visible(state(case.person, day, case.law)) == counts, day


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2024, 2, 29), 36, date(2021, 2, 28)),
        (date(2023, 2, 28), 36, date(2020, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_back_keep_to_the_month(day: date, months: int, earlier: date):
    assert months_back(day, months) == earlier


def test_the_reporting_year_begins_with_its_month():
    assert year_start(date(2026, 8, 31), 9) == date(2025, 9, 1)
    assert year_start(date(2026, 9, 1), 9) == date(2026, 9, 1)
