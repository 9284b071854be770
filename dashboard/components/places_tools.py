"""How a table of places looks: high or dense rows, and which columns; both stand in the address."""

from dataclasses import replace

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.column_choice import ColumnLink, column_choice
from dashboard.components.still import still
from dashboard.places_address import PLACE_COLUMNS, Density, PlacesView
from model.indicators import COUNT_BY_KEY, RATE_BY_KEY

_DENSITIES = {Density.USUAL: "обычная", Density.DENSE: "плотная"}


def places_tools(view: View, path: str, *, is_dense: bool) -> Component:
    """The choice of the height of rows and of columns; `is_dense` says how the rows are now."""
    return html.Div([_density(view, path, is_dense=is_dense), _columns(view, path)], className="places-tools no-print")


def _density(view: View, path: str, *, is_dense: bool) -> Component:
    current = Density.DENSE if is_dense else Density.USUAL
    items = [
        html.Li(
            html.Span(label, **{"aria-current": "true"})
            if one is current
            else dcc.Link(label, href=_with(view, path, replace(view.places, density=one)))
        )
        for one, label in _DENSITIES.items()
    ]
    lead = html.Span("Плотность строк:", className="control-label")
    return still(html.Div([lead, html.Ul(items, className="quick-days", **{"aria-label": "Плотность строк"})]))


def _columns(view: View, path: str) -> Component:
    links = [
        ColumnLink(words.sentence(_label(key)), view.places.shows(key), _toggled(view, path, key))
        for key in PLACE_COLUMNS
    ]
    every = [("все столбцы", _with(view, path, replace(view.places, columns=())))]
    return column_choice(links, every, title="Столбцы таблицы", always=1, is_open=bool(view.places.columns))


def _label(key: str) -> str:
    return RATE_BY_KEY[key].label if key in RATE_BY_KEY else COUNT_BY_KEY[key].label


def _toggled(view: View, path: str, key: str) -> str:
    return _with(view, path, replace(view.places, columns=view.places.toggled(key)))


def _with(view: View, path: str, places: PlacesView) -> str:
    return with_view(path, replace(view, places=places))
