"""The page carries the screen of its address: the viewer's own, recorded once, kept by no browser."""

import json
import re
from html import unescape
from urllib.parse import unquote

import pytest

from dashboard import pages
from tests.site import PASSWORD, signed_in, signed_in_with, stranger
from tests.village import FIRST, SECOND, Village, accounts_of, build_village
from tests.web.test_journal import about, lines
from web.data_state import ACCOUNT, LOADED

ANNA = "Аннаова Примера"
SHOWN = {"frame-content.children": None, "frame-title.data": None}


@pytest.fixture
def village(database: str) -> Village:
    return build_village()


def page_at(login: str, address: str) -> str:
    answer = signed_in(login).client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def carried(page: str, name: str) -> object:
    """What the page carries as the answer to a request of Dash."""
    (text,) = re.findall(rf'<script type="application/json" id="first-answer-{name}">(.*?)</script>', page)
    return json.loads(text)


def first_screen(page: str) -> str:
    return unescape(page.split('<div id="first-screen">')[1].split('<script type="application/json"')[0])


def test_the_page_carries_what_the_first_requests_would_get(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    page = visitor.client.get("/region?on=2026-09-30").get_data(as_text=True)
    asked = visitor.call(SHOWN, {"frame-address.pathname": "/region", "frame-address.search": "?on=2026-09-30"}).json
    # Its HTML stands in the page already.
    html = asked["response"]["frame-content"]["children"]["props"].pop("html")
    assert all(piece in page for piece in html)
    assert carried(page, "screen") == asked
    assert carried(page, "layout") == visitor.client.get("/_dash-layout").json
    assert carried(page, "dependencies") == visitor.client.get("/_dash-dependencies").json
    assert "30.09.2026" in first_screen(page)
    assert f"<title>{asked['response']['frame-title']['data']} — " in page
    assert "Loading..." not in page


def test_a_person_on_the_page_is_written_into_the_journal_once_cached_or_not(village: Village):
    login, anna = accounts_of(village)["school"], village.ids[ANNA]
    for looks in (1, 2):
        assert ANNA in first_screen(page_at(login, f"/person/{anna}"))
        assert [about(line) for line in lines("opened")] == [{anna}] * looks
    signed_in(login).client.head(f"/person/{anna}")


def test_the_page_shows_nothing_of_another_scope(village: Village):
    logins = accounts_of(village)
    foreign = page_at(logins["school"], f"/organization/{village.ids[SECOND]}")
    assert "Такой страницы нет" in first_screen(foreign)
    assert SECOND not in foreign
    assert FIRST in page_at(logins["school"], f"/organization/{village.ids[FIRST]}")
    nobody = stranger().client.get("/region", headers={"Accept": "text/html"})
    assert (nobody.status_code, nobody.headers["Location"]) == (302, "/login?next=/region")


def test_a_screen_that_fails_shows_its_number_on_the_page(village: Village, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(pages, "screen_at", fail)
    page = page_at(accounts_of(village)["assessor"], "/region?on=2026-01-02")
    assert "Страница не открылась" in first_screen(page)
    assert "secret" not in page


def test_an_answer_says_whose_it_is_and_when_the_data_were_loaded(village: Village):
    visitor = signed_in(accounts_of(village)["assessor"])
    shown = visitor.call(SHOWN, {"frame-address.pathname": "/region", "frame-address.search": ""})
    state = visitor.client.get("/state")
    assert (state.status_code, state.data, state.headers["Cache-Control"]) == (204, b"", "no-store")
    for answer in (shown, state):
        assert unquote(answer.headers[ACCOUNT]) == accounts_of(village)["assessor"]
        assert re.fullmatch(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d", answer.headers[LOADED])
    assert f">{state.headers[LOADED]}<" in visitor.client.get("/region").get_data(as_text=True)
    assert stranger().client.get("/state", headers={"Accept": "application/json"}).status_code == 401


def test_the_form_says_who_is_signed_in(village: Village):
    login = accounts_of(village)["school"]
    assert f"Вы уже вошли как <strong>{login}</strong>" in signed_in(login).client.get("/login").get_data(as_text=True)
    assert "Вы уже вошли" not in stranger().client.get("/login").get_data(as_text=True)


def test_an_account_ends_its_sessions_on_other_devices(village: Village):
    login = accounts_of(village)["school"]
    own, other, foreign = signed_in(login), signed_in_with(login, PASSWORD), signed_in(accounts_of(village)["assessor"])
    assert "на других устройствах: 1." in own.client.get("/password").get_data(as_text=True)
    assert "Сеансы на других устройствах завершены" in own.posts("/logout/others").get_data(as_text=True)
    assert [one.client.get("/state").status_code for one in (own, other, foreign)] == [204, 401, 204]
    assert [line.login for line in lines("sessions closed")] == [login]
    assert stranger().posts("/logout/others").status_code in (302, 401)
