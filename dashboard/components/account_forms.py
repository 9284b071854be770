"""The fields of the administrator's forms."""

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from dashboard import html, words
from model.accounts import ROLE_LABELS

# The CSS classes of the outcomes that callbacks show.
GOOD, BAD = "form-told is-good", "form-told is-bad"


def field(label: str, control: Component, note: str = "") -> Component:
    """A control under its label, with an optional note on what to enter."""
    notes = [html.Span(note, className="section-note")] if note else []
    return html.Label([html.Span(label, className="control-label"), control, *notes], className="control")


def text_field(
    identity: object, label: str, note: str = "", *, value: str | None = None, is_secret: bool = False
) -> Component:
    """A text field of one line."""
    kind = "password" if is_secret else "text"
    props = {"value": value} if value else {}
    control = dbc.Input(id=identity, type=kind, size="sm", maxlength=200, autocomplete="new-password", **props)
    return field(label, control, note)


def role_field(identity: object) -> Component:
    """A choice of role by its Russian name."""
    options = [{"label": words.sentence(label), "value": role.value} for role, label in ROLE_LABELS.items()]
    return field("Роль", dbc.Select(id=identity, options=options, size="sm", placeholder="выберите"))


def personal_field(identity: object) -> Component:
    """A checkbox for the ministry: whether it sees the names of people."""
    return html.Div(
        dbc.Checkbox(id=identity, label="доступ к персональным данным (только для министерства)"), className="control"
    )


def button(identity: object, label: str, *, is_grave: bool = False) -> Component:
    """A button with a label."""
    kind = "btn-outline-danger" if is_grave else "btn-primary"
    return html.Button(label, id=identity, type="button", className=f"btn btn-sm {kind}")


def outcome_message(lines: Sequence[Component | str], kind: str) -> Component:
    """The outcome of an action, which screen readers announce."""
    return html.Div([html.Div(line) for line in lines], className=kind, role="alert")
