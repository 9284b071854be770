"""A place, its targets and its parts: the screen of the region and of a municipality."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import addresses, words
from dashboard.charts.rates_by_place import rates_by_place, rates_by_place_rows
from dashboard.components.counts_table import counts_table
from dashboard.components.empty_state import empty_state
from dashboard.components.graph import graph
from dashboard.components.page import page, section
from dashboard.components.still import still
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.indicators import RATE_BY_KEY, Rate
from model.places import Place
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
    content = page(
        place.name,
        sections.controls(visit, place),
        sections.ways(visit, place),
        sections.targets(visit, counted.whole),
        sections.attention(visit, counted.whole, staffed_parts(counted)),
        _parts(visit, counted, parts_title),
        _bars(visit, counted),
        sections.stages(visit, counted.whole),
        sections.months(visit, place),
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
    )
    return section(title, table, takeaway(visit.path, "places", visit.view), *_without_people(visit, counted))


def staffed_parts(counted: Breakdown) -> list[PlaceCounts]:
    """The parts that have somebody to count."""
    return [part for part in counted.parts if part.counts["staff"]]


def _without_people(visit: Visit, counted: Breakdown) -> list[Component]:
    """The parts with nobody to count from: named apart from those that stand at 0 %."""
    places = [part.place for part in counted.parts if not part.counts["staff"]]
    if not places:
        return []
    links = [html.Li(dcc.Link(place.name, href=addresses.place(place, visit.view))) for place in places]
    summary = html.Summary(f"Нет данных: {words.number(len(places))}")
    return [html.Details([summary, still(html.Ul(links, className="starts"))], className="without-people")]


def _bars(visit: Visit, counted: Breakdown) -> Component:
    rate, staffed = _rate_shown(visit), staffed_parts(counted)
    figure = rates_by_place(staffed, rate, counted.whole)
    rows = rates_by_place_rows(staffed, rate, counted.whole)
    title = f"{rate.label[:1].upper()}{rate.label[1:]}"
    return section(
        "Кто отстаёт",
        graph(figure, title=title, table=rows, id=Ids.BARS, file=takeaway(visit.path, "places", visit.view)),
    )


def _rate_shown(visit: Visit) -> Rate:
    return RATE_BY_KEY.get(visit.view.sort or "", RATE_BY_KEY[_FIRST_RATE])
