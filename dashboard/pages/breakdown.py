"""A place, its targets and its children: the screen of the region and of a municipality."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.addresses import By
from dashboard.charts import missing_by_place as by_people
from dashboard.charts import rates_by_place as by_share
from dashboard.charts.rates_by_place import LEAST_RANKED, is_small
from dashboard.components.attention import ATTENTION
from dashboard.components.counts_table import Compared, counts_table
from dashboard.components.download_links import download_links
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.place_pages import place_search, with_name
from dashboard.components.still import still
from dashboard.components.tile_map import tile_map
from dashboard.pages import sections
from dashboard.pages.sections import Part
from dashboard.visit import Screen, Visit
from model.indicators import Rate
from model.places import Level, Place
from queries import places
from queries.counts import Breakdown, counts_by_place
from queries.heads import heads_of
from queries.records import PlaceCounts
from queries.targets import rates_of, targets_on


class Ids(StrEnum):
    """The ids that callbacks name."""

    BARS = "breakdown-bars"


_ORDERS = {By.PEOPLE: "по числу работников, недостающих до целевого значения", By.SHARE: "по доле"}
# The rate of the bars unless the table is sorted by another one.
_FIRST_RATE = "coverage"
_BEHIND = "Отставание от целевых значений"
# The number of bars until all are asked for, and of names of places without people.
MOST_BARS = 10
MOST_NAMED = 50
_CONTENTS_BELOW = (("Этапы", Part.STAGES), ("По месяцам", Part.MONTHS), ("В числах", Part.NUMBERS))


def breakdown_screen(visit: Visit, place: Place, parts_title: str) -> Screen:
    """The state of the place, its children that are behind, and its history."""
    breakdown = counts_by_place(visit.reading, place, visit.view.filters)
    then = counts_to_compare(visit, place)
    before = then.before(breakdown.whole) if then else None
    course = sections.course_of(visit, breakdown.whole, before)
    cards = sections.targets(visit, breakdown.whole, course)
    queue = sections.attention(visit, breakdown.whole, before, staffed_parts(breakdown))
    behind = _behind(visit, breakdown)
    # A municipality acts on its queue; the region first compares.
    first = [cards, behind, queue] if place.level is Level.REGION else [queue, cards, behind]
    content = page(
        place.name,
        sections.tabs(visit, place, *_contents(place), (parts_title, Part.PARTS), *_CONTENTS_BELOW),
        sections.answer(visit, breakdown.whole, breakdown.parts),
        *first,
        _parts(visit, breakdown, parts_title, then),
        sections.stages(visit, breakdown.whole),
        sections.months(visit, place, course.points),
        sections.numbers(visit, breakdown.whole),
        lead=sections.trail(visit, place),
        tools=sections.controls(visit, place, compares=True),
    )
    return Screen(place.name, content)


def _contents(place: Place) -> list[tuple[str, str]]:
    """The first sections of the screen in their order."""
    cards, queue, behind = ("Показатели", Part.TARGETS), (ATTENTION, Part.ATTENTION), (_BEHIND, Part.BEHIND)
    return [cards, behind, queue] if place.level is Level.REGION else [queue, cards, behind]


def _parts(visit: Visit, breakdown: Breakdown, title: str, then: Compared | None) -> Component:
    staffed = staffed_parts(breakdown)
    if not staffed:
        return sections.no_people_section(title, id=Part.PARTS)
    table = counts_table(
        staffed,
        breakdown.whole,
        view=visit.view,
        opens=lambda part: addresses.place(part, visit.view),
        can_open_lists=visit.reading.scope.may_list,
        path=visit.path,
        targets=targets_on(visit.reading),
        before=then,
        heads=partial(heads_of, visit.reading),
    )
    return section(
        title,
        place_search(breakdown.whole.place, visit.view.search),
        table,
        download_links(visit.path, "places", visit.view),
        *_without_people(visit, breakdown),
        id=Part.PARTS,
    )


def staffed_parts(counted: Breakdown) -> list[PlaceCounts]:
    """The children that have people."""
    return [part for part in counted.parts if part.counts["staff"]]


def _without_people(visit: Visit, breakdown: Breakdown) -> list[Component]:
    """The children without people, named apart from those at 0 %."""
    empty = [part for part in breakdown.parts if not part.counts["staff"]]
    if not empty:
        return []
    found = with_name(empty, visit.view.search)
    items = [
        html.Li(dcc.Link(part.place.name, href=addresses.place(part.place, visit.view))) for part in found[:MOST_NAMED]
    ]
    if len(found) > MOST_NAMED:
        items.append(html.Li(f"и ещё {words.number(len(found) - MOST_NAMED)}: наберите часть названия в поле поиска"))
    summary = html.Summary(f"Нет данных: {words.number(len(empty))}")
    return [html.Details([summary, still(html.Ul(items, className="starts"))], className="without-people")]


def counts_to_compare(visit: Visit, place: Place) -> Compared | None:
    """The counts of the place and its children on the day to compare with."""
    against = visit.view.against
    if against is None:
        return None
    then = counts_by_place(visit.reading.on(against), place, visit.view.filters)
    counts = {(one.place.level, one.place.id): one.counts for one in (then.whole, *then.parts)}
    return Compared(against, counts)


def _behind(visit: Visit, breakdown: Breakdown) -> Component:
    """The children that are behind in one rate: on the map, and as bars in the chosen order."""
    if not staffed_parts(breakdown):
        return sections.no_people_section(_BEHIND, id=Part.BEHIND)
    rate = _rate_shown(visit, breakdown.whole.place)
    order = order_shown(visit, breakdown.whole.place, rate)
    pictures = html.Div([*_map(visit, breakdown, rate), _bars(visit, breakdown, rate, order)], className="behind")
    orders = [_order_links(visit, order)] if rate.target else []
    content = [_rate_links(visit, breakdown.whole.place, rate), *orders, pictures]
    return section(
        _BEHIND, *content, note=_explanation(_drawn(visit, breakdown, rate, order), rate, order), id=Part.BEHIND
    )


def order_shown(visit: Visit, place: Place, rate: Rate) -> By:
    """The chosen order; by default the rate, but missing people for schools, which may be too small for a share."""
    if rate.target is None:
        return By.SHARE
    by_itself = By.SHARE if place.level is Level.REGION else By.PEOPLE
    return next((one for one in By if one.value == visit.view.by), by_itself)


def _order_links(visit: Visit, current: By) -> Component:
    items: list[Component] = []
    for order, label in _ORDERS.items():
        if order is current:
            items.append(html.Li(html.Span(label, **{"aria-current": "true"})))
            continue
        items.append(html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, by=order)))))
    lead = html.Span("Порядок строк:", className="control-label")
    order_list = html.Ul(items, className="quick-days", **{"aria-label": "Порядок строк"})
    return still(html.Div([lead, order_list], className="orders"))


def _explanation(drawn: Sequence[PlaceCounts], rate: Rate, order: By) -> str | None:
    """How to read the bars, where an explanation is needed."""
    if order is By.PEOPLE:
        return "Сколько работников не хватает до целевого значения; рядом — сколько есть из скольких."
    if any(is_small(part, rate) for part in drawn):
        least = words.people(LEAST_RANKED)
        return f"Где меньше {least}, доля сильно зависит от одного человека: такие строки бледнее и стоят в конце."
    return None


def _rate_links(visit: Visit, place: Place, current: Rate) -> Component:
    """A link for each rate; the current one is marked."""

    def choice(rate: Rate) -> Component:
        label = words.sentence(rate.label)
        if rate == current:
            return html.Li(html.Span(label, **{"aria-current": "true"}))
        return html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, rate=rate.key))))

    label = {"aria-label": "Показатель на карте и диаграмме"}
    choices = [choice(rate) for rate in rates_of(visit.reading, place)]
    return still(html.Ul(choices, className="rate-choice", **label))


def _map(visit: Visit, breakdown: Breakdown, rate: Rate) -> list[Component]:
    """The municipalities of the region as tiles; organizations have no map."""
    if breakdown.whole.place.level is not Level.REGION:
        return []
    where, targets = places.tiles(visit.reading), targets_on(visit.reading)
    tiles = tile_map(breakdown.parts, where, rate, breakdown.whole.place, visit.view, targets)
    return [] if tiles is None else [tiles]


def _ranked(visit: Visit, breakdown: Breakdown, rate: Rate, order: By) -> list[PlaceCounts]:
    """The children that have people, the furthest behind first."""
    staffed = staffed_parts(breakdown)
    if order is By.PEOPLE:
        return by_people.in_order(staffed, rate, targets_on(visit.reading))
    return by_share.in_order(staffed, rate)


def _drawn(visit: Visit, breakdown: Breakdown, rate: Rate, order: By) -> list[PlaceCounts]:
    """The children that have a bar: the ten furthest behind, or all."""
    return _ranked(visit, breakdown, rate, order)[: None if visit.view.all_bars else MOST_BARS]


def _bars(visit: Visit, breakdown: Breakdown, rate: Rate, order: By) -> Component:
    drawn, whole, targets = _drawn(visit, breakdown, rate, order), breakdown.whole, targets_on(visit.reading)
    # The file holds every place, whatever is searched or drawn.
    file = download_links(visit.path, "places", replace(visit.view, search=""))
    note = _bars_note(visit, len(staffed_parts(breakdown)), order)
    if order is By.PEOPLE:
        title = f"{words.sentence(rate.label)}: сколько не хватает до цели {words.target(rate.target or (1, 1))}"
        figure = by_people.missing_by_place(drawn, rate, targets)
        rows = by_people.missing_by_place_rows(drawn, rate, place_words.part_of(whole.place), targets)
    else:
        title = words.sentence(rate.label)
        figure = by_share.rates_by_place(drawn, rate, whole, targets)
        rows = by_share.rates_by_place_rows(drawn, rate, whole, targets)
    return graph(figure, title=title, table=rows, id=Ids.BARS, file=file, note=note)


def _bars_note(visit: Visit, total: int, order: By) -> Component | None:
    """How many places have a bar, and the link to all of them or back; None where ten are all."""
    if total <= MOST_BARS:
        return None
    view, number = visit.view, words.number(total)
    first = "с наибольшим отставанием" if order is By.PEOPLE else "с наименьшей долей"
    text = f"Показаны все {number} · " if view.all_bars else f"Показаны {MOST_BARS} из {number} {first} · "
    label = f"показать {MOST_BARS} {first}" if view.all_bars else "показать все"
    href = addresses.with_view(visit.path, replace(view, all_bars=not view.all_bars))
    return still(html.P([text, dcc.Link(label, href=href)], className="section-note"))


def _rate_shown(visit: Visit, place: Place) -> Rate:
    """The chosen rate, or the one that the table is sorted by."""
    candidates = (visit.view.rate or "", visit.view.sort or "", _FIRST_RATE)
    rates = {rate.key: rate for rate in rates_of(visit.reading, place)}
    return next(rates[key] for key in candidates if key in rates)
