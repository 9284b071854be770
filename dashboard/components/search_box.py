"""A field to find a place or a person by name."""

from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import html


class Ids(StrEnum):
    """What a callback listens to."""

    EVERYWHERE = "search-everywhere"
    IN_LIST = "search-in-list"
    FOUND = "search-found"


# So long after the last letter the search begins by itself.
PAUSE = 200  # milliseconds


def search_everywhere() -> Component:
    """The field of the header; what is found opens below it, and assets/search.js leads the keyboard there."""
    label = "Найти организацию или человека"
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
    """Takes effect on Enter or on leaving the field; «/» brings the cursor to the first one on the screen."""
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
