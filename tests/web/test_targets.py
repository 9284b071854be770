"""Targets are set on a screen by the ministry, by year and municipality, with the act's number and date."""

from datetime import date

import pytest
from sqlalchemy import select

import settings
from access.reading import Reading
from access.scope import GrantValue, Viewer
from access.targets import TargetForm, remove_target, set_target
from dashboard import addresses
from dashboard.components.rate_card import verdict_of
from dashboard.pages.definitions import rate_rows
from dashboard.pages.targets import Ids, change_id, remove_id
from model.accounts import Role
from model.database import read_session, unscoped_session, write_session
from model.errors import ActionRejectedError
from model.indicators import COUNT_KEYS, RATES, Rate
from model.journal import JournalEntry
from model.places import REGION, Level, Place
from model.targets import Target
from queries.targets import Verdict, attainment, rates_of
from tests.site import Visitor, signed_in
from tests.village import FIRST, SECOND, THIRD, Village, accounts_of, build_village
from tests.web.test_reference_page import press
from tests.world import ASSESSOR, CITY, TOWN

IN_2026, IN_2027 = date(2026, 11, 1), date(2027, 5, 1)
ACT = {"act_number": "01/15", "act_date": date(2026, 1, 12)}


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def set_by_ministry(rate: str, percent: str, *, year: int = 2026, municipality: int | None = None) -> None:
    with write_session() as session:
        set_target(session, TargetForm(year, rate, municipality, percent, **ACT), by="ministry")


def place_of(village: Village, name: str) -> Place:
    if name in {TOWN, CITY}:
        return Place(Level.MUNICIPALITY, village.ids[name], name)
    home = CITY if name == THIRD else TOWN
    return Place(Level.ORGANIZATION, village.ids[name], name, village.ids[home], home)


def rate(key: str, place: Place, day: date = IN_2026, viewer: Viewer = ASSESSOR) -> Rate:
    """The rate with the target that applies at the place."""
    with read_session() as session:
        return next(one for one in rates_of(Reading(session, viewer, day), place) if one.key == key)


def verdicts(key: str, level: Level, within: Place = REGION, viewer: Viewer = ASSESSOR) -> dict[Verdict, list[str]]:
    """The names of the places that stand so to their target."""
    with read_session() as session:
        found = attainment(Reading(session, viewer, IN_2026), within)
    (one,) = [one for one in found if one.rate.key == key and one.level is level]
    return {verdict: [place.name for place in places] for verdict, places in one.places.items() if places}


# Which target applies


def test_where_nothing_is_set_the_regulation_applies(village: Village):
    with read_session() as session:
        assert rates_of(Reading(session, ASSESSOR, IN_2026), REGION) == RATES


def test_a_target_holds_for_its_year_alone(village: Village):
    set_by_ministry("completion", "80", year=2025)
    set_by_ministry("completion", "85")
    assert rate("completion", REGION, date(2025, 12, 31)).target == (4, 5)
    assert rate("completion", REGION, date(2026, 1, 1)).target == (17, 20)
    assert rate("completion", REGION, IN_2027).target is None


def test_the_academic_year_is_named_by_its_first_month(village: Village, monkeypatch: pytest.MonkeyPatch):
    set_by_ministry("completion", "80", year=2025)
    set_by_ministry("completion", "85")
    monkeypatch.setenv("YEAR_FIRST_MONTH", "9")
    assert rate("completion", REGION, date(2026, 8, 31)).target == (4, 5)
    assert rate("completion", REGION, date(2026, 9, 1)).target == (17, 20)


def test_a_municipality_may_have_its_own_for_itself_and_its_organizations(village: Village):
    set_by_ministry("coverage", "90")
    set_by_ministry("coverage", "70,5", municipality=village.ids[CITY])
    applies = {name: rate("coverage", place_of(village, name)).target for name in (TOWN, CITY, FIRST, THIRD)}
    assert applies == {TOWN: (9, 10), FIRST: (9, 10), CITY: (141, 200), THIRD: (141, 200)}
    assert rate("coverage", REGION).target == (9, 10)


def test_it_is_compared_in_whole_people(village: Village):
    set_by_ministry("completion", "85")
    counts = dict.fromkeys(COUNT_KEYS, 0) | {"formed": 7, "formal_done": 5}
    assert "не хватает 1" in verdict_of(rate("completion", REGION), counts)[1]
    assert "достигнута" in verdict_of(rate("completion", REGION), counts | {"formal_done": 6})[1]


