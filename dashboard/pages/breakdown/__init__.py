"""A place, its targets and its children: the screen of the region and of a municipality."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from dash.development.base_component import Component

from dashboard import addresses, bridge_addresses, dcc, html, place_words, words
from dashboard.addresses import By
from dashboard.charts import changes_by_place as by_change
from dashboard.charts import missing_by_place as by_people
from dashboard.charts import rates_by_place as by_share
from dashboard.charts.rates_by_place import LEAST_RANKED, is_small
from dashboard.components.attention import ATTENTION
from dashboard.components.bar_chart import bar_chart
from dashboard.components.counts_table import Compared, counts_table, is_dense, ways_of_order
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.place_cards import are_cards_enough, few_link, place_cards
from dashboard.components.place_pages import page_of, part_choice, place_pager, within_view
from dashboard.components.places_tools import places_tools
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.pages.breakdown.tile_map import tile_map
from dashboard.pages.sections import Part
from dashboard.visit import Screen, Visit
from model.dates import last_month_end
from model.indicators import Rate, meets_target
from model.places import Level, Place
from queries import places
from queries.counts import Breakdown, counts_by_place
from queries.heads import heads_of
from queries.records import PlaceCounts
from queries.targets import rates_of, targets_on

BARS = "breakdown-bars"
_MEASURES = {By.SHARE: "долю", By.PEOPLE: "сколько не хватает до цели", By.CHANGE: "изменение"}
# The rate of the bars unless the table is sorted by another one.
_FIRST_RATE = "coverage"
_BEHIND = "Отставание от целевых значений"
# The number of bars until all are asked for, and of names of places without people.
MOST_BARS = 10
MOST_NAMED = 50
_CONTENTS_BELOW = (("Этапы", Part.STAGES), ("По месяцам", Part.MONTHS), ("В числах", Part.NUMBERS))


def breakdown_screen(visit: Visit, place: Place, parts_title: str) -> Screen:
    """The state of the place, its children that are behind, and its history."""
    breakdown = counts_by_place(visit.reading, place, visit.view.filters, waits=True)
    then = counts_to_compare(visit, place)
    before = then.before(breakdown.whole) if then else None
    course = sections.course_of(visit, breakdown.whole, before)
    cards = sections.targets(visit, breakdown.whole, course)
    queue = sections.attention(visit, breakdown.whole, before, staffed_parts(breakdown))
    behind = _behind(visit, breakdown, then)
    # A municipality acts on its queue; the region first compares.
    first = [cards, behind, queue] if place.level is Level.REGION else [queue, cards, behind]
    content = page(
        place.name,
        sections.tabs(visit, place, *_contents(place), (parts_title, Part.PARTS), *_CONTENTS_BELOW),
        sections.answer(visit, breakdown.whole, breakdown.parts),
        *first,
        _parts(visit, breakdown, parts_title, then),
        html.Div(
            [sections.stages(visit, breakdown.whole, before), sections.months(visit, place, course.points)],
            className="side-by-side",
        ),
        sections.folded_numbers(visit, breakdown.whole),
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
    ranked, by = ranked_parts(visit, breakdown, then)
    table = counts_table(
        ranked,
        breakdown.whole,
        view=visit.view,
        opens=lambda part: addresses.place(part, visit.view),
        can_open_lists=visit.reading.scope.may_list,
        path=visit.path,
        targets=targets_on(visit.reading),
        before=then,
        heads=partial(heads_of, visit.reading, breakdown.whole.place),
    )
    is_folded = are_cards_enough(visit.view, len(staffed))
    number = len(within_view(staffed, visit.view))
    content = [
        *few_link(visit.view, visit.path, len(staffed)),
        table,
        download_links(visit.path, "places", visit.view),
    ]
    return section(
        title,
        part_choice(
            *(staffed, breakdown.whole.place, visit.view, visit.path),
            places_tools(visit.view, visit.path, is_dense=is_dense(visit.view, number)),
            ways=ways_of_order(visit.view, _first_order(visit, breakdown, by), is_compared=then is not None),
        ),
        *([_cards(visit, ranked, by, breakdown.whole.place)] if is_folded else []),
        html.Div(content, className="place-table is-folded" if is_folded else "place-table"),
        *_without_people(visit, breakdown),
        id=Part.PARTS,
    )


def ranked_parts(visit: Visit, breakdown: Breakdown, then: Compared | None) -> tuple[list[PlaceCounts], By]:
    """The children that have people, the furthest behind first: in the order of the bars of an unsorted screen.

    Beside them, by what they are behind.
    """
    rate = _first_rate(visit, breakdown.whole.place)
    by = measure_shown(visit, breakdown.whole.place, rate)
    by = By.SHARE if by is By.CHANGE and then is None else by
    return _ranked(visit, breakdown, rate, by, then), by


def _first_rate(visit: Visit, place: Place) -> Rate:
    """The rate of the first order: the one that the screen shows where its table is not sorted."""
    return _rate_shown(replace(visit, view=visit.view.in_first_order()), place)


def _first_order(visit: Visit, breakdown: Breakdown, by: By) -> str:
    """«с наименьшей долей: охват оценкой за три года»."""
    return f"{_FIRST[by]}: {_first_rate(visit, breakdown.whole.place).label}"


def _cards(visit: Visit, ranked: Sequence[PlaceCounts], by: By, place: Place) -> Component:
    """The ten places furthest behind, in the order of the bars."""
    rates, targets = rates_of(visit.reading, place), targets_on(visit.reading)
    return place_cards(ranked, rates, view=visit.view, path=visit.path, first=_FIRST[by], targets=targets)


def staffed_parts(breakdown: Breakdown) -> list[PlaceCounts]:
    """The children that have people."""
    return [part for part in breakdown.parts if part.counts["staff"]]


def _without_people(visit: Visit, breakdown: Breakdown) -> list[Component]:
    """The children without people, named apart from those at 0 %."""
    empty = [part for part in breakdown.parts if not part.counts["staff"]]
    if not empty:
        return []
    matches = within_view(empty, visit.view)
    items = [
        html.Li(dcc.Link(part.place.name, href=addresses.place(part.place, visit.view)))
        for part in matches[:MOST_NAMED]
    ]
    if len(matches) > MOST_NAMED:
        items.append(html.Li(f"и ещё {words.number(len(matches) - MOST_NAMED)}: наберите часть названия в поле поиска"))
    summary = html.Summary(f"Нет данных: {words.number(len(empty))}")
    return [html.Details([summary, still(html.Ul(items, className="starts"))], className="without-people")]


def counts_to_compare(visit: Visit, place: Place) -> Compared | None:
    """The counts of the place and its children on the day to compare with."""
    against = visit.view.against
    return None if against is None else _counts_then(visit, place, against)


def _counts_then(visit: Visit, place: Place, day: date) -> Compared:
    then = counts_by_place(visit.reading.on(day), place, visit.view.filters)
    return Compared(day, {(one.place.level, one.place.id): one.counts for one in (then.whole, *then.parts)})


def _behind(visit: Visit, breakdown: Breakdown, then: Compared | None) -> Component:
    """The children that are behind in one rate: on the map, and as bars, in the chosen measure."""
    if not staffed_parts(breakdown):
        return sections.no_people_section(_BEHIND, id=Part.BEHIND)
    place = breakdown.whole.place
    rate = _rate_shown(visit, place)
    by = measure_shown(visit, place, rate)
    if by is By.CHANGE and then is None:
        then = _counts_then(visit, place, day_before(visit))
    pictures = html.Div(
        [*_map(visit, breakdown, rate, by, then), _bars(visit, breakdown, rate, by, then)], className="behind"
    )
    content = [sections.rate_choice(visit, place, rate), _order_links(visit, rate, by), pictures]
    note = _explanation(_ranked(visit, breakdown, rate, by, then)[:MOST_BARS], rate, by)
    return section(_BEHIND, *content, note=note, id=Part.BEHIND)


def measure_shown(visit: Visit, place: Place, rate: Rate) -> By:
    """The chosen measure; by default the rate, but missing people for schools, which may be too small for a share."""
    measures = _measures_of(rate)
    by_itself = By.SHARE if place.level is Level.REGION else By.PEOPLE
    default = by_itself if by_itself in measures else By.SHARE
    return next((one for one in measures if one.value == visit.view.by), default)


def _measures_of(rate: Rate) -> Sequence[By]:
    """Of a rate without a target nobody is missing."""
    return [by for by in _MEASURES if by is not By.PEOPLE or rate.target]


def day_before(visit: Visit) -> date:
    """The day to compare with, or the end of the last month."""
    return visit.view.against or last_month_end(visit.reading.day)


def _order_links(visit: Visit, rate: Rate, current: By) -> Component:
    items: list[Component] = []
    for by in _measures_of(rate):
        label = f"изменение с {words.day(day_before(visit))}" if by is By.CHANGE else _MEASURES[by]
        if by is current:
            items.append(html.Li(html.Span(label, **{"aria-current": "true"})))
            continue
        view = replace(visit.view.on_first_pages, by=by)
        items.append(html.Li(dcc.Link(label, href=addresses.with_view(visit.path, view))))
    lead = html.Span("Показать:", className="control-label")
    order_list = html.Ul(items, className="quick-days", **{"aria-label": "Что показать на карте и диаграмме"})
    return still(html.Div([lead, order_list], className="orders"))


def _explanation(drawn: Sequence[PlaceCounts], rate: Rate, by: By) -> str | None:
    """How to read the bars, where an explanation is needed."""
    if by is not By.PEOPLE and any(is_small(part, rate) for part in drawn):
        least = words.people(LEAST_RANKED)
        return f"Где меньше {least}, доля сильно зависит от одного человека: такие строки бледнее и стоят в конце."
    return None


def _map(visit: Visit, breakdown: Breakdown, rate: Rate, by: By, then: Compared | None) -> list[Component]:
    """The municipalities of the region as tiles; organizations have no map."""
    if breakdown.whole.place.level is not Level.REGION:
        return []
    where, targets, before = places.tiles(visit.reading), targets_on(visit.reading), then.before if then else None
    tiles = tile_map(breakdown.parts, where, rate, breakdown.whole.place, visit.view, targets, by, before)
    return [] if tiles is None else [tiles]


def _ranked(visit: Visit, breakdown: Breakdown, rate: Rate, by: By, then: Compared | None) -> list[PlaceCounts]:
    """The children that have people, the furthest behind first."""
    staffed = staffed_parts(breakdown)
    if by is By.PEOPLE:
        return by_people.in_order(staffed, rate, targets_on(visit.reading))
    return (
        by_change.in_order(staffed, rate, then.before) if by is By.CHANGE and then else by_share.in_order(staffed, rate)
    )


def _bars(visit: Visit, breakdown: Breakdown, rate: Rate, by: By, then: Compared | None) -> Component:
    """The ten furthest behind or, when asked for, a page of all."""
    ranked, whole, targets = _ranked(visit, breakdown, rate, by, then), breakdown.whole, targets_on(visit.reading)
    page = page_of(ranked, visit.view.bars) if visit.view.bars else None
    drawn, before = page.rows if page else ranked[:MOST_BARS], then.before if then else None
    first, name_of = place_words.part_of(whole.place), _names_of(drawn, visit)
    title = words.sentence(rate.label)
    if by is By.PEOPLE:
        title = f"{title}: сколько не хватает до цели {words.target(rate.target or (1, 1))}"
        bars = by_people.missing_by_place(drawn, rate, first, name_of, targets, before)
    elif by is By.CHANGE and before:
        title = f"{title}: изменение с {words.day(day_before(visit))}"
        bars = by_change.changes_by_place(drawn, rate, first, name_of, before, _opener(visit, rate))
    else:
        bars = by_share.rates_by_place(drawn, rate, whole, name_of, targets, before, ranked)
    behind = sum(meets_target(targets.rate_at(part.place, rate), part.counts) is False for part in ranked)
    chart = bar_chart(bars, title=title, id=BARS, note=_bars_note(visit, len(ranked), by, behind))
    if page is None or page.total <= len(page.rows):
        return chart
    pages = place_pager(page, visit.view, visit.path, turn=addresses.View.on_bars_page, label="Страницы диаграммы")
    return html.Div([chart, still(pages)])


def _opener(visit: Visit, rate: Rate) -> Callable[[PlaceCounts, str], Component]:
    """How the change of a place opens its bridge."""

    def link(part: PlaceCounts, text: str) -> Component:
        href = bridge_addresses.why(part.place, visit.view, rate.key, day_before(visit))
        return dcc.Link(text, href=href, title="Почему изменилось", className="number-link")

    return link


def _names_of(drawn: Sequence[PlaceCounts], visit: Visit) -> Callable[[PlaceCounts], Component]:
    """The short name of a place as a link; the full one where two places would have the same."""
    number = Counter(place_words.short_name(part.place.name) for part in drawn)

    def link(part: PlaceCounts) -> Component:
        short, full = place_words.short_name(part.place.name), part.place.name
        text = short if number[short] == 1 else full
        title = {"title": full} if text != full else {}
        return dcc.Link(text, href=addresses.place(part.place, visit.view), **title)

    return link


_FIRST = {By.PEOPLE: "с наибольшим отставанием", By.SHARE: "с наименьшей долей", By.CHANGE: "с наибольшим снижением"}


def _bars_note(visit: Visit, total: int, by: By, behind: int) -> Component | None:
    """How many places have a bar and are behind, and the link to all of them or back; None where ten are all."""
    if total <= MOST_BARS:
        return None
    view, number = visit.view, words.number(total)
    text = f"Всего {number} · " if view.bars else f"Показаны {MOST_BARS} из {number} {_FIRST[by]} · "
    text += f"цель не достигнута у {words.number(behind)} · " if behind else ""
    label = f"показать {MOST_BARS} {_FIRST[by]}" if view.bars else "показать все"
    href = addresses.with_view(visit.path, replace(view, bars=None if view.bars else 1))
    link = html.Span(dcc.Link(label, href=href), className="no-print")
    return still(html.P([text, link], className="section-note"))


def _rate_shown(visit: Visit, place: Place) -> Rate:
    """The chosen rate, or the one that the table is sorted by."""
    candidates = (visit.view.rate or "", visit.view.sort or "", _FIRST_RATE)
    rates = {rate.key: rate for rate in rates_of(visit.reading, place)}
    return next(rates[key] for key in candidates if key in rates)
