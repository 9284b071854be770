"""Sign-in, sessions and what a visitor without a session sees."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from sqlalchemy import select, text

import app
from access import accounts, passwords, throttling
from access.throttling import LoginAttempt
from dashboard import pages
from dashboard.addresses import View, view_of, with_view
from model.accounts import Account, Role
from model.database import sign_in_session, unscoped_session, write_session
from model.sign_ins import OpenSession
from tests.site import PAGE, PASSWORD, REGION, is_in, open_account, signed_in, signed_in_with, stranger, try_to_sign_in
from web.guard import OPEN_ENDPOINTS

OTHER_PASSWORD = "сине-зелёный жираф"


@pytest.fixture
def assessor(database: str) -> str:
    return open_account(Role.ASSESSOR)


def open_account_to_change(login: str, role: Role = Role.ASSESSOR) -> None:
    """Create an account with an initial password."""
    with write_session() as session:
        account = accounts.create(session, login, PASSWORD, is_given=True, by="test")
        accounts.grant(session, account, role, None, personal_data=False, by="test")


def addresses() -> Iterator[tuple[str, str]]:
    """Every route of the server with every method that it takes."""
    for rule in app.server.url_map.iter_rules():
        address = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:|string:)?(?!int)\w+>", "x", rule.rule))
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            # Every name under /assets/ is answered by the open route that stands before Dash's own.
            if rule.endpoint not in OPEN_ENDPOINTS and not address.startswith("/assets/"):
                yield method, address


@pytest.mark.usefixtures("assessor")
@pytest.mark.parametrize(("method", "address"), sorted(set(addresses())))
def test_a_stranger_gets_nothing_but_the_door(method: str, address: str):
    answer = stranger().client.open(address, method=method, headers={"Accept": "text/html"})
    if method == "GET":
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")
    else:
        assert answer.status_code in {401, 403}
    assert len(answer.data) < 2500


def test_the_same_addresses_are_answered_to_who_is_signed_in(assessor: str):
    visitor = signed_in(assessor)
    asked = sorted({address for method, address in addresses() if method == "GET"})
    assert len(asked) > 10
    assert sum(visitor.client.get(address).status_code == 200 for address in asked) > 3
    for address in asked:
        answer = visitor.client.get(address, headers={"Accept": "text/html"})
        assert not answer.headers.get("Location", "").startswith("/login"), address


@pytest.mark.usefixtures("assessor")
def test_a_stranger_who_wants_data_is_told_to_sign_in():
    assert stranger().call(PAGE, REGION).status_code == 401


def test_log_out_ends_the_session_whoever_holds_its_cookie(assessor: str):
    visitor = signed_in(assessor)
    cookie = visitor.client.get_cookie("session").value
    visitor.leaves()
    thief = stranger()
    thief.client.set_cookie("session", cookie)
    assert not is_in(thief)


def test_log_out_leaves_other_browsers_signed_in(assessor: str):
    here, there = signed_in(assessor), signed_in(assessor)
    here.leaves()
    assert is_in(there)


@pytest.mark.parametrize("deed", ["password", "switch", "revoke", "close"])
def test_what_an_administrator_takes_away_is_gone_everywhere_at_once(assessor: str, deed: str):
    visitors = [signed_in(assessor), signed_in(assessor)]
    with write_session() as session:
        account = accounts.account_by_login(session, assessor)
        deeds = {
            "password": lambda: accounts.set_password(session, account, OTHER_PASSWORD, by="test"),
            "switch": lambda: accounts.switch(session, account, is_active=False, by="test"),
            "revoke": lambda: accounts.revoke(session, account, account.grants[0].id, by="test"),
            "close": lambda: accounts.close_sessions(session, account, by="test"),
        }
        deeds[deed]()
    assert [is_in(visitor) for visitor in visitors] == [False, False]


def test_an_idle_session_ends(assessor: str, monkeypatch: pytest.MonkeyPatch):
    visitor = signed_in(assessor)
    monkeypatch.setitem(app.server.config, "PERMANENT_SESSION_LIFETIME", -1)
    assert not is_in(visitor)


def test_a_session_ends_after_a_day_however_busy(assessor: str):
    visitor = signed_in(assessor)
    with sign_in_session() as session:
        session.execute(text("UPDATE open_session SET opened_at = '2020-01-01 00:00:00.000000+00:00'"))
    assert not is_in(visitor)


def test_a_given_password_opens_nothing_until_it_is_changed(database: str):
    open_account_to_change("новый")
    visitor = stranger()
    answer = try_to_sign_in("новый", PASSWORD, visitor.client)
    assert answer.headers["Location"] == "/password"
    assert not is_in(visitor)
    assert visitor.posts("/password", new="короткий", again="короткий").status_code == 400
    assert visitor.posts("/password", new=PASSWORD, again=PASSWORD).status_code == 400
    assert visitor.posts("/password", new=OTHER_PASSWORD, again="другой").status_code == 400
    assert not is_in(visitor)
    assert visitor.posts("/password", new=OTHER_PASSWORD, again=OTHER_PASSWORD).status_code == 302
    assert is_in(visitor)
    assert is_in(signed_in_with("новый", OTHER_PASSWORD))


def test_changing_ones_own_password_wants_the_present_one_and_ends_other_sessions(assessor: str):
    here, there = signed_in(assessor), signed_in(assessor)
    wrong = here.posts("/password", current="не тот", new=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert "Нынешний пароль неверен" in wrong.text
    right = here.posts("/password", current=PASSWORD, new=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert "Пароль изменён" in right.text
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("жираф", "короче"),
        ("1234567890", "подбирают"),
        ("qwertyuiop", "подбирают"),
        ("ivanova-ivanova", "логин"),
        ("я" * 201, "длиннее"),
    ],
)
def test_a_weak_password_is_refused_in_words(password: str, why: str):
    assert why in (passwords.weakness(password, "ivanova") or "")


@pytest.mark.parametrize("password", [OTHER_PASSWORD, PASSWORD, "8845-56bc-11bb-2a44", "correct horse battery"])
def test_a_good_password_is_taken(password: str):
    assert passwords.weakness(password, "ivanova") is None


def test_passwords_are_kept_as_argon2id(assessor: str):
    with unscoped_session() as session:
        assert (session.scalar(select(Account.password_hash)) or "").startswith("$argon2id$")


# Guessing.


def test_guessing_is_slowed_for_a_login_and_an_address(assessor: str):
    answers = [try_to_sign_in(assessor, f"мимо {number}") for number in range(throttling.FROM_ADDRESS + 1)]
    assert [answer.status_code for answer in answers] == [401] * throttling.FROM_ADDRESS + [429]
    assert "Слишком много попыток" in answers[-1].text
    assert try_to_sign_in(assessor, PASSWORD).status_code == 429


def test_a_guesser_elsewhere_does_not_lock_out_the_one_whose_password_it_is(assessor: str):
    at_home = stranger().client
    try_to_sign_in(assessor, PASSWORD, at_home, "10.0.0.1")
    for number in range(throttling.FROM_STRANGERS + 5):
        try_to_sign_in(assessor, "мимо", address=f"10.1.{number // 200}.{number % 200}")
    assert try_to_sign_in(assessor, PASSWORD, address="10.0.0.2").status_code == 429
    assert try_to_sign_in(assessor, PASSWORD, at_home, "10.0.0.1").status_code == 302


def test_one_address_can_not_try_many_logins(database: str):
    with sign_in_session() as session:
        for number in range(throttling.OF_ADDRESS):
            assert throttling.allow_attempt(session, LoginAttempt(f"кто-то {number}", "10.0.0.9"))
        assert not throttling.allow_attempt(session, LoginAttempt("ещё один", "10.0.0.9"))
        assert throttling.allow_attempt(session, LoginAttempt("ещё один", "10.0.0.10"))


def test_tries_are_forgotten_after_a_while_and_on_success(assessor: str):
    for _ in range(throttling.FROM_ADDRESS - 1):
        try_to_sign_in(assessor, "мимо")
    assert try_to_sign_in(assessor, PASSWORD).status_code == 302
    assert try_to_sign_in(assessor, "мимо").status_code == 401
    for _ in range(throttling.FROM_ADDRESS):
        try_to_sign_in(assessor, "мимо")
    with sign_in_session() as session:
        session.execute(text("UPDATE sign_in_try SET at = '2020-01-01 00:00:00.000000+00:00'"))
    assert try_to_sign_in(assessor, PASSWORD).status_code == 302


def test_an_unknown_login_is_told_the_same_as_a_wrong_password(assessor: str):
    answers = [try_to_sign_in(login, "мимо").text.replace(login, "…") for login in (assessor, "нет такого")]
    assert re.sub(r'value="[^"]*"', "", answers[0]) == re.sub(r'value="[^"]*"', "", answers[1])


# One-time codes.


def secret_of(login: str) -> str:
    with unscoped_session() as session:
        return session.scalar(select(Account.code_secret).where(Account.login == login)) or ""


def test_a_role_with_codes_sets_them_up_and_is_asked_ever_after(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "admin, assessor")
    visitor = stranger()
    assert try_to_sign_in(assessor, PASSWORD, visitor.client).headers["Location"] == "/login/setup"
    form = visitor.client.get("/login/setup").text
    secret = re.search(r'code-secret">(\w+)<', form)[1]
    assert "<svg" in form
    assert visitor.posts("/login/setup", code="000000").status_code == 401
    assert not is_in(visitor)
    code = pyotp.TOTP(secret).now()
    assert visitor.posts("/login/setup", code=code).headers["Location"] == "/"
    assert is_in(visitor)
    assert secret_of(assessor) == secret
    again = stranger()
    assert try_to_sign_in(assessor, PASSWORD, again.client).headers["Location"] == "/login/code"
    assert again.posts("/login/code", code=code).status_code == 401, "a code is taken once"
    assert not is_in(again)


def test_codes_are_asked_of_no_other_role(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "admin")
    assert is_in(signed_in(assessor))


def test_guessing_a_code_is_slowed(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "assessor")
    visitor = stranger()
    try_to_sign_in(assessor, PASSWORD, visitor.client)
    statuses = [visitor.posts("/login/setup", code="000000").status_code for _ in range(throttling.FROM_ADDRESS + 1)]
    assert statuses[-1] == 429


def test_the_second_step_is_shut_without_the_first(assessor: str):
    visitor = stranger()
    for address in ("/login/code", "/login/setup", "/password"):
        assert visitor.client.get(address).headers["Location"] == "/login"
        assert (
            visitor.posts(address, code="1", new=OTHER_PASSWORD, again=OTHER_PASSWORD).headers["Location"] == "/login"
        )


# Headers, cookies, forms.


def test_every_answer_carries_the_policy(assessor: str):
    for answer in (
        stranger().client.get("/login"),
        signed_in(assessor).client.get("/region"),
        stranger().client.get("/x"),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_over_tls_the_browser_is_told_to_stay_there(assessor: str, monkeypatch: pytest.MonkeyPatch):
    assert "Strict-Transport-Security" not in stranger().client.get("/login").headers
    monkeypatch.setenv("SECURE_COOKIES", "yes")
    assert "max-age=31536000" in stranger().client.get("/login").headers["Strict-Transport-Security"]


def test_cookies_are_kept_from_scripts_and_other_sites(assessor: str):
    answer = try_to_sign_in(assessor, PASSWORD)
    cookies = {one.partition("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"session", "device"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookies["session"]
    assert "SameSite=Strict" in cookies["device"]


def test_a_request_too_large_is_refused_unread(assessor: str):
    answer = signed_in(assessor).client.post("/_dash-update-component", json="x" * 1_100_000)
    assert answer.status_code == 413


def test_only_this_site_is_gone_to_after_the_login(assessor: str):
    for wanted, gone in {
        "/region?on=2026-01-01": "/region?on=2026-01-01",
        "//evil.example": "/",
        "https://evil.example": "/",
        "/\\evil": "/",
        "/\tx": "/",
        "javascript:alert(1)": "/",
    }.items():
        said = {"login": assessor, "password": PASSWORD, "next": wanted}
        assert stranger().client.post("/login", data=said).headers["Location"] == gone


def test_an_open_session_keeps_only_a_hash(assessor: str):
    visitor = signed_in(assessor)
    with visitor.client.session_transaction() as kept, sign_in_session() as session:
        assert kept
        assert session.scalar(select(OpenSession.token_hash)) not in str(dict(kept))


def test_an_address_tells_nobodys_name(assessor: str):
    address = with_view("/region/list/staff", View(search="Иванова Анна"))
    assert re.fullmatch(r"/region/list/staff\?find=[\w-]+", address)
    assert view_of(address.partition("?")[2]).search == "Иванова Анна"
    assert view_of("find=forged").search == ""


def test_a_log_tells_nobodys_name(assessor: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    row = {"name": "Иванова Анна"}

    def layout(_visit: object) -> None:
        with write_session() as session:
            session.execute(text("INSERT INTO person (full_name) VALUES (:name)"), row)

    monkeypatch.setattr(pages, "PAGES", (pages.Page("/broken", pages.ALL_ROLES, layout),))
    shown = signed_in(assessor).opens("/broken")
    number = re.search(r"[0-9a-f]{8}", shown)[0]
    assert number in caplog.text
    assert "IntegrityError" in caplog.text
    assert "Иванова" not in caplog.text + shown
