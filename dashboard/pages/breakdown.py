"""A place, its targets and its parts: the screen of the region and of a municipality."""

from dataclasses import replace
from enum import StrEnum

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import By
from dashboard.charts.missing_by_place import missing_by_place, missing_by_place_rows
from dashboard.charts.rates_by_place import LEAST_RANKED, is_small, rates_by_place, rates_by_place_rows
from dashboard.components.contents import contents
from dashboard.components.counts_table import Compared, counts_table
from dashboard.components.download_links import download_links
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.still import still
from dashboard.components.tile_map import tile_map
from dashboard.pages import sections
from dashboard.pages.sections import Part
from dashboard.visit import Screen, Visit
from model.indicators import Rate, rates_on
from model.places import Level, Place
from queries import places
from queries.counts import Breakdown, counts_by_place
from queries.records import PlaceCounts


class Ids(StrEnum):
    """What callbacks name of this screen."""

    BARS = "breakdown-bars"


_ORDERS = {By.PEOPLE: "по числу недостающих людей", By.SHARE: "по доле"}
# What the bars show unless the table is sorted by another rate.
_FIRST_RATE = "coverage"
_CONTENTS = (
    ("Показатели", Part.TARGETS),
    ("Кто отстаёт", Part.BEHIND),
    (sections.ATTENTION, Part.ATTENTION),
)
_CONTENTS_BELOW = (("Этапы", Part.STAGES), ("По месяцам", Part.MONTHS), ("В числах", Part.NUMBERS))


def breakdown_screen(visit: Visit, place: Place, parts_title: str) -> Screen:
    """How the place stands, who of its parts is behind, and how it came there."""
    counted = counts_by_place(visit.reading, place, visit.view.filters)
    then = compared(visit, place)
    course = sections.course_of(visit, counted.whole, then.before(counted.whole) if then else None)
    content = page(
        place.name,
        sections.controls(visit, place, compares=True),
        sections.ways(visit, place),
        contents(*_CONTENTS, (parts_title, Part.PARTS), *_CONTENTS_BELOW),
        sections.targets(visit, counted.whole, course),
        _behind(visit, counted),
        sections.attention(visit, counted.whole, staffed_parts(counted)),
        _parts(visit, counted, parts_title, then),
        sections.stages(visit, counted.whole),
        sections.months(visit, course.points),
        sections.numbers(visit, counted.whole),
        lead=sections.trail(visit, place),
    )
    return Screen(place.name, content)


def _parts(visit: Visit, counted: Breakdown, title: str, then: Compared | None) -> Component:
    staffed = staffed_parts(counted)
    if not staffed:
        return sections.nobody(title, id=Part.PARTS)
    table = counts_table(
        staffed,
        counted.whole,
        view=visit.view,
        opens=lambda part: addresses.place(part, visit.view),
        can_open_lists=visit.reading.scope.may_list,
        path=visit.path,
        rates=rates_on(visit.reading.day),
        before=then,
    )
    return section(
        title, table, download_links(visit.path, "places", visit.view), *_without_people(visit, counted), id=Part.PARTS
    )


def staffed_parts(counted: Breakdown) -> list[PlaceCounts]:
    """The parts that have somebody to count."""
    return [part for part in counted.parts if part.counts["staff"]]


def _without_people(visit: Visit, counted: Breakdown) -> list[Component]:
    """The parts with nobody to count from: named apart from those that stand at 0 %."""
    empty = [part.place for part in counted.parts if not part.counts["staff"]]
    if not empty:
        return []
    links = [html.Li(dcc.Link(place.name, href=addresses.place(place, visit.view))) for place in empty]
    summary = html.Summary(f"Нет данных: {words.number(len(empty))}")
    return [html.Details([summary, still(html.Ul(links, className="starts"))], className="without-people")]


def compared(visit: Visit, place: Place) -> Compared | None:
    """The counts of the place and its parts on the day that the address compares with."""
    against = visit.view.against
    if against is None:
        return None
    then = counts_by_place(visit.reading.on(against), place, visit.view.filters)
    return Compared(against, {one.place.id: one.counts for one in (then.whole, *then.parts)})


