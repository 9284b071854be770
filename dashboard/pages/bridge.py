"""«Почему изменилось»: the bridge of a rate between two days, the places that made most of it, the people of a step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from dash.development.base_component import Component

from dashboard import addresses, bridge_addresses, dcc, html, place_words, words
from dashboard.answer import Segment
from dashboard.charts.bars import Cell
from dashboard.charts.bridge import MOST_PLACES, ROWS_LABEL, bridge_bars, place_bars
from dashboard.columns import COLUMNS
from dashboard.components.bar_chart import bar_chart
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn
from dashboard.pages import sections
from dashboard.pages.breakdown import day_before
from dashboard.pages.searched_list import searched_list
from dashboard.pages.sections.answer_line import answer_line
from dashboard.visit import Screen, Visit
from model.bridges import Part, Sides, Step, label_of, step_named, unit_of
from model.dates import Period
from model.indicators import COUNT_BY_KEY, RATE_BY_KEY, Rate
from model.places import Level, Place
from queries import places
from queries.bridges import Bridge, PlacePart, bridge_of, day_shown, place_parts, rows_of_step
from queries.lists import PAGE_SIZE, Order, Page

TITLE = "Почему изменилось"
_FIRST_RATE = "coverage"
_STEPS_NOTE = (
    "Вклад — на сколько процентных пунктов изменили показатель работники шага: пришедшие и выбывшие сравниваются с "
    "долей на первую дату. Вклады всех шагов в сумме дают изменение. Шкала начинается не с нуля."
)
_PLACES_NOTE = "Вклады всех строк в сумме дают изменение показателя; название открывает такой же разбор."
_WITHHELD = (
    "Число работников по шагам видит тот, кому открыты персональные данные: иначе из него можно узнать об отдельных "
    "людях. По области без фильтров оно показывается без малых групп."
)
_ABSENT = "На эти даты и с этими фильтрами показатель не считается: выберите другую дату или сбросьте фильтры."


@dataclass(frozen=True)
class BridgeAddress:
    """The place, the rate and the two days of an address, in their order."""

    place: Place
    rate: Rate
    period: Period


def bridge_at(visit: Visit, level: str, identity: int | None) -> BridgeAddress | None:
    """What the address asks about; None where the place is not the viewer's."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    day, other = visit.reading.day, day_before(visit)
    return BridgeAddress(place, RATE_BY_KEY[visit.view.rate or _FIRST_RATE], Period(min(day, other), max(day, other)))


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """Why a rate of a place has changed between two days."""
    address = bridge_at(visit, level, identity)
    if address is None:
        return None
    bridge = bridge_of(visit.reading, address.place, address.rate, address.period, visit.view.filters)
    title = f"{TITLE}: {address.rate.label}"
    content = page(
        title,
        sections.rate_choice(visit, address.place, address.rate),
        answer_line(_sentence(visit, address, bridge)),
        section("Из чего сложилось изменение", *_steps(visit, address, bridge)),
        *_places(visit, address),
        lead=sections.trail(visit, address.place, TITLE),
        tools=sections.controls(visit, address.place, compares=True),
    )
    return Screen(f"{title} — {address.place.name}", content)


def _sentence(visit: Visit, address: BridgeAddress, bridge: Bridge) -> list[Segment]:
    """«Троицкий округ: 31.10.2026 — 41,8 % (133 из 318), 28.11.2026 — 33,4 % (…), изменение −8,4 п. п.»"""
    then, now = bridge.before, bridge.after
    days = [f"{words.day(bridge.period.since)} — {_rate_text(then)}", f"{words.day(bridge.period.until)} — "]
    start = f"{address.place.name}: {address.rate.label}, {days[0]}, {days[1]}"
    href = addresses.place(address.place, visit.view)
    if then.share is None or now.share is None:
        return [Segment(start), Segment(_rate_text(now), href), Segment(".")]
    by = now.share - then.share
    text = f", изменение {words.points(by)}" if by else ", без изменений."
    return [Segment(start), Segment(_rate_text(now), href), Segment(text)]


def _rate_text(sides: Sides) -> str:
    if sides.share is None:
        return words.NO_PEOPLE
    return f"{words.percent_of(sides.top, sides.bottom)} ({words.ratio(sides.top, sides.bottom)})"


def _steps(visit: Visit, address: BridgeAddress, bridge: Bridge) -> list[Component]:
    """The bars of the steps, what their counts are, and the file."""
    if bridge.parts is None:
        return [html.P(_WITHHELD, className="section-note")]
    if not bridge.before.bottom and not bridge.after.bottom:
        return [empty_state("Нет данных", _ABSENT)]
    if not bridge.parts:
        return [empty_state("Изменений нет", "Между этими датами числитель и знаменатель не менялись.")]
    top, bottom = (COUNT_BY_KEY[key].label for key in (address.rate.top, address.rate.bottom))
    made_of = f"Числитель — {top}, знаменатель — {bottom}. {_STEPS_NOTE}"
    rows_label = ROWS_LABEL[unit_of(address.rate)]
    bars = bridge_bars(bridge, bridge.parts, rows_label, _opener(visit, address))
    file = download_links(visit.path, "steps", visit.view)
    note = html.P(made_of, className="section-note")
    return [bar_chart(bars, title=_days_title(address), file=file, note=note)]


