"""Sign-in step by step: the password, a one-time code when required, a new password for a temporary one."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from access import accounts, one_time_codes, passwords, pending_sign_ins, sessions, throttling
from access.audit_queue import record_view
from access.pending_sign_ins import pending_of
from access.throttling import LoginAttempt
from model.accounts import Account
from model.database import read_session, sign_in_session, write_session
from model.sign_ins import PendingSignIn
from web import known_devices

WRONG = "Неверный логин или пароль. Проверьте раскладку клавиатуры и Caps Lock."
WRONG_CODE = "Код не подошёл. Введите новый: каждый действует полминуты и только один раз."
TOO_MANY = "Слишком много попыток входа. Подождите 15 минут и попробуйте снова."
SIGN_IN_AGAIN = "Время на смену пароля вышло. Войдите снова."
OTHERS_CLOSED = "Сеансы на других устройствах завершены."
CHANGED = "Пароль изменён. На других устройствах потребуется войти снова."

# In the journal in place of a login that does not exist.
UNKNOWN_LOGIN = "(неизвестный логин)"
# No login begins with this sign, so attempts at codes are counted apart from attempts at passwords.
CODE_OF = "#"

Answer = str | Response | tuple[str, int]


def add_routes(server: Flask) -> None:
    """Add the routes of the sign-in forms to the server."""
    methods = ["GET", "POST"]
    server.add_url_rule("/login", "login", _login, methods=methods)
    server.add_url_rule("/login/code", "login_code", _login_code, methods=methods)
    server.add_url_rule("/login/setup", "login_setup", _login_setup, methods=methods)
    server.add_url_rule("/password", "password", _password, methods=methods)
    server.add_url_rule("/logout", "logout", _logout, methods=["POST"])
    server.add_url_rule("/logout/others", "logout_others", _logout_others, methods=["POST"])


def _login() -> Answer:
    if request.method == "GET":
        return _form()
    # A character that the database rejects would end the request before the attempt is counted.
    login = "".join(filter(str.isprintable, request.form.get("login", "")))[: accounts.MAX_LOGIN]
    attempt = _attempt(login)
    with sign_in_session() as sign_ins:
        is_admitted = throttling.allow_attempt(sign_ins, attempt)
    if not is_admitted:
        return _form(error=TOO_MANY, login=login), 429
    with read_session() as data:
        account = accounts.authenticate(data, login, request.form.get("password", ""))
        is_known = accounts.account_by_login(data, login) is not None
    if account is None:
        # The login may be a password typed into the wrong field: only existing logins are recorded.
        record_view("sign-in failed", by=login if is_known else UNKNOWN_LOGIN, origin=request.remote_addr)
        return _form(error=WRONG, login=login), 401
    next_address = _safe_next(request.form.get("next", ""))
    token = pending_sign_ins.begin(account)
    session.clear()
    session.permanent = True
    session["pending"], session["next"] = token, next_address
    return _next_step(account, is_code_entered=False)


def _attempt(login: str) -> LoginAttempt:
    return LoginAttempt(login, request.remote_addr or "", known_devices.device_of(login))


def _form(error: str = "", login: str = "") -> str:
    next_address, ended = _safe_next(request.values.get("next", "")), "ended" in request.args
    present = _signed_in_login()
    return render_template("login.html", error=error, login=login, next=next_address, ended=ended, present=present)


def _safe_next(next_address: str) -> str:
    """The address if it is on this site, else «/»."""
    parts = urlsplit(next_address)
    is_local = (
        next_address.startswith("/")
        and not next_address.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return next_address if is_local and next_address.isprintable() else "/"


def _next_step(account: Account, *, is_code_entered: bool) -> Response:
    """Redirect to the next step; after the last one open the session."""
    if one_time_codes.needs_code(account) and not is_code_entered:
        return redirect(url_for("login_code" if account.code_secret else "login_setup"))
    if account.must_change_password:
        return redirect(url_for("password"))
    return _open_session(account)


def _open_session(account: Account) -> Response:
    next_address = session.get("next", "/")
    attempt = _attempt(account.login)
    with sign_in_session() as sign_ins:
        throttling.forget_attempts(sign_ins, attempt)
    pending_sign_ins.end(session.get("pending"))
    record_view("sign-in", by=account.login, origin=request.remote_addr)
    _sign_in(sessions.open_session(account))
    response = redirect(next_address)
    known_devices.remember(response, account.login)
    return response


def _sign_in(token: str) -> None:
    session.clear()
    session.permanent = True
    login_user(_Opened(token))


class _Opened:
    """The user object from which flask-login takes the token of a new session."""

    is_active = is_authenticated = True
    is_anonymous = False

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


def _login_code() -> Answer:
    with read_session() as data:
        pending = pending_of(data, session.get("pending"))
    if pending is None or not pending[1].code_secret:
        return redirect(url_for("login"))
    if request.method == "GET":
        return render_template("code.html", error="")
    return _check_code(pending[1], "code.html", {})


def _login_setup() -> Answer:
    with read_session() as data:
        pending = pending_of(data, session.get("pending"))
    if pending is None or pending[1].code_secret:
        return redirect(url_for("login"))
    row, account = pending
    secret = row.offered_secret or one_time_codes.new_secret()
    if row.offered_secret is None:
        pending_sign_ins.offer_secret(row, secret)
    fields = {"secret": secret, "picture": one_time_codes.picture(account.login, secret)}
    if request.method == "GET":
        return render_template("setup.html", error="", **fields)
    return _check_code(account, "setup.html", fields)


def _check_code(account: Account, form: str, fields: Mapping[str, str]) -> Answer:
    attempt = LoginAttempt(CODE_OF + account.login, request.remote_addr or "", known_devices.device_of(account.login))
    with sign_in_session() as sign_ins:
        is_admitted = throttling.allow_attempt(sign_ins, attempt)
    if not is_admitted:
        return render_template(form, error=TOO_MANY, **fields), 429
    with read_session() as data:
        pending = pending_of(data, session.get("pending"))
    if pending is None:
        return redirect(url_for("login"))
    row, account = pending
    secret = account.code_secret or row.offered_secret or ""
    step = one_time_codes.step_of(secret, request.form.get("code", ""), one_time_codes.last_step(account))
    if step is None or not one_time_codes.use_step(account, step):
        record_view("code refused", by=account.login, origin=request.remote_addr)
        return render_template(form, error=WRONG_CODE, **fields), 401
    if account.code_secret is None and not _set_codes(account, secret):
        return redirect(url_for("login"))
    pending_sign_ins.mark_code_entered(row)
    with sign_in_session() as sign_ins:
        throttling.forget_attempts(sign_ins, attempt)
    return _next_step(account, is_code_entered=True)


def _set_codes(account: Account, secret: str) -> bool:
    """Set the account's secret of codes; False when somebody else has set one meanwhile."""
    with write_session() as data:
        current = accounts.account_by_id(data, account.id)
        if current is None or current.code_secret is not None or pending_of(data, session.get("pending")) is None:
            return False
        accounts.set_codes(data, current, secret, by=current.login)
    account.code_secret = secret
    return True


