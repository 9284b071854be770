"""A report over a period: two days and a button for each format; a plain form, which the browser itself sends."""

from datetime import date

from dash.development.base_component import Component

import settings
from dashboard import dcc, html
from dashboard.addresses import View
from dashboard.components.date_field import date_field
from model.dates import reporting_year_start

FORMATS = {"docx": "DOCX", "pdf": "PDF", "xlsx": "Excel"}


def first_day(day: date) -> date:
    """The day from which a report tells unless another one is asked for: that on which the reporting year began."""
    return reporting_year_start(day, settings.YEAR_FIRST_MONTH.value())


def report_form(path: str, day: date, view: View, *, title: str) -> Component:
    """The address of the report follows from its path; the date and the filters are those of the screen."""
    kept = {"on": day.isoformat(), **view.filters.chosen()}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in kept.items()]
    days = [date_field("С", first_day(day), name="since"), date_field("По", day, name="until")]
    buttons = [
        html.Button(
            label,
            type="submit",
            formAction=f"{path}.{suffix}",
            className="file-button",
            **{"aria-label": f"{title}: скачать {label}"},
        )
        for suffix, label in FORMATS.items()
    ]
    return html.Form(
        [*hidden, *days, html.Div([html.Span("Скачать: "), *buttons], className="file-buttons")],
        action=f"{path}.docx",
        method="GET",
        className="report-form no-print",
        **{"aria-label": title},
    )
