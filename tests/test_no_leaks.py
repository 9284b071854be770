"""Nothing outside the scope comes back: every role × every page, whatever the address says."""

from collections.abc import Iterator

import pytest

from access import accounts
from dashboard.pages import PAGES
from model.accounts import Role
from model.database import writing
from tests.site import open_account, signed_in, stranger
from tests.village import (
    CITY,
    FIRST,
    OTHER_PROVIDER,
    OUR_PROVIDER,
    SECOND,
    THIRD,
    TOWN,
    Village,
    accounts_of,
    build_village,
)

EVERYONE = {"Анна", "Борис", "Вера", "Галина", "Дмитрий", "Елена", "Жанна"}
# Whom each role may see named on two days; Вера works at the first school until October, then at the third.
MAY_SEE = {
    "ministry": (set(), set()),
    "ministry personal": (EVERYONE, EVERYONE),
    "assessor": (EVERYONE, EVERYONE),
    "municipality": ({"Анна", "Борис", "Вера", "Галина", "Дмитрий"}, {"Анна", "Борис", "Галина", "Дмитрий"}),
    "school": ({"Анна", "Борис", "Вера"}, {"Анна", "Борис"}),
    "provider": ({"Анна", "Вера", "Дмитрий", "Жанна"}, {"Анна", "Вера", "Дмитрий", "Жанна"}),
    "employee": ({"Анна"}, {"Анна"}),
    "admin": (set(), set()),
}
MAY_SEE_PLACES = {
    # What providers decide is counted for the whole region: institutions are told, people are not.
    "ministry": {FIRST, SECOND, THIRD, CITY, TOWN, OUR_PROVIDER, OTHER_PROVIDER},
    "ministry personal": {FIRST, SECOND, THIRD, CITY, TOWN, OUR_PROVIDER, OTHER_PROVIDER},
    "assessor": {FIRST, SECOND, THIRD, CITY, TOWN, OUR_PROVIDER, OTHER_PROVIDER},
    "municipality": {FIRST, SECOND, TOWN, OUR_PROVIDER, OTHER_PROVIDER},
    "school": {FIRST, TOWN, OUR_PROVIDER, OTHER_PROVIDER},
    # The people behind a provider's applications work anywhere and may have applied elsewhere too.
    "provider": {FIRST, SECOND, THIRD, CITY, TOWN, OUR_PROVIDER},
    "employee": {FIRST, TOWN, OUR_PROVIDER},
    "admin": {FIRST, TOWN, OUR_PROVIDER},
}
# A list of each kind; that every count opens its own rows is told by test_counts_are_lists.
LISTS = ("staff", "events_due", "awaiting_provider")
DAYS = ("2026-09-30", "2026-10-01")


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def addresses(village: Village) -> Iterator[str]:
    """Every page of the site with every id of the village, and ids that do not exist."""
    numbers = sorted({*village.ids.values(), 999_999})
    for page in PAGES:
        for level in ("region", "municipality", "organization") if "{level}" in page.address else ("",):
            for count in LISTS if "{count}" in page.address else ("",):
                address = page.address.replace("{level}", level).replace("{count}", count)
                yield from (address.replace("<identity>", str(number)) for number in numbers)


def traces_of(name: str, role: str) -> Iterator[str]:
    """What would tell of a person; positions and events are counted by the ministry, and name nobody."""
    yield from (f"{name}ова", f"площадка-{name}", f"Т-{name}")
    if role != "ministry":
        yield from (f"должность-{name}", f"Событие-{name}")


@pytest.mark.parametrize("role", MAY_SEE)
@pytest.mark.parametrize("when", [0, 1])
def test_no_one_outside_the_scope_is_named(village: Village, role: str, when: int):
    visitor = signed_in(accounts_of(village)[role])
    hidden = EVERYONE - MAY_SEE[role][when]
    places = {FIRST, SECOND, THIRD, CITY, OUR_PROVIDER, OTHER_PROVIDER} - MAY_SEE_PLACES[role]
    for address in dict.fromkeys(addresses(village)):
        shown = visitor.opens(f"{address}?on={DAYS[when]}&search=ова")
        for name in hidden:
            for trace in traces_of(name, role):
                assert trace not in shown, f"{role} sees {trace} at {address}"
        for place in places:
            assert place not in shown, f"{role} sees {place} at {address}"


@pytest.mark.parametrize("role", [role for role, seen in MAY_SEE.items() if seen[0]])
def test_everyone_within_the_scope_is_named_somewhere(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    shown = "".join(visitor.opens(f"{address}?on={DAYS[0]}") for address in dict.fromkeys(addresses(village)))
    for name in MAY_SEE[role][0]:
        assert f"{name}ова" in shown


@pytest.mark.parametrize("role", MAY_SEE)
def test_what_is_not_yours_looks_like_what_does_not_exist(village: Village, role: str):
    visitor = signed_in(accounts_of(village)[role])
    nowhere = visitor.opens("/organization/999999")
    foreign = village.ids[THIRD]
    if role not in {"ministry", "ministry personal", "assessor"}:
        assert visitor.opens(f"/organization/{foreign}") == nowhere


def test_a_stranger_gets_nothing_but_the_login_page(sqlite: str):
    visitor = stranger()
    page = {"frame-content.children": None, "frame-title.data": None}
    answer = visitor.call(page, {"frame-address.pathname": "/region", "frame-address.search": ""})
    assert answer.status_code == 401
    for path in ("/_dash-layout", "/_dash-dependencies", "/_reload-hash"):
        assert visitor.client.get(path).status_code == 401
    for path in ("/", "/region", "/municipality/1", "/organization/1", "/person/1"):
        answer = visitor.client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login")


def test_another_site_can_not_send_a_request(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    answer = visitor.client.post("/_dash-update-component", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    answer = visitor.client.post("/logout", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert visitor.client.post("/logout").status_code == 403  # no browser sends it so


def test_after_login_only_this_site_is_gone_to(village: Village):
    login = accounts_of(village)["assessor"]
    for wanted, gone in {
        "/region": "/region",
        "//evil.example": "/",
        "https://evil.example": "/",
        "/\\evil": "/",
    }.items():
        answer = stranger().client.post("/login", data={"login": login, "password": "Проверка-2026", "next": wanted})
        assert answer.headers["Location"] == gone


def test_several_grants_see_their_union_and_no_more(village: Village):
    login = open_account(Role.SCHOOL, village.ids[FIRST])
    with writing() as session:
        account = accounts.account_by_login(session, login)
        accounts.grant(session, account, Role.SCHOOL, village.ids[THIRD], personal_data=False, by="test")
        galina = village.ids["Галинаова Примера"]
        accounts.grant(session, account, Role.EMPLOYEE, galina, personal_data=False, by="test")
    visitor = signed_in(login)
    shown = "".join(visitor.opens(f"{address}?on={DAYS[0]}") for address in dict.fromkeys(addresses(village)))
    seen = {name for name in EVERYONE if f"{name}ова Примера" in shown}
    assert seen == {"Анна", "Борис", "Вера", "Галина", "Елена", "Жанна"}
