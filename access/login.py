"""flask-login: the form, the session, the guard on every request."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import (
    Flask,
    abort,
    has_request_context,
    redirect,
    render_template_string,
    request,
    session,
    url_for,
)
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

import settings
from access import accounts
from access.journal import write_down
from access.scope import Viewer
from model.database import reading, writing

LOGIN_FORM = Path(__file__).parent / "login.html"
WRONG = "Неверный логин или пароль. Проверьте раскладку клавиатуры и Caps Lock."
TOO_MANY = "Слишком много попыток входа. Подождите минуту и попробуйте снова."

# What anyone may fetch without signing in: the form itself, its looks, and the sign of life.
_OPEN_ENDPOINTS = frozenset({"login", "health", "bootstrap", "open_asset"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

limiter = Limiter(get_remote_address, storage_uri="memory://")


class SignedIn(UserMixin):
    """The account behind the request, as flask-login wants it."""

    def __init__(self, identity: int, mark: str, viewer: Viewer) -> None:
        self.identity = identity
        self.mark = mark
        self.viewer = viewer

    def get_id(self) -> str:
        return f"{self.identity}:{self.mark}"


def current_viewer() -> Viewer:
    """Who asks; 401 when nobody is signed in."""
    viewer = viewer_or_none()
    if viewer is None:
        abort(401)
    return viewer


def viewer_or_none() -> Viewer | None:
    """Who asks, where there is a request and someone is signed in."""
    return current_user.viewer if has_request_context() and current_user.is_authenticated else None


def guard(server: Flask) -> None:
    """Put the login and the guard in front of every route of the server."""
    server.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.SECURE_COOKIES.value(),
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.IDLE_MINUTES.value()),
    )
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(server)
    manager.user_loader(_account_of_session)
    limiter.init_app(server)
    server.add_url_rule("/login", "login", _login, methods=["GET", "POST"])
    server.add_url_rule("/logout", "logout", _logout, methods=["POST"])
    server.add_url_rule("/health", "health", lambda: Response("ok", mimetype="text/plain"))
    server.before_request(_refuse_strangers)
    server.register_error_handler(429, lambda _error: (_form(error=TOO_MANY), 429))


def _account_of_session(identity: str) -> SignedIn | None:
    number, _, mark = identity.partition(":")
    if not number.isdigit():
        return None
    with reading() as data:
        account = accounts.signed_in_account(data, int(number), mark)
        return SignedIn(account.id, mark, accounts.viewer_of(account)) if account else None


def _refuse_strangers() -> Response | None:
    """Nothing is answered to one who is not signed in, nor to a changing request from another site."""
    if request.method not in _SAFE_METHODS and not _is_same_origin():
        abort(403)
    if request.endpoint in _OPEN_ENDPOINTS or current_user.is_authenticated:
        return None
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("login", next=request.full_path.rstrip("?")))
    abort(401)


def _is_same_origin() -> bool:
    # Browsers say where a request comes from; scripts of the users say nothing and carry no foreign cookies.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


@limiter.limit(
    "10 per minute", methods=["POST"], key_func=lambda: f"{get_remote_address()} {request.form.get('login')}"
)
def _login() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _form()
    login, password = request.form.get("login", ""), request.form.get("password", "")
    with reading() as data:
        account = accounts.verified(data, login, password)
    with writing() as data:
        write_down(data, "sign-in" if account else "sign-in failed", None, by=login[:100], origin=request.remote_addr)
    if account is None:
        return _form(error=WRONG, login=login), 401
    session.clear()
    session.permanent = True
    login_user(SignedIn(account.id, account.session_mark, Viewer(account.login, ())))
    return redirect(_safe_next(request.form.get("next", "")))


def _form(error: str = "", login: str = "") -> str:
    wanted = request.values.get("next", "")
    source = LOGIN_FORM.read_text(encoding="utf-8")
    return render_template_string(source, error=error, login=login, next=_safe_next(wanted))


def _safe_next(wanted: str) -> str:
    """Only an address of this very site is gone to after the login."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_local else "/"


def _logout() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("login"))
