"""The floor of the browser: a plain Dash app whose pages are one card with a link to the other."""

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

PLACES = {"/": "Область", "/municipality": "Муниципальное образование"}
app = Dash(__name__)
server = app.server
app.layout = html.Div([dcc.Location(id="address"), html.Main(id="content")])


@app.callback(Output("content", "children"), Input("address", "pathname"))
def show(path: str) -> Component:
    """Show the card of the address."""
    links = [dcc.Link(name, href=href) for href, name in PLACES.items() if href != path]
    return html.Div([html.H1(PLACES.get(path, PLACES["/"])), html.P("33,4 %"), *links])
