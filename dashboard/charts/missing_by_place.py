"""Places ordered by how many people they lack to the target of a rate."""

from collections.abc import Sequence

from dashboard import theme, words
from dashboard.charts.figure import Figure, chart_name, figure, hover
from dashboard.charts.rates_by_place import axes, height, margin_for, values
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of, missing_to_target
from model.names import fold
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts


def missing_by_place(parts: Sequence[PlaceCounts], rate: Rate, targets: Targets = REGULATION) -> Figure:
    """Horizontal bars, the most people first; a place at its target has no bar, one without people comes last."""
    ordered = in_order(parts, rate, targets)
    own = [targets.rate_at(part.place, rate) for part in ordered]
    missing = [missing_to_target(rate, part.counts) for part, rate in zip(ordered, own, strict=True)]
    labels = [_label(part, rate) for part, rate in zip(ordered, own, strict=True)]
    limit = max([1, *(number or 0 for number in missing)]) * 1.05
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": missing,
        "y": list(range(len(ordered))),
        "customdata": [part.place.id for part in ordered],
        "marker": {"color": theme.CHART_COLOURS["chart-target"]},
        **hover([_hover(part, rate) for part, rate in zip(ordered, own, strict=True)]),
    }
    return figure(
        bars,
        values(labels, limit),
        height=height(len(ordered)),
        margin=margin_for(labels, top=16),
        **axes(ordered, limit),
    )


def missing_by_place_rows(
    parts: Sequence[PlaceCounts], rate: Rate, first: str, targets: Targets = REGULATION
) -> tuple[list[str], list[list[str]]]:
    """The same bars as a table."""
    rows = [_row(part, targets.rate_at(part.place, rate)) for part in in_order(parts, rate, targets)]
    return [first, "До цели не хватает", "Сейчас", "Доля"], rows


def in_order(parts: Sequence[PlaceCounts], rate: Rate, targets: Targets = REGULATION) -> list[PlaceCounts]:
    """The places with the most missing people first, then by name; places without people come last."""

    def place_in_line(part: PlaceCounts) -> tuple[int, str]:
        missing = missing_to_target(targets.rate_at(part.place, rate), part.counts)
        return 1 if missing is None else -missing, fold(part.place.name)

    return sorted(parts, key=place_in_line)


def _label(part: PlaceCounts, rate: Rate) -> str:
    missing = missing_to_target(rate, part.counts)
    if missing is None:
        return absence_of(rate, part.counts)
    ratio = words.ratio(part.counts[rate.top], part.counts[rate.bottom])
    return f"{words.number(missing)} · {ratio}" if missing else f"✓ {ratio}"


def _hover(part: PlaceCounts, rate: Rate) -> str:
    missing, top, bottom = missing_to_target(rate, part.counts), part.counts[rate.top], bottom_of(rate, part.counts)
    if missing is None:
        return f"{chart_name(part.place.name)}: {absence_of(rate, part.counts)}"
    if not missing:
        return f"{chart_name(part.place.name)}: {words.ratio(top, bottom)}, цель достигнута"
    lacks = f"не хватает {words.number(missing)}"
    return f"{chart_name(part.place.name)}: {lacks}; сейчас {words.ratio(top, bottom)}, {words.percent_of(top, bottom)}"


def _row(part: PlaceCounts, rate: Rate) -> list[str]:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    if not bottom:
        return [part.place.name, words.ABSENT, absence_of(rate, part.counts), words.ABSENT]
    missing = words.number(missing_to_target(rate, part.counts))
    return [part.place.name, missing, words.ratio(top, bottom), words.percent_of(top, bottom)]
