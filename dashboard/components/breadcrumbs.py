"""Breadcrumbs from the widest place to the page."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.components.still import still


def breadcrumbs(trail: Sequence[tuple[str, str | None]]) -> Component:
    """Each step is a link; the last is this page."""
    steps = [_step(label, href, is_last=i == len(trail) - 1) for i, (label, href) in enumerate(trail)]
    nav = html.Nav(html.Ol(steps, className="trail-steps"), className="trail", **{"aria-label": "Вы здесь"})
    return still(nav)


def _step(label: str, href: str | None, *, is_last: bool) -> Component:
    if href and not is_last:
        return html.Li(dcc.Link(label, href=href))
    return html.Li(html.Span(label, **({"aria-current": "page"} if is_last else {})))
