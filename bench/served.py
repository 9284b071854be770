"""The product's server with an extra callback that does nothing: the floor of the time of any callback."""

from dash import Input, Output

from app import app, server

__all__ = ["server"]


@app.callback(Output("bench-floor", "children"), Input("bench-floor", "title"))
def answer_nothing(value: str | None) -> str:
    """Return the input."""
    return f"{value}"