def _days_title(address: BridgeAddress) -> str:
    since, until = (words.day(day) for day in (address.period.since, address.period.until))
    return f"{words.sentence(address.rate.label)}: с {since} по {until}"


def _opener(visit: Visit, address: BridgeAddress) -> Callable[[Part], Cell]:
    """How the number of a step opens its rows, for who may name the people of the place."""
    can_open = visit.reading.scope.may_list(address.place)

    def link(part: Part) -> Cell:
        if part.rows is None:
            return words.ABSENT
        if part.step is None or not can_open:
            return words.number(part.rows)
        href = bridge_addresses.why_step(address.place, part.step.key, visit.view, address.rate.key, day_before(visit))
        title = f"{words.sentence(label_of(part.step, address.rate))}: открыть список"
        return dcc.Link(words.number(part.rows), href=href, title=title, className="number-link")

    return link


def _places(visit: Visit, address: BridgeAddress) -> list[Component]:
    """The parts of the place that made most of the change; nothing for an organization."""
    parts = changed_parts(visit, address)
    if not parts:
        return []
    first = place_words.part_of(address.place)

    def name(part: PlacePart) -> Component:
        href = bridge_addresses.why(part.place, visit.view, address.rate.key, day_before(visit))
        return dcc.Link(place_words.short_name(part.place.name), href=href, title=part.place.name)

    title = f"Наибольший вклад {place_words.by_parts(address.place)}"
    file = download_links(visit.path, "places", visit.view)
    chart = bar_chart(place_bars(parts, first, name), title=_days_title(address), file=file)
    few = f"{title}: {MOST_PLACES} первых" if len(parts) > MOST_PLACES else title
    return [section(few, chart, note=_PLACES_NOTE)]


def changed_parts(visit: Visit, address: BridgeAddress) -> list[PlacePart]:
    """The parts of the place whose counts have changed, those that added most first; none where a rate is absent."""
    if address.place.level is Level.ORGANIZATION:
        return []
    parts = place_parts(visit.reading, address.place, address.rate, address.period, visit.view.filters)
    return [part for part in parts if part.share is not None and part.before != part.after]


def step_layout(visit: Visit, level: str, step: str, identity: int | None = None) -> Screen | None:
    """The rows of one step; None where the people of the place may not be named."""
    address = bridge_at(visit, level, identity)
    rate_step = step_named(address.rate, step) if address else None
    if address is None or rate_step is None or not visit.reading.scope.may_list(address.place):
        return None
    title = words.sentence(label_of(rate_step, address.rate))
    content = page(
        title,
        section("Список", *_list(visit, address, rate_step, title)),
        lead=_trail(visit, address, title),
        tools=sections.controls(visit, address.place, compares=True),
    )
    return Screen(f"{title} — {address.place.name}", content)


def _trail(visit: Visit, address: BridgeAddress, title: str) -> Component:
    bridge = bridge_addresses.why(address.place, visit.view, address.rate.key, day_before(visit))
    return breadcrumbs(
        [(address.place.name, addresses.place(address.place, visit.view)), (TITLE, bridge), (title, None)]
    )


def _list(visit: Visit, address: BridgeAddress, step: Step, title: str) -> list[Component]:
    on_page = rows_at(visit, address, step, page=visit.view.page)
    rows = searched_list(visit, columns_at(visit, address, step), on_page, caption=f"{title}, {address.place.name}")
    day = words.day(day_shown(step, address.rate, address.period))
    lead = html.P(f"{_days_title(address)}. Сведения — на {day}.", className="list-lead")
    return [lead, *rows]


def rows_at(visit: Visit, address: BridgeAddress, step: Step, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The rows of a step in the order of the address."""
    view = visit.view
    order = Order(view.sort, view.descending)
    about = (visit.reading, address.place, address.rate, step, address.period, view.filters)
    return rows_of_step(*about, order=order, page=page, search=view.search, size=size)


def columns_at(visit: Visit, address: BridgeAddress, step: Step) -> list[TableColumn]:
    """The columns of the list, as on the day on which the rows of the step are told."""
    day = day_shown(step, address.rate, address.period)
    on_day = replace(visit, reading=visit.reading.on(day), view=replace(visit.view, on=day))
    return list(COLUMNS[unit_of(address.rate)](on_day, address.place))


def share_value(share: Fraction | None) -> float | None:
    """A contribution as a fraction of one for a file."""
    return None if share is None else float(share)
