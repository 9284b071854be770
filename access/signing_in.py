"""Signing in, step by step: the password, the one-time code where it is wanted, a new password where it was given."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from access import accounts, devices, one_time_codes, passwords, sessions, tries
from access.journal import write_down
from access.tries import Knock
from access.unacceptable import Unacceptable
from model.accounts import Account
from model.database import reading, writing

WRONG = "Неверный логин или пароль. Проверьте раскладку клавиатуры и Caps Lock."
WRONG_CODE = "Код не подошёл. Введите новый: каждый действует полминуты и только один раз."
TOO_MANY = "Слишком много попыток входа. Подождите 15 минут и попробуйте снова."
CHANGED = "Пароль изменён. На других устройствах потребуется войти снова."

Answer = str | Response | tuple[str, int]


def add_routes(server: Flask) -> None:
    """The forms of the door."""
    both = ["GET", "POST"]
    server.add_url_rule("/login", "login", _login, methods=both)
    server.add_url_rule("/login/code", "login_code", _login_code, methods=both)
    server.add_url_rule("/login/setup", "login_setup", _login_setup, methods=both)
    server.add_url_rule("/password", "password", _password, methods=both)
    server.add_url_rule("/logout", "logout", _logout, methods=["POST"])


def _login() -> Answer:
    if request.method == "GET":
        return _form()
    login, password = request.form.get("login", "")[: accounts.MAX_LOGIN], request.form.get("password", "")
    knock = _knock(login)
    with writing() as data:
        is_admitted = tries.is_admitted(data, knock)
    if not is_admitted:
        return _form(error=TOO_MANY, login=login), 429
    with reading() as data:
        account = accounts.verified(data, login, password)
    if account is None:
        with writing() as data:
            write_down(data, "sign-in failed", by=login, origin=request.remote_addr)
        return _form(error=WRONG, login=login), 401
    wanted = _safe_next(request.form.get("next", ""))
    session.clear()
    session.permanent = True
    session["half"], session["next"] = account.id, wanted
    return _go_on(account)


def _knock(login: str) -> Knock:
    return Knock(login, request.remote_addr or "", devices.device_of(login))


def _form(error: str = "", login: str = "") -> str:
    wanted, ended = _safe_next(request.values.get("next", "")), "ended" in request.args
    return render_template("login.html", error=error, login=login, next=wanted, ended=ended)


def _safe_next(wanted: str) -> str:
    """Only an address of this very site is gone to after the login."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_local and wanted.isprintable() else "/"


def _go_on(account: Account) -> Response:
    """To the next step; after the last one the session opens."""
    if one_time_codes.is_wanted(account) and not session.get("code_told"):
        return redirect(url_for("login_code" if account.code_secret else "login_setup"))
    if account.must_change_password:
        return redirect(url_for("password"))
    return _let_in(account)


def _let_in(account: Account) -> Response:
    wanted = session.get("next", "/")
    knock = _knock(account.login)
    with writing() as data:
        tries.forget(data, knock)
        token = sessions.opened(data, account)
        write_down(data, "sign-in", by=account.login, origin=request.remote_addr)
    _sign_in(token)
    answer = redirect(wanted)
    devices.remember(answer, account.login)
    return answer


def _sign_in(token: str) -> None:
    session.clear()
    session.permanent = True
    login_user(_Opened(token))


class _Opened:
    """What flask-login writes into the cookie of a session that has just opened."""

    is_active = is_authenticated = True
    is_anonymous = False

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


def _halfway(data: Session) -> Account | None:
    """The account whose password was right, before the steps that follow are done."""
    account = accounts.account_numbered(data, session["half"]) if "half" in session else None
    return account if account and account.is_active else None


def _login_code() -> Answer:
    with reading() as data:
        account = _halfway(data)
    if account is None or not account.code_secret:
        return redirect(url_for("login"))
    if request.method == "GET":
        return render_template("code.html", error="")
    return _take_code(account, account.code_secret, "code.html", {})


def _login_setup() -> Answer:
    with reading() as data:
        account = _halfway(data)
    if account is None or account.code_secret:
        return redirect(url_for("login"))
    secret = session.setdefault("code_secret", one_time_codes.new_secret())
    shown = {"secret": secret, "picture": one_time_codes.picture(account.login, secret)}
    if request.method == "GET":
        return render_template("setup.html", error="", **shown)
    return _take_code(account, secret, "setup.html", shown)


def _take_code(account: Account, secret: str, form: str, shown: Mapping[str, str]) -> Answer:
    knock = Knock(f"{account.login} code", request.remote_addr or "", devices.device_of(account.login))
    with writing() as data:
        if not tries.is_admitted(data, knock):
            return render_template(form, error=TOO_MANY, **shown), 429
        kept = accounts.account_numbered(data, account.id)
        step = one_time_codes.step_of(secret, request.form.get("code", ""), kept.code_step if kept else None)
        if kept is None or step is None:
            write_down(data, "code refused", by=account.login, origin=request.remote_addr)
            return render_template(form, error=WRONG_CODE, **shown), 401
        if kept.code_secret is None:
            accounts.set_codes(data, kept, secret, by=account.login)
        kept.code_step = step
        tries.forget(data, knock)
    session["code_told"] = True
    return _go_on(kept)


def _password() -> Answer:
    """A new password: at the first sign-in with a given one, or whenever its owner wants."""
    with reading() as data:
        account = _halfway(data) or (
            accounts.account_by_login(data, _signed_in_login()) if _signed_in_login() else None
        )
    if account is None or ("half" in session and not _may_choose_password(account)):
        return redirect(url_for("login"))
    is_first = "half" in session
    if request.method == "GET":
        return render_template("password.html", error="", is_first=is_first, rule=passwords.RULE)
    error = _changed(account, is_first=is_first)
    if error:
        return render_template("password.html", error=error, is_first=is_first, rule=passwords.RULE), 400
    if is_first:
        return _let_in(account)
    with writing() as data:
        token = sessions.opened(data, account)
    _sign_in(token)
    return render_template("password.html", error="", told=CHANGED, is_first=False, rule=passwords.RULE)


def _signed_in_login() -> str:
    return current_user.viewer.login if current_user.is_authenticated else ""


def _may_choose_password(account: Account) -> bool:
    is_code_told = session.get("code_told") or not one_time_codes.is_wanted(account)
    return account.must_change_password and bool(is_code_told)


def _changed(account: Account, *, is_first: bool) -> str | None:
    """Why the password stays as it was; None when it was changed."""
    new, again = request.form.get("new", ""), request.form.get("again", "")
    if new != again:
        return "Новый пароль и его повтор различаются."
    knock = _knock(account.login)
    with writing() as data:
        if not is_first:
            if not tries.is_admitted(data, knock):
                return TOO_MANY
            if not passwords.is_right(request.form.get("current", ""), account.password_hash):
                return "Нынешний пароль неверен."
        if passwords.is_right(new, account.password_hash):
            return "Новый пароль совпадает с нынешним."
        kept = accounts.account_numbered(data, account.id)
        try:
            accounts.set_password(data, kept or account, new, by=account.login)
        except Unacceptable as unacceptable:
            return f"Не подошло: {unacceptable}."
        tries.forget(data, knock)
    return None


def _logout() -> Response:
    if current_user.is_authenticated:
        with writing() as data:
            sessions.close(data, current_user.get_id())
            write_down(data, "sign-out", by=_signed_in_login(), origin=request.remote_addr)
    logout_user()
    session.clear()
    return redirect(url_for("login"))
