"""The region's screen as a plain Dash app: each callback reads and sums the tables with pandas."""

import os
from datetime import date
from typing import Any

import plotly.express as px
from dash import Dash, Input, Output, dash_table, dcc, html

from bench.usual import counting

ENGINE = counting.connected(os.environ["DATABASE_URL"])
app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        html.H1("Челябинская область"),
        dcc.DatePickerSingle(id="day", date=date.fromisoformat(os.environ["BENCH_DAY"])),
        dash_table.DataTable(
            id="places",
            columns=[{"id": name, "name": name} for name in ("name", *counting.COUNTS)],
            sort_action="native",
        ),
        dcc.Graph(id="bars"),
        dcc.Graph(id="months"),
    ]
)


@app.callback(
    Output("places", "data"),
    Output("bars", "figure"),
    Output("months", "figure"),
    Input("day", "date"),
)
def show(day: str) -> tuple[list[dict[str, Any]], Any, Any]:
    """Show the screen of the day."""
    screen = counting.screen(counting.tables(ENGINE), date.fromisoformat(day[:10]))
    places, months = screen.places, screen.months
    places["coverage"] = places.assessed / places.staff
    months["coverage"] = months.assessed / months.staff
    months["formation"] = months.formed / months.assessed
    bars = px.bar(places.sort_values("coverage"), x="coverage", y="name", orientation="h")
    lines = px.line(months[["coverage", "formation"]])
    return places.to_dict("records"), bars, lines
