"""Numbers, dates and percents as Russian readers write them."""

from datetime import date, datetime

import pytest

from dashboard import words


def plainly(text: str) -> str:
    """The text with ordinary spaces, so that a test can be read."""
    return text.replace(words.THIN, " ").replace(words.FIXED, " ")


@pytest.mark.parametrize(
    ("fraction", "written"),
    [
        (0.125, "12,5 %"),
        (0.0625, "6,3 %"),
        (0.33249, "33,2 %"),
        (0.1245, "12,5 %"),
        (133 / 400, "33,3 %"),
        (1.0, "100,0 %"),
        (0.0, "0,0 %"),
        (0.9996, "100,0 %"),
    ],
)
def test_percent_has_one_decimal_rounded_half_up(fraction, written):
    assert plainly(words.percent(fraction)) == written


def test_percent_of_two_counts_is_the_percent_of_their_ratio():
    differing = [
        (top, bottom)
        for bottom in range(1, 251)
        for top in range(bottom + 1)
        if words.percent(top / bottom) != words.percent_of(top, bottom)
    ]
    assert differing == []


def test_a_tie_in_whole_numbers_is_rounded_up():
    assert plainly(words.percent_of(1, 16)) == "6,3 %"
    assert plainly(words.percent_of(249, 2000)) == "12,5 %"


def test_what_is_absent_is_a_dash_and_never_nought():
    absent = [words.percent(None), words.number(None), words.score(None), words.day(None), words.percent_of(0, 0)]
    assert absent == ["—"] * 5
    assert words.month(None) == "—"
    assert words.moment(None) == "—"


@pytest.mark.parametrize(
    ("n", "written"),
    [(0, "0"), (999, "999"), (1234, "1 234"), (1234567, "1 234 567"), (2.25, "2,3"), (3.0, "3"), (-5, "−5")],
)
def test_thousands_stand_apart_and_the_decimal_sign_is_a_comma(n, written):
    assert plainly(words.number(n)) == written


def test_no_number_breaks_at_the_end_of_a_line():
    written = [words.number(1234567), words.percent(0.333), words.days(12), words.ratio(1, 2).split("из")[1]]
    assert not any(" " in one for one in written)


@pytest.mark.parametrize(
    ("n", "written"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (12, "12 дней"), (21, "21 день"), (112, "112 дней")],
)
def test_days_are_counted_in_russian(n, written):
    assert plainly(words.days(n)) == written


def test_people_and_workers_are_counted_in_russian():
    assert [plainly(words.people(n)) for n in (1, 3, 5, 22)] == ["1 человек", "3 человека", "5 человек", "22 человека"]
    assert plainly(words.plural(1, "работник", "работника", "работников")) == "1 работник"
    assert plainly(words.plural(1234, "работник", "работника", "работников")) == "1 234 работника"


def test_dates_are_written_by_day_month_and_year():
    assert words.day(date(2023, 2, 20)) == "20.02.2023"
    assert plainly(words.month(date(2023, 2, 20))) == "февраль 2023"
    assert words.moment(datetime(2023, 2, 20, 9, 5).astimezone()) == "20.02.2023, 09:05"


def test_a_score_keeps_its_decimal():
    assert words.score(78.5) == "78,5"
    assert words.score(78.0) == "78,0"
    assert words.score(66.25) == "66,3"


def test_a_target_is_written_as_in_the_regulation():
    assert plainly(words.target((333, 1000))) == "33,3 %"
    assert plainly(words.target((1, 1))) == "100 %"
