"""What was typed in the header → the places and people of that name."""

from dash import Input, Output, State, callback
from dash.development.base_component import Component
from flask import request

from access.audit_queue import record_view
from access.reading import Reading
from dashboard.addresses import view_of
from dashboard.components.search_box import Ids
from dashboard.components.search_results import found_list
from dashboard.frame import Ids as FrameIds
from model.database import read_session
from model.dates import today
from queries.search import LEAST_LETTERS, search
from web.clean_text import clean_text
from web.guard import current_viewer


@callback(
    Output(Ids.FOUND, "children"),
    Input(Ids.EVERYWHERE, "value"),
    State(FrameIds.ADDRESS, "search"),
    prevent_initial_call=True,
)
def find(text: str | None, address: str | None) -> Component | None:
    """The list below the field, on the date of the screen; who was named is written down."""
    viewer, typed = current_viewer(), clean_text(text).strip()[:100]
    if len(typed) < LEAST_LETTERS:
        return None
    view = view_of(clean_text(address))
    with read_session() as session:
        look = Reading(session, viewer, view.on or today())
        found = search(look, typed)
    if look.named:
        record_view("searched", None, by=viewer.login, origin=request.remote_addr, about=look.named)
    return found_list(found, typed, view.kept())
