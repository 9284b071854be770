"""The components of dash.dcc, with links that skip validation: a screen has hundreds of them."""

from typing import Any

from dash import dcc

from dashboard.dash_internals import unvalidated

Link: Any = unvalidated(dcc.Link("", href=""))


def __getattr__(name: str) -> Any:
    """Any other component of dash.dcc."""
    return getattr(dcc, name)
