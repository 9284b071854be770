"""The elements of dash.html, without validation."""

from typing import Any

from dash import html as dash_html

from dashboard.dash_internals import unvalidated

ELEMENTS = {name: unvalidated(getattr(dash_html, name)()) for name in dash_html.__all__}


def __getattr__(name: str) -> Any:
    """The element of this name: «html.Div»."""
    try:
        return ELEMENTS[name]
    except KeyError:
        raise AttributeError(f"dash.html has no element {name}") from None
