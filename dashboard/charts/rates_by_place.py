"""Places in the order of a rate, with the whole's value and the target as lines."""

import re
from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import theme, words
from model.indicators import Rate, meets_target, missing_to_target, rate_of
from model.names import fold
from queries.records import PlaceCounts

BAR_HEIGHT = 24
ROOM_FOR_LINES = 64
LONGEST_NAME = 22
# A name beside a bar is short; the whole of it is told on hover and in the table.
_SHORTER = {
    "муниципальный округ": "МО",
    "муниципальный район": "МР",
    "городской округ": "ГО",
    "средняя общеобразовательная школа": "СОШ",
    "основная общеобразовательная школа": "ООШ",
    "начальная общеобразовательная школа": "НОШ",
}
_QUOTED = re.compile(r"[«\"](.+)[»\"]")


def rates_by_place(parts: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts) -> go.Figure:
    """Horizontal bars, the furthest behind first; a place without people stands last and has no bar."""
    ordered = in_order(parts, rate)
    figure = go.Figure(layout={"template": theme.template(), "height": height(len(ordered))})
    figure.add_bar(
        orientation="h",
        x=[rate_of(rate, part.counts) for part in ordered],
        y=list(range(len(ordered))),
        hovertext=[_hover(part, rate) for part in ordered],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[part.place.id for part in ordered],
        marker_color=[_colour(part, rate) for part in ordered],
    )
    limit = _limit(ordered, rate, whole)
    _write_values(figure, ordered, rate, limit)
    _lay_axes(figure, ordered, limit)
    _draw_lines(figure, rate, whole, limit)
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
    """A name that fits beside a bar: what stands in the quotes, kinds abbreviated, a long rest cut."""
    quoted = _QUOTED.search(name)
    name = quoted.group(1) if quoted else name
    for full, brief in _SHORTER.items():
        name = re.sub(full, brief, name, flags=re.IGNORECASE)
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
    if not part.counts[rate.bottom]:
        return words.NO_PEOPLE
    value = words.percent_of(part.counts[rate.top], part.counts[rate.bottom])
    return f"{value} ✓" if meets_target(rate, part.counts) else value


def _hover(part: PlaceCounts, rate: Rate) -> str:
    top, bottom = part.counts[rate.top], part.counts[rate.bottom]
    return f"{part.place.name}: {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _colour(part: PlaceCounts, rate: Rate) -> str:
    return theme.CHART_COLOURS["chart-met" if meets_target(rate, part.counts) else "chart-1"]


def _limit(ordered: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts) -> float:
    """How far the axis goes: a little beyond the longest bar and the target, always from nought."""
    values = [value for part in [*ordered, whole] if (value := rate_of(rate, part.counts)) is not None]
    target = [rate.target[0] / rate.target[1]] if rate.target else []
    return min(1.0, max([*values, *target, 0.1]) * 1.05)


def _write_values(figure: go.Figure, ordered: Sequence[PlaceCounts], rate: Rate, limit: float) -> None:
    """The values in a column of their own at the right, where no line crosses them."""
    figure.add_scatter(
        x=[limit] * len(ordered),
        y=list(range(len(ordered))),
        text=[f"\u00a0{_label(part, rate)}" for part in ordered],
        mode="text",
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )


def _lay_axes(figure: go.Figure, ordered: Sequence[PlaceCounts], limit: float) -> None:
    # Every value is written, so the axis needs no marks.
    figure.update_xaxes(range=[0, limit], showgrid=False, showticklabels=False)
    figure.update_yaxes(
        range=[len(ordered) - 0.5, -0.5],
        tickvals=list(range(len(ordered))),
        ticktext=[short_name(part.place.name) for part in ordered],
        showgrid=False,
        showline=True,
        ticks="outside",
        ticklen=4,
        tickcolor="rgba(0,0,0,0)",
    )
    figure.update_layout(margin={"t": 40, "l": 8, "r": 78, "b": 8})


def _draw_lines(figure: go.Figure, rate: Rate, whole: PlaceCounts, limit: float) -> None:
    value = rate_of(rate, whole.counts)
    if value is not None:
        text = f"{short_name(whole.place.name)} {words.percent(value)}"
        _draw_line(figure, value, text, colour="chart-whole", dash="solid", row=1, limit=limit)
    if rate.target is not None:
        top, bottom = rate.target
        text = f"цель {words.target(rate.target)}"
        _draw_line(figure, top / bottom, text, colour="chart-target", dash="dash", row=0, limit=limit)


def _draw_line(figure: go.Figure, value: float, text: str, *, colour: str, dash: str, row: int, limit: float) -> None:
    """A line across the bars; its label stands above them in a row of its own, so that two never meet."""
    line = {"color": theme.CHART_COLOURS[colour], "dash": dash, "width": 2}
    figure.add_shape(type="line", x0=value, x1=value, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=row * 18,
        xanchor="right" if value > 0.5 * limit else "left",
        text=text,
        showarrow=False,
        font={"size": theme.SMALL_TEXT_SIZE},
    )
