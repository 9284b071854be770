"""What every answer tells the browser to refuse: foreign content, frames, guessing of types, old copies."""

import secrets
from collections.abc import Iterable

from flask import Flask, g, request
from werkzeug.wrappers import Response

import settings

_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# Nothing of a person is in them: they may be kept, everything else is fetched anew.
_KEPT = frozenset({"bootstrap", "open_asset"})


def style_nonce() -> str:
    """The word of this request by which the page's own styles are known."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def send_headers(server: Flask, script_hashes: Iterable[str]) -> None:
    """Put the policy on every answer; the hashes are those of the page's inline scripts."""
    scripts = " ".join(["'self'", *(f"'{one}'" for one in map(_bare, script_hashes))])

    def after(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = _policy(scripts)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        # Stricter than this, forms would come without the origin that the guard asks for.
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = _PERMISSIONS
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.SECURE_COOKIES.value():
            answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in _KEPT and not _is_of_dash(request.path):
            answer.headers["Cache-Control"] = "no-store"
        return answer

    server.after_request(after)


def _bare(script_hash: str) -> str:
    return script_hash.strip("'")


def _is_of_dash(path: str) -> bool:
    return path.startswith("/_dash-component-suites/")


def _policy(scripts: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src 'self' 'nonce-{style_nonce()}'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
