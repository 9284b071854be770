"""The only module that creates graphs: a graph loads nothing from other sites and is also a table."""

import re
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.charts.figure import Figure, Part
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.dash_internals import Later
from dashboard.theme import RUSSIAN_LOCALE

# A cell is text; the first one of a row may be a link.
Table = tuple[Sequence[str], Sequence[Sequence[str | Component]]]

# By default plotly.js offers to upload the chart with its data to an outside site.
CONFIG: dict[str, object] = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "locale": "ru",
    "locales": {"ru": RUSSIAN_LOCALE},
    "responsive": True,
}


# The tags that our charts write; any other tag in a text comes from data.
_FOREIGN_TAG = re.compile(r"""<(?!br>|/?b>|/?extra>|/span>|span style=['"]color:#[0-9a-fA-F]{3,8}['"]>)""")


def without_foreign_tags(part: Any) -> Any:
    """The part of a figure without tags from data: plotly.js would make links of `<a>`."""
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
    file: Component | None = None,
    note: Component | None = None,
) -> Component:
    """A heading, a note, the figure with its text alternative, and the same data as a table, which `file` offers.

    The figure is drawn when it comes near the screen: plotly.js is loaded then.
    """
    tall = height or figure["layout"]["height"]
    fitted = {
        "data": without_foreign_tags(figure["data"]),
        "layout": {**_cleaned_layout(figure["layout"]), "height": tall},
    }
    component = dcc.Graph(figure=fitted, config=CONFIG, style={"height": f"{tall}px"})
    picture = html.Div(
        Later(component),
        className="graph-picture",
        # The space is reserved before plotly.js loads.
        style={"minHeight": f"{tall}px"},
        role="img",
        **{"aria-label": f"График «{title}». Те же данные — в таблице ниже."},
    )
    return html.Figure(
        [
            html.H3(title, className="graph-title"),
            *([note] if note is not None else []),
            picture,
            _as_table(title, table, file),
        ],
        className="graph",
    )


def _cleaned_layout(layout: Part) -> Part:
    """The layout without tags from data; the template is ours, so it is not checked."""
    return {name: part if name == "template" else without_foreign_tags(part) for name, part in layout.items()}


def _as_table(title: str, table: Table, file: Component | None) -> Component:
    headings, rows = table
    caption = f"{title}, таблица"
    region = table_frame(caption, headings, [_row(row) for row in rows], "table-plain numbers", shows_caption=False)
    return still(
        html.Details([html.Summary("показать таблицей"), region, *([file] if file else [])], className="graph-table")
    )


def _row(row: Sequence[str | Component]) -> Component:
    return html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