def test_a_coordinator_learns_the_targets_of_its_own_municipality_and_the_region(village: Village):
    set_by_ministry("completion", "60", municipality=village.ids[CITY])
    set_by_ministry("completion", "70", municipality=village.ids[TOWN])
    for grant in (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]), GrantValue(Role.SCHOOL, village.ids[FIRST])):
        viewer = Viewer("someone", (grant,))
        assert rate("completion", place_of(village, TOWN), viewer=viewer).target == (7, 10)
        assert rate("completion", place_of(village, CITY), viewer=viewer).target is None


def test_the_act_is_told_beside_the_definition(village: Village):
    set_by_ministry("participation", "70,5")
    with read_session() as session:
        notes = {row[0]: row[2] for row in rate_rows(Reading(session, ASSESSOR, IN_2026))}
    act = "70,5 % — установлено Министерством на 2026 год, правовой акт от 12.01.2026 № 01/15"
    assert notes["подтверждённое участие"] == act
    assert notes["реализация в полном объёме"].startswith("Порядком не задана")


# Setting


def test_set_again_it_replaces_and_removed_the_one_behind_it_applies(village: Village):
    set_by_ministry("coverage", "90")
    set_by_ministry("coverage", "80")
    with unscoped_session() as session:
        (target,) = session.scalars(select(Target)).all()
    assert rate("coverage", REGION).target == (4, 5)
    with write_session() as session:
        remove_target(session, target.id, by="ministry")
    assert rate("coverage", REGION).target == (1, 1)
    with unscoped_session() as session:
        lines = session.scalars(select(JournalEntry).where(JournalEntry.action.startswith("target"))).all()
    assert [line.action for line in lines] == ["target set", "target changed", "target removed"]
    assert lines[1].subject == (
        "2026 год, Челябинская область, охват оценкой за три года: 80 %, правовой акт от 12.01.2026 № 01/15; было 90 %"
    )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"year": None}, "год"),
        ({"year": 1999}, "год"),
        ({"rate_key": "clean"}, "показатель"),
        ({"municipality_id": 999_999}, "муниципального образования нет"),
        *(({"percent": text}, "от 0,1 до 100") for text in ("", "0", "100,1", "33,33", "-5", "сто", "1e2")),
        ({"act_number": " № "}, "номер правового акта"),
        ({"act_number": "1" * 51}, "номер правового акта"),
        ({"act_date": None}, "дату правового акта"),
        ({"act_date": date(2999, 1, 1)}, "ещё не наступила"),
    ],
)
def test_what_can_not_be_a_target_is_refused_with_its_reason(village: Village, wrong: dict[str, object], why: str):
    form = TargetForm(
        **{"year": 2026, "rate_key": "coverage", "municipality_id": None, "percent": "90", **ACT, **wrong}
    )
    with pytest.raises(ActionRejectedError, match=why), write_session() as session:
        set_target(session, form, by="ministry")
    assert rate("coverage", REGION).target == (1, 1)


def test_the_setting_of_earlier_versions_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARGETS", "2026: completion 80")
    with pytest.raises(ValueError, match=r"Настройки TARGETS больше нет: .*/targets"):
        settings.refuse_old_names()


# The screen

FORM = {
    **{Ids.YEAR: "2026", Ids.RATE: "completion", Ids.PLACE: "region", Ids.PERCENT: "85"},
    **{Ids.ACT: "01/15", Ids.ACT_DATE: "2026-01-12"},
}


def pattern(identity: dict[str, int | str]) -> str:
    """How Dash writes an identity of which the number may be any."""
    (name,) = identity
    return f'{{"{name}":["ALL"]}}'


def test_the_ministry_sets_it_and_screens_made_before_show_it(village: Village):
    logins = accounts_of(village)
    ministry, assessor = signed_in(logins["ministry"]), signed_in(logins["assessor"])
    assert addresses.TARGETS in str(ministry.client.get("/_dash-layout").json)
    assert "цель 85" not in assessor.opens("/region?on=2026-11-01")
    status, answer = press(ministry, Ids.SET, FORM)
    assert (status, "Установлено: 2026 год, Челябинская область" in answer) == (200, True)
    assert "цель 85" in assessor.opens("/region?on=2026-11-01")
    assert "01/15" in ministry.opens("/targets")


def test_a_form_that_is_not_filled_in_is_told_in_russian(village: Village):
    ministry = signed_in(accounts_of(village)["ministry"])
    _, answer = press(ministry, Ids.SET, {**FORM, Ids.ACT: ""})
    assert "Не получилось: укажите номер правового акта" in answer
    assert "ещё не устанавливало" in ministry.opens("/targets")


