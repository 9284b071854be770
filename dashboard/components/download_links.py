"""Links to the table of a screen as a file, a long one to be ordered, and to the document of a place for a meeting."""

from dash.development.base_component import Component

from dashboard import dcc, html, report_addresses, words
from dashboard.addresses import ORDER_EXPORT, TABLE_FORM, View, table_file, with_view
from dashboard.components.popup import popup
from model.places import Place

FORMATS = {"xlsx": "Excel", "csv": "CSV"}
BRIEF = "Документ для совещания"
BRIEF_FORMATS = {"docx": "DOCX", "pdf": "PDF"}
# A file is made while its reader waits: so many rows take some seconds and less than five megabytes. The people of the
# largest municipality are fewer. A list of more is made in the background.
MOST_ROWS = 18_000


def download_links(path: str, name: str, view: View, *, total: int = 0) -> Component:
    """Links to the files of a table of the screen at the path; all rows, not one page.

    `total` is the number of rows of a list: where a file of them is not made at once, buttons order it.
    """
    everything = view.unpaged
    if total > MOST_ROWS:
        return _orders(with_view(path, everything), name, total)
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


def _orders(address: str, name: str, total: int) -> Component:
    """Buttons that order the file of a long list, as a plain HTML form."""
    fields = {"list": address, "form": TABLE_FORM, "table": name}
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in fields.items()]
    rows = words.plural(total, "строка", "строки", "строк")
    look = {"type": "submit", "name": "suffix", "className": "file-button"}
    buttons = [html.Button(f"Подготовить {label} ({rows})", value=suffix, **look) for suffix, label in FORMATS.items()]
    note = html.Span("Формируется в «Моих выгрузках», вкладку можно закрыть.")
    form = html.Form(
        [*hidden, html.Div([*buttons, note], className="file-buttons")], action=ORDER_EXPORT, method="POST"
    )
    return html.Div(form, className="takeaway")


def brief_links(place: Place, view: View) -> Component:
    """«Документ»: the document of the place for a meeting, in each of its formats."""
    links = [
        html.Li(html.A(label, href=report_addresses.brief(place, suffix, view), download="", title=BRIEF))
        for suffix, label in BRIEF_FORMATS.items()
    ]
    note = html.P("Вывод, показатели, отставание, источники и подпись.", className="section-note")
    listed = html.Ul(links, className="quick-days", **{"aria-label": BRIEF})
    return popup("Документ", html.Span(BRIEF, className="control-label"), note, listed, kind="brief")
