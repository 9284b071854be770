"""The steps of the sign-in and its forms."""

import base64
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import func, select, text, update

from access import accounts, passwords, throttling
from model.accounts import Role
from model.database import sign_in_session, unscoped_session, write_session
from model.errors import ActionRejectedError
from model.journal import JournalEntry
from model.sign_ins import PendingSignIn, SignInAttempt
from tests.site import PASSWORD, is_in, open_account, signed_in, signed_in_with, stranger, try_to_sign_in
from web.guard import LARGEST_FORM
from web.sign_in import UNKNOWN_LOGIN

OTHER_PASSWORD = "сине-зелёный жираф"


@pytest.fixture
def assessor(database: str) -> str:
    return open_account(Role.ASSESSOR)


def open_account_to_change(login: str) -> None:
    """Create an account with an initial password."""
    with write_session() as session:
        account = accounts.create(session, login, PASSWORD, is_given=True, by="test")
        accounts.grant(session, account, Role.ASSESSOR, None, personal_data=False, by="test")


# The sign-in between its steps.


def test_a_pending_sign_in_ends_with_the_password_it_began_with(database: str):
    open_account_to_change("новый")
    visitor = stranger()
    try_to_sign_in("новый", PASSWORD, visitor.client)
    with write_session() as session:
        account = accounts.require_account(session, "новый")
        accounts.set_password(session, account, "другая-временная-фраза", is_given=True, by="test")
    assert visitor.client.get("/password").headers["Location"] == "/login"
    assert visitor.posts("/password", new=OTHER_PASSWORD, again=OTHER_PASSWORD).headers["Location"] == "/login"
    assert not is_in(signed_in_with("новый", OTHER_PASSWORD))


@pytest.mark.parametrize("action", ["password", "switch", "revoke", "close", "codes"])
def test_whatever_closes_sessions_ends_a_pending_sign_in(assessor: str, action: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "assessor")
    visitor = stranger()
    assert try_to_sign_in(assessor, PASSWORD, visitor.client).headers["Location"] == "/login/setup"
    assert visitor.client.get("/login/setup").status_code == 200
    with write_session() as session:
        account = accounts.require_account(session, assessor)
        actions = {
            "password": lambda: accounts.set_password(session, account, OTHER_PASSWORD, by="test"),
            "switch": lambda: [accounts.switch(session, account, is_active=on, by="test") for on in (False, True)],
            "revoke": lambda: accounts.revoke(session, account, account.grants[0].id, by="test"),
            "close": lambda: accounts.close_sessions(session, account, by="test"),
            "codes": lambda: accounts.set_codes(session, account, None, by="test"),
        }
        actions[action]()
    assert visitor.client.get("/login/setup").headers["Location"] == "/login"
    assert visitor.posts("/login/setup", code="000000").headers["Location"] == "/login"


def test_a_pending_sign_in_lives_ten_minutes_however_often_it_is_used(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "assessor")
    visitor = stranger()
    try_to_sign_in(assessor, PASSWORD, visitor.client)
    assert visitor.client.get("/login/setup").status_code == 200
    with sign_in_session() as session:
        opened_at = datetime.now(UTC) - timedelta(minutes=11)
        session.execute(update(PendingSignIn).values(opened_at=opened_at))
    visitor.client.get("/health")
    assert visitor.client.get("/login/setup").headers["Location"] == "/login"


def test_a_forged_cookie_opens_no_step(assessor: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "assessor")
    visitor = stranger()
    with visitor.client.session_transaction() as cookie:
        cookie.update(half=1, pending="1", code_told=True)
    for address in ("/login/code", "/login/setup", "/password"):
        assert visitor.client.get(address).headers["Location"] == "/login"


