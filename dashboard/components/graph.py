"""The only place where a graph is made: nothing of it leaves for another site, and all of it is also a table."""

import re
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.charts.figure import Figure, Part
from dashboard.components.still import still
from dashboard.theme import RUSSIAN_LOCALE

# A cell is text; the first of a row may be a link to what the row is about.
Table = tuple[Sequence[str], Sequence[Sequence[str | Component]]]

# plotly.js offers by default to share the chart on an outside site, figure and all: never.
CONFIG: dict[str, object] = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "locale": "ru",
    "locales": {"ru": RUSSIAN_LOCALE},
    "responsive": True,
}


# What charts themselves write; any other tag in a text came with a name.
_FOREIGN_TAG = re.compile(r"<(?!br>|/?b>|/?extra>)")


def without_foreign_tags(part: Any) -> Any:
    """The part of a figure whose texts hold no tag but the charts' own: plotly.js makes links of `<a>`."""
    if isinstance(part, str):
        return _FOREIGN_TAG.sub("&lt;", part)
    if isinstance(part, dict):
        return {key: without_foreign_tags(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [without_foreign_tags(one) for one in part]
    return part


def graph(
    figure: Figure,
    *,
    title: str,
    table: Table,
    height: int | None = None,
    id: str | dict[str, str] | None = None,
    file: Component | None = None,
) -> Component:
    """A heading, the figure with its text alternative, and the same data as a table; `file` offers it as one."""
    tall = height or figure["layout"]["height"]
    known = {"id": id} if id is not None else {}
    fitted = {
        "data": without_foreign_tags(figure["data"]),
        "layout": {**_cleaned_layout(figure["layout"]), "height": tall},
    }
    drawn = dcc.Graph(figure=fitted, config=CONFIG, style={"height": f"{tall}px"}, **known)
    picture = html.Div(
        drawn,
        className="graph-picture",
        # The room is there before the library that draws in it has come.
        style={"minHeight": f"{tall}px"},
        role="img",
        **{"aria-label": f"График «{title}». Те же данные — в таблице ниже."},
    )
    return html.Figure(
        [html.H3(title, className="graph-title"), picture, _as_table(title, table, file)], className="graph"
    )


def _cleaned_layout(layout: Part) -> Part:
    """The layout without foreign tags; the template is ours and the same for all charts: it is not gone through."""
    return {name: part if name == "template" else without_foreign_tags(part) for name, part in layout.items()}


def _as_table(title: str, table: Table, file: Component | None) -> Component:
    headings, rows = table
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in headings]))
    body = html.Tbody([_row(row) for row in rows])
    whole = html.Table([html.Caption(title, className="visually-hidden"), head, body], className="table-plain numbers")
    region = html.Div(
        whole, className="table-scroll", tabIndex="0", role="region", **{"aria-label": f"{title}, таблица"}
    )
    return still(
        html.Details([html.Summary("показать таблицей"), region, *([file] if file else [])], className="graph-table")
    )


def _row(row: Sequence[str | Component]) -> Component:
    return html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
