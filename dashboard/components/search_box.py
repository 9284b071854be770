"""A field to find a place or a person by name."""

from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import html


class Ids(StrEnum):
    """The ids that callbacks name."""

    EVERYWHERE = "search-everywhere"
    IN_LIST = "search-in-list"
    FOUND = "search-found"


# The delay after the last letter before the search starts.
PAUSE = 200  # milliseconds


def search_everywhere() -> Component:
    """The search field of the header; results open below it, and assets/search.js handles the keyboard."""
    label = "Найти организацию или работника"
    typed = dbc.Input(
        id=Ids.EVERYWHERE,
        type="search",
        value="",
        placeholder=f"{label}…",
        debounce=PAUSE,
        maxlength=100,
        autocomplete="off",
        className="form-control-sm",
    )
    name = html.Span(label, className="visually-hidden")
    field = html.Label([name, typed], className="search-box", title="Клавиши: / или Ctrl+K")
    below = html.Div(id=Ids.FOUND, className="found", **{"aria-live": "polite"})
    return html.Div([field, below], className="search-everywhere")


def search_box(field: Ids, *, value: str = "", label: str = "Найти") -> Component:
    """A field that takes effect on Enter or on leaving it; «/» focuses the first one of the screen."""
    typed = dbc.Input(
        id=field,
        type="search",
        value=value,
        placeholder=label,
        debounce=True,
        maxlength=100,
        className="form-control-sm",
    )
    return html.Label([html.Span(label, className="visually-hidden"), typed], className="search-box")
