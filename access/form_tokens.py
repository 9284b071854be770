"""A token on every form, so that no other site can send one in a person's name."""

import secrets

from flask import request, session

FIELD = "form_token"


def form_token() -> str:
    """The token of this browser, made at its first form."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    return str(session[FIELD])


def is_right() -> bool:
    """Whether the form that came in carries the token of its browser."""
    said, kept = request.form.get(FIELD, ""), session.get(FIELD)
    return kept is not None and secrets.compare_digest(said.encode(), str(kept).encode())
