"""Fields of plain HTML forms that Dash has no element for: files, and a choice of one."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.dash_internals import Still


def hidden_field(name: str, value: str) -> Component:
    """A hidden field of a form."""
    return dcc.Input(type="hidden", name=name, value=value)


def file_field(name: str, *, label: str, accept: str) -> Component:
    """A field for several files, chosen or dropped; assets/upload.js shows their names.

    The browser's own button is in the browser's language, so it lies invisible over a Russian label.
    """
    props = {"type": "file", "name": name, "multiple": True, "required": True, "accept": accept}
    caption = {"tag": "span", "props": {"className": "upload-chosen", "aria-live": "polite"}, "children": label}
    field = {"tag": "input", "props": {**props, "aria-label": label}}
    return Still(tree={"tag": "label", "props": {"className": "upload-field"}, "children": [caption, field]})


def consent_field(name: str, label: str) -> Component:
    """A tick without which the browser does not send the form."""
    box = {"type": "checkbox", "name": name, "value": "yes", "required": True, "className": "form-check-input"}
    text = {"tag": "span", "props": {"className": "form-check-label"}, "children": label}
    return Still(
        tree={"tag": "label", "props": {"className": "form-check"}, "children": [{"tag": "input", "props": box}, text]}
    )


def choice_field(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Component:
    """A select of (value, label) pairs under its label; the first one may be empty."""
    tree = [{"tag": "option", "props": {"value": value, "key": value}, "children": text} for value, text in options]
    select = {"name": name, "defaultValue": chosen, "className": "form-select form-select-sm"}
    text = {"tag": "span", "props": {"className": "control-label"}, "children": label}
    control = {"tag": "select", "props": select, "children": tree}
    return Still(tree={"tag": "label", "props": {"className": "control"}, "children": [text, control]})


def send_button(
    label: str, *, name: str = "", value: str = "", is_grave: bool = False, is_quiet: bool = False
) -> Component:
    """A button that sends its form; the name and the value identify it."""
    kind = "btn-outline-danger" if is_grave else "btn-outline-primary" if is_quiet else "btn-primary"
    attributes = {"name": name, "value": value} if name else {}
    return html.Button(label, type="submit", className=f"btn btn-sm {kind}", **attributes)
