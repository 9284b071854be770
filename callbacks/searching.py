"""What was typed in the header → the places and people of that name."""

from dash import Input, Output, State, callback
from dash.development.base_component import Component
from flask import request

from access.login import current_viewer
from access.noting import note
from access.reading import Reading
from callbacks.saying import said
from dashboard.addresses import view_of
from dashboard.components.found import found_list
from dashboard.components.search_box import Ids
from dashboard.frame import Ids as FrameIds
from model.database import reading
from model.dates import today
from queries.search import LEAST_LETTERS, search


@callback(
    Output(Ids.FOUND, "children"),
    Input(Ids.EVERYWHERE, "value"),
    State(FrameIds.ADDRESS, "search"),
    prevent_initial_call=True,
)
def find(text: str | None, address: str | None) -> Component | None:
    """The list below the field, on the date of the screen; who was named is written down."""
    viewer, typed = current_viewer(), said(text).strip()[:100]
    if len(typed) < LEAST_LETTERS:
        return None
    view = view_of(said(address))
    with reading() as session:
        look = Reading(session, viewer, view.on or today())
        found = search(look, typed)
    if look.named:
        note("searched", None, by=viewer.login, origin=request.remote_addr, about=look.named)
    return found_list(found, typed, view.kept())
