"""The ministry's form → targets."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update
from dash.development.base_component import Component

from access.signed_in import current_reading, login_holding
from access.targets import TargetForm, remove_target, set_target
from dashboard.components.account_forms import BAD, GOOD, outcome_message
from dashboard.pages.targets import WHOLE_REGION, Ids, change_id, remove_id, targets_table
from model import wording
from model.accounts import Role
from model.database import write_session
from model.errors import ActionRejectedError
from queries.targets import targets_set
from web.clean_text import clean_text

_Answer = tuple[Component | NoUpdate, Component | NoUpdate]


@callback(
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Output(Ids.LIST, "children", allow_duplicate=True),
    Input(Ids.SET, "n_clicks"),
    State(Ids.YEAR, "value"),
    State(Ids.RATE, "value"),
    State(Ids.PLACE, "value"),
    State(Ids.PERCENT, "value"),
    State(Ids.ACT, "value"),
    State(Ids.ACT_DATE, "value"),
    prevent_initial_call=True,
)
def set_by_form(clicks: int | None, year: Any, rate: Any, place: Any, percent: Any, act: Any, act_date: Any) -> _Answer:
    """Set the target of the form."""
    by = login_holding(Role.MINISTRY)
    if not clicks:
        return no_update, no_update

    def change(session: Any) -> str:
        form = TargetForm(
            year=_number(year),
            rate_key=clean_text(rate),
            municipality_id=_municipality(place),
            percent=clean_text(percent),
            act_number=clean_text(act),
            act_date=_day(act_date),
        )
        return f"Установлено: {set_target(session, form, by=by)}."

    return _apply(change)


@callback(
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Output(Ids.LIST, "children", allow_duplicate=True),
    Input(remove_id(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def remove_listed(clicks: list[int | None]) -> _Answer:
    """Remove the target of the pressed button."""
    by = login_holding(Role.MINISTRY)
    pressed = (ctx.triggered_id or {}).get("target-remove")
    if not any(clicks) or not isinstance(pressed, int):
        return no_update, no_update
    return _apply(lambda session: f"Удалено: {remove_target(session, pressed, by=by)}.")


@callback(
    Output(Ids.YEAR, "value"),
    Output(Ids.RATE, "value"),
    Output(Ids.PLACE, "value"),
    Output(Ids.PERCENT, "value"),
    Output(Ids.ACT, "value"),
    Output(Ids.ACT_DATE, "value"),
    Output(Ids.TOLD, "children", allow_duplicate=True),
    Input(change_id(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def take_into_form(clicks: list[int | None]) -> tuple[Any, ...]:
    """Fill the form with the target of the pressed button."""
    login_holding(Role.MINISTRY)
    pressed = (ctx.triggered_id or {}).get("target-change")
    with current_reading() as reading:
        listed = targets_set(reading)
    target = next((one for one in listed if one.id == pressed), None)
    if not any(clicks) or target is None:
        return (no_update,) * 7
    value = target.value
    return (
        str(target.year),
        target.rate_key,
        WHOLE_REGION if target.municipality_id is None else str(target.municipality_id),
        wording.percent(value.fraction).removesuffix(" %"),
        value.act_number,
        value.act_date.isoformat(),
        outcome_message(["Измените поля и нажмите «Установить»: новое значение заменит прежнее."], GOOD),
    )


def _apply(change: Callable[[Any], str]) -> _Answer:
    """Make the change; returns its message and the list after it."""
    try:
        with write_session() as session:
            message = change(session)
    except ActionRejectedError as error:
        return outcome_message([f"Не получилось: {error}."], BAD), no_update
    with current_reading() as reading:
        return outcome_message([message], GOOD), targets_table(reading)


def _municipality(value: Any) -> int | None:
    """The id of the chosen municipality; None for the region."""
    text = clean_text(value)
    if text == WHOLE_REGION:
        return None
    number = _number(text)
    if number is None:
        raise ActionRejectedError("выберите, для кого целевое значение")
    return number


def _number(value: Any) -> int | None:
    text = clean_text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(clean_text(value))
    except ValueError:
        return None
