"""The product's server with one callback more that does nothing: the floor, below which no callback can come."""

from dash import Input, Output

from app import app, server

__all__ = ["server"]


@app.callback(Output("bench-floor", "children"), Input("bench-floor", "title"))
def answer_nothing(said: str | None) -> str:
    """As little as a callback can do."""
    return f"{said}"
