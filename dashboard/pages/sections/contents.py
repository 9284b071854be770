"""The contents of a long screen: links to its sections that do not change the address."""

from dash.development.base_component import Component

from dashboard import html
from dashboard.components.popup import popup
from dashboard.components.still import still


def contents(*parts: tuple[str, str]) -> Component:
    """A folded link for each section, by its title and id; assets/chrome.js scrolls to it."""
    links = [html.Li(html.A(title, href=f"#{part}")) for title, part in parts]
    nav = html.Nav(html.Ul(links), className="contents", **{"aria-label": "На этом экране"})
    return still(popup("На этом экране", nav, kind="screen-contents"))