def _password() -> Answer:
    """Change the password: at the first sign-in with a temporary one, or at any time while signed in."""
    with read_session() as data:
        pending = pending_of(data, session.get("pending"))
        signed_in = accounts.account_by_login(data, _signed_in_login()) if _signed_in_login() else None
    is_first = signed_in is None
    account = signed_in or (pending[1] if pending and _may_choose_password(*pending) else None)
    if account is None:
        return redirect(url_for("login"))
    if request.method == "GET":
        return _password_form(is_first=is_first)
    error = _change_password(account, is_first=is_first)
    if error:
        return _password_form(is_first=is_first, error=error), 400
    if is_first:
        with read_session() as data:
            changed = accounts.account_by_id(data, account.id)
        return _open_session(changed or account)
    with read_session() as data:
        changed = accounts.account_by_id(data, account.id)
    _sign_in(sessions.open_session(changed or account))
    return _password_form(is_first=False, notice=CHANGED)


def _password_form(*, is_first: bool, error: str = "", notice: str = "") -> str:
    others = 0 if is_first else sessions.count_others(current_user.get_id())
    fields = {"error": error, "notice": notice, "is_first": is_first, "rule": passwords.RULE}
    return render_template("password.html", others=others, **fields)


def _signed_in_login() -> str:
    return current_user.viewer.login if current_user.is_authenticated else ""


def _may_choose_password(pending: PendingSignIn, account: Account) -> bool:
    is_code_entered = pending.is_code_entered or not one_time_codes.needs_code(account)
    return account.must_change_password and is_code_entered


def _change_password(account: Account, *, is_first: bool) -> str | None:
    """Change the password; returns why it was not changed, or None."""
    new, again = request.form.get("new", ""), request.form.get("again", "")
    if new != again:
        return "Новый пароль и его повтор различаются."
    attempt = _attempt(account.login)
    with sign_in_session() as sign_ins:
        if not throttling.allow_attempt(sign_ins, attempt):
            return TOO_MANY
    # Hashing and estimating take processor time, so they come before the database lock.
    if not is_first and not passwords.is_right(request.form.get("current", ""), account.password_hash):
        return "Нынешний пароль неверен."
    if passwords.is_right(new, account.password_hash):
        return "Новый пароль совпадает с нынешним."
    weakness = passwords.weakness(new, account.login)
    if weakness:
        return f"Не подошло: {weakness}."
    new_hash = passwords.hash_password(new)
    with write_session() as data:
        current = accounts.account_by_id(data, account.id)
        if current is None or (is_first and pending_of(data, session.get("pending")) is None):
            return SIGN_IN_AGAIN
        accounts.set_password_hash(data, current, new_hash, by=account.login)
    with sign_in_session() as sign_ins:
        throttling.forget_attempts(sign_ins, attempt)
    return None


def _logout() -> Response:
    if current_user.is_authenticated:
        sessions.close(current_user.get_id())
        record_view("sign-out", by=_signed_in_login(), origin=request.remote_addr)
    logout_user()
    session.clear()
    return redirect(url_for("login"))


def _logout_others() -> str | Response:
    """End the account's sessions in other browsers."""
    if not current_user.is_authenticated:
        return redirect(url_for("login"))
    sessions.close_others(current_user.get_id())
    record_view("sessions closed", _signed_in_login(), by=_signed_in_login(), origin=request.remote_addr)
    return _password_form(is_first=False, notice=OTHERS_CLOSED)
