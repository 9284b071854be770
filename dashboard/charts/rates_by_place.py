"""Places in the order of a rate, with the whole's value and the target as lines."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import theme, words
from model.indicators import Rate, meets_target, missing_to_target, rate_of
from model.names import fold
from queries.records import PlaceCounts

BAR_HEIGHT = 26
ROOM_FOR_LINES = 64
LONGEST_NAME = 30
_SHORTER = {
    "муниципальный округ": "МО",
    "муниципальный район": "МР",
    "городской округ": "ГО",
}


def rates_by_place(parts: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts) -> go.Figure:
    """Horizontal bars, the furthest behind first; a place without people stands last and has no bar."""
    ordered = in_order(parts, rate)
    figure = go.Figure(layout={"template": theme.template(), "height": height(len(ordered))})
    figure.add_bar(
        orientation="h",
        x=[rate_of(rate, part.counts) for part in ordered],
        y=list(range(len(ordered))),
        text=[_label(part, rate) for part in ordered],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_hover(part, rate) for part in ordered],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[part.place.id for part in ordered],
        marker_color=[_colour(part, rate) for part in ordered],
    )
    _mark_absent(figure, ordered, rate)
    _lay_axes(figure, ordered)
    _draw_lines(figure, rate, whole)
    return figure


def rates_by_place_rows(
    parts: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts
) -> tuple[list[str], list[list[str]]]:
    """The same bars as a table, the whole in the last row."""
    headings = ["Место", "Значение", "Из скольких", "До цели не хватает"]
    return headings, [_row(part, rate) for part in [*in_order(parts, rate), whole]]


def in_order(parts: Sequence[PlaceCounts], rate: Rate) -> list[PlaceCounts]:
    """From the lowest rate to the highest, then by name; those with nobody to count from at the end."""

    def place_in_line(part: PlaceCounts) -> tuple[bool, float, str]:
        value = rate_of(rate, part.counts)
        return value is None, value or 0.0, fold(part.place.name)

    return sorted(parts, key=place_in_line)


def height(bars: int) -> int:
    """How tall the figure has to be for so many bars to be read."""
    return ROOM_FOR_LINES + max(2, bars) * BAR_HEIGHT


def short_name(name: str) -> str:
    """A name that fits beside a bar: the kind of municipality abbreviated, a long name cut."""
    for full, brief in _SHORTER.items():
        name = name.replace(full, brief)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _row(part: PlaceCounts, rate: Rate) -> list[str]:
    top, bottom = part.counts[rate.top], part.counts[rate.bottom]
    if not bottom:
        return [part.place.name, words.ABSENT, words.NO_PEOPLE, words.ABSENT]
    missing = words.number(missing_to_target(rate, part.counts))
    return [
        part.place.name,
        words.percent_of(top, bottom),
        words.ratio(top, bottom),
        missing,
    ]


def _label(part: PlaceCounts, rate: Rate) -> str:
    value = words.percent_of(part.counts[rate.top], part.counts[rate.bottom])
    return f"{value} ✓" if meets_target(rate, part.counts) else value


def _hover(part: PlaceCounts, rate: Rate) -> str:
    top, bottom = part.counts[rate.top], part.counts[rate.bottom]
    return f"{part.place.name}: {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _colour(part: PlaceCounts, rate: Rate) -> str:
    return theme.CHART_COLOURS["chart-met" if meets_target(rate, part.counts) else "chart-1"]


def _mark_absent(figure: go.Figure, ordered: Sequence[PlaceCounts], rate: Rate) -> None:
    for position, part in enumerate(ordered):
        if not part.counts[rate.bottom]:
            figure.add_annotation(
                x=0,
                y=position,
                text=words.NO_PEOPLE,
                xanchor="left",
                xshift=4,
                showarrow=False,
            )


def _lay_axes(figure: go.Figure, ordered: Sequence[PlaceCounts]) -> None:
    # The axis is longer than 100 % so that the label of a full bar is not cut.
    figure.update_xaxes(
        range=[0, 1.16],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
    )
    figure.update_yaxes(
        range=[len(ordered) - 0.5, -0.5],
        tickvals=list(range(len(ordered))),
        ticktext=[short_name(part.place.name) for part in ordered],
        showgrid=False,
    )
    figure.update_layout(margin={"t": 40, "l": 8, "r": 8, "b": 8})


def _draw_lines(figure: go.Figure, rate: Rate, whole: PlaceCounts) -> None:
    value = rate_of(rate, whole.counts)
    if value is not None:
        text = f"{short_name(whole.place.name)} {words.percent(value)}"
        _draw_line(figure, value, text, colour="chart-whole", dash="solid", row=1)
    if rate.target is not None:
        top, bottom = rate.target
        _draw_line(
            figure,
            top / bottom,
            f"цель {words.target(rate.target)}",
            colour="chart-target",
            dash="dash",
            row=0,
        )


def _draw_line(figure: go.Figure, value: float, text: str, *, colour: str, dash: str, row: int) -> None:
    """A line across the bars; its label stands above them in a row of its own, so that two never meet."""
    line = {"color": theme.CHART_COLOURS[colour], "dash": dash, "width": 2}
    figure.add_shape(type="line", x0=value, x1=value, y0=0, y1=1, yref="paper", line=line)
    anchor = "right" if value > 0.6 else "left"
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=row * 18,
        xanchor=anchor,
        text=text,
        showarrow=False,
        font={"size": theme.SMALL_TEXT_SIZE},
    )
