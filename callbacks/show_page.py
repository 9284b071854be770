"""The screen of the address."""

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component

from dashboard.dash_internals import folded
from dashboard.frame import Ids
from web.clean_text import clean_text
from web.page_answer import screen_of
from web.page_cache import mark_cacheable


@callback(
    Output(Ids.CONTENT, "children"),
    Output(Ids.TITLE, "data"),
    Input(Ids.ADDRESS, "pathname"),
    Input(Ids.ADDRESS, "search"),
)
def show_page(pathname: str | None, search: str | None) -> tuple[Component, str]:
    """The screen of the address and its title; the first screen comes with the page (web/page_answer.py)."""
    screen = screen_of(clean_text(pathname) or "/", clean_text(search))
    if screen.is_cacheable:
        mark_cacheable(screen)
    return folded(screen.content), screen.title


# Sets the browser's title: assets/title.js.
clientside_callback(
    ClientsideFunction("frame", "setTitle"),
    Output(Ids.TITLE_SHOWN, "data"),
    Input(Ids.TITLE, "data"),
)
