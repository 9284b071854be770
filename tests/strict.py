"""Asks Dash of every component that a test makes which properties it may have: in earnest nobody asks."""

from typing import Any

from dashboard import dcc, html


def ask_dash() -> None:
    """From now on, in this process."""
    for made in (*html.ELEMENTS.values(), dcc.Link):
        made.__init__ = _asking(made)


def _asking(made: Any) -> Any:
    as_dash_makes_it, take = made.__mro__[1], made.__init__

    def make(component: Any, *children: Any, **properties: Any) -> None:
        as_dash_makes_it(*children, **properties)
        take(component, *children, **properties)

    return make
