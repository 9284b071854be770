"""A day to choose: the browser's own calendar, the day written as Russian readers write it.

A browser writes days in the order of its own language: 11/25/2026 in an English one. What is seen until one types is
written here, above the browser's text; assets/date-field.js keeps it true.
"""

from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import html, words

EMPTY = "дд.мм.гггг"


def date_field(label: str, day: date | None, **known: Any) -> Component:
    """A labelled field; `known` are the attributes that say what it is for."""
    field = dbc.Input(
        type="date", value=day.isoformat() if day else "", className="form-control-sm date-field", **known
    )
    shown = html.Span(words.day(day) if day else EMPTY, className="date-shown", **{"aria-hidden": "true"})
    box = html.Span([field, shown], className="date-box")
    return html.Label([html.Span(label, className="control-label"), box], className="control")
