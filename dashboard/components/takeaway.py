"""The table above as a file, with the rows, the order and the filters of the screen."""

from dash import html
from dash.development.base_component import Component

from dashboard.addresses import View, with_view

FORMATS = {"xlsx": "Excel", "csv": "CSV"}


def takeaway(path: str, view: View) -> Component:
    """Links to the files; all the rows of the list, not its one page."""
    everything = view.on_page(1)
    links = [
        html.Li(html.A(label, href=with_view(f"{path}.{suffix}", everything), download="", className="takeaway-link"))
        for suffix, label in FORMATS.items()
    ]
    return html.Div([html.Span("Скачать таблицу: "), html.Ul(links)], className="takeaway")
