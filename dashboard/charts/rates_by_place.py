"""Places ordered by a rate, with the total's value and the target as lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import place_words, theme, words
from dashboard.charts.figure import Figure, Part, chart_name, figure, hover, margin, note, stroke
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of, meets_target, missing_to_target, rate_of
from model.names import fold
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts

BAR_HEIGHT = 24
ROOM_FOR_LINES = 64
LONGEST_NAME = 22
# A share of fewer people says little.
LEAST_RANKED = 10
# Shorter kinds beside a bar; the hover text and the table give the full name. «МО» would mean any municipality.
_SHORTER = {
    "муниципальный округ": "м.\u00a0о.",
    "муниципальный район": "м.\u00a0р.",
    "городской округ": "г.\u00a0о.",
    "средняя общеобразовательная школа": "СОШ",
    "основная общеобразовательная школа": "ООШ",
    "начальная общеобразовательная школа": "НОШ",
}
_QUOTED = re.compile(r"[«\"](.+)[»\"]")


def rates_by_place(
    parts: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts, targets: Targets = REGULATION
) -> Figure:
    """Horizontal bars, the lowest rate first; small places come after them, paler.

    A place without people comes last and has no bar. The line is the target of the whole; a place may have its own.
    """
    ordered = in_order(parts, rate)
    labels = [_label(part, targets.rate_at(part.place, rate)) for part in ordered]
    limit = _limit(ordered, rate, whole)
    lines = _lines(rate, whole)
    return figure(
        _bars(ordered, rate, targets),
        values(labels, limit),
        height=height(len(ordered)),
        margin=margin_for(labels, top=40),
        shapes=[_stroke(line) for line in lines],
        annotations=[_note(line, limit) for line in lines],
        **axes(ordered, limit),
    )


def rates_by_place_rows(
    parts: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts, targets: Targets = REGULATION
) -> tuple[list[str], list[list[str]]]:
    """The same bars as a table, the total in the last row."""
    headings = [place_words.part_of(whole.place), "Значение", "Из скольких", "До цели не хватает"]
    ordered = [*in_order(parts, rate), whole]
    return headings, [_row(part, targets.rate_at(part.place, rate)) for part in ordered]


def is_small(part: PlaceCounts, rate: Rate) -> bool:
    """Whether one person changes the share by a tenth or more; such a place is not ranked."""
    return 0 < bottom_of(rate, part.counts) < LEAST_RANKED


def in_order(parts: Sequence[PlaceCounts], rate: Rate) -> list[PlaceCounts]:
    """From the lowest rate to the highest, then by name; small places follow, places without people come last."""

    def place_in_line(part: PlaceCounts) -> tuple[bool, bool, float, str]:
        value = rate_of(rate, part.counts)
        return value is None, is_small(part, rate), value or 0.0, fold(part.place.name)

    return sorted(parts, key=place_in_line)


def height(bars: int) -> int:
    """The height of the figure in pixels, so that every bar can be read."""
    return ROOM_FOR_LINES + max(2, bars) * BAR_HEIGHT


def short_name(name: str) -> str:
    """A name that fits beside a bar: the text in quotes, abbreviated kinds, a cut end."""
    quoted = _QUOTED.search(name)
    name = quoted.group(1) if quoted else name
    for full, brief in _SHORTER.items():
        name = re.sub(full, brief, name, flags=re.IGNORECASE)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _bars(ordered: Sequence[PlaceCounts], rate: Rate, targets: Targets) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [rate_of(rate, part.counts) for part in ordered],
        "y": list(range(len(ordered))),
        "customdata": [part.place.id for part in ordered],
        "marker": {
            "color": [_colour(part, targets.rate_at(part.place, rate)) for part in ordered],
            "opacity": [0.45 if is_small(part, rate) else 1 for part in ordered],
        },
        **hover([_hover(part, rate) for part in ordered]),
    }


def _row(part: PlaceCounts, rate: Rate) -> list[str]:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    if not bottom:
        return [part.place.name, words.ABSENT, absence_of(rate, part.counts), words.ABSENT]
    missing = words.number(missing_to_target(rate, part.counts))
    return [
        part.place.name,
        words.percent_of(top, bottom),
        words.ratio(top, bottom),
        missing,
    ]


def _label(part: PlaceCounts, rate: Rate) -> str:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    if not bottom:
        return absence_of(rate, part.counts)
    value = f"{words.percent_of(top, bottom)} · {words.ratio(top, bottom)}"
    return f"{value} ✓" if meets_target(rate, part.counts) else value


def _hover(part: PlaceCounts, rate: Rate) -> str:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    return f"{chart_name(part.place.name)}: {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _colour(part: PlaceCounts, rate: Rate) -> str:
    return theme.CHART_COLOURS["chart-met" if meets_target(rate, part.counts) else "chart-1"]


def _limit(ordered: Sequence[PlaceCounts], rate: Rate, whole: PlaceCounts) -> float:
    """The end of the axis: a little beyond the longest bar and the target; the start is always 0."""
    values = [value for part in [*ordered, whole] if (value := rate_of(rate, part.counts)) is not None]
    target = [rate.target[0] / rate.target[1]] if rate.target else []
    return min(1.0, max([*values, *target, 0.1]) * 1.05)


def values(labels: Sequence[str], limit: float) -> Part:
    """The values in a column at the right, where no line crosses them."""
    return {
        "type": "scatter",
        "x": [limit] * len(labels),
        "y": list(range(len(labels))),
        "text": [f"\u00a0{label}" for label in labels],
        "mode": "text",
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def margin_for(labels: Sequence[str], *, top: int) -> Part:
    """The margins around the bars; the right one fits the values."""
    # An approximate width of a letter in pixels, and room at the end.
    room = max([len(label) for label in labels], default=0) * 6.6 + 16
    return margin(left=8, right=max(78, round(room)), top=top, bottom=8)


def axes(ordered: Sequence[PlaceCounts], limit: float) -> dict[str, Part]:
    """A name beside each bar; the values are written, so the axis needs no ticks."""
    names = {
        "range": [len(ordered) - 0.5, -0.5],
        "tickvals": list(range(len(ordered))),
        "ticktext": [chart_name(short_name(part.place.name)) for part in ordered],
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": "rgba(0,0,0,0)",
    }
    return {"xaxis": {"range": [0, limit], "showgrid": False, "showticklabels": False}, "yaxis": names}


@dataclass(frozen=True)
class _Line:
    """A vertical line across the bars; its label is in a separate row, so that labels never overlap."""

    value: float
    text: str
    colour: str
    dash: str
    row: int


def _lines(rate: Rate, whole: PlaceCounts) -> list[_Line]:
    lines, value = [], rate_of(rate, whole.counts)
    if value is not None:
        text = f"{chart_name(short_name(whole.place.name))} {words.percent(value)}"
        lines.append(_Line(value, text, "chart-whole", "solid", row=1))
    if rate.target is not None:
        top, bottom = rate.target
        lines.append(_Line(top / bottom, f"цель {words.target(rate.target)}", "chart-target", "dash", row=0))
    return lines


def _stroke(line: _Line) -> Part:
    line_style = {"color": theme.CHART_COLOURS[line.colour], "dash": line.dash, "width": 2}
    return stroke((line.value, line.value), (0, 1), yref="paper", line=line_style)


def _note(line: _Line, limit: float) -> Part:
    return note(
        line.text,
        x=line.value,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=line.row * 18,
        xanchor="right" if line.value > 0.5 * limit else "left",
        font={"size": theme.SMALL_TEXT_SIZE},
    )
