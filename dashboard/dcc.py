"""The components of dash.dcc; links, of which a screen has hundreds, are quick to make."""

from typing import Any

from dash import dcc

from dashboard.dash_internals import quickened

Link: Any = quickened(dcc.Link("", href=""))


def __getattr__(name: str) -> Any:
    """Any other component, as Dash makes it."""
    return getattr(dcc, name)
