"""The ten places furthest behind as small cards, in place of the long table on a phone."""

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.components.bar import state_of
from dashboard.components.still import still
from dashboard.place_words import short_name
from model.indicators import Rate, bottom_of
from model.targets import REGULATION, Targets
from queries.lists import PAGE_SIZE
from queries.records import PlaceCounts

MOST_CARDS = 10
# The rates with a target of the regulation; the others are on the screen of each place.
_RATES = 4


def are_cards_enough(view: View, number: int) -> bool:
    """Whether a phone shows cards: of many places, while nobody asks for all, for a page, an order or a name."""
    asks = view.places.every_place or view.search or view.sort or view.page > 1 or view.places.kind
    return number > MOST_CARDS and not asks


def place_cards(
    ranked: Sequence[PlaceCounts],
    rates: Sequence[Rate],
    *,
    view: View,
    path: str,
    first: str,
    targets: Targets = REGULATION,
) -> Component:
    """A card for each of the first places, with four rates; `first` says how they are put in order."""
    top = ranked[:MOST_CARDS]
    items = [_card(part, [targets.rate_at(part.place, rate) for rate in rates[:_RATES]], view) for part in top]
    every = replace(view, places=replace(view.places, every_place=True))
    note = f"Показаны {len(top)} из {words.number(len(ranked))} {first} · "
    link = dcc.Link("показать все", href=addresses.with_view(path, every))
    line = html.P([note, link], className="section-note")
    return still(html.Div([line, html.Ol(items)], className="place-cards phone-only"))


def few_link(view: View, path: str, number: int) -> list[Component]:
    """On a phone, the way back from all places to the ten."""
    if not view.places.every_place or number <= MOST_CARDS:
        return []
    few = replace(view, places=replace(view.places, every_place=False), page=1)
    link = dcc.Link(f"показать {MOST_CARDS}", href=addresses.with_view(path, few))
    text = f"Показаны все {words.number(number)}" if number <= PAGE_SIZE else f"Всего {words.number(number)}"
    return [still(html.P([f"{text} · ", link], className="section-note phone-only"))]


def _card(part: PlaceCounts, rates: Sequence[Rate], view: View) -> Component:
    link = dcc.Link(short_name(part.place.name), href=addresses.place(part.place, view), title=part.place.name)
    figures = [html.Div([html.Dt(words.sentence(rate.label)), _value(part, rate)]) for rate in rates]
    return html.Li([html.H3(link, className="place-card-name"), html.Dl(figures)], className="place-card")


def _value(part: PlaceCounts, rate: Rate) -> Component:
    value = words.percent_of(part.counts[rate.top], bottom_of(rate, part.counts))
    return html.Dd(value, className=state_of(rate, part.counts))
