"""An address → what it shows."""

import logging
import secrets

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component

from access.login import current_viewer
from dashboard import pages
from dashboard.components.failed import failed
from dashboard.frame import Ids

log = logging.getLogger(__name__)


@callback(
    Output(Ids.CONTENT, "children"),
    Output(Ids.TITLE, "data"),
    Input(Ids.ADDRESS, "pathname"),
    Input(Ids.ADDRESS, "search"),
)
def show_page(pathname: str | None, search: str | None) -> tuple[Component, str]:
    """The screen of the address; a fault is told by a number, never by its text."""
    viewer = current_viewer()
    try:
        screen = pages.screen_at(viewer, pathname or "/", search or "")
    except Exception:
        number = secrets.token_hex(4)
        log.exception("page failed, told as %s", number)
        return failed(number), "Ошибка"
    return screen.content, screen.title


# The browser's own title follows the screen; the function stands in assets/title.js.
clientside_callback(
    ClientsideFunction("frame", "setTitle"),
    Output(Ids.TITLE_SHOWN, "data"),
    Input(Ids.TITLE, "data"),
)
