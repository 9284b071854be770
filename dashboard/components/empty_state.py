"""The text in place of missing data: why it is missing, and what to do."""

from dash.development.base_component import Component

from dashboard import html


def empty_state(title: str, advice: str) -> Component:
    """A quiet box in place of an empty table."""
    return html.Div(
        [html.P(title, className="empty-title"), html.P(advice, className="empty-advice")], className="empty-state"
    )
