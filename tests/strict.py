"""Checks the properties of components in tests; the product skips this check for speed."""

from typing import Any

from dashboard import dcc, html


def check_properties() -> None:
    """Check the properties of each element from now on, in this process."""
    for element in (*html.ELEMENTS.values(), dcc.Link):
        element.__init__ = _checking_constructor(element)


def _checking_constructor(element: Any) -> Any:
    as_dash_makes_it, take = element.__mro__[1], element.__init__

    def make(component: Any, *children: Any, **properties: Any) -> None:
        as_dash_makes_it(*children, **properties)
        take(component, *children, **properties)

    return make
