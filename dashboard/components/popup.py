"""A folded part of the line at the head of a screen, which opens below its name."""

from dash.development.base_component import Component

from dashboard import html


def popup(name: str, *content: Component, kind: str) -> Component:
    """The name opens and closes the content, by mouse or keyboard; assets/answer.js closes it on Escape or outside.

    `kind` is the same when the name has changed with the screen: assets/swaps.js leaves open what was open.
    """
    mark = html.Span("▾", className="popup-sign", **{"aria-hidden": "true"})
    body = html.Div(content, className="popup-body")
    opener = html.Summary([name, mark], className="popup-name", **{"data-key": f"popup-{kind}"})
    return html.Details([opener, body], className=f"popup {kind}")
