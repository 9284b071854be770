"""Security headers of every response: no foreign content, frames, content sniffing or cached copies."""

import secrets

from flask import Flask, g, request
from werkzeug.wrappers import Response

import settings

_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# Browsers may cache these: they hold no personal data.
_CACHED_ENDPOINTS = frozenset({"open_asset", "release"})


def style_nonce() -> str:
    """The nonce of this request that allows the page's own styles."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def send_headers(server: Flask) -> None:
    """Add the headers to every response."""

    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _policy()
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        # A stricter policy would drop the origin of forms, which the guard checks.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = _PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.SECURE_COOKIES.value():
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in _CACHED_ENDPOINTS and not _is_of_dash(request.path):
            response.headers["Cache-Control"] = "no-store"
        return response

    server.after_request(add_headers)


def _is_of_dash(path: str) -> bool:
    return path.startswith("/_dash-component-suites/")


def _policy() -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{style_nonce()}'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "manifest-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
