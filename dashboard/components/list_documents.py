"""Documents for everyone in a list: a button for each form and format, as a plain HTML form."""

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import ORDER_EXPORT, View, with_view
from model.wording import DOCUMENT_LABELS

# The forms by their names in exports/, with the formats of each.
OFFERED: dict[str, tuple[str, ...]] = {
    "appendix1": ("docx", "pdf"),
    "appendix2": ("docx", "pdf"),
    "appendix1-module": ("docx", "pdf", "xlsx"),
    "appendix2-module": ("docx", "pdf", "xlsx"),
}
_LABELS = {"docx": "DOCX в архиве", "pdf": "PDF в архиве", "xlsx": "Excel, одной таблицей"}


def list_documents(path: str, view: View) -> Component:
    """The buttons for a list, named by its address; the server decides who may have it."""
    address = with_view(path, view.on_page(1))
    rows = [html.Li(_form(address, form, DOCUMENT_LABELS[form], suffixes)) for form, suffixes in OFFERED.items()]
    note = "Формируются в «Моих выгрузках», вкладку можно закрыть."
    return html.Details(
        [
            html.Summary("Документы всех из списка"),
            html.P(note, className="section-note"),
            html.Ul(rows, className="list-documents"),
        ],
        className="no-print",
    )


def _form(address: str, form: str, label: str, suffixes: tuple[str, ...]) -> Component:
    fields = {"list": address, "form": form}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in fields.items()]
    buttons = [
        html.Button(
            _LABELS[suffix],
            type="submit",
            name="suffix",
            value=suffix,
            className="file-button",
            **{"aria-label": f"{label}: {_LABELS[suffix]}"},
        )
        for suffix in suffixes
    ]
    row = [html.Span(f"{label}:"), *buttons]
    return html.Form([*hidden, html.Div(row, className="file-buttons")], action=ORDER_EXPORT, method="POST")
