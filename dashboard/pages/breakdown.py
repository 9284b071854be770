"""A place, its targets and its parts: the screen of the region and of a municipality."""

from dataclasses import replace
from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import addresses, words
from dashboard.charts.rates_by_place import rates_by_place, rates_by_place_rows
from dashboard.components.counts_table import Compared, counts_table
from dashboard.components.empty_state import empty_state
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.still import still
from dashboard.components.takeaway import takeaway
from dashboard.components.tile_map import tile_map
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.indicators import RATE_BY_KEY, RATES, Rate
from model.places import Level, Place
from queries import places
from queries.counts import Breakdown, counts_by_place
from queries.records import PlaceCounts


class Ids(StrEnum):
    """What callbacks name of this screen."""

    BARS = "breakdown-bars"


# What the bars show unless the table is sorted by another rate.
_FIRST_RATE = "coverage"


def breakdown_screen(visit: Visit, place: Place, parts_title: str) -> Screen:
    """How the place stands, who of its parts is behind, and how it came there."""
    counted = counts_by_place(visit.reading, place, visit.view.filters)
    course = sections.course_of(visit, place)
    content = page(
        place.name,
        sections.controls(visit, place, compares=True),
        sections.ways(visit, place),
        sections.targets(visit, counted.whole, course),
        _behind(visit, counted),
        sections.attention(visit, counted.whole, staffed_parts(counted)),
        _parts(visit, counted, parts_title),
        sections.stages(visit, counted.whole),
        sections.months(visit, course.points),
        sections.numbers(visit, counted.whole),
        lead=sections.trail(visit, place),
    )
    return Screen(place.name, content)


def _parts(visit: Visit, counted: Breakdown, title: str) -> Component:
    staffed = staffed_parts(counted)
    if not staffed:
        return section(title, empty_state("Нет данных", "На эту дату и с этими фильтрами работников нет."))
    table = counts_table(
        staffed,
        counted.whole,
        view=visit.view,
        opens=lambda part: addresses.place(part, visit.view),
        can_open_lists=visit.reading.scope.may_list,
        path=visit.path,
        before=compared(visit, counted.whole.place),
    )
    return section(title, table, takeaway(visit.path, "places", visit.view), *_without_people(visit, counted))


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
    then = counts_by_place(replace(visit.reading, day=against), place, visit.view.filters)
    return Compared(against, {one.place.id: one.counts for one in (then.whole, *then.parts)})


def _behind(visit: Visit, counted: Breakdown) -> Component:
    """Who is behind in one rate: where they lie, and in which order."""
    rate = _rate_shown(visit)
    pictures = html.Div([*_map(visit, counted, rate), _bars(visit, counted, rate)], className="behind")
    return section("Кто отстаёт", _rates_to_choose(visit, rate), pictures)


def _rates_to_choose(visit: Visit, shown: Rate) -> Component:
    """A link for each rate; the one in sight is marked."""

    def choice(rate: Rate) -> Component:
        label = words.sentence(rate.label)
        if rate == shown:
            return html.Li(html.Span(label, **{"aria-current": "true"}))
        return html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, rate=rate.key))))

    label = {"aria-label": "Показатель на карте и в рейтинге"}
    return still(html.Ul([choice(rate) for rate in RATES], className="rate-choice", **label))


def _map(visit: Visit, counted: Breakdown, rate: Rate) -> list[Component]:
    """The municipalities of the region as tiles; organizations have no place on a map."""
    if counted.whole.place.level is not Level.REGION:
        return []
    drawn = tile_map(counted.parts, places.tiles(visit.reading), rate, counted.whole.place, visit.view)
    return [] if drawn is None else [drawn]


def _bars(visit: Visit, counted: Breakdown, rate: Rate) -> Component:
    staffed = staffed_parts(counted)
    figure = rates_by_place(staffed, rate, counted.whole)
    rows = rates_by_place_rows(staffed, rate, counted.whole)
    title = f"{rate.label[:1].upper()}{rate.label[1:]}"
    return graph(figure, title=title, table=rows, id=Ids.BARS, file=takeaway(visit.path, "places", visit.view))


def _rate_shown(visit: Visit) -> Rate:
    """The chosen one, else the one that the table is sorted by."""
    asked = (visit.view.rate or "", visit.view.sort or "", _FIRST_RATE)
    return next(RATE_BY_KEY[key] for key in asked if key in RATE_BY_KEY)
