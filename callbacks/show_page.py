"""The screen of the address."""

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component
from flask import request

from access.audit_queue import record_view
from access.signed_in import current_viewer
from dashboard import pages
from dashboard.components.failed import failed
from dashboard.frame import Ids
from model.errors import incident_number
from web.clean_text import clean_text
from web.page_cache import mark_cacheable


@callback(
    Output(Ids.CONTENT, "children"),
    Output(Ids.TITLE, "data"),
    Input(Ids.ADDRESS, "pathname"),
    Input(Ids.ADDRESS, "search"),
)
def show_page(pathname: str | None, search: str | None) -> tuple[Component, str]:
    """The screen of the address and its title; an error shows its number, never its text."""
    viewer = current_viewer()
    try:
        screen = pages.screen_at(viewer, clean_text(pathname) or "/", clean_text(search))
    except Exception as error:
        return failed(incident_number(error)), "Ошибка"
    if screen.about:
        record_view("opened", clean_text(pathname), by=viewer.login, origin=request.remote_addr, about=screen.about)
    if screen.is_cacheable:
        mark_cacheable(screen)
    return screen.content, screen.title


# Sets the browser's title: assets/title.js.
clientside_callback(
    ClientsideFunction("frame", "setTitle"),
    Output(Ids.TITLE_SHOWN, "data"),
    Input(Ids.TITLE, "data"),
)