@pytest.mark.parametrize("role", ["assessor", "municipality", "school", "provider", "employee", "admin"])
def test_nobody_but_the_ministry_sets_targets(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    assert press(visitor, Ids.SET, FORM)[0] == 404
    assert Ids.SET not in visitor.opens("/targets")
    assert addresses.TARGETS not in str(visitor.client.get("/_dash-layout").json)
    with unscoped_session() as session:
        assert session.scalars(select(Target)).all() == []


def pressed(visitor: Visitor, identity: dict[str, int | str]) -> str:
    """Press the button of a listed target."""
    visitor.client.get("/_dash-dependencies")
    return press(visitor, pattern(identity), {})[1]


def test_a_listed_target_is_taken_into_the_form_and_removed(village: Village):
    set_by_ministry("completion", "70,5", municipality=village.ids[TOWN])
    ministry = signed_in(accounts_of(village)["ministry"])
    with unscoped_session() as session:
        (target,) = session.scalars(select(Target.id)).all()
    assert '"70,5"' in pressed(ministry, change_id(target))
    assert "Удалено: 2026 год, " in pressed(ministry, remove_id(target))
    with unscoped_session() as session:
        assert session.scalars(select(Target)).all() == []


# Who meets them


def test_places_that_meet_a_target_and_those_that_miss_it_are_listed(village: Village):
    village.world.person("Новенькая Ирина", at=SECOND)
    village.world.read_in()
    assert verdicts("coverage", Level.ORGANIZATION) == {
        Verdict.MET: [THIRD, FIRST],
        Verdict.MISSED: [SECOND],
    }
    found = verdicts("coverage", Level.MUNICIPALITY)
    assert (found[Verdict.MET], found[Verdict.MISSED]) == ([CITY], [TOWN])
    # Where nobody works nobody can be compared: such a place neither meets the target nor misses it.
    assert len(found[Verdict.NOBODY]) == 41


def test_each_place_is_compared_with_its_own_target(village: Village):
    village.world.person("Новенькая Ирина", at=SECOND)
    village.world.read_in()
    set_by_ministry("coverage", "50", municipality=village.ids[TOWN])
    assert verdicts("coverage", Level.ORGANIZATION) == {Verdict.MET: [THIRD, FIRST, SECOND]}


def test_without_a_target_nobody_is_compared(village: Village):
    set_by_ministry("completion", "50", municipality=village.ids[TOWN])
    found = verdicts("completion", Level.ORGANIZATION)
    assert found == {Verdict.MISSED: [FIRST, SECOND], Verdict.OPEN: [THIRD]}


def test_a_coordinator_compares_its_organizations_alone(village: Village):
    coordinator = Viewer("someone", (GrantValue(Role.MUNICIPALITY, village.ids[TOWN]),))
    own = place_of(village, TOWN)
    assert verdicts("coverage", Level.ORGANIZATION, own, coordinator) == {Verdict.MET: [FIRST, SECOND]}
    with read_session() as session:
        reading = Reading(session, coordinator, IN_2026)
        assert attainment(reading, REGION) == attainment(reading, place_of(village, CITY)) == []


@pytest.mark.parametrize("role", ["ministry", "municipality"])
def test_the_numbers_open_lists_of_names_on_the_screen_and_as_files(village: Village, role: str):
    village.world.person("Новенькая Ирина", at=SECOND)
    village.world.read_in()
    visitor = signed_in(accounts_of(village)[role])
    here = "/region" if role == "ministry" else f"/municipality/{village.ids[TOWN]}"
    address = f"{here}/targets/coverage/organization_missed"
    assert f"{address}?on=2026-11-01" in visitor.opens(f"{here}/targets?on=2026-11-01")
    screen = visitor.opens(f"{address}?on=2026-11-01")
    file = visitor.client.get(f"{address}/table/places.csv?on=2026-11-01").get_data(as_text=True)
    for listed in (screen, file):
        assert (SECOND in listed, FIRST in listed, "Новенькая" in listed) == (True, False, False)
    numbers = visitor.client.get(f"{here}/targets/table/organizations.csv?on=2026-11-01").get_data(as_text=True)
    assert "Охват оценкой за три года" in numbers


# Coverage under a filter by procedure


def test_under_a_filter_by_procedure_coverage_is_told_in_words(village: Village):
    anna = village.people["Анна"]
    anna.assessed("2026-03-03", procedure="Особая")
    village.world.read_in()
    head = signed_in(accounts_of(village)["school"])
    place = f"/organization/{village.ids[FIRST]}"
    screen = head.opens(f"{place}?on=2026-09-30&procedure=Особая")
    assert "Охват этой процедурой: 1 из\\xa03\\xa0работников" in screen or "1 из\xa03\xa0работников" in screen
    assert "с отбором по процедуре не считается" in screen
    assert "Охват этой процедурой" not in head.opens(f"{place}?on=2026-09-30")
