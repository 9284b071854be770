"""The stages of the route as a funnel: the number of people at each, and the share of the stage before."""

from collections.abc import Mapping

from dashboard import theme, words
from dashboard.charts.figure import Figure, Part, figure, hover, note
from model.indicators import COUNT_BY_KEY, STAGES

STAGE_HEIGHT = 46


def funnel(counts: Mapping[str, int]) -> Figure:
    """A bar for each stage with its name and numbers above it, so that it fits a narrow screen."""
    positions = list(range(len(STAGES)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [counts[key] for key in STAGES],
        "y": positions,
        "width": 0.32,
        "marker": {"color": theme.CHART_COLOURS["chart-1"]},
        "customdata": list(STAGES),
        **hover([_hover(counts, position) for position in positions]),
    }
    return figure(
        bars,
        height=STAGE_HEIGHT * len(STAGES) + 16,
        annotations=[_name(counts, position) for position in positions],
        xaxis={"visible": False, "range": [0, max(1, *(counts[key] for key in STAGES)) * 1.02]},
        yaxis={"visible": False, "range": [len(STAGES) - 0.6, -0.75]},
    )


def funnel_rows(counts: Mapping[str, int]) -> tuple[list[str], list[list[str]]]:
    """The same stages as a table."""
    headings = ["Этап", "Человек", "От предыдущего этапа"]
    rows = [
        [COUNT_BY_KEY[key].label, words.number(counts[key]), _share(counts, position)]
        for position, key in enumerate(STAGES)
    ]
    return headings, rows


def _share(counts: Mapping[str, int], position: int) -> str:
    if position == 0:
        return words.ABSENT
    return words.percent_of(counts[STAGES[position]], counts[STAGES[position - 1]])


def _name(counts: Mapping[str, int], position: int) -> Part:
    key = STAGES[position]
    share = f" · {_share(counts, position)}" if position else ""
    text = f"<b>{words.number(counts[key])}</b> {COUNT_BY_KEY[key].label}{share}"
    return note(text, x=0, y=position, xanchor="left", xshift=-2, yshift=17)


def _hover(counts: Mapping[str, int], position: int) -> str:
    count = COUNT_BY_KEY[STAGES[position]]
    if position == 0:
        return f"{count.label}: {words.number(counts[count.key])}"
    before = COUNT_BY_KEY[STAGES[position - 1]]
    numbers = f"{words.ratio(counts[count.key], counts[before.key])}, {_share(counts, position)}"
    return f"{count.label}: {numbers}<br>от этапа «{before.label}»"
