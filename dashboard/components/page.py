"""A page with one first-level heading, and its sections."""

from dash.development.base_component import Component

from dashboard import html


def page(title: str, *sections: Component, lead: Component | None = None, tools: Component | None = None) -> Component:
    """The content of the main landmark; `lead` comes before the title, `tools` stand in one line with it."""
    head = [lead] if lead is not None else []
    heading = html.H1(title, className="page-title")
    if tools is None:
        return html.Div([*head, heading, *sections], className="page")
    line = html.Div([html.Div([*head, heading], className="headline-title"), tools], className="headline")
    return html.Div([line, *sections], className="page")


def section(
    title: str,
    *children: Component,
    note: str | Component | None = None,
    id: str | None = None,
) -> Component:
    """A part of a page under its own heading; the note says how to read it."""
    head: list[Component] = [html.H2(title, className="section-title")]
    if note is not None:
        head.append(html.P(note, className="section-note") if isinstance(note, str) else note)
    identifiers = {"id": id} if id else {}
    return html.Section([html.Div(head, className="section-head"), *children], className="section", **identifiers)
