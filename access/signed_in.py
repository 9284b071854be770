"""The viewer of the current request."""

from flask import abort, has_request_context
from flask_login import UserMixin, current_user

from access.scope import Viewer


class SignedIn(UserMixin):
    """The viewer of a request in the form that flask-login needs."""

    def __init__(self, token: str, viewer: Viewer) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


def current_viewer() -> Viewer:
    """The viewer of the request; 401 when nobody is signed in."""
    viewer = viewer_or_none()
    if viewer is None:
        abort(401)
    return viewer


def viewer_or_none() -> Viewer | None:
    """The viewer of the request; None without a request or without a sign-in."""
    return current_user.viewer if has_request_context() and current_user.is_authenticated else None
