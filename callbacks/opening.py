"""A click on a bar → the address of its place."""

from typing import Any

from dash import Input, Output, State, callback, no_update
from dash._callback import NoUpdate

from dashboard.addresses import REGION, view_of, with_view
from dashboard.frame import Ids
from dashboard.pages.breakdown import Ids as BarIds


@callback(
    Output(Ids.ADDRESS, "href"),
    Input(BarIds.BARS, "clickData"),
    State(Ids.ADDRESS, "pathname"),
    State(Ids.ADDRESS, "search"),
    prevent_initial_call=True,
)
def open_bar(click: dict[str, Any] | None, pathname: str, search: str | None) -> str | NoUpdate:
    """The screen of the place that was clicked; whether it may be opened, the screen itself decides."""
    if not click:
        return no_update
    identity = click["points"][0].get("customdata")
    identity = identity[0] if isinstance(identity, list) else identity
    if not isinstance(identity, int):
        return no_update
    level = "municipality" if pathname == REGION else "organization"
    return with_view(f"/{level}/{identity}", view_of(search or "").kept())
