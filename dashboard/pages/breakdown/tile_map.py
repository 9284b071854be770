"""The municipalities as tiles in their map positions: each is a link with its value, the worst stand out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import By, View
from dashboard.charts.rates_by_place import BeforeOf
from dashboard.charts.shades import ABSENT, CLASSES, MET, SAME, WORST, Shaded, Shades, shades
from dashboard.components.still import still
from dashboard.place_words import divisible, short_name
from dashboard.rate_words import absence_of
from model.indicators import Rate, bottom_of
from model.places import Place
from model.targets import REGULATION, Targets
from queries.places import Tile
from queries.records import PlaceCounts

_BEHIND = {By.SHARE: "до цели, п. п.:", By.PEOPLE: "не хватает, чел.:", By.CHANGE: "снизилась на, п. п.:"}
_WORST = {
    By.SHARE: "наибольшее отставание",
    By.PEOPLE: "больше всего не хватает",
    By.CHANGE: "наибольшее снижение",
}


def tile_map(
    parts: Sequence[PlaceCounts],
    tiles: Mapping[int, Tile],
    rate: Rate,
    here: Place,
    view: View,
    targets: Targets = REGULATION,
    by: By = By.SHARE,
    before_of: BeforeOf | None = None,
) -> Component | None:
    """A tile for each municipality; None where two share a position or one has none.

    The shade is the distance to the target in shares or in people, or the change since the day of `before_of`.
    """
    spots = [tiles.get(part.place.id or 0) for part in parts]
    if not parts or None in spots or len(set(spots)) < len(spots):
        return None
    shaded = shades(parts, rate, by, targets, before_of)
    placed = sorted(zip(spots, shaded.places, strict=True), key=lambda one: one[0] or (0, 0))
    items = [_tile(one, targets.rate_at(one.part.place, rate), spot or (0, 0), view, by) for spot, one in placed]
    label = f"{words.sentence(rate.label)}, карта: {here.name}"
    tiles_list = html.Ul(items, className="tiles", **{"aria-label": label})
    return still(html.Div([tiles_list, _legend(shaded, rate, by)], className="tile-map"))


def _tile(one: Shaded, rate: Rate, spot: Tile, view: View, by: By) -> Component:
    name, kind = _name_of(one.part.place.name)
    # The sign tells without colour that the target is reached.
    sign = "✓" if one.shade == MET and by is not By.CHANGE else ""
    lines = [
        html.Span(divisible(name), className="tile-name"),
        html.Span(kind, className="tile-kind"),
        html.Span(one.number, className="tile-value"),
        html.Span(sign, className="tile-sign", **{"aria-hidden": "true"}),
    ]
    link = dcc.Link(
        lines,
        href=addresses.place(one.part.place, view),
        title=_title(one, rate, by),
        className=f"tile {one.shade}{' is-worst' if one.is_worst else ''}",
    )
    # CSS grid lines are numbered from 1.
    return html.Li(link, style={"gridRow": spot[0] + 1, "gridColumn": spot[1] + 1})


def _title(one: Shaded, rate: Rate, by: By) -> str:
    counts = one.part.counts
    top, bottom = counts[rate.top], bottom_of(rate, counts)
    notes = [f"{words.ratio(top, bottom)}, {words.percent_of(top, bottom)}" if bottom else absence_of(rate, counts)]
    notes += [f"не хватает {one.number}"] if by is By.PEOPLE and one.behind else []
    notes += (
        [f"изменение {one.number}{words.FIXED}п.{words.FIXED}п."] if by is By.CHANGE and one.behind is not None else []
    )
    notes += [_WORST[by]] if one.is_worst else []
    return f"{one.part.place.name}: {'; '.join(notes)}"


def _name_of(name: str) -> tuple[str, str]:
    """The name and the kind, «Троицкий» and «г. о.»: two municipalities may differ in the kind only."""
    words_of_name = short_name(name).split(" ")
    return " ".join(words_of_name[:-1]) or name, words_of_name[-1] if len(words_of_name) > 1 else ""


def _legend(shaded: Shades, rate: Rate, by: By) -> Component:
    """The meaning of what is on the map, and of nothing else."""
    present = {one.shade for one in shaded.places}
    keys = [f"is-behind-{step}" for step in range(1, CLASSES + 1)]
    steps = [_key(key, _range(shaded.ranges[key], by)) for key in keys if key in shaded.ranges]
    lead = _BEHIND[by] if rate.target or by is By.CHANGE else f"до 100{words.THIN}%, п. п.:"
    others = [
        (MET, MET in present, "▲ выросла" if by is By.CHANGE else "✓ цель достигнута"),
        (SAME, SAME in present, "без изменений" if by is By.CHANGE else f"100{words.THIN}%"),
        ("is-worst", any(one.is_worst for one in shaded.places), f"{_WORST[by]} ({WORST})"),
        (ABSENT, ABSENT in present, "штриховка: нет данных"),
    ]
    lead_item = [html.Li(lead)] if steps else []
    return html.Ul(
        [*lead_item, *steps, *[_key(key, text) for key, is_there, text in others if is_there]], className="tile-legend"
    )


def _key(shade: str, text: str) -> Component:
    return html.Li([html.Span(className=f"tile-step {shade}", **{"aria-hidden": "true"}), text])


def _range(ends: tuple[Fraction, Fraction], by: By) -> str:
    """«0,4–3,1»: the least and the most of a class."""
    least, most = (words.number(int(end)) if by is By.PEOPLE else words.share_in_points(end) for end in ends)
    return least if least == most else f"{least}–{most}"
