"""A folded part of the line at the head of a screen, which opens below its name."""

from dash.development.base_component import Component

from dashboard import html


def popup(name: str, *content: Component, kind: str = "") -> Component:
    """The name opens and closes the content, by mouse or keyboard; assets/answer.js closes it on Escape or outside."""
    mark = html.Span("▾", className="popup-sign", **{"aria-hidden": "true"})
    body = html.Div(content, className="popup-body")
    return html.Details([html.Summary([name, mark], className="popup-name"), body], className=f"popup {kind}".strip())
