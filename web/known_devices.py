"""Recognises a browser from which a login has signed in before, by a signed cookie."""

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
    """The id of this browser; None unless this login has signed in from it before."""
    try:
        owner, device_id = _signer().loads(request.cookies.get(COOKIE, ""), max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device_id) if owner == _owner(login) else None


def _owner(login: str) -> str:
    """A keyed hash of the login: the cookie outlives the session and must not show the login."""
    return hmac.new(str(current_app.secret_key).encode(), fold(login).encode(), hashlib.sha256).hexdigest()[:32]


def remember(response: Response, login: str) -> None:
    """Set the device cookie; it grants no access, it only separates the count of failed attempts."""
    device_id = device_of(login) or secrets.token_hex(8)
    response.set_cookie(
        COOKIE,
        _signer().dumps([_owner(login), device_id]),
        max_age=_SECONDS,
        path="/",
        secure=settings.SECURE_COOKIES.value(),
        httponly=True,
        samesite="Strict",
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="device")
