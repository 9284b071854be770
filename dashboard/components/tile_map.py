"""The municipalities as tiles in their map positions: each is a link with its value."""

import re
from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.charts.rates_by_place import short_name
from dashboard.components.still import still
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of, meets_target, rate_of
from model.places import Place
from model.targets import REGULATION, Targets
from queries.places import Tile
from queries.records import PlaceCounts

# The number of shades, from 0 to the target, or to 100 % without a target.
SHADES = 5
FITS = 12  # characters of a name that fit on one line of a tile
# Hyphenation points: before a syllable, between consonants of two syllables, between two vowels.
_VOWEL, _OTHER = "аеёиоуыэюя", "бвгджзйклмнпрстфхцчшщ"
_SYLLABLE = re.compile(
    f"(?<=[{_OTHER}][{_VOWEL}])(?=[{_OTHER}][{_VOWEL}])|(?<=[{_VOWEL}][{_OTHER}])(?=[{_OTHER}][{_VOWEL}])"
    f"|(?<=[{_OTHER}][{_VOWEL}])(?=[{_VOWEL}][{_OTHER}])",
    re.IGNORECASE,
)


def tile_map(
    parts: Sequence[PlaceCounts],
    tiles: Mapping[int, Tile],
    rate: Rate,
    here: Place,
    view: View,
    targets: Targets = REGULATION,
) -> Component | None:
    """A tile for each municipality; None where two share a position or one has none."""
    spots = [tiles.get(part.place.id or 0) for part in parts]
    if not parts or None in spots or len(set(spots)) < len(spots):
        return None
    placed = sorted(zip(spots, parts, strict=True), key=lambda one: one[0] or (0, 0))
    items = [_tile(part, targets.rate_at(part.place, rate), spot or (0, 0), view) for spot, part in placed]
    label = f"{words.sentence(rate.label)}, карта: {here.name}"
    return still(html.Div([html.Ul(items, className="tiles", **{"aria-label": label}), _legend(rate)]))


def _tile(part: PlaceCounts, rate: Rate, spot: Tile, view: View) -> Component:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    is_met = meets_target(rate, part.counts)
    value = words.percent_of(top, bottom)
    told = f"{words.ratio(top, bottom)}, {value}" if bottom else absence_of(rate, part.counts)
    name, kind = _name_of(part.place.name)
    lines = [
        html.Span(divisible(name), className="tile-name"),
        html.Span(kind, className="tile-kind"),
        html.Span(value, className="tile-value"),
        html.Span("✓" if is_met else "", className="tile-sign", **{"aria-hidden": "true"}),
    ]
    link = dcc.Link(
        lines,
        href=addresses.place(part.place, view),
        title=f"{part.place.name}: {told}",
        className=f"tile {_shade(rate, part.counts)}",
    )
    # CSS grid lines are numbered from 1.
    return html.Li(link, style={"gridRow": spot[0] + 1, "gridColumn": spot[1] + 1})


def _name_of(name: str) -> tuple[str, str]:
    """The name and the kind, «Троицкий» and «г. о.»: two municipalities may differ in the kind only."""
    words_of_name = short_name(name).split(" ")
    return " ".join(words_of_name[:-1]) or name, words_of_name[-1] if len(words_of_name) > 1 else ""


def divisible(name: str) -> str:
    """A long name with soft hyphens between syllables; a short one unchanged."""
    if len(name) <= FITS:
        return name
    return _SYLLABLE.sub("\u00ad", name)


def _shade(rate: Rate, counts: Mapping[str, int]) -> str:
    value = rate_of(rate, counts)
    if value is None:
        return "is-absent"
    if meets_target(rate, counts):
        return "is-met"
    goal = rate.target[0] / rate.target[1] if rate.target else 1.0
    return f"is-shade-{min(SHADES, int(value / goal * SHADES) + 1)}"


def _legend(rate: Rate) -> Component:
    """The meaning of the shades, from the lowest to the goal."""
    goal = words.target(rate.target) if rate.target else f"100{words.THIN}%"
    steps = [html.Li(className=f"tile-step is-shade-{step}") for step in range(1, SHADES + 1)]
    met = [html.Li("✓ цель достигнута", className="tile-met")] if rate.target else []
    scale = html.Ul([html.Li(f"0{words.THIN}%"), *steps, html.Li(goal), *met])
    absent = html.P("Штриховка: на отчётную дату и с этими фильтрами работников нет.")
    return html.Div([scale, absent], className="tile-legend")