def test_a_code_entered_once_is_not_asked_again_before_the_new_password(database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODE_ROLES", "assessor")
    open_account_to_change("новый")
    visitor = stranger()
    try_to_sign_in("новый", PASSWORD, visitor.client)
    assert visitor.client.get("/password").headers["Location"] == "/login"
    secret = re.search(r'code-secret">(\w+)<', visitor.client.get("/login/setup").text)[1]
    assert visitor.posts("/login/setup", code=pyotp.TOTP(secret).now()).headers["Location"] == "/password"
    assert visitor.posts("/password", new=OTHER_PASSWORD, again=OTHER_PASSWORD).status_code == 302
    assert is_in(visitor)


def test_a_role_with_codes_closes_sessions_that_entered_none(database: str, monkeypatch: pytest.MonkeyPatch):
    login = open_account(Role.MINISTRY)
    visitor = signed_in(login)
    monkeypatch.setenv("CODE_ROLES", "assessor")
    with write_session() as session:
        account = accounts.require_account(session, login)
        accounts.grant(session, account, Role.ASSESSOR, None, personal_data=False, by="test")
    assert not is_in(visitor)


def test_an_administrator_opens_no_results_to_themselves(database: str):
    login = open_account(Role.ADMIN)
    with write_session() as session:
        account = accounts.require_account(session, login)
        with pytest.raises(ActionRejectedError, match="другой администратор"):
            accounts.grant(session, account, Role.ASSESSOR, None, personal_data=False, by=login)
        accounts.grant(session, account, Role.ASSESSOR, None, personal_data=False, by="другой")
    assert is_in(signed_in(login))


@pytest.mark.usefixtures("sqlite")
def test_a_sign_in_never_waits_for_an_import():
    """On SQLite an import holds the writer's lock from its first statement to its last."""
    login = open_account(Role.ASSESSOR)
    with write_session() as session:
        session.execute(text("UPDATE account SET is_active = is_active"))
        before = time.monotonic()
        visitor = signed_in(login)
        assert is_in(visitor)
        visitor.leaves()
        assert not is_in(visitor)
        assert try_to_sign_in(login, "мимо").status_code == 401
        assert time.monotonic() - before < 10
    assert _late_lines_are_written()


def _late_lines_are_written() -> bool:
    for thread in threading.enumerate():
        if thread.name == "note":
            thread.join()
    with unscoped_session() as session:
        actions = session.scalars(select(JournalEntry.action)).all()
    return {"sign-in", "sign-out", "sign-in failed"} <= set(actions)


# What is typed.


@pytest.mark.parametrize("login", ["a\0b", "\0", "a\ud800b", "\n\r", "я" * 1_000])
def test_a_login_that_no_database_takes_is_a_wrong_one(database: str, login: str):
    answer = stranger().client.post("/login", data={"login": login.encode("utf-8", "surrogatepass"), "password": "x"})
    assert answer.status_code == 401
    with sign_in_session() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_a_body_larger_than_the_form_needs_is_refused_unread(database: str):
    answer = stranger().client.post("/login", data={"login": "я" * LARGEST_FORM, "password": "x"})
    assert answer.status_code == 413
    with sign_in_session() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_password_typed_as_a_login_is_not_written_down(assessor: str):
    stranger().client.post("/login", data={"login": "МойСекрет-2026", "password": "x"})
    stranger().client.post("/login", data={"login": assessor, "password": "x"})
    with unscoped_session() as session:
        written = session.scalars(
            select(JournalEntry.login).where(JournalEntry.action == "sign-in failed").order_by(JournalEntry.id)
        ).all()
    assert written == [UNKNOWN_LOGIN, assessor]


def test_attempts_of_one_ipv6_network_are_counted_together(assessor: str):
    for number in range(throttling.FROM_ADDRESS):
        try_to_sign_in(assessor, "мимо", address=f"2001:db8:0:1::{number:x}")
    assert try_to_sign_in(assessor, PASSWORD, address="2001:db8:0:1:ffff::1").status_code == 429
    assert try_to_sign_in(assessor, PASSWORD, address="2001:db8:0:2::1").status_code == 302


def test_attempts_at_codes_use_up_nobody_elses(database: str, monkeypatch: pytest.MonkeyPatch):
    open_account_to_change("ivanova code")
    open_account_to_change("ivanova")
    monkeypatch.setenv("CODE_ROLES", "assessor")
    visitor = stranger()
    try_to_sign_in("ivanova", PASSWORD, visitor.client)
    for _ in range(throttling.FROM_ADDRESS):
        visitor.posts("/login/setup", code="000000")
    assert try_to_sign_in("ivanova code", PASSWORD).status_code == 302


def test_a_device_cookie_does_not_tell_the_login(assessor: str):
    visitor = stranger()
    try_to_sign_in(assessor, PASSWORD, visitor.client)
    payload = visitor.client.get_cookie("device").value.partition(".")[0]
    assert assessor not in base64.urlsafe_b64decode(payload + "==").decode("utf-8", "replace")


def test_a_crafted_password_costs_no_seconds():
    crafted = "".join(chr(97 + number * 7 % 26) + "@4" for number in range(24))
    before = time.process_time()
    passwords.weakness(crafted, "ivanova")
    assert time.process_time() - before < 1.5
