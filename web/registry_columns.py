"""The columns of registries that an account asks to be remembered, or forgotten."""

from dataclasses import replace

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from access.registry_columns import remember_columns
from access.signed_in import current_viewer
from dashboard.addresses import view_of, with_view
from dashboard.pages import page_at
from dashboard.registry_address import REMEMBER, is_registry
from model.database import write_session


def add_routes(server: Flask) -> None:
    """Add the route that remembers the columns of the account."""
    server.add_url_rule(REMEMBER, "remember_columns", remember, methods=["POST"])


def remember() -> Response:
    """Remember the columns that the address of a registry names, none to forget them; then that registry is shown."""
    path, _, query = request.form.get("screen", "").partition("?")
    viewer = current_viewer()
    if not is_registry(path) or page_at(viewer, path) is None:
        abort(404)
    view = view_of(query)
    with write_session() as session:
        remember_columns(session, view.registry.columns, by=viewer)
    return redirect(with_view(path, replace(view, registry=replace(view.registry, columns=()))), 303)
