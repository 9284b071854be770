"""Knows a browser from which a login got in before, by a signed cookie of its own."""

import hashlib
import hmac
import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

import settings
from model.names import fold

COOKIE = "device"
_DAYS = 180
_SECONDS = _DAYS * 86_400


def device_of(login: str) -> str | None:
    """The mark of this browser, when this very login got in from it before."""
    try:
        owner, mark = _signer().loads(request.cookies.get(COOKIE, ""), max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(mark) if owner == _owner(login) else None


def _owner(login: str) -> str:
    """Tells whose device it is without the login in clear: the cookie outlives the session by half a year."""
    return hmac.new(str(current_app.secret_key).encode(), fold(login).encode(), hashlib.sha256).hexdigest()[:32]


def remember(answer: Response, login: str) -> None:
    """Let the browser keep the mark; it opens nothing, it only counts wrong tries apart from those of strangers."""
    mark = device_of(login) or secrets.token_hex(8)
    answer.set_cookie(
        COOKIE,
        _signer().dumps([_owner(login), mark]),
        max_age=_SECONDS,
        path="/",
        secure=settings.SECURE_COOKIES.value(),
        httponly=True,
        samesite="Strict",
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="device")
