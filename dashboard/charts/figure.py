"""A figure as plotly.js takes it: plain dicts, for composing one of plotly's own objects takes as long as the data.

Nobody checks the names in them as they are made; the tests do, by plotly's own list.
"""

from collections.abc import Sequence
from typing import Any, TypedDict

from dashboard import theme

# A trace, an axis, a line, a note: its properties, under the names of plotly.js.
Part = dict[str, Any]


class Figure(TypedDict):
    """What is drawn, and where."""

    data: list[Part]
    layout: Part


def figure(*traces: Part, height: int, **layout: Any) -> Figure:
    """The traces in the look that all charts have; `layout` holds the axes, lines and notes."""
    return {"data": list(traces), "layout": {"template": theme.TEMPLATE, "height": height, **layout}}


def chart_name(name: str) -> str:
    """A name as plotly.js shows it letter by letter: it would take a link or a tag in it for its own."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


def hover(texts: str | Sequence[str] | Sequence[Sequence[str]]) -> Part:
    """The texts as they are, without the name of the trace beside them."""
    return {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>"}


def note(text: str, x: float, y: float, **more: Any) -> Part:
    """Words at a point, without an arrow to it."""
    return {"text": text, "x": x, "y": y, "showarrow": False, **more}


def stroke(x: tuple[float, float], y: tuple[float, float], **more: Any) -> Part:
    """A straight line from one point to another; its `line` tells the colour, the width and the dashes."""
    return {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], **more}


def margin(*, left: int, right: int, top: int, bottom: int) -> Part:
    """The room around, in pixels."""
    return {"l": left, "r": right, "t": top, "b": bottom}
