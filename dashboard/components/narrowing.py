"""The fields by which a registry or a report is narrowed beside the filters of every screen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import View, requested_day, with_view
from dashboard.components.date_field import date_field
from dashboard.components.date_filter import EARLIEST
from dashboard.registry_address import without_filters

Choice = tuple[str, str]
DAYS = ("since", "until")


def narrowing_id(name: str) -> dict[str, str]:
    """The id of a field; one callback listens to all of them."""
    return {"narrowing": name}


def choice_control(name: str, label: str, options: Sequence[Choice], value: str | None) -> Component:
    """A list of (value, label) pairs, the first of which is «все»."""
    listed = [{"label": "все", "value": ""}, *({"label": text, "value": key} for key, text in options)]
    if value and value not in dict(options):
        listed.append({"label": value, "value": value})
    field = dbc.Select(id=narrowing_id(name), options=listed, value=value or "", placeholder="все", size="sm")
    return html.Label([html.Span(label, className="control-label"), field], className="control")


def day_control(name: str, label: str, day: date | None) -> Component:
    """A day of a period."""
    return date_field(label, day, id=narrowing_id(name), min=EARLIEST.isoformat())


def narrowing_bar(path: str, view: View, controls: Sequence[Component]) -> Component:
    """The fields, and the link that empties them all."""
    plain = replace(view.on_first_pages, since=None, until=None, registry=without_filters(view.registry))
    links = (
        [html.P(dcc.Link("сбросить", href=with_view(path, plain)), className="section-note")] if plain != view else []
    )
    return html.Div([html.Div(controls, className="filter-controls"), *links], className="filter-bar")


def narrowed_view(view: View, values: Mapping[str, str]) -> View:
    """The view with the values of the fields; what can't be parsed is left out."""
    registry = view.registry
    for name, text in values.items():
        if name not in DAYS:
            registry = registry.with_value(name, text)
    since = requested_day(values["since"]) if "since" in values else view.since
    until = requested_day(values["until"]) if "until" in values else view.until
    return replace(view, registry=registry, since=since, until=until)
