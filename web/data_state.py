"""Tells the browser whose answer it got and when data were loaded last, so that an old screen is noticed.

Both stand in headers: of each screen, and of `/state`, which the browser asks when its window is looked at again.
"""

from urllib.parse import quote

from flask import Flask, request
from werkzeug.wrappers import Response

from access.signed_in import current_reading, viewer_or_none
from model.wording import moment
from queries.imports import data_as_of
from web.origin import CALLBACKS
from web.page_cache import requested_address

ACCOUNT, LOADED = "X-Account", "X-Data-Loaded"
ADDRESS = "/state"


def add_data_state(server: Flask) -> None:
    """Add the headers and the route."""
    server.add_url_rule(ADDRESS, "data_state", lambda: Response(status=204))
    server.after_request(_state)


def _state(response: Response) -> Response:
    if request.path not in (CALLBACKS, ADDRESS) or response.status_code >= 400:
        return response
    viewer = viewer_or_none()
    if viewer is None:
        return response
    # A login may hold any letters, a header only ASCII.
    response.headers[ACCOUNT] = quote(viewer.login)
    if request.path == ADDRESS or requested_address() is not None:
        with current_reading() as reading:
            loaded = data_as_of(reading)
        response.headers[LOADED] = moment(loaded) if loaded else ""
    return response
