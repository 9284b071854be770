"""The queue: each concern with its number, its longest wait, its clause and the places that hold most of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dash.development.base_component import Component

import settings
from dashboard import addresses, dcc, html, place_words, words
from dashboard.addresses import View
from dashboard.components.change import Before
from dashboard.components.definition import definition
from dashboard.components.empty_state import empty_state
from dashboard.components.head_line import HeadsOf, head_line, no_heads
from dashboard.components.headings import NAME, sorted_heading
from dashboard.components.module_link import module_link
from dashboard.components.place_pages import MOST_LINKED, page_of, place_pager, within_view
from dashboard.components.rate_card import missing_link, rows_link
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.place_words import natural
from dashboard.route_story import counts_until
from model import wording
from model.attention import CONCERNS, EXPIRING, YEARLY, YEARLY_CONCERN, number_in
from model.dates import reporting_year_end
from model.places import Level, Place
from model.targets import REGULATION, Targets
from queries.attention import Waiting, most_of, numbers_of, queue_of, short_of_the_year
from queries.heads import Head
from queries.lists import waiting_days
from queries.records import PlaceCounts

ATTENTION = "Требует внимания"
# The number of parts named beside a concern; the table below names all.
MOST_NAMED = 3
SHORT = "short_of_the_year"
# What is true where nobody is in a concern.
_IN_ORDER = {
    "awaiting_head": "все заявки рассмотрены руководителем",
    "without_programme": "для каждого нового ИОМ выбрана ДПП",
    "without_application": "на каждую выбранную ДПП есть заявка",
    "formal_late": "обучения без итоговой аттестации после срока нет",
    "events_unmarked": "участие в завершившихся событиях отмечено",
    EXPIRING: "срок плановой оценки ни у кого не подходит",
}
SHORT_LABEL = "не хватает до целевого значения охвата за год, чел."


@dataclass(frozen=True)
class QueueContext:
    """The context of the queue: the day, the view, the path, whose lists the viewer may open, targets and heads.

    `before` holds the counts of the place on the day to compare with.
    """

    day: date
    view: View
    path: str
    can_open: Callable[[Place], bool]
    targets: Targets = REGULATION
    heads: HeadsOf = no_heads
    before: Before | None = None

    def short(self, part: PlaceCounts) -> int:
        """How many people are missing to the yearly target of the part."""
        return short_of_the_year(part, self.targets)

    def yearly(self, part: PlaceCounts) -> str:
        """The yearly target of the part."""
        return words.target(self.targets.rate_at(part.place, YEARLY).target or (1, 1))


def attention(here: PlaceCounts, look: QueueContext, parts: Sequence[PlaceCounts] = ()) -> Component:
    """An item for each concern with people in it; the empty concerns are listed in one line."""
    if not here.counts["staff"]:
        return empty_state("Нет данных", "На отчётную дату и с этими фильтрами работников нет.")
    queue = queue_of(here)
    waiting = [one for one in queue if _asks(one, look)]
    quiet = [one for one in queue if one not in waiting]
    if not waiting:
        return empty_state("Всё сделано", "Ничто не ждёт решения, сроки не нарушены, цель года достигнута.")
    items = [_item(one, look, parts) for one in waiting]
    kind = "concerns is-of-parts" if parts else "concerns"
    quiet_line = [html.P(f"✓ В порядке: {'; '.join(_quiet(one, look) for one in quiet)}.", className="concerns-quiet")]
    return still(html.Div([html.Ul(items, className=kind), *(quiet_line if quiet else [])]))


def _asks(one: Waiting, look: QueueContext) -> bool:
    """Whether somebody waits; for the assessments of the year, whether people are missing to the target."""
    return bool(look.short(one.here) if _is_yearly(one) else one.number)


def _quiet(one: Waiting, look: QueueContext) -> str:
    """What holds where nobody waits."""
    if _is_yearly(one):
        return f"целевое значение охвата за год ({look.yearly(one.here)}) достигнуто"
    return _IN_ORDER[one.concern.key]


def _is_yearly(one: Waiting) -> bool:
    return one.concern.key == YEARLY_CONCERN


def _item(one: Waiting, look: QueueContext, parts: Sequence[PlaceCounts]) -> Component:
    short, can_open = look.short(one.here), look.can_open(one.here.place)
    rows = rows_link(one.here, one.concern.key, one.number, view=look.view, can_open=can_open)
    title = f"не хватает до {look.yearly(one.here)} охвата оценкой за год"
    head = [
        html.H3(words.sentence(title if _is_yearly(one) else one.concern.label), className="concern-title"),
        definition(one.concern),
    ]
    clause = html.Span(f" {wording.basis(one.concern.clause)}.", className="concern-clause")
    texts: list[Component] = [html.P(_yearly(rows, look.day) if _is_yearly(one) else _longest(one, look.day))]
    texts += _earlier(one, look)
    texts.append(html.P([one.concern.advice, clause, *module_link()], className="concern-advice"))
    number = missing_link(one.here, YEARLY, short, look.view, can_open=can_open) if _is_yearly(one) else rows
    body = [html.Div(head, className="concern-head"), *texts, *_biggest_parts(one, look, parts)]
    return html.Li(
        [html.Div(number, className="concern-number"), html.Div(body, className="concern-body")], className="concern"
    )


def _earlier(one: Waiting, look: QueueContext) -> list[Component]:
    """«01.09.2026 было 30»: the number on the day to compare with, where the counts of that day tell it."""
    then = look.before
    if then is None or one.concern.key == EXPIRING:
        return []
    number = number_in(one.concern, then.counts)
    if _is_yearly(one):
        number = look.short(replace(one.here, counts=then.counts))
    return [html.P(f"{words.day(then.day)} было {words.number(number)}", className="concern-before")]


def _longest(one: Waiting, day: date) -> str:
    """The start of the longest wait; for what expires, the nearest end."""
    if one.since is None:
        return ""
    if one.concern.key == EXPIRING:
        until = counts_until(one.since)
        remaining = words.days(waiting_days(day, until))
        return f"Ближайший срок — {words.day(until)}" + (f" (через {remaining})" if until > day else " (сегодня)")
    waited = words.days(waiting_days(one.since, day))
    return f"Наибольший срок — {waited} ({one.concern.since_label} {words.day(one.since)})"


def _yearly(rows: Component | str, day: date) -> list[Component | str]:
    """The number of people it is counted from, and the days left of the year."""
    last = reporting_year_end(day, settings.YEAR_FIRST_MONTH.value())
    remaining = f"осталось {words.days(waiting_days(day, last))}" if last > day else "год кончается сегодня"
    return [f"До {words.day(last)} {remaining}. Оценку в этом году не проходили: ", rows]


def _biggest_parts(one: Waiting, look: QueueContext, parts: Sequence[PlaceCounts]) -> list[Component]:
    """The parts that hold most of a concern; the name opens the place and the number opens its rows."""
    of_target = look.short if _is_yearly(one) else None
    items = [_part_item(part, look) for part in most_of(one.concern, parts, MOST_NAMED, by=of_target)]
    if not items:
        return []
    label = html.Span("Наибольшее число: ", className="concern-label")
    return [html.Div([label, html.Ul(items)], className="concern-most")]


def _part_item(part: Waiting, look: QueueContext) -> Component:
    place = part.here.place
    can_open = look.can_open(place)
    number = (
        missing_link(part.here, YEARLY, look.short(part.here), look.view, can_open=can_open)
        if _is_yearly(part)
        else rows_link(part.here, part.concern.key, part.number, view=look.view, can_open=can_open)
    )
    short = place_words.short_name(place.name) if place.level is Level.MUNICIPALITY else place.name
    title = {"title": place.name} if short != place.name else {}
    link = dcc.Link(short, href=addresses.place(place, look.view), **title)
    return html.Li([link, f" —{words.FIXED}", number])


def attention_by_part(whole: PlaceCounts, parts: Sequence[PlaceCounts], look: QueueContext) -> Component:
    """The same queue with a row for each part of the page of the view, the total first."""
    caption = f"{ATTENTION} {place_words.by_parts(whole.place)}: {whole.place.name}"
    page = page_of(in_order(within_view(parts, look.view), look.view, look.targets), look.view.queue or 1)
    heads = look.heads([part.place for part in page.rows])
    # The keyboard has to pass each link: of many rows the total alone opens its lists.
    is_linked = page.total <= MOST_LINKED
    parts_look = look if is_linked else replace(look, can_open=lambda _: False)
    rows = [_row(whole, look, {}, is_total=True), *(_row(part, parts_look, heads, is_linked) for part in page.rows)]
    first = place_words.part_of(whole.place)
    scroll = table_frame(caption, _headings(look, first), rows, "table-plain attention-table numbers")
    turns = place_pager(page, look.view, look.path, turn=View.on_queue_page, label=f"Страницы таблицы «{ATTENTION}»")
    each = place_words.each_part(whole.place)
    note = f"Цель года своя для {each}: недостающих по строкам вместе может быть больше, чем в целом."
    note += "" if is_linked else f" Списки открываются на экране {each}: нажмите на название."
    return still(html.Div([scroll, turns, html.P(note, className="section-note")], className="paged-table"))


def values_of(part: PlaceCounts, targets: Targets = REGULATION) -> dict[str, int]:
    """The numbers of a row by the keys of their columns."""
    return {**numbers_of(part), SHORT: short_of_the_year(part, targets)}


def in_order(parts: Sequence[PlaceCounts], view: View, targets: Targets = REGULATION) -> list[PlaceCounts]:
    """The parts sorted by the chosen concern, or by name; at first those furthest behind the target of the year."""
    by_name = sorted(parts, key=lambda part: natural(part.place.name))
    if view.sort == NAME:
        return by_name[::-1] if view.descending else by_name
    key, is_descending = (view.sort, view.descending) if view.sort in dict(headings()) else (SHORT, True)
    return sorted(by_name, key=lambda part: values_of(part, targets)[key], reverse=is_descending)


def headings() -> list[tuple[str, str]]:
    """The keys and the titles of the columns."""
    return [*((one.key, one.label) for one in CONCERNS), (SHORT, SHORT_LABEL)]


def _headings(look: QueueContext, first: str) -> list[Component]:
    def heading(key: str, label: str) -> Component:
        is_first = key == SHORT
        return sorted_heading(words.sentence(label), key, view=look.view, path=look.path, by_default=is_first)

    name = sorted_heading(first, NAME, view=look.view, path=look.path, lowest_first=True)
    return [name, *(heading(key, label) for key, label in headings())]


def _row(
    part: PlaceCounts,
    look: QueueContext,
    heads: Mapping[int, Head],
    is_linked: bool = True,
    *,
    is_total: bool = False,
) -> Component:
    place, values, can_open = part.place, values_of(part, look.targets), look.can_open(part.place)
    title = place.name if is_linked else place_words.short_name(place.name)
    name = place.name if is_total else dcc.Link(title, href=addresses.place(place, look.view), title=place.name)
    cells = [
        html.Td(
            rows_link(part, key, number, view=look.view, can_open=can_open) if key != SHORT else words.number(number),
            className="cell-count" if number else "cell-count is-zero",
        )
        for key, number in values.items()
    ]
    head = head_line(heads.get(place.id or 0), look.view, is_short=True, is_linked=is_linked)
    return html.Tr([html.Th([name, *head], scope="row"), *cells], className="row-total" if is_total else "")
