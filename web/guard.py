"""Sign-in with flask-login, and the guard in front of every request."""

from datetime import timedelta

from flask import Flask, abort, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

import settings
from access import sessions
from access.import_rights import may_import
from access.signed_in import SignedIn, current_viewer, viewer_or_none
from model.database import read_session
from web import downloads, error_pages, health, odd_requests, origin, sign_in

# Open without a sign-in: the sign-in forms, their assets, and what watchers ask for.
OPEN_ENDPOINTS = frozenset({"login", "login_code", "login_setup", "password", "open_asset", "release"}) | health.OPEN
UPLOADS = "upload_files"
SIGN_IN_FORMS = frozenset({"login", "login_code", "login_setup", "password"})
LARGEST_FORM = 16 * 1024  # bytes: a login, a password twice, an address to go to


def guard(server: Flask) -> None:
    """Put sign-in and the guard in front of every route of the server."""
    server.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.SECURE_COOKIES.value(),
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.IDLE_MINUTES.value()),
        MAX_CONTENT_LENGTH=settings.MAX_REQUEST_KB.value() * 1024,
    )
    manager = LoginManager()
    manager.session_protection = None
    # Without its context: an error page that asked for the account would fail with the database.
    manager.init_app(server, add_context_processor=False)
    manager.user_loader(_account_of_session)
    odd_requests.refuse_odd_addresses(server)
    health.add_routes(server)
    server.before_request(_check_request)
    downloads.bound_downloads(server)
    sign_in.add_routes(server)
    error_pages.add_error_pages(server)


def _account_of_session(token: str) -> SignedIn | None:
    with read_session() as data:
        viewer = sessions.viewer_of(data, token)
    return SignedIn(token, viewer) if viewer else None


def _check_request() -> Response | None:
    """Refuse requests without a sign-in and changing requests from other sites."""
    if request.endpoint == UPLOADS and viewer_or_none() and may_import(current_viewer()):
        # Only here, and only for those who may import, a request may carry files.
        request.max_content_length = settings.max_upload_bytes()
    if current_user.is_authenticated:
        request.environ["iom.is_signed_in"] = True
    elif request.endpoint not in SIGN_IN_FORMS or (request.content_length or 0) > LARGEST_FORM:
        # The response needs nothing of the body, so the server does not read it.
        request.max_content_length = 0
    if not origin.is_accepted():
        abort(403)
    if request.endpoint in OPEN_ENDPOINTS or current_user.is_authenticated:
        return None
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("login", next=request.full_path.rstrip("?")))
    abort(401)
