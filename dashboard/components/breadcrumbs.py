"""Breadcrumbs from the widest place down to the page, which its own heading names."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.components.still import still


def breadcrumbs(trail: Sequence[tuple[str, str | None]]) -> Component | None:
    """The steps above the page, each a link; the last step is the page itself and None where nothing is above it."""
    steps = [_step(label, href) for label, href in trail[:-1]]
    if not steps:
        return None
    nav = html.Nav(html.Ol(steps, className="trail-steps"), className="trail", **{"aria-label": "Вы здесь"})
    return still(nav)


def _step(label: str, href: str | None) -> Component:
    return html.Li(dcc.Link(label, href=href, title=label) if href else html.Span(label))
