"""Rates month by month, each line named at its end, with the targets as dashed lines."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard import theme, words
from dashboard.charts.figure import Figure, Part, figure, hover, margin, note, stroke
from model.indicators import Rate, bottom_of, rate_of

Point = tuple[date, Mapping[str, int]]

HEIGHT = 360
# The share of the axis that a label of two lines takes; labels keep this distance.
LABEL_STEP = 0.165
TOP = 1.08
# A quarter tick is left out when a target is closer than this.
NEAR = 0.12
# The number of dates that fit under the narrowest figure.
MOST_TICKS = 4


def rate_over_time(points: Sequence[Point], rates: Sequence[Rate]) -> Figure:
    """A line for each rate, broken where a month has no people."""
    months = {"showgrid": False, "tickangle": 0, "spikethickness": 1, "spikedash": "solid"}
    return figure(
        *(_line(points, rate, number) for number, rate in enumerate(rates)),
        height=HEIGHT,
        margin=margin(left=8, right=132, top=16, bottom=8),
        hovermode="x unified",
        shapes=_target_lines(rates),
        annotations=_names(points, rates),
        xaxis={**months, **_ticks([day for day, _ in points])},
        yaxis={"range": [0, TOP], **_heights(rates)},
    )


def rate_over_time_rows(points: Sequence[Point], rates: Sequence[Rate]) -> tuple[list[str], list[list[str]]]:
    """The same lines as a table, a row for each date."""
    rows = [
        [
            words.day(day),
            *(words.percent_of(counts[rate.top], bottom_of(rate, counts)) for rate in rates),
        ]
        for day, counts in points
    ]
    return ["Отчётная дата", *(rate.label for rate in rates)], rows


def _line(points: Sequence[Point], rate: Rate, number: int) -> Part:
    colour = theme.SERIES[number % len(theme.SERIES)]
    return {
        "type": "scatter",
        "x": [day.isoformat() for day, _ in points],
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
        "xhoverformat": "%d.%m.%Y",
        **hover([_hover(rate, counts) for _, counts in points]),
    }


def _hover(rate: Rate, counts: Mapping[str, int]) -> str:
    top, bottom = counts[rate.top], bottom_of(rate, counts)
    goal = f" (цель {words.target(rate.target)})" if rate.target else ""
    return f"{rate.label}: {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}{goal}"


def _ticks(days: Sequence[date]) -> Part:
    """Every n-th date, counted back from the last one, so that the labels fit."""
    step = -(-len(days) // MOST_TICKS) or 1
    chosen = list(days[::-1][::step][::-1])
    return {"type": "date", "tickvals": [day.isoformat() for day in chosen], "ticktext": [_tick(day) for day in chosen]}


def _tick(day: date) -> str:
    return f"{words.month_short(day)}<br>{day.year}"


def _targets(rates: Sequence[Rate]) -> dict[float, str]:
    """The targets by their heights, as labels; a target that several rates share comes once."""
    return {rate.target[0] / rate.target[1]: words.target(rate.target) for rate in rates if rate.target}


def _heights(rates: Sequence[Rate]) -> Part:
    """The ticks of the axis: quarters and targets; a target replaces a quarter that is too near."""
    targets = _targets(rates)
    quarters = [quarter / 4 for quarter in range(5)]
    ticks = {one: f"{one * 100:.0f}{words.THIN}%" for one in quarters if all(abs(one - t) > NEAR for t in targets)}
    ticks |= {height: f"цель<br>{label}" for height, label in targets.items()}
    return {"tickvals": list(ticks), "ticktext": list(ticks.values())}


def _target_lines(rates: Sequence[Rate]) -> list[Part]:
    """A dashed line for each target; its label is on the axis, where no line of the data crosses it."""
    line = {"color": theme.CHART_COLOURS["chart-target"], "dash": "dash", "width": 1.5}
    return [stroke((0, 1), (height, height), xref="paper", line=line) for height in _targets(rates)]


def _names(points: Sequence[Point], rates: Sequence[Rate]) -> list[Part]:
    """The sign, name and last value of each line at its end, moved apart where they would overlap."""
    ends = [(number, end) for number, rate in enumerate(rates) if (end := _end(points, rate)) is not None]
    heights = spread_apart([value for _, value in ends])
    return [
        note(
            f"{_sign(number)} {words.in_two_lines(rates[number].label)} <b>{words.percent(value)}</b>",
            x=1,
            y=height,
            xref="paper",
            xanchor="left",
            xshift=6,
            align="left",
            font={"size": theme.SMALL_TEXT_SIZE},
        )
        for (number, value), height in zip(ends, heights, strict=True)
    ]


def _sign(number: int) -> str:
    colour = theme.SERIES[number % len(theme.SERIES)]
    return f'<span style="color:{colour}">{theme.SIGNS[number % len(theme.SIGNS)]}</span>'


def _end(points: Sequence[Point], rate: Rate) -> float | None:
    """The last value that is not None."""
    values = [value for _, counts in points if (value := rate_of(rate, counts)) is not None]
    return values[-1] if values else None


def spread_apart(heights: Sequence[float], step: float = LABEL_STEP) -> list[float]:
    """The heights at least one step apart, in the same order and within the axis."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    lowest = step / 2
    for i in order:
        moved[i] = max(heights[i], lowest)
        lowest = moved[i] + step
    highest = TOP - step / 2
    for i in reversed(order):
        moved[i] = min(moved[i], highest)
        highest = moved[i] - step
    return moved
