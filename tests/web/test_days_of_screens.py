"""A screen of a day that has not come, or from before the data, says so in place of 0 %."""

from datetime import date, timedelta

import pytest

from model.dates import today
from tests.site import signed_in
from tests.village import FIRST, TOWN, Village, accounts_of, build_village


@pytest.fixture
def village(sqlite: str) -> Village:
    return build_village()


@pytest.mark.parametrize("screen", ["", "/list/staff", "/applications", "/events", "/competences", "/quality"])
def test_a_day_to_come_is_refused(village: Village, screen: str):
    head = signed_in(accounts_of(village)["school"])
    tomorrow = today() + timedelta(days=1)
    told = head.opens(f"/organization/{village.ids[FIRST]}{screen}?on={tomorrow}")
    assert "Отчётная дата ещё не наступила" in told
    assert f"{tomorrow:%d.%m.%Y} ещё не наступило" in told
    assert "%" not in told


def test_before_the_first_assessment_of_ones_own_there_are_no_data(village: Village):
    logins = accounts_of(village)
    # Анна of the first school is assessed on 1 February, Елена of the other town on the 6th.
    school = f"/organization/{village.ids[FIRST]}"
    told = signed_in(logins["school"]).opens(f"{school}?on=2026-01-31")
    assert "На 31.01.2026 данных нет, первые — от 01.02.2026." in told
    assert "не хватает" not in told
    assert "не хватает" in signed_in(logins["school"]).opens(f"{school}?on=2026-02-01")


def test_a_person_is_shown_on_any_past_day(village: Village):
    anna = village.ids["Аннаова Примера"]
    told = signed_in(accounts_of(village)["employee"]).opens(f"/person/{anna}?on=2026-01-31")
    assert "данных нет, первые" not in told
    assert "Состояние на 31.01.2026" in told


def test_the_field_ends_today_and_a_comparison_with_a_day_to_come_is_left_out(village: Village):
    coordinator = signed_in(accounts_of(village)["municipality"])
    told = coordinator.opens(f"/municipality/{village.ids[TOWN]}?against=2100-01-01")
    assert f"'max': '{today()}'" in told
    assert "01.01.2100" not in told


def test_today_has_no_strip(village: Village):
    coordinator = signed_in(accounts_of(village)["municipality"])
    address = f"/municipality/{village.ids[TOWN]}"
    assert "Состояние на" not in coordinator.opens(address)
    assert "Состояние на" not in coordinator.opens(f"{address}?on={today()}")
    assert "Состояние на" in coordinator.opens(f"{address}?on={date(2026, 9, 30)}")
