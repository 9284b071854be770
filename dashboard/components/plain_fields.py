"""Fields of forms that the browser itself sends, which Dash has no element for: files, and a choice of one."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.dash_internals import Still


def hidden_field(name: str, value: str) -> Component:
    """What goes along unseen."""
    return dcc.Input(type="hidden", name=name, value=value)


def file_field(name: str, *, label: str, accept: str) -> Component:
    """Several files, chosen or dropped onto the field; assets/upload.js writes their names into it.

    The browser's own button speaks the language of the browser: it lies unseen over words of ours.
    """
    props = {"type": "file", "name": name, "multiple": True, "required": True, "accept": accept}
    chosen = {"tag": "span", "props": {"className": "upload-chosen", "aria-live": "polite"}, "children": label}
    field = {"tag": "input", "props": {**props, "aria-label": label}}
    return Still(tree={"tag": "label", "props": {"className": "upload-field"}, "children": [chosen, field]})


def choice_field(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Component:
    """One of (value, label) under its own label; the first one may be empty."""
    tree = [{"tag": "option", "props": {"value": value, "key": value}, "children": text} for value, text in options]
    select = {"name": name, "defaultValue": chosen, "className": "form-select form-select-sm"}
    text = {"tag": "span", "props": {"className": "control-label"}, "children": label}
    control = {"tag": "select", "props": select, "children": tree}
    return Still(tree={"tag": "label", "props": {"className": "control"}, "children": [text, control]})


def send_button(
    label: str, *, name: str = "", value: str = "", is_grave: bool = False, is_quiet: bool = False
) -> Component:
    """Sends its form; the name and the value say by which button."""
    kind = "btn-outline-danger" if is_grave else "btn-outline-primary" if is_quiet else "btn-primary"
    said = {"name": name, "value": value} if name else {}
    return html.Button(label, type="submit", className=f"btn btn-sm {kind}", **said)
