"""A figure for plotly.js as plain dicts: building plotly's own objects takes as long as fetching the data.

The names of properties are not checked here; the tests check them against plotly's schema.
"""

from collections.abc import Sequence
from typing import Any, TypedDict

from dashboard import theme

# The properties of a trace, an axis, a line or a note, under their plotly.js names.
Part = dict[str, Any]


class Figure(TypedDict):
    """The traces and the layout of a chart."""

    data: list[Part]
    layout: Part


def figure(*traces: Part, height: int, **layout: Any) -> Figure:
    """The traces with the look that all charts share; `layout` holds the axes, lines and notes."""
    return {"data": list(traces), "layout": {"template": theme.TEMPLATE, "height": height, **layout}}


def chart_name(name: str) -> str:
    """A name escaped for plotly.js, which would render links and tags in it."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


def hover(texts: str | Sequence[str] | Sequence[Sequence[str]]) -> Part:
    """Hover texts as they are, without the name of the trace beside them."""
    return {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>"}


def note(text: str, x: float, y: float, **more: Any) -> Part:
    """A text at a point, without an arrow."""
    return {"text": text, "x": x, "y": y, "showarrow": False, **more}


def stroke(x: tuple[float, float], y: tuple[float, float], **more: Any) -> Part:
    """A straight line between two points; `line` sets the colour, the width and the dashes."""
    return {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], **more}


def margin(*, left: int, right: int, top: int, bottom: int) -> Part:
    """The margins in pixels."""
    return {"l": left, "r": right, "t": top, "b": bottom}
