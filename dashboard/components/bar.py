"""A slim bar of a rate with a mark of the target; the text beside it says the same."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import html
from model.indicators import Rate, meets_target, rate_of

STATES = {True: "is-met", False: "is-missed", None: "is-open"}


def state_of(rate: Rate, counts: Mapping[str, int]) -> str:
    """The CSS class of a card or a cell: target met, target missed, or no data."""
    return STATES[meets_target(rate, counts)]


def rate_bar(rate: Rate, counts: Mapping[str, int]) -> Component:
    """A bar filled to the rate; empty and dashed where there are no people."""
    value = rate_of(rate, counts)
    if value is None:
        return html.Div(className="bar bar-absent", **{"aria-hidden": "true"})
    parts = [html.Div(className="bar-fill", style={"width": _share(value)})]
    if rate.target is not None:
        parts.append(html.Div(className="bar-target", style={"left": _share(rate.target[0] / rate.target[1])}))
    return html.Div(parts, className=f"bar {state_of(rate, counts)}", **{"aria-hidden": "true"})


def _share(fraction: float) -> str:
    return f"{min(1.0, fraction) * 100:.2f}%"
