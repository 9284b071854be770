"""The assessor's form for the bound of a procedure."""

from typing import Any

from dash import Input, NoUpdate, Output, State, callback, no_update
from dash.development.base_component import Component

from access.score_bounds import set_score_bound
from access.signed_in import current_reading, login_holding
from dashboard.components.account_forms import BAD, GOOD, outcome_message
from dashboard.pages.bounds import Ids, present_bounds
from model.accounts import Role
from model.database import write_session
from model.errors import ActionRejectedError
from web.clean_text import clean_text

Answer = tuple[Component | NoUpdate, Component | NoUpdate]


@callback(
    Output(Ids.OUTCOME, "children"),
    Output(Ids.LIST, "children"),
    Input(Ids.SAVE, "n_clicks"),
    State(Ids.PROCEDURE, "value"),
    State(Ids.BOUND, "value"),
    prevent_initial_call=True,
)
def save_bound(clicks: int | None, procedure: Any, bound: Any) -> Answer:
    """Set the bound, and show all of them as they are now."""
    by = login_holding(Role.ASSESSOR)
    if not clicks:
        return no_update, no_update
    try:
        with write_session() as session:
            name, percent = set_score_bound(session, clean_text(procedure), clean_text(bound), by=by)
    except ActionRejectedError as error:
        return outcome_message([f"Не сохранено: {error}."], BAD), no_update
    with current_reading() as reading:
        table = present_bounds(reading)
    return outcome_message([f"Сохранено: «{name}» — {percent} %."], GOOD), table
