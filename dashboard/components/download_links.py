"""Links to the table of a screen as a file, and to the document of a place for a meeting."""

from dash.development.base_component import Component

from dashboard import html, report_addresses
from dashboard.addresses import View, table_file, with_view
from dashboard.components.popup import popup
from model.places import Place

FORMATS = {"xlsx": "Excel", "csv": "CSV"}
BRIEF = "Документ для совещания"
BRIEF_FORMATS = {"docx": "DOCX", "pdf": "PDF"}


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


def brief_links(place: Place, view: View) -> Component:
    """«Документ»: the document of the place for a meeting, in each of its formats."""
    links = [
        html.Li(html.A(label, href=report_addresses.brief(place, suffix, view), download="", title=BRIEF))
        for suffix, label in BRIEF_FORMATS.items()
    ]
    note = html.P("Вывод, показатели, отставание, источники и подпись.", className="section-note")
    listed = html.Ul(links, className="quick-days", **{"aria-label": BRIEF})
    return popup("Документ", html.Span(BRIEF, className="control-label"), note, listed, kind="brief")
