"""The targets that the regulation leaves to the region, set by year (domain: rules of showing)."""

from datetime import date

import pytest

import settings
from dashboard.components.rate_card import verdict_of
from dashboard.pages.definitions import rate_rows
from model.indicators import COUNT_KEYS, RATES, Rate, rates_on
from tests.site import signed_in
from tests.village import accounts_of, build_village

SAID = "2025: completion 80; 2026: completion 85, participation 70,5"
IN_2026, IN_2027 = date(2026, 5, 1), date(2027, 5, 1)


def rate(key: str, day: date) -> Rate:
    return next(one for one in rates_on(day) if one.key == key)


def test_the_region_sets_just_those_that_the_regulation_does_not():
    assert set(settings.REGIONS_OWN) == {one.key for one in RATES if one.target is None}


def test_without_the_setting_every_rate_is_as_the_regulation_has_it():
    assert rates_on(IN_2026) == RATES


def test_a_target_holds_for_its_year_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", SAID)
    assert rate("completion", date(2025, 12, 31)).target == (4, 5)
    assert rate("completion", date(2026, 1, 1)).target == (17, 20)
    assert rate("participation", IN_2026).target == (141, 200)
    assert rates_on(IN_2027) == RATES
    assert rate("coverage", IN_2026) == next(one for one in RATES if one.key == "coverage")


def test_the_academic_year_is_named_by_its_first_month(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", SAID)
    monkeypatch.setenv("YEAR_FIRST_MONTH", "9")
    assert rate("completion", date(2026, 8, 31)).target == (4, 5)
    assert rate("completion", date(2026, 9, 1)).target == (17, 20)


def test_it_is_compared_in_whole_people(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", SAID)
    counts = dict.fromkeys(COUNT_KEYS, 0) | {"formed": 7, "formal_done": 5}
    assert "не хватает 1" in verdict_of(rate("completion", IN_2026), counts)[1]
    assert "достигнута" in verdict_of(rate("completion", IN_2026), counts | {"formal_done": 6})[1]


def test_who_set_it_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", SAID)
    told = {row[0]: row[2] for row in rate_rows(IN_2026)}
    assert told["участие в событиях"] == "70,5 % — решение Министерства на 2026 год"
    assert told["полная реализация"] == "Порядком не задана, Министерством не установлена"


@pytest.mark.parametrize("said", ["2026: coverage 80", "2026: completion 0", "2026: completion 101", "2026 completion"])
def test_a_target_that_can_not_be_is_refused_by_the_name_of_the_setting(said: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", said)
    with pytest.raises(ValueError, match="TARGETS"):
        rates_on(IN_2026)


@pytest.mark.usefixtures("sqlite")
def test_screens_show_it(monkeypatch: pytest.MonkeyPatch):
    visitor = signed_in(accounts_of(build_village())["assessor"])
    assert "цель 85" not in visitor.opens("/region?on=2026-11-01")
    monkeypatch.setenv("TARGETS", SAID)
    assert "цель 85" in visitor.opens("/region?on=2026-11-01")
