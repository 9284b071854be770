"""A report over a period: two days and a button for each format, as a plain HTML form."""

from datetime import date

from dash.development.base_component import Component

import settings
from dashboard import dcc, html
from dashboard.addresses import View
from dashboard.components.date_field import date_field
from model.dates import Period, reporting_year_start

FORMATS = {"docx": "DOCX", "pdf": "PDF", "xlsx": "Excel"}


def first_day(day: date) -> date:
    """The default start of a report: the first day of the reporting year."""
    return reporting_year_start(day, settings.YEAR_FIRST_MONTH.value())


def report_form(path: str, day: date, view: View, *, title: str, period: Period | None = None) -> Component:
    """The form for the report at the path, with the date, the filters and the period of the screen."""
    period = period or Period(first_day(day), day)
    parameters = {"on": day.isoformat(), **view.filters.chosen()}
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in parameters.items()]
    days = [date_field("С", period.since, name="since"), date_field("По", period.until, name="until")]
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
