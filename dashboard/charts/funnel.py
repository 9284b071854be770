"""The stages of the route as a funnel: how many came so far, and what share of the stage before."""

from collections.abc import Mapping

import plotly.graph_objects as go

from dashboard import theme, words
from model.indicators import COUNT_BY_KEY, STAGES

STAGE_HEIGHT = 46


def funnel(counts: Mapping[str, int]) -> go.Figure:
    """A bar for each stage, its name and numbers above it, so that it reads on a narrow screen too."""
    positions = list(range(len(STAGES)))
    figure = go.Figure(layout={"template": theme.template(), "height": STAGE_HEIGHT * len(STAGES) + 16})
    figure.add_bar(
        orientation="h",
        x=[counts[key] for key in STAGES],
        y=positions,
        width=0.32,
        marker_color=theme.CHART_COLOURS["chart-1"],
        customdata=list(STAGES),
        hovertext=[_hover(counts, position) for position in positions],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for position, key in enumerate(STAGES):
        figure.add_annotation(
            x=0,
            y=position,
            text=_label(counts, position, key),
            xanchor="left",
            xshift=-2,
            yshift=17,
            showarrow=False,
        )
    figure.update_xaxes(visible=False, range=[0, max(1, *(counts[key] for key in STAGES)) * 1.02])
    figure.update_yaxes(visible=False, range=[len(STAGES) - 0.6, -0.75])
    return figure


def funnel_rows(counts: Mapping[str, int]) -> tuple[list[str], list[list[str]]]:
    """The same stages as a table."""
    headings = ["Ступень", "Человек", "От предыдущей ступени"]
    rows = [
        [COUNT_BY_KEY[key].label, words.number(counts[key]), _share(counts, position)]
        for position, key in enumerate(STAGES)
    ]
    return headings, rows


def _share(counts: Mapping[str, int], position: int) -> str:
    if position == 0:
        return words.ABSENT
    return words.percent_of(counts[STAGES[position]], counts[STAGES[position - 1]])


def _label(counts: Mapping[str, int], position: int, key: str) -> str:
    share = f" · {_share(counts, position)}" if position else ""
    return f"<b>{words.number(counts[key])}</b> {COUNT_BY_KEY[key].label}{share}"


def _hover(counts: Mapping[str, int], position: int) -> str:
    here = COUNT_BY_KEY[STAGES[position]]
    if position == 0:
        return f"{here.label}: {words.number(counts[here.key])}"
    before = COUNT_BY_KEY[STAGES[position - 1]]
    numbers = f"{words.ratio(counts[here.key], counts[before.key])}, {_share(counts, position)}"
    return f"{here.label}: {numbers}<br>от ступени «{before.label}»"
