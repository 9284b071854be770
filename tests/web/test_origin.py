"""The origin check refuses changing requests of other sites."""

import pytest

from model.accounts import Role
from tests.site import PASSWORD, SAME_ORIGIN, Visitor, is_in, open_account, signed_in, stranger
from tests.web.test_doors import addresses


@pytest.fixture
def assessor(database: str) -> str:
    return open_account(Role.ASSESSOR)


OWN_SITE = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    SAME_ORIGIN,
    {"Origin": "https://localhost"},  # the proxy took TLS away
]
OTHER_SITES = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost:8051"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://elsewhere.example/localhost"},
    {"Origin": "localhost"},
]


def changing_requests() -> list[tuple[str, str]]:
    """Every route with each method that may change something, sign-in included."""
    of_the_door = [("POST", address) for address in ("/login", "/login/code", "/login/setup", "/password")]
    return sorted({*of_the_door, *((method, address) for method, address in addresses() if method != "GET")})


def test_the_changing_requests_are_those_of_the_server():
    assert {"/logout", "/_dash-update-component", "/imports/upload", "/exports/order"} < {
        address for _, address in changing_requests()
    }


@pytest.mark.parametrize("headers", OTHER_SITES, ids=str)
def test_another_site_can_send_nothing(assessor: str, headers: dict[str, str]):
    client = signed_in(assessor).client
    # A method that no route takes is refused as well, before anybody looks for the route.
    of_no_route = [("PUT", "/region"), ("DELETE", "/nowhere"), ("PATCH", "/login")]
    for method, address in (*changing_requests(), *of_no_route):
        assert client.open(address, method=method, data={}, headers=headers).status_code == 403, address
    assert is_in(Visitor(client))


@pytest.mark.parametrize("headers", OWN_SITE, ids=str)
def test_this_site_can_send_what_its_pages_send(assessor: str, headers: dict[str, str]):
    for method, address in changing_requests():
        answer = signed_in(assessor).client.open(address, method=method, data={}, headers=headers)
        assert answer.status_code != 403, address


def test_a_request_that_says_nothing_of_its_origin_signs_in_and_asks_but_sends_no_form(assessor: str):
    client = signed_in(assessor).client
    assert is_in(Visitor(client))
    for method, address in changing_requests():
        if address not in {"/login", "/_dash-update-component"}:
            assert client.open(address, method=method, data={}).status_code == 403, address


def test_a_callback_is_taken_as_json_alone_which_no_form_can_send(assessor: str):
    client = signed_in(assessor).client
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post("/_dash-update-component", data='{"output": "x.y"}', content_type=kind)
        assert answer.status_code in {400, 415}


@pytest.mark.parametrize("headers", [{}, *OWN_SITE], ids=str)
def test_who_signs_in_with_login_and_password_alone_gets_in(assessor: str, headers: dict[str, str]):
    visitor = stranger()
    fields = {"login": assessor, "password": PASSWORD}
    assert visitor.client.post("/login", data=fields, headers=headers).status_code == 302
    assert is_in(visitor)
