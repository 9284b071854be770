"""Days that are not to come, however they are written, and numbers that are none; words people shorten."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from ingest.cells import parsers as cells
from ingest.cells.kinds import CellKind
from ingest.cells.parsers import PARSERS, hours, percent
from ingest.cells.texts import CellError
from ingest.files import reading, row_checks
from ingest.registers import APPENDIX1, APPENDIX2, APPLICATIONS, PARTICIPATION, REGISTERS, STAFF
from ingest.registers.register import Ahead
from tests.data.test_kinds import meaning
from tests.unit.test_reading import reasons

TODAY = date(2026, 11, 28)


@pytest.fixture
def _clock(monkeypatch):
    monkeypatch.setattr(reading, "today", lambda: TODAY)


# Days to come (F12)

ACCOMPLISHED = [
    (register, column.key)
    for register in REGISTERS.values()
    for column in register.columns
    if column.kind is CellKind.DAY and column.ahead is Ahead.DONE
]
DECISIONS = {"head_on": {"head_decision": "подтверждена"}, "provider_on": {"provider_decision": "отклонена"}}


def test_the_accomplished_facts_of_the_registers_are_these():
    assert {key for _, key in ACCOMPLISHED} == {
        *(
            "passed_on",
            "formed_on",
            "submitted_on",
            "head_on",
            "provider_on",
            "withdrawn_on",
            "expelled_on",
            "chosen_on",
            "confirmed_on",
        )
    }


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(("register", "key"), ACCOMPLISHED, ids=lambda one: one if isinstance(one, str) else one.key)
@given(ahead=st.integers(1, 26_000))
def test_an_accomplished_fact_of_a_day_to_come_is_refused(register, key, ahead):
    day = TODAY + timedelta(days=ahead)
    refused = reasons(register, **{key: f"{day:%d.%m.%Y}", **DECISIONS.get(key, {})})
    assert list(refused) == [register.column(key).heading]
    assert "28.11.2026" in refused[register.column(key).heading]


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(("register", "key"), ACCOMPLISHED, ids=lambda one: one if isinstance(one, str) else one.key)
def test_what_happened_today_is_accepted(register, key):
    assert reasons(register, **{key: f"{TODAY:%d.%m.%Y}", **DECISIONS.get(key, {})}) == {}


@pytest.mark.usefixtures("_clock")
def test_a_hiring_is_arranged_some_months_ahead_and_no_more():
    assert reasons(STAFF, since="01.03.2027") == {}
    assert "шесть месяцев" in reasons(STAFF, since="01.09.2062")["Принят"]


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(
    ("register", "said"),
    [
        (STAFF, {"until": "31.08.2031"}),
        (STAFF, {"absent_since": "01.09.2027", "absent_until": "31.08.2028"}),
        (APPLICATIONS, {"training_since": "01.09.2028", "training_until": "20.09.2028"}),
        (PARTICIPATION, {"starts_on": "17.12.2027", "ends_on": "18.12.2027"}),
        (APPENDIX2, {"realized": "20.11.2026 - 20.12.2026"}),
    ],
)
def test_what_is_planned_may_lie_ahead_but_not_in_another_age(register, said):
    assert reasons(register, **said) == {}
    late = {key: line.replace("20", "20").replace("2026", "2066").replace("2027", "2067") for key, line in said.items()}
    late = {key: line.replace("2028", "2068").replace("2031", "2071") for key, line in late.items()}
    refused = reasons(register, **late)
    assert set(refused) == {register.column(key).heading for key in said}
    assert all("проверьте год" in reason for reason in refused.values())


@pytest.mark.usefixtures("_clock")
def test_a_document_is_not_of_a_day_to_come():
    assert list(reasons(APPENDIX2, realized="20.11.2026 - 20.12.2026", document_number="УД-1")) == ["Дата реализации"]


@pytest.mark.usefixtures("_clock")
def test_taking_out_the_look_at_days_lets_the_future_in(monkeypatch):
    monkeypatch.setattr(row_checks, "_check_days", lambda *_: None)
    days = st.dates(TODAY + timedelta(days=1), date(2100, 12, 31))
    assert find(days, lambda day: reasons(APPENDIX1, passed_on=f"{day:%d.%m.%Y}") == {})


@given(st.dates(date(1950, 1, 1), date(2030, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(value):
    months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
    month = months[value.month - 1]
    for line in (
        f"{value:%d.%m.%Y}",
        f"{value:%Y-%m-%d}",
        f"{value.day} {month} {value.year} г.",
        f"«{value:%d}» {month} {value.year}",
    ):
        assert PARSERS[CellKind.DAY](line) == value
    assert PARSERS[CellKind.PERIOD](f"С {value:%d.%m.%Y} по {value:%d.%m.%Y}") == (value, value)
    assert PARSERS[CellKind.PERIOD](f"C {value:%d.%m.%Y} г. по {value.day} {month} {value.year} года") == (value, value)


@pytest.mark.parametrize(
    ("line", "year"), [("01.09.98", 1998), ("01.09.26", 2026), ("01.09.00", 2000), ("01.09.30", 2030)]
)
def test_a_year_of_two_digits_is_near_to_now(line, year):
    assert PARSERS[CellKind.DAY](line) == date(year, 9, 1)


# Numbers that are none (M8), words of choice (K10)


@pytest.mark.parametrize("cell", [math.nan, math.inf, -math.inf, "nan", "inf", "-inf", "NaN", "1e400", "9" * 400, "∞"])
@pytest.mark.parametrize("kind", [CellKind.HOURS, CellKind.COUNT, CellKind.PERCENT, CellKind.DAY, CellKind.IDENTIFIER])
def test_what_is_no_number_is_never_stored(kind, cell):
    value = meaning(PARSERS[kind], cell)
    assert not isinstance(value, float)
    if not isinstance(cell, str):
        assert isinstance(value, CellError)


@pytest.mark.parametrize(
    "line", ["72 ак.ч.", "72 ак. ч.", "72 академических часа", "72ч", "72 уч. часа", "72 (семьдесят два) часа"]
)
def test_hours_with_any_unit_are_hours(line):
    assert hours(line) == 72


@pytest.mark.parametrize(
    ("kind", "line", "value"),
    [
        (CellKind.CATEGORY, "педaгогичecкий", "teaching"),
        (CellKind.CATEGORY, "Pуководящий", "managing"),
        (CellKind.CATEGORY, "пед. работник", "teaching"),
        (CellKind.CATEGORY, "рук. работник", "managing"),
        (CellKind.DECISION, "согласовано", "confirmed"),
        (CellKind.DECISION, "Одобрена", "confirmed"),
        (CellKind.DECISION, "Отказано", "rejected"),
        (CellKind.APPLICATION, "ДПП*", "programme"),
        (CellKind.SUBMITTER, "педработник", "employee"),
    ],
)
def test_words_are_read_as_people_shorten_them(kind, line, value):
    assert PARSERS[kind](line) == value


def test_a_latin_letter_that_makes_another_word_is_named():
    assert "латинские буквы: «P»" in meaning(PARSERS[CellKind.CATEGORY], "Pедагогический").reason
    assert "латинские" not in meaning(PARSERS[CellKind.CATEGORY], "teacher").reason


@pytest.mark.parametrize("line", ["не согласовано", "не подтверждена", "да", "нет"])
def test_a_decision_that_may_mean_either_is_refused(line):
    assert isinstance(meaning(PARSERS[CellKind.DECISION], line), CellError)


def test_a_formula_that_comes_to_a_hundred_is_a_hundred():
    assert percent(100.00000000000001) == 100
    assert isinstance(meaning(percent, 100.1), CellError)


def test_taking_the_look_at_finite_numbers_out_lets_nan_in(monkeypatch):
    monkeypatch.setattr(cells.math, "isfinite", lambda _number: True)
    assert math.isnan(meaning(hours, math.nan))
