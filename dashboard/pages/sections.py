"""The parts that the screens of every place share."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from dash.development.base_component import Component

from dashboard import addresses, dcc, html
from dashboard.charts.funnel import funnel, funnel_rows
from dashboard.charts.rate_over_time import rate_over_time, rate_over_time_rows
from dashboard.components.attention import Look, attention_by_part, sort_keys
from dashboard.components.attention import attention as queue
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.change import Before
from dashboard.components.date_filter import date_filter
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.filters import filter_bar
from dashboard.components.graph import graph
from dashboard.components.page import section
from dashboard.components.rate_card import Course, count_strip, rate_cards
from dashboard.components.still import still
from dashboard.visit import Visit
from model.dates import today
from model.indicators import RATES, rates_on
from model.places import REGION, Level, Place
from queries import places
from queries.choices import choices
from queries.counts import counts_of
from queries.records import PlaceCounts
from queries.small_groups import may_narrow
from queries.trends import Point, counts_by_month

ATTENTION = "Требует внимания"


class Part(StrEnum):
    """The parts of a place's screen, by which its contents lead to them."""

    TARGETS = "part-targets"
    BEHIND = "part-behind"
    ATTENTION = "part-attention"
    PARTS = "part-parts"
    NUMBERS = "part-numbers"
    STAGES = "part-stages"
    MONTHS = "part-months"
    STAFF = "part-staff"
    REPORT = "part-report"


def trail(visit: Visit, place: Place, here: str | None = None) -> Component:
    """From the widest place that the viewer may open down to this one; `here` is a page under it."""
    above: list[Place] = []
    if place.level is not Level.REGION and places.region(visit.reading):
        above.append(REGION)
    if place.level is Level.ORGANIZATION:
        home = places.municipality(visit.reading, place.municipality_id or 0)
        above += [home] if home else []
    steps: list[tuple[str, str | None]] = [(one.name, addresses.place(one, visit.view)) for one in above]
    steps.append((place.name, addresses.place(place, visit.view) if here else None))
    return breadcrumbs([*steps, (here, None)] if here else steps)


def screens_of(place: Place, view: addresses.View) -> list[tuple[str, str]]:
    """The screens of one place, a label and an address each."""
    return [
        ("Показатели", addresses.place(place, view)),
        ("Заявки", addresses.applications(place, view)),
        ("События", addresses.events(place, view)),
        ("Компетенции", addresses.competences(place, view)),
        ("Качество данных", addresses.quality(place, view)),
    ]


def ways(visit: Visit, place: Place) -> Component:
    """The screens of one place, side by side; the one in sight is marked."""
    offered = screens_of(place, visit.view)
    items = [_way(label, href, is_here=href.partition("?")[0] == visit.path) for label, href in offered]
    return still(html.Nav(html.Ul(items), className="ways", **{"aria-label": "Разделы места"}))


def _way(label: str, href: str, *, is_here: bool) -> Component:
    return html.Li(html.Span(label, **{"aria-current": "page"}) if is_here else dcc.Link(label, href=href))


def controls(visit: Visit, place: Place, *, compares: bool = False) -> Component:
    """The date and the filters, which the address holds; and where figures are compared, the other date."""
    return section(
        "Дата и фильтры",
        date_filter(visit.reading.day, today=today(), path=visit.path, view=visit.view, compares=compares),
        filter_bar(visit.view, visit.path, _offered(visit, place), compares=compares),
        id="controls",
    )


def _offered(visit: Visit, place: Place) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The filters by which the viewer may narrow the counts of the place."""
    offered = choices(visit.reading, place)
    return {name: offered[name] for name in offered if may_narrow(visit.reading, place, name)}


def course_of(visit: Visit, here: PlaceCounts, then: Before | None = None) -> Course:
    """The last year of the place, and the day it is compared with: `then`, else the end of the month before."""
    known = {visit.reading.day: here.counts, **({then.day: then.counts} if then else {})}
    points = counts_by_month(visit.reading, here.place, visit.view.filters, known=known)
    return Course(points, then or (Before(*points[-2]) if len(points) > 1 else None))


def before(visit: Visit, place: Place) -> Before | None:
    """What the place had on the day that the address compares with."""
    against = visit.view.against
    if against is None:
        return None
    return Before(against, counts_of(visit.reading.on(against), place, visit.view.filters).counts)


def targets(visit: Visit, here: PlaceCounts, course: Course) -> Component:
    """How the place stands against the targets, and how it came there."""
    can_open = visit.reading.scope.may_list(here.place)
    cards = rate_cards(here, rates_on(visit.reading.day), view=visit.view, can_open=can_open, course=course)
    return section("Показатели и цели", cards, id=Part.TARGETS)


def attention(visit: Visit, here: PlaceCounts, parts: Sequence[PlaceCounts] = ()) -> Component:
    """What waits for somebody's action, by clause; of a place with parts, also who holds how much of it."""
    look = Look(visit.reading.day, visit.view, visit.path, visit.reading.scope.may_list)
    shown = [queue(here, look, parts)]
    if parts:
        summary = html.Summary("Показать по местам")
        table = attention_by_part(here, parts, look)
        # Whoever sorts the table goes on reading it.
        is_open = visit.view.sort in sort_keys()
        file = download_links(visit.path, "attention", visit.view)
        shown.append(html.Details([summary, table, file], open=is_open, className="attention-parts"))
    return section(ATTENTION, *shown, id=Part.ATTENTION)


def numbers(visit: Visit, here: PlaceCounts) -> Component:
    """Every count of the place; each opens its list, where the viewer may name people."""
    can_open = visit.reading.scope.may_list(here.place)
    strip = count_strip(here, view=visit.view, can_open=can_open)
    return section("Все показатели в числах", strip, id=Part.NUMBERS)


def nobody(title: str, *, id: Part) -> Component:
    """Instead of what can't be told of a place without people."""
    why = "На эту дату и с этими фильтрами работников нет: выберите другую дату или сбросьте фильтры."
    return section(title, empty_state("Нет данных", why), id=id)


def stages(visit: Visit, here: PlaceCounts) -> Component:
    """The way from the staff to a realized route."""
    if not here.counts["staff"]:
        return nobody("Этапы маршрута", id=Part.STAGES)
    return section(
        "Этапы маршрута",
        graph(
            funnel(here.counts),
            title="Сколько работников дошли до этапа",
            table=funnel_rows(here.counts),
            height=360,
            file=download_links(visit.path, "stages", visit.view),
        ),
        id=Part.STAGES,
    )


def months(visit: Visit, points: Sequence[Point]) -> Component:
    """How the rates moved over the last year."""
    if not any(counts["staff"] for _, counts in points):
        return nobody("По месяцам", id=Part.MONTHS)
    shown = RATES[:4]
    figure, rows = rate_over_time(points, shown), rate_over_time_rows(points, shown)
    file = download_links(visit.path, "months", visit.view)
    drawn = graph(figure, title="Показатели на конец месяца", table=rows, height=360, file=file)
    return section("По месяцам", drawn, id=Part.MONTHS)


def date_only(visit: Visit) -> Component:
    """The date alone, where filters mean nothing."""
    day = date_filter(visit.reading.day, today=today(), path=visit.path, view=visit.view)
    return section("Дата", day, id="controls")


def short_trail(here: str) -> Component:
    """Where the viewer has no place above: the start and this page."""
    return breadcrumbs([("Начало", addresses.HOME), (here, None)])
