"""What a long screen holds: links to its parts, which leave the address as it is."""

from dash.development.base_component import Component

from dashboard import html
from dashboard.components.still import still


def contents(*parts: tuple[str, str]) -> Component:
    """A link for each part: its title and the id of its section; assets/chrome.js goes there."""
    links = [html.Li(html.A(title, href=f"#{part}")) for title, part in parts]
    return still(html.Nav(html.Ul(links), className="contents", **{"aria-label": "На этом экране"}))
