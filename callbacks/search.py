"""The search of the header: places and people by name."""

from dash import Input, Output, State, callback
from dash.development.base_component import Component
from flask import request

from access.audit_queue import record_view
from access.reading import Reading
from access.signed_in import current_viewer
from dashboard.addresses import view_of
from dashboard.components.search_box import Ids
from dashboard.components.search_results import results_list
from dashboard.frame import Ids as FrameIds
from model.database import read_session
from model.dates import today
from queries.search import LEAST_LETTERS, search
from web.clean_text import clean_text


@callback(
    Output(Ids.FOUND, "children"),
    Input(Ids.EVERYWHERE, "value"),
    State(FrameIds.ADDRESS, "search"),
    prevent_initial_call=True,
)
def find(text: str | None, address: str | None) -> Component | None:
    """The list below the field on the date of the screen; the named persons are recorded in the journal."""
    viewer, words = current_viewer(), clean_text(text).strip()[:100]
    if len(words) < LEAST_LETTERS:
        return None
    view = view_of(clean_text(address))
    with read_session() as session:
        reading = Reading(session, viewer, view.on or today())
        results = search(reading, words)
    if reading.named:
        record_view("searched", None, by=viewer.login, origin=request.remote_addr, about=reading.named)
    return results_list(results, words, view.carried)
