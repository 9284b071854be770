"""«Справочники»: the assessor checks an operation and then performs it; other roles have no access."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import func, select

import app
from access.reading import Reading
from access.scope import GrantValue, Viewer
from dashboard.pages import reference as page
from ingest.reference.duplicates import WORDS, Duplicate
from ingest.reference.operation_forms import OPERATIONS
from ingest.reference.organizations import Close, Merge, Move, Rename
from model.accounts import Grant, Role
from model.database import read_session, unscoped_session
from model.journal import REFERENCE, ImportRun
from queries.reference import changes_of, duplicate_candidates, operations_done, unsettled
from queries.search import search
from tests import request_matrix
from tests.reference import perform, staff_on, undo_last
from tests.site import Visitor, open_account, signed_in
from tests.village import FIRST, SECOND, THIRD, Village, accounts_of, build_village, look_up
from tests.world import ASSESSOR, CITY, TOWN

DAY = date(2026, 9, 1)
AFTER = "2026-09-15"


@pytest.fixture
def village(sqlite: str) -> Village:
    return build_village()


@pytest.fixture
def village_on_both(database: str) -> Village:
    return build_village()


def press(visitor: Visitor, pressed: str, form: Mapping[str, object]) -> tuple[int, str]:
    """Call the callback of the button with the form; return status and answer."""
    visitor.client.get("/_dash-dependencies")
    specs = {key: spec for key, spec in app.app.callback_map.items() if spec["inputs"][0]["id"] == pressed}
    ((output, spec),) = specs.items()
    of_form = [(one, form.get(one["id"])) for one in spec["state"]]
    chosen = [(spec["inputs"][0], 1), *((one, None) for one in spec["inputs"][1:]), *of_form]
    status, _, answer = request_matrix._call(visitor, output, chosen, len(spec["inputs"])).partition(" ")
    return int(status), answer


def stored_preview(answer: str) -> dict[str, object]:
    """The data that the preview stores for its button."""
    stores: list[dict[str, object]] = []

    def walk(one: object) -> None:
        if isinstance(one, dict):
            if one.get("type") == "Store":
                stores.append(one["props"]["data"])
            for part in one.values():
                walk(part)
        for part in one if isinstance(one, list) else ():
            walk(part)

    walk(json.loads(answer))
    return stores[0]


MERGING = {
    page.Ids.KIND: "merge",
    page.Ids.FIRST: FIRST,
    page.Ids.SECOND: SECOND,
    page.Ids.ON: f"{DAY}",
}


def operations() -> int:
    with unscoped_session() as session:
        return session.scalar(select(func.count()).select_from(ImportRun).where(ImportRun.register == REFERENCE)) or 0


def test_what_is_checked_is_told_and_then_done(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    status, shown = press(visitor, page.Ids.CHECK, MERGING)
    assert status == 200
    assert "Присоединение с 01.09.2026" in shown
    assert "работников — 3, заявок — 3" in shown
    assert operations() == 0
    status, told = press(visitor, page.Ids.DO, {page.Ids.ASKED: stored_preview(shown)})
    assert status == 200
    assert "Выполнено." in told
    assert operations() == 1
    assert "Присоединение с 01.09.2026" in visitor.opens("/reference")
    assert staff_on(DAY)[f"{SECOND}, {TOWN}"] == 5


def test_where_the_data_have_changed_it_is_shown_anew_and_not_done(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    _, shown = press(visitor, page.Ids.CHECK, MERGING)
    village.world.person("Новая", at=FIRST, town=TOWN)
    village.world.read_in()
    _, told = press(visitor, page.Ids.DO, {page.Ids.ASKED: stored_preview(shown)})
    assert "работников — 4" in told
    assert operations() == 0


def test_a_likely_pair_is_shown_until_it_is_merged(village: Village):
    kept, double = "Семинар для учителей химии", "Семинар для учителей химиии"
    for name, event in (("Анна", kept), ("Борис", kept), ("Борис", double)):
        village.people[name].chose("2026-03-01", event, "2026-04-10")
    village.world.read_in()
    look_up(village)
    visitor = signed_in(accounts_of(village)["assessor"])
    pair = f"event-{village.ids[double]}-{village.ids[kept]}"
    assert pair in visitor.opens("/reference")
    form = {page.Ids.DOUBLE_KIND: "event", page.Ids.DOUBLE: double, page.Ids.KEPT: kept}
    _, shown = press(visitor, page.Ids.DOUBLE_CHECK, form)
    assert "Дубли, событие" in shown
    _, told = press(visitor, page.Ids.DOUBLE_DO, {page.Ids.DOUBLE_ASKED: stored_preview(shown)})
    assert "Выполнено." in told
    assert "Похожие названия" in told
    assert pair not in told


def test_what_can_not_be_done_is_told_in_the_form(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    for said, reason in (
        ({**MERGING, page.Ids.FIRST: "Нигде"}, "организации «Нигде» нет"),
        ({**MERGING, page.Ids.ON: "когда-нибудь"}, "день записан неверно"),
        ({**MERGING, page.Ids.KIND: ""}, "выберите вид изменения"),
    ):
        status, told = press(visitor, page.Ids.CHECK, said)
        assert (status, reason in told) == (200, True), told
    assert "сначала выполните проверку" in press(visitor, page.Ids.DO, {page.Ids.ASKED: {"asked": 1}})[1]


def test_for_others_there_is_nothing_there(village: Village):
    perform(Rename(village.ids[SECOND], "Гимназия", DAY))
    for role, login in accounts_of(village).items():
        if role == "assessor":
            continue
        visitor = signed_in(login)
        assert "Гимназия" not in visitor.opens("/reference"), role
        assert visitor.client.get("/reference/table/operations.csv").status_code == 404
        buttons = {page.Ids.CHECK: MERGING, page.Ids.DOUBLE_CHECK: {}, page.Ids.DO: {}, page.Ids.DOUBLE_DO: {}}
        assert {press(visitor, pressed, said)[0] for pressed, said in buttons.items()} == {404}, role
    assert operations() == 1


def test_the_page_of_an_organization_tells_what_became_of_it_by_the_date(village: Village):
    perform(Merge(village.ids[FIRST], village.ids[SECOND], DAY))
    visitor = signed_in(accounts_of(village)["municipality"])
    ours, other = f"/organization/{village.ids[FIRST]}", f"/organization/{village.ids[SECOND]}"
    told = visitor.opens(f"{ours}?on={AFTER}")
    assert "С 01.09.2026 вошла в " in told
    assert f"{other}?on={AFTER}" in told
    assert "С 01.09.2026 присоединена " in visitor.opens(f"{other}?on={AFTER}")
    assert "вошла в" not in visitor.opens(f"{ours}?on=2026-08-31")


def test_a_coordinator_sees_a_moved_organization_on_the_days_when_it_was_theirs(village_on_both: Village):
    perform(Move(village_on_both.ids[FIRST], village_on_both.ids[CITY], DAY))
    look_up(village_on_both)
    before, after = village_on_both.ids[TOWN], village_on_both.ids[CITY]
    old = signed_in(open_account(Role.MUNICIPALITY, before))
    new = signed_in(open_account(Role.MUNICIPALITY, after))
    place = f"/municipality/{before}/list/staff"
    assert "Аннаова" in old.opens(f"{place}?on=2026-08-31")
    assert "Аннаова" not in old.opens(f"{place}?on={AFTER}")
    place = f"/municipality/{after}/list/staff"
    assert "Аннаова" not in new.opens(f"{place}?on=2026-08-31")
    assert "Аннаова" in new.opens(f"{place}?on={AFTER}")
    # The old coordinator is told that it has gone to another municipality, and not to which.
    told = old.opens(f"/organization/{_moved_from(before)}?on={AFTER}")
    assert "относится к другому муниципальному образованию: " in told
    assert CITY not in told


def _moved_from(municipality: int) -> int:
    with unscoped_session() as session:
        viewer = Viewer("assessor", (GrantValue(Role.ASSESSOR),))
        places = search(Reading(session, viewer, date(2026, 8, 31)), FIRST).places
    return next(place.id or 0 for place in places if place.municipality_id == municipality)


def test_the_head_of_a_moved_school_goes_on_seeing_it(village_on_both: Village):
    login = open_account(Role.SCHOOL, village_on_both.ids[FIRST])
    perform(Move(village_on_both.ids[FIRST], village_on_both.ids[CITY], DAY))
    with unscoped_session() as session:
        places = list(session.scalars(select(Grant.organization_id).order_by(Grant.id)))
    assert len(places) == 2
    visitor = signed_in(login)
    assert "Аннаова" in visitor.opens(f"/organization/{places[0]}/list/staff?on=2026-08-31")
    assert "Аннаова" in visitor.opens(f"/organization/{places[1]}/list/staff?on={AFTER}")
    undo_last()
    with unscoped_session() as session:
        assert list(session.scalars(select(Grant.organization_id))) == places[:1]


def test_a_place_is_found_under_any_of_its_names_and_named_as_on_the_date(village: Village):
    perform(Rename(village.ids[FIRST], "Гимназия имени Пушкина", DAY))
    with read_session() as session:
        found = [search(Reading(session, ASSESSOR, DAY), said).places for said in ("Пушкина", "СОШ № 1")]
        earlier = search(Reading(session, ASSESSOR, date(2026, 8, 31)), "Пушкина").places
    assert [place.name for place in found[0]] == ["Гимназия имени Пушкина"]
    assert [place.name for place in found[1]] == ["Гимназия имени Пушкина"]
    assert earlier == []


def test_who_is_left_in_a_closed_organization_is_told(village_on_both: Village):
    perform(Close(village_on_both.ids[THIRD], DAY, ends_spells=False))
    with read_session() as session:
        assert [(place.name, people) for place, people in unsettled(Reading(session, ASSESSOR, DAY))] == [(THIRD, 2)]
        coordinator = Viewer("t", (GrantValue(Role.MUNICIPALITY, village_on_both.ids[TOWN]),))
        assert unsettled(Reading(session, coordinator, DAY)) == []


def test_likely_doubles_differ_in_letters_or_in_words_and_not_in_numbers(village_on_both: Village):
    anna = village_on_both.people["Анна"]
    names = ("Функциональная грамотность", "Функцональная грамотность", "Функциональная грамотность: курс 72 часа")
    for day, name in enumerate((*names, "Функциональная грамотность: курс 36 часов"), start=1):
        anna.applied(f"2026-05-{day:02}", name, provider_name=None)
    anna.applied("2026-05-20", names[0])
    village_on_both.world.read_in()
    with read_session() as session:
        found = {
            (one.kept_name, one.double) for one in duplicate_candidates(Reading(session, ASSESSOR, DAY), "programme")
        }
        ministry = Viewer("m", (GrantValue(Role.MINISTRY, None, True),))
        assert duplicate_candidates(Reading(session, ministry, DAY), "programme") == []
        assert operations_done(Reading(session, ministry, DAY)) == []
    longer = {(names[0], names[2]), (names[0], "Функциональная грамотность: курс 36 часов")}
    assert found == {(names[0], names[1]), *longer}


def test_the_page_offers_what_can_be_asked(village: Village):
    assert {*page.OPERATIONS, *(f"same-{kind}" for kind in page.KINDS)} == {*OPERATIONS}
    assert {Duplicate(kind): label for kind, label in page.KINDS.items()} == WORDS


def test_what_became_of_a_place_is_told_to_whom_it_may_be_counted(village: Village):
    perform(Merge(village.ids[FIRST], village.ids[THIRD], DAY))
    with read_session() as session:
        head = Reading(session, Viewer("h", (GrantValue(Role.SCHOOL, village.ids[FIRST]),)), DAY)
        (ours,) = changes_of(head, _place(village, FIRST))
        assert (ours.is_ours, ours.other) == (True, None)
        assert changes_of(head, _place(village, THIRD)) == []


def _place(village: Village, name: str):
    with read_session() as session:
        return next(one for one in search(Reading(session, ASSESSOR, date(2026, 8, 31)), name).places)
