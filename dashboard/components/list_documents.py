"""Documents of everyone in a list: a button for each form and format, sent as a plain form."""

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import ORDER_EXPORT, View, with_view

# The forms by their names in exports/, with the formats that each comes in.
OFFERED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("appendix1", "Приложение 1, рекомендуемый маршрут", ("docx", "pdf")),
    ("appendix2", "Приложение 2, итоги реализации", ("docx", "pdf")),
    ("appendix1-module", "Приложение 1, форма выгрузки", ("docx", "pdf", "xlsx")),
    ("appendix2-module", "Приложение 2, форма выгрузки", ("docx", "pdf", "xlsx")),
)
_SAID = {"docx": "DOCX в архиве", "pdf": "PDF в архиве", "xlsx": "Excel, одной таблицей"}


def list_documents(path: str, view: View) -> Component:
    """The list is named by its address; who may have it, the server decides."""
    address = with_view(path, view.on_page(1))
    rows = [html.Li(_form(address, form, label, suffixes)) for form, label, suffixes in OFFERED]
    note = "Делаются в «Моих выгрузках», вкладку можно закрыть."
    return html.Details(
        [
            html.Summary("Документы всех из списка"),
            html.P(note, className="section-note"),
            html.Ul(rows, className="list-documents"),
        ],
        className="no-print",
    )


def _form(address: str, form: str, label: str, suffixes: tuple[str, ...]) -> Component:
    said = {"list": address, "form": form}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in said.items()]
    buttons = [
        html.Button(
            _SAID[suffix],
            type="submit",
            name="suffix",
            value=suffix,
            className="file-button",
            **{"aria-label": f"{label}: {_SAID[suffix]}"},
        )
        for suffix in suffixes
    ]
    row = [html.Span(f"{label}:"), *buttons]
    return html.Form([*hidden, html.Div(row, className="file-buttons")], action=ORDER_EXPORT, method="POST")
