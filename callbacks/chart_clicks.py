"""A click on a bar or a cell → the address of its place."""

from typing import Any

from dash import Input, NoUpdate, Output, State, callback, no_update

from dashboard.addresses import REGION, is_part, view_of, with_view
from dashboard.frame import Ids
from dashboard.pages.breakdown import Ids as BarIds
from dashboard.pages.competences import Ids as MapIds
from web.clean_text import clean_text


@callback(
    Output(Ids.ADDRESS, "href"),
    Input(BarIds.BARS, "clickData"),
    State(Ids.ADDRESS, "pathname"),
    State(Ids.ADDRESS, "search"),
    prevent_initial_call=True,
)
def open_bar(click: dict[str, Any] | None, pathname: str, search: str | None) -> str | NoUpdate:
    """The screen of the place that was clicked; whether it may be opened, the screen itself decides."""
    identity = _clicked(click)
    if identity is None:
        return no_update
    level = "municipality" if pathname == REGION else "organization"
    return with_view(f"/{level}/{identity}", view_of(clean_text(search)).kept())


def _clicked(click: Any) -> int | None:
    """The id that the bar carries; None for anything that is no click on a bar."""
    match click:
        case {"points": [{"customdata": [int(identity), *_] | int(identity)}, *_]}:
            return identity
    return None


@callback(
    Output(Ids.ADDRESS, "href", allow_duplicate=True),
    Input(MapIds.MAP, "clickData"),
    State(Ids.ADDRESS, "search"),
    prevent_initial_call=True,
)
def open_cell(click: dict[str, Any] | None, search: str | None) -> str | NoUpdate:
    """The scores of the place whose cell was clicked."""
    match click:
        case {"points": [{"customdata": str(path)}, *_]} if is_part(path):
            return with_view(f"{path}/competences", view_of(clean_text(search)).kept())
    return no_update
