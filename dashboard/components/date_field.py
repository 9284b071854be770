"""A date field: the browser's own calendar, with the day in the Russian format.

A browser writes days in its own language: 11/25/2026 in an English one. The text written here covers the browser's
text until the user types; assets/date-field.js updates it.
"""

from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import html, words

EMPTY = "дд.мм.гггг"


def date_field(label: str, day: date | None, **attributes: Any) -> Component:
    """A labelled field; callbacks and forms know it by its `attributes`."""
    field = dbc.Input(
        type="date", value=day.isoformat() if day else "", className="form-control-sm date-field", **attributes
    )
    label_of_day = html.Span(words.day(day) if day else EMPTY, className="date-shown", **{"aria-hidden": "true"})
    box = html.Span([field, label_of_day], className="date-box")
    return html.Label([html.Span(label, className="control-label"), box], className="control")
