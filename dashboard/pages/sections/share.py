"""A button that copies the address of the screen: whoever may open it sees the same figures there."""

from dash.development.base_component import Component

from dashboard import html


def share() -> Component:
    """The button and the place where assets/answer.js says that the address is copied."""
    button = html.Button(
        "Поделиться",
        type="button",
        className="share-button",
        title="Скопировать адрес этого экрана с датой и фильтрами",
    )
    return html.Div([button, html.Span(className="share-told", role="status")], className="share no-print")
