"""The documents of a person to save or print: both appendices in both views, Appendix 2 of a period too."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html
from dashboard.components.date_field import date_field
from dashboard.components.report_form import first_day
from dashboard.visit import Visit
from model.wording import DOCUMENT_LABELS
from queries.appendix_rows import results_by
from queries.person_records import PersonSheet

# Of a period: the label of the button, the form and its format.
_OF_PERIOD = (
    ("DOCX", "appendix2", "docx"),
    ("PDF", "appendix2", "pdf"),
    ("Excel, форма выгрузки", "appendix2-module", "xlsx"),
)


def documents(visit: Visit, sheet: PersonSheet) -> list[Component]:
    """The links to what there is; nothing for a person without a route and a result."""
    rows = [
        _row(label, [_document(visit, sheet, form, label, suffix) for suffix in suffixes])
        for form, label in DOCUMENT_LABELS.items()
        if (suffixes := _suffixes(visit, sheet, form))
    ]
    if not rows:
        return []
    content = [html.Summary("Скачать документы"), html.Ul(rows, className="documents")]
    if _has_outcome(sheet):
        content.append(_period_form(visit, sheet))
    return [html.Details(content, className="no-print")]


def _row(label: str, links: list[Component]) -> Component:
    return html.Li([html.Span(label, className="document-label"), html.Span(links, className="document-links")])


def _has_outcome(sheet: PersonSheet) -> bool:
    return bool(sheet.routes or sheet.outside.results)


def _suffixes(visit: Visit, sheet: PersonSheet, form: str) -> list[str]:
    """The formats of a document; a form of the export is also a sheet if there is a row for it."""
    route = sheet.current
    is_there = route is not None if form.startswith("appendix1") else _has_outcome(sheet)
    has_row = {
        "appendix1-module": route is not None and any(one.formed_on for one in route.procedures),
        "appendix2-module": bool(results_by(sheet, visit.reading.day)),
    }
    return ["docx", "pdf", *["xlsx"] * has_row.get(form, False)] if is_there else []


def _document(visit: Visit, sheet: PersonSheet, form: str, label: str, suffix: str) -> Component:
    address = addresses.document(sheet.id, form, suffix, visit.view)
    return html.A(suffix.upper(), href=address, download="", **{"aria-label": f"{label}, {suffix.upper()}"})


def _period_form(visit: Visit, sheet: PersonSheet) -> Component:
    """Two days and a button for each format in which the document of all days is there."""
    day = visit.reading.day
    title = "Приложение 2 за период"
    days = [
        date_field("С", first_day(day), name="since", required=True),
        date_field("По", day, name="until", required=True),
    ]
    buttons = [
        html.Button(
            label,
            type="submit",
            formAction=addresses.document_path(sheet.id, form, suffix),
            className="file-button",
            **{"aria-label": f"{title}: скачать {label}"},
        )
        for label, form, suffix in _OF_PERIOD
        if suffix in _suffixes(visit, sheet, form)
    ]
    return html.Form(
        [
            html.P("Приложение 2 за период: программы и события, завершившиеся в эти дни.", className="section-note"),
            dcc.Input(type="hidden", name="on", value=day.isoformat()),
            *days,
            html.Div([html.Span("Скачать: "), *buttons], className="file-buttons"),
        ],
        action=addresses.document_path(sheet.id, "appendix2", "docx"),
        method="GET",
        className="report-form period-form",
        **{"aria-label": title},
    )
