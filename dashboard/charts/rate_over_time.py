"""Rates month by month, each line named at its end, the targets as dashed lines."""

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from dashboard import theme, words
from model.indicators import Rate, rate_of

Point = tuple[date, Mapping[str, int]]

HEIGHT = 360
# Two lines of a label take so much of the axis; labels keep this distance.
LABEL_STEP = 0.14
TOP = 1.08


def rate_over_time(points: Sequence[Point], rates: Sequence[Rate]) -> go.Figure:
    """A line for each rate, broken where there was nobody to count from."""
    figure = go.Figure(layout={"template": theme.template(), "height": HEIGHT})
    for number, rate in enumerate(rates):
        figure.add_scatter(**_line(points, rate, number))
    _draw_targets(figure, rates)
    _name_lines(figure, points, rates)
    figure.update_xaxes(type="date", showgrid=False, tickformat="%b\n%Y", **_span(points))
    figure.update_yaxes(
        range=[0, TOP],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
    )
    figure.update_layout(margin={"l": 8, "r": 132, "t": 16, "b": 8}, hovermode="x unified")
    return figure


def rate_over_time_rows(points: Sequence[Point], rates: Sequence[Rate]) -> tuple[list[str], list[list[str]]]:
    """The same lines as a table, a row for each date."""
    rows = [
        [
            words.day(day),
            *(words.percent_of(counts[rate.top], counts[rate.bottom]) for rate in rates),
        ]
        for day, counts in points
    ]
    return ["На дату", *(rate.label for rate in rates)], rows


def _line(points: Sequence[Point], rate: Rate, number: int) -> dict[str, object]:
    colour = theme.SERIES[number % len(theme.SERIES)]
    return {
        "x": [day for day, _ in points],
        "y": [rate_of(rate, counts) for _, counts in points],
        "name": rate.label,
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {
            "color": colour,
            "dash": theme.DASHES[number % len(theme.DASHES)],
            "width": 2.5,
        },
        "marker": {"symbol": theme.SYMBOLS[number % len(theme.SYMBOLS)], "size": 7},
        "hovertext": [_hover(rate, counts) for _, counts in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "xhoverformat": "%d.%m.%Y",
    }


def _hover(rate: Rate, counts: Mapping[str, int]) -> str:
    top, bottom = counts[rate.top], counts[rate.bottom]
    return f"{rate.label}: {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _span(points: Sequence[Point]) -> dict[str, object]:
    # One point has no span of its own, and plotly would then show hours.
    return {"nticks": 1} if len(points) == 1 else {}


def _draw_targets(figure: go.Figure, rates: Sequence[Rate]) -> None:
    """One line for each different target; a target that not all share says whose it is."""
    for target in dict.fromkeys(rate.target for rate in rates if rate.target):
        whose = [rate.label for rate in rates if rate.target == target]
        shared = len(whose) > 1 or len(rates) == 1
        height = target[0] / target[1]
        line = {
            "color": theme.CHART_COLOURS["chart-target"],
            "dash": "dash",
            "width": 1.5,
        }
        figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=height, y1=height, line=line)
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=height,
            yanchor="bottom",
            text=f"цель {words.target(target)}" + ("" if shared else f": {whose[0]}"),
            showarrow=False,
            font={"size": theme.SMALL_TEXT_SIZE},
        )


def _name_lines(figure: go.Figure, points: Sequence[Point], rates: Sequence[Rate]) -> None:
    """The name and last value of each line beside its end, moved apart where they would overlap."""
    ends = [end for rate in rates if (end := _end(points, rate)) is not None]
    heights = moved_apart([value for _, value in ends])
    for (rate, value), height in zip(ends, heights, strict=True):
        number = rates.index(rate)
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=height,
            align="left",
            text=f"{_in_two_lines(rate.label)}<br><b>{words.percent(value)}</b>",
            showarrow=False,
            font={
                "size": theme.SMALL_TEXT_SIZE,
                "color": theme.SERIES[number % len(theme.SERIES)],
            },
        )


def _end(points: Sequence[Point], rate: Rate) -> tuple[Rate, float] | None:
    values = [value for _, counts in points if (value := rate_of(rate, counts)) is not None]
    return (rate, values[-1]) if values else None


def moved_apart(heights: Sequence[float], step: float = LABEL_STEP) -> list[float]:
    """The heights, each at least a step from its neighbours, in the same order and within the axis."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    lowest = step / 2
    for rank, i in enumerate(order):
        moved[i] = max(heights[i], lowest)
        lowest = moved[i] + step
    highest = TOP - step / 2
    for i in reversed(order):
        moved[i] = min(moved[i], highest)
        highest = moved[i] - step
    return moved


def _in_two_lines(label: str) -> str:
    """The label broken at the space nearest to its middle."""
    spaces = [i for i, letter in enumerate(label) if letter == " "]
    if len(label) <= 16 or not spaces:
        return label
    middle = min(spaces, key=lambda i: abs(i - len(label) / 2))
    return f"{label[:middle]}<br>{label[middle + 1 :]}"
