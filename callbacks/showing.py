"""An address → what it shows."""

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component
from flask import request

from access.failures import told_as
from access.login import current_viewer
from access.noting import note
from callbacks.keeping import show_again
from callbacks.saying import said
from dashboard import pages
from dashboard.components.failed import failed
from dashboard.frame import Ids


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
        screen = pages.screen_at(viewer, said(pathname) or "/", said(search))
    except Exception as fault:
        return failed(told_as(fault)), "Ошибка"
    if screen.about:
        note("opened", said(pathname), by=viewer.login, origin=request.remote_addr, about=screen.about)
    if screen.is_kept:
        show_again(screen)
    return screen.content, screen.title


# The browser's own title follows the screen; the function stands in assets/title.js.
clientside_callback(
    ClientsideFunction("frame", "setTitle"),
    Output(Ids.TITLE_SHOWN, "data"),
    Input(Ids.TITLE, "data"),
)