def _behind(visit: Visit, counted: Breakdown) -> Component:
    """Who is behind in one rate: where they lie, by how many people, and in which order."""
    if not staffed_parts(counted):
        return sections.nobody("Кто отстаёт", id=Part.BEHIND)
    rate = _rate_shown(visit)
    order = order_shown(visit, counted.whole.place, rate)
    pictures = html.Div([*_map(visit, counted, rate), _bars(visit, counted, rate, order)], className="behind")
    orders = [_orders_to_choose(visit, order)] if rate.target else []
    shown = [_rates_to_choose(visit, rate), *orders, pictures]
    return section("Кто отстаёт", *shown, note=_explained(counted, rate, order), id=Part.BEHIND)


def order_shown(visit: Visit, place: Place, rate: Rate) -> By:
    """The asked order; without one, schools by people: a small one has no share to speak of. Only a target lacks."""
    if rate.target is None:
        return By.SHARE
    by_itself = By.SHARE if place.level is Level.REGION else By.PEOPLE
    return next((one for one in By if one.value == visit.view.by), by_itself)


def _orders_to_choose(visit: Visit, shown: By) -> Component:
    items: list[Component] = []
    for order, label in _ORDERS.items():
        if order is shown:
            items.append(html.Li(html.Span(label, **{"aria-current": "true"})))
            continue
        items.append(html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, by=order)))))
    lead = html.Span("Порядок мест:", className="control-label")
    order_list = html.Ul(items, className="quick-days", **{"aria-label": "Порядок мест"})
    return still(html.Div([lead, order_list], className="orders"))


def _explained(counted: Breakdown, rate: Rate, order: By) -> str | None:
    """How to read the bars, where it does not go without saying."""
    if order is By.PEOPLE:
        return "Сколько человек не хватает месту до цели, и сколько есть из скольких: величина места видна сразу."
    if any(is_small(part, rate) for part in counted.parts):
        least = words.people(LEAST_RANKED)
        return f"Где меньше {least}, доля скачет от одного: такие места бледнее и стоят в конце."
    return None


def _rates_to_choose(visit: Visit, shown: Rate) -> Component:
    """A link for each rate; the one in sight is marked."""

    def choice(rate: Rate) -> Component:
        label = words.sentence(rate.label)
        if rate == shown:
            return html.Li(html.Span(label, **{"aria-current": "true"}))
        return html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, rate=rate.key))))

    label = {"aria-label": "Показатель на карте и в рейтинге"}
    return still(html.Ul([choice(rate) for rate in rates_on(visit.reading.day)], className="rate-choice", **label))


def _map(visit: Visit, counted: Breakdown, rate: Rate) -> list[Component]:
    """The municipalities of the region as tiles; organizations have no place on a map."""
    if counted.whole.place.level is not Level.REGION:
        return []
    drawn = tile_map(counted.parts, places.tiles(visit.reading), rate, counted.whole.place, visit.view)
    return [] if drawn is None else [drawn]


def _bars(visit: Visit, counted: Breakdown, rate: Rate, order: By) -> Component:
    staffed = staffed_parts(counted)
    file = download_links(visit.path, "places", visit.view)
    if order is By.PEOPLE:
        title = (
            f"{words.sentence(rate.label)}: сколько человек не хватает до цели {words.target(rate.target or (1, 1))}"
        )
        figure, rows = missing_by_place(staffed, rate), missing_by_place_rows(staffed, rate)
        return graph(figure, title=title, table=rows, id=Ids.BARS, file=file)
    figure = rates_by_place(staffed, rate, counted.whole)
    rows = rates_by_place_rows(staffed, rate, counted.whole)
    return graph(figure, title=words.sentence(rate.label), table=rows, id=Ids.BARS, file=file)


def _rate_shown(visit: Visit) -> Rate:
    """The chosen one, else the one that the table is sorted by."""
    asked = (visit.view.rate or "", visit.view.sort or "", _FIRST_RATE)
    known = {rate.key: rate for rate in rates_on(visit.reading.day)}
    return next(known[key] for key in asked if key in known)
