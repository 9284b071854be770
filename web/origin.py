"""Origin check: changing requests come from this site, or from scripts at two addresses."""

from urllib.parse import urlsplit

from flask import request

CALLBACKS = "/_dash-update-component"
LOGIN = "/login"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Browsers always name the origin of a changing request, so a request without one is from a script. Scripts may use
# the sign-in, which needs no cookie, and the callbacks, whose JSON no form of another site can send.
_FOR_SCRIPTS = frozenset({LOGIN, CALLBACKS})


def is_accepted() -> bool:
    """Whether the request changes nothing or comes from an allowed origin."""
    if request.method in _SAFE_METHODS:
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return request.path in _FOR_SCRIPTS
