"""Who is signed in behind the request that is answered now."""

from flask import abort, has_request_context
from flask_login import UserMixin, current_user

from access.scope import Viewer


class SignedIn(UserMixin):
    """The account behind the request, as flask-login wants it."""

    def __init__(self, token: str, viewer: Viewer) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


def current_viewer() -> Viewer:
    """Who asks; 401 when nobody is signed in."""
    viewer = viewer_or_none()
    if viewer is None:
        abort(401)
    return viewer


def viewer_or_none() -> Viewer | None:
    """Who asks, where there is a request and someone is signed in."""
    return current_user.viewer if has_request_context() and current_user.is_authenticated else None
