"""Links to the table as a file, with the rows, the order and the filters of the screen."""

from dash.development.base_component import Component

from dashboard import html
from dashboard.addresses import View, table_file, with_view

FORMATS = {"xlsx": "Excel", "csv": "CSV"}


def download_links(path: str, name: str, view: View) -> Component:
    """Links to the files of a table of the screen at the path; all rows, not one page."""
    everything = view.unpaged
    links = [
        html.Li(
            html.A(
                label,
                href=with_view(table_file(path, name, suffix), everything),
                download="",
                className="takeaway-link",
            )
        )
        for suffix, label in FORMATS.items()
    ]
    return html.Div([html.Span("Скачать таблицу: "), html.Ul(links)], className="takeaway")
