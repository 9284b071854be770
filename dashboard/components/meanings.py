"""The definitions of the numbers of a table: each name with a small «?», in one line."""

from collections.abc import Iterable

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.definition import definition
from dashboard.components.still import still
from model.attention import Concern
from model.indicators import Count, Measure, Rate


def meanings(indicators: Iterable[Count | Rate | Measure | Concern]) -> Component:
    """The definitions in a line of their own: a heading has no room, and a scrolling table would cut them off."""
    items = [html.Li([words.sentence(one.label), definition(one)]) for one in indicators]
    return still(html.Ul(items, className="meanings", **{"aria-label": "Что значат числа"}))
