"""A field to find a place or a person by name."""

from enum import StrEnum

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component


class Ids(StrEnum):
    """What a callback listens to."""

    EVERYWHERE = "search-everywhere"
    IN_LIST = "search-in-list"


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
