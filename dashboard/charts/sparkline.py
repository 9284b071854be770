"""A rate over the last year as a small plain SVG: a plotly chart for each card would cost a second."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dashboard import words
from dashboard.dash_internals import Still
from model.indicators import Rate, rate_of
from queries.trends import Point

WIDTH, HEIGHT, MARGIN = 120, 30, 3
# The smallest span of values of the full height, so that small changes look small.
LEAST_SPAN = 0.2
Scale = tuple[float, float]


def sparkline(rate: Rate, points: Sequence[Point]) -> Still | None:
    """The line of the year, with a dashed target if it is in range; None with fewer than two values."""
    values = [rate_of(rate, counts) for _, counts in points]
    present = [value for value in values if value is not None]
    if len(present) < 2:
        return None
    scale = _scale(present)
    lines = [_element("polyline", points=line, className="spark-line") for line in _lines(values, scale)]
    goal, target = [], rate.target[0] / rate.target[1] if rate.target else None
    if target is not None and scale[0] <= target <= scale[1]:
        level = f"{_y(target, scale):.1f}"
        goal = [_element("line", x1="0", x2=str(WIDTH), y1=level, y2=level, className="spark-target")]
    last = max(place for place, value in enumerate(values) if value is not None)
    x, y = _x(last, len(values)), _y(values[last] or 0.0, scale)
    end = _element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.5", className="spark-end")
    svg = _element(
        "svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=str(WIDTH),
        height=str(HEIGHT),
        role="img",
        className="sparkline",
        **{"aria-label": _summary(points, present)},
    )
    return Still(tree={**svg, "children": [*goal, *lines, end]})


def _summary(points: Sequence[Point], values: Sequence[float]) -> str:
    least, most = words.percent(min(values)), words.percent(max(values))
    return f"С {words.day(points[0][0])}: от {least} до {most}, сейчас {words.percent(values[-1])}"


def _scale(values: Sequence[float]) -> Scale:
    """The lowest and the highest value of the axis: at least the smallest span, within 0 and 1."""
    least, most = min(values), max(values)
    room = max(0.0, LEAST_SPAN - (most - least)) / 2
    low = max(0.0, min(least - room, 1.0 - LEAST_SPAN))
    return low, max(most, min(1.0, low + max(LEAST_SPAN, most - low)))


def _lines(values: Sequence[float | None], scale: Scale) -> Iterator[str]:
    """The unbroken runs of values; a month without people breaks the line."""
    placed = list(enumerate(values))
    for is_known, run in groupby(placed, key=lambda one: one[1] is not None):
        if is_known:
            yield " ".join(f"{_x(place, len(values)):.1f},{_y(value or 0.0, scale):.1f}" for place, value in run)


def _x(place: int, number: int) -> float:
    return MARGIN + place * (WIDTH - 2 * MARGIN) / max(1, number - 1)


def _y(value: float, scale: Scale) -> float:
    low, high = scale
    return HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN)


def _element(tag: str, **props: str) -> dict[str, object]:
    return {"tag": tag, "props": props}
