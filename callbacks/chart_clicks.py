"""Clicks on bars and cells of charts: they open the address of the place."""

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
    """The address of the clicked place; its screen checks the scope."""
    identity = _clicked_id(click)
    if identity is None:
        return no_update
    level = "municipality" if pathname == REGION else "organization"
    return with_view(f"/{level}/{identity}", view_of(clean_text(search)).carried)


def _clicked_id(click: Any) -> int | None:
    """The id of the clicked bar's place; None when it is not a click on a bar."""
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
    """The address of the scores of the clicked cell's place."""
    match click:
        case {"points": [{"customdata": str(path)}, *_]} if is_part(path):
            return with_view(f"{path}/competences", view_of(clean_text(search)).carried)
    return no_update
