"""An address → what it shows."""

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component
from flask import request

from access.audit_queue import record_view
from dashboard import pages
from dashboard.components.failed import failed
from dashboard.frame import Ids
from web.clean_text import clean_text
from web.error_pages import incident_number
from web.guard import current_viewer
from web.page_cache import mark_cacheable


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
        screen = pages.screen_at(viewer, clean_text(pathname) or "/", clean_text(search))
    except Exception as fault:
        return failed(incident_number(fault)), "Ошибка"
    if screen.about:
        record_view("opened", clean_text(pathname), by=viewer.login, origin=request.remote_addr, about=screen.about)
    if screen.is_cacheable:
        mark_cacheable(screen)
    return screen.content, screen.title


# The browser's own title follows the screen; the function stands in assets/title.js.
clientside_callback(
    ClientsideFunction("frame", "setTitle"),
    Output(Ids.TITLE_SHOWN, "data"),
    Input(Ids.TITLE, "data"),
)
