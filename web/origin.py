"""Where a changing request comes from: only this very site, and scripts at two addresses, may send one."""

from urllib.parse import urlsplit

from flask import request

CALLBACKS = "/_dash-update-component"
LOGIN = "/login"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Every browser says where a changing request comes from. What says nothing is a script, and these are what scripts use:
# the sign-in, which needs no cookie, and the callbacks, whose JSON no form of another site can send.
_FOR_SCRIPTS = frozenset({LOGIN, CALLBACKS})


def is_accepted() -> bool:
    """Whether the request changes nothing or comes from where it may."""
    if request.method in _SAFE_METHODS:
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return request.path in _FOR_SCRIPTS
