"""The filters of a screen: a list for each, and the chosen values as removable chips."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.popup import popup
from model.wording import FILTER_LABELS
from queries.filters import EVERYBODY

Choice = tuple[str, str]


def filter_id(name: str) -> dict[str, str]:
    """The id of a filter's list; one callback listens to all of them."""
    return {"filter": name}


def filter_bar(view: View, path: str, options: Mapping[str, Sequence[Choice]], *, compares: bool = False) -> Component:
    """The lists, folded, with the number of chosen values, and these values; a filter without options has no list."""
    chosen = view.filters.chosen()
    controls = [_control(name, options[name], chosen.get(name)) for name in FILTER_LABELS if name in options]
    chips = _chips(view, path, options, compares=compares)
    if not controls:
        return html.Div(chips, className="filter-bar")
    lists = popup(f"Фильтры ({len(chosen)})", html.Div(controls, className="filter-controls"), kind="filters")
    return html.Div([lists, *chips], className="filter-bar")


def _control(name: str, choices: Sequence[Choice], value: str | None) -> Component:
    everything = {"label": "все", "value": ""}
    listed = [{"label": label, "value": choice} for choice, label in choices]
    if value and value not in dict(choices):
        listed.append({"label": value, "value": value})
    field = dbc.Select(
        id=filter_id(name), options=[everything, *listed], value=value or "", placeholder="все", size="sm"
    )
    text = html.Span(words.sentence(FILTER_LABELS[name]), className="control-label")
    return html.Label([text, field], className="control")


def _chips(view: View, path: str, options: Mapping[str, Sequence[Choice]], *, compares: bool) -> list[Component]:
    chips = []
    for name, value in view.filters.chosen().items():
        label = dict(options.get(name, ())).get(value, value)
        without = replace(view.on_first_pages, filters=replace(view.filters, **{name: None}))
        chips.append(_chip(f"{FILTER_LABELS[name]}: {label}", with_view(path, without)))
    if view.search:
        chips.append(_chip(f"поиск: «{view.search}»", with_view(path, replace(view.on_first_pages, search=""))))
    if compares and view.against:
        chips.append(_chip(f"сравнение с {words.day(view.against)}", with_view(path, replace(view, against=None))))
    if not chips:
        return []
    plain = replace(view.on_first_pages, filters=EVERYBODY, search="", against=None)
    clear = dcc.Link("сбросить", href=with_view(path, plain))
    return [html.Ul([*chips, html.Li(clear)], className="chips", **{"aria-label": "Выбранные фильтры"})]


def _chip(text: str, href: str) -> Component:
    cross = html.Span("×", className="chip-cross", **{"aria-hidden": "true"})
    hidden = html.Span("убрать фильтр ", className="visually-hidden")
    return html.Li(dcc.Link([hidden, text, cross], href=href, className="chip", title="Убрать фильтр"))
