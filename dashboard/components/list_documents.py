"""Documents for everyone in a list: a button for each form and format, as a plain HTML form."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import ORDER_EXPORT, View, with_view
from model.wording import DOCUMENT_LABELS, REGISTRY_DOCUMENTS

# The forms by their names in exports/, with the formats of each.
OFFERED: dict[str, tuple[str, ...]] = {
    "appendix1": ("docx", "pdf"),
    "appendix2": ("docx", "pdf"),
    "appendix1-module": ("docx", "pdf", "xlsx"),
    "appendix2-module": ("docx", "pdf", "xlsx"),
}
# The files of the rows of a registry.
OF_REGISTRY: dict[str, tuple[str, ...]] = {"registry": ("xlsx", "csv"), "registry-appendix2": ("xlsx",)}
_LABELS = {"docx": "DOCX в архиве", "pdf": "PDF в архиве", "xlsx": "Excel, одной таблицей", "csv": "CSV"}


def list_documents(path: str, view: View) -> Component:
    """The buttons for a list, named by its address; the server decides who may have it."""
    return _documents("Документы всех из списка", path, view, OFFERED, DOCUMENT_LABELS)


def registry_documents(path: str, view: View, *, has_results: bool) -> Component:
    """The buttons for the files of all rows of a registry; Appendix 2 is that of results."""
    offered = {form: suffixes for form, suffixes in OF_REGISTRY.items() if has_results or form == "registry"}
    return _documents("Все строки реестра файлом", path, view, offered, REGISTRY_DOCUMENTS)


def _documents(
    title: str, path: str, view: View, offered: Mapping[str, tuple[str, ...]], labels: Mapping[str, str]
) -> Component:
    address = with_view(path, view.on_page(1))
    rows = [
        html.Li(document_order(address, form, labels[form], {suffix: _LABELS[suffix] for suffix in suffixes}))
        for form, suffixes in offered.items()
    ]
    note = "Формируются в «Моих выгрузках», вкладку можно закрыть."
    return html.Details(
        [
            html.Summary(title),
            html.P(note, className="section-note"),
            html.Ul(rows, className="list-documents"),
        ],
        className="no-print",
    )


def document_order(address: str, form: str, label: str, suffixes: Mapping[str, str]) -> Component:
    """The buttons that order one document, by the label of each format; it is made in the background."""
    fields = {"list": address, "form": form}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in fields.items()]
    buttons = [
        html.Button(
            name,
            type="submit",
            name="suffix",
            value=suffix,
            className="file-button",
            **{"aria-label": f"{label}: {name}"},
        )
        for suffix, name in suffixes.items()
    ]
    row = [html.Span(f"{label}:"), *buttons]
    return html.Form([*hidden, html.Div(row, className="file-buttons")], action=ORDER_EXPORT, method="POST")
