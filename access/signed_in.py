"""The viewer of the current request, and what it reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, has_request_context
from flask_login import UserMixin, current_user

from access.reading import Reading
from access.scope import Viewer
from model.accounts import Role
from model.database import read_session
from model.dates import today


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


def login_holding(role: Role) -> str:
    """The login of the viewer, who holds the role; 404 for anyone else."""
    viewer = current_viewer()
    if not viewer.holds(role):
        abort(404)
    return viewer.login


@contextmanager
def current_reading() -> Iterator[Reading]:
    """A reading of today for the viewer of the request."""
    with read_session() as session:
        yield Reading(session, current_viewer(), today())
