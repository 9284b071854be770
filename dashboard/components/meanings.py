"""What the numbers of a table mean: each by its name with a small «?», in one line above or below it."""

from collections.abc import Iterable

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.definition import definition
from dashboard.components.still import still
from model.attention import Concern
from model.indicators import Count, Measure, Rate


def meanings(indicators: Iterable[Count | Rate | Measure | Concern]) -> Component:
    """A heading of a column has no room for its meaning, and a scrolling table would cut it off."""
    items = [html.Li([words.sentence(one.label), definition(one)]) for one in indicators]
    return still(html.Ul(items, className="meanings", **{"aria-label": "Что значат числа"}))
