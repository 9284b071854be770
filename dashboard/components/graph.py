"""The only place where a graph is made: nothing of it leaves for another site, and all of it is also a table."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.charts.figure import Figure
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
    fitted = {**figure, "layout": {**figure["layout"], "height": tall}}
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
