"""Places ordered by how many people they lack to the target of a rate."""

from collections.abc import Sequence

from dashboard import theme, words
from dashboard.charts.figure import Figure, chart_name, figure, hover
from dashboard.charts.rates_by_place import axes, height, margin_for, values
from model.indicators import Rate, missing_to_target
from model.names import fold
from queries.records import PlaceCounts


def missing_by_place(parts: Sequence[PlaceCounts], rate: Rate) -> Figure:
    """Horizontal bars, the most people first; a place at its target has no bar, one without people comes last."""
    ordered = in_order(parts, rate)
    missing = [missing_to_target(rate, part.counts) for part in ordered]
    labels = [_label(part, rate) for part in ordered]
    limit = max([1, *(number or 0 for number in missing)]) * 1.05
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": missing,
        "y": list(range(len(ordered))),
        "customdata": [part.place.id for part in ordered],
        "marker": {"color": theme.CHART_COLOURS["chart-target"]},
        **hover([_hover(part, rate) for part in ordered]),
    }
    return figure(
        bars,
        values(labels, limit),
        height=height(len(ordered)),
        margin=margin_for(labels, top=16),
        **axes(ordered, limit),
    )


def missing_by_place_rows(parts: Sequence[PlaceCounts], rate: Rate, first: str) -> tuple[list[str], list[list[str]]]:
    """The same bars as a table."""
    return [first, "До цели не хватает", "Сейчас", "Доля"], [_row(part, rate) for part in in_order(parts, rate)]


def in_order(parts: Sequence[PlaceCounts], rate: Rate) -> list[PlaceCounts]:
    """The places with the most missing people first, then by name; places without people come last."""

    def place_in_line(part: PlaceCounts) -> tuple[int, str]:
        missing = missing_to_target(rate, part.counts)
        return 1 if missing is None else -missing, fold(part.place.name)

    return sorted(parts, key=place_in_line)


def _label(part: PlaceCounts, rate: Rate) -> str:
    missing = missing_to_target(rate, part.counts)
    if missing is None:
        return words.NO_PEOPLE
    ratio = words.ratio(part.counts[rate.top], part.counts[rate.bottom])
    return f"{words.number(missing)} · {ratio}" if missing else f"✓ {ratio}"


def _hover(part: PlaceCounts, rate: Rate) -> str:
    missing, top, bottom = missing_to_target(rate, part.counts), part.counts[rate.top], part.counts[rate.bottom]
    if not missing:
        return f"{chart_name(part.place.name)}: {words.ratio(top, bottom)}, цель достигнута"
    lacks = f"не хватает {words.number(missing)}"
    return f"{chart_name(part.place.name)}: {lacks}; сейчас {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _row(part: PlaceCounts, rate: Rate) -> list[str]:
    top, bottom = part.counts[rate.top], part.counts[rate.bottom]
    if not bottom:
        return [part.place.name, words.ABSENT, words.NO_PEOPLE, words.ABSENT]
    missing = words.number(missing_to_target(rate, part.counts))
    return [part.place.name, missing, words.ratio(top, bottom), words.percent_of(top, bottom)]
