"""How values are written in documents."""

from datetime import date, datetime

import pytest

from exports.forms import score, text, value_text
from model.wording import period


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (0, "0"),
        (72.0, "72"),
        (100.0, "100"),
        (36.5, "36,5"),
        (date(2026, 2, 1), "01.02.2026"),
        (datetime(2026, 2, 1, 9, 5), "01.02.2026, 09:05"),
        (("Первое", "Второе"), "Первое\nВторое"),
        ((), ""),
        ("нан", "нан"),
    ],
)
def test_a_value_is_written_as_russians_write_it_and_nothing_for_what_is_absent(value, shown):
    assert value_text(value) == shown


@pytest.mark.parametrize(
    ("percents", "shown"),
    [(None, ""), (0.0, "0,0"), (78.5, "78,5"), (33.25, "33,3"), (81.25, "81,3"), (0.05, "0,1"), (100.0, "100,0")],
)
def test_a_score_has_one_decimal_half_up(percents, shown):
    assert score(percents) == shown


def test_a_single_day_is_written_once():
    assert period(date(2026, 3, 2), date(2026, 3, 2)) == "02.03.2026"
    assert period(date(2026, 3, 2), date(2026, 3, 20)) == "02.03.2026 – 20.03.2026"
    assert period(date(2026, 3, 2), None) == "02.03.2026"


def test_what_no_document_can_hold_is_left_out():
    assert text("Анна\x00\x0b\x1b\ud800\ufffe Ёлкина\r\n№\t1 😀") == "Анна\n Ёлкина\n№\t1 😀"


def test_private_characters_are_bullets_or_a_visible_mark():
    assert text("\uf0b7\tВебинар\n\uf0a7 Урок") == "• Вебинар\n• Урок"
    assert text("Школа \ue123 № 5\x85\x80\x9f!") == "Школа □ № 5\n!"
