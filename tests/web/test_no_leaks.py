"""Nobody outside the scope is named: every role opens every address at which there is something to see.

test_scope_matrix compares two worlds to prove that forged requests reveal nothing outside the scope. This module
checks names alone: who is named where, on which day.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest

from access import accounts
from dashboard.pages import PAGES
from model.accounts import Role
from model.database import write_session
from tests.addresses_of_pages import DAYS, addresses_of, one_of_each_level, things_of
from tests.site import open_account, signed_in, stranger
from tests.sizes import SIZES
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
SEES_THE_REGION = {"ministry", "ministry personal", "assessor"}
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
# The control: what of these the role is shown somewhere, so that nothing passes because nothing is shown.
MUST_SEE_PLACES = {
    **{role: {FIRST, SECOND, THIRD, CITY, TOWN} for role in SEES_THE_REGION},
    "municipality": {FIRST, SECOND, TOWN},
    "school": {FIRST, OUR_PROVIDER},
    "provider": {OUR_PROVIDER},
    "employee": {FIRST, OUR_PROVIDER},
    "admin": set(),
}
# The roles that see other people after the move of Вера.
MOVED = [role for role, (before, after) in MAY_SEE.items() if before != after]
BY_DAY = [("postgresql" if role == "municipality" else "sqlite", role, int(role in MOVED)) for role in MAY_SEE]
BY_NIGHT = list(product(("sqlite", "postgresql"), MAY_SEE, (0, 1)))
KINDS = ["sqlite", "postgresql"] if SIZES.is_night else ["sqlite"]


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def screens_of(login: str, addresses: Iterable[str], when: int) -> dict[str, str]:
    """The screen of each address for the account."""
    visitor = signed_in(login)
    return {address: visitor.opens(f"{address}?on={DAYS[when]}&search=ова") for address in addresses}


def all_addresses(logins: Mapping[str, str]) -> list[str]:
    things = things_of(logins)
    return [address for page in PAGES for address in addresses_of(page, things)]


def addresses_for(role: str, logins: Mapping[str, str]) -> list[str]:
    """All addresses; by day one of each level for those who may see everyone, whom nothing can be kept from."""
    if SIZES.is_night or MAY_SEE[role][0] != EVERYONE:
        return all_addresses(logins)
    things = things_of(logins)
    return [address for page in PAGES for address in one_of_each_level(page, things)]


def traces_of(name: str, role: str) -> Iterator[str]:
    """Texts that would reveal a person, other than positions and events."""
    yield from (f"{name}ова", f"площадка-{name}", f"Т-{name}")
    if role != "ministry":
        yield from (f"должность-{name}", f"Событие-{name}")


def _has_leavers(address: str) -> bool:
    # Who is written to about new results still works there.
    is_of_procedures = "/procedures/" in address and not address.endswith("/new")
    return "/period/" in address or "/why/" in address or is_of_procedures


@pytest.mark.parametrize(("database", "role", "when"), BY_NIGHT if SIZES.is_night else BY_DAY, indirect=["database"])
def test_who_is_named_is_within_the_scope_and_nobody_else(village: Village, role: str, when: int):
    logins = accounts_of(village)
    places = {FIRST, SECOND, THIRD, CITY, OUR_PROVIDER, OTHER_PROVIDER} - MAY_SEE_PLACES[role]
    screens = screens_of(logins[role], addresses_for(role, logins), when)
    for address, screen in screens.items():
        # The flows of a period and the steps of a bridge include those who have left since: as of the day before.
        may_see = MAY_SEE[role][when] | (MAY_SEE[role][0] if _has_leavers(address) else set())
        for name in EVERYONE - may_see:
            for trace in traces_of(name, role):
                assert trace not in screen, f"{role} sees {trace} at {address}"
        for place in places:
            assert place not in screen, f"{role} sees {place} at {address}"
    everything = "".join(screens.values())
    on_the_day = "".join(screen for address, screen in screens.items() if not _has_leavers(address))
    assert {name for name in EVERYONE if f"{name}ова" in on_the_day} == MAY_SEE[role][when]
    assert {place for place in MAY_SEE_PLACES[role] if place in everything} >= MUST_SEE_PLACES[role]


@pytest.mark.parametrize("role", sorted(MAY_SEE.keys() - SEES_THE_REGION))
def test_what_is_not_yours_looks_like_what_does_not_exist(village: Village, role: str):
    logins = accounts_of(village)
    nowhere, foreign = "/organization/999999", f"/organization/{village.ids[THIRD]}"
    assert signed_in(logins[role]).opens(foreign) == signed_in(logins[role]).opens(nowhere)
    assert THIRD in signed_in(logins["assessor"]).opens(foreign)
    assert THIRD not in signed_in(logins["assessor"]).opens(nowhere)


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


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_several_grants_see_their_union_and_no_more(village: Village):
    login = open_account(Role.SCHOOL, village.ids[FIRST])
    with write_session() as session:
        account = accounts.account_by_login(session, login)
        accounts.grant(session, account, Role.SCHOOL, village.ids[THIRD], personal_data=False, by="test")
        galina = village.ids["Галинаова Примера"]
        accounts.grant(session, account, Role.EMPLOYEE, galina, personal_data=False, by="test")
    screens = screens_of(login, all_addresses(accounts_of(village)), when=0)
    seen = {name for name in EVERYONE if any(f"{name}ова Примера" in screen for screen in screens.values())}
    assert seen == {"Анна", "Борис", "Вера", "Галина", "Елена", "Жанна"}
