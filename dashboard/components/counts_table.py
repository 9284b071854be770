"""Places as rows, fifty on a page; the staff, the rates and what waits as columns; the total comes first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboard import bridge_addresses, dcc, html, place_words, words
from dashboard.addresses import View
from dashboard.components.bar import rate_bar, state_of
from dashboard.components.change import Before, cell_change, rate_difference
from dashboard.components.empty_state import empty_state
from dashboard.components.head_line import HeadsOf, head_line, no_heads
from dashboard.components.headings import BY_NAME, NAME, WayOfOrder, sorted_heading
from dashboard.components.paged_table import named
from dashboard.components.place_pages import MOST_LINKED, page_of, place_pager, within_view
from dashboard.components.rate_card import number_link, verdict_of
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.places_address import STAFF, WAITING, Density, PlacesView
from dashboard.rate_words import absence_of
from model.indicators import COUNT_BY_KEY, RATES, Rate, bottom_of, rate_of
from model.places import Level
from model.places import Place as PlaceRecord
from model.targets import REGULATION, Targets
from queries.heads import Head
from queries.records import PlaceCounts

# The order of those whose rate has fallen most since the day to compare with.
FALL = "fall"
_RATE_BY_KEY = {rate.key: rate for rate in RATES}
_CAPTIONS = {
    Level.REGION: "Муниципальные образования",
    Level.MUNICIPALITY: "Образовательные организации",
    Level.ORGANIZATION: "Организация",
}
_LOOK = "table-plain counts-table numbers"


@dataclass(frozen=True)
class Compared:
    """The counts on the day to compare with, by the place; ids of municipalities and organizations may be equal."""

    day: date
    counts: Mapping[tuple[Level, int | None], Mapping[str, int]]

    def before(self, part: PlaceCounts) -> Before:
        """The counts of the part on that day; a place that did not exist had no people."""
        return Before(self.day, self.counts.get((part.place.level, part.place.id)) or dict.fromkeys(part.counts, 0))


def counts_table(
    parts: Sequence[PlaceCounts],
    whole: PlaceCounts,
    *,
    view: View,
    opens: Callable[[PlaceRecord], str],
    can_open_lists: Callable[[PlaceRecord], bool],
    path: str,
    targets: Targets = REGULATION,
    before: Compared | None = None,
    heads: HeadsOf = no_heads,
) -> Component:
    """A row for each part of the page of the address, in its order; a rate has a bar, the target and a sign.

    The parts come in their first order, for an address without another one.

    With `before`, each rate also shows its change since then; `heads` names the heads of the organizations of the page.
    """
    if not parts:
        return empty_state("Организаций пока нет", "Сведения появятся после загрузки кадрового состава.")
    since = f"; под значениями — сколько было {words.day(before.day)}" if before else ""
    caption = f"{_CAPTIONS[whole.place.level]}: {whole.place.name}{since}"
    ordered = in_order(within_view(parts, view), view, before)
    page, links_rows, dense = page_of(ordered, view.page), len(ordered) <= MOST_LINKED, is_dense(view, len(ordered))

    def row(part: PlaceCounts, name: Component | str, *, is_total: bool = False) -> Component:
        then, rates = before.before(part) if before else None, targets.rates_at(part.place)
        is_linked = is_total or links_rows
        can_open = can_open_lists(part.place) and is_linked
        return _row(part, name, then, rates, view=view, can_open=can_open, is_total=is_total, is_linked=is_linked)

    total = row(whole, whole.place.name, is_total=True)
    named = heads([part.place for part in page.rows])
    rows = [row(part, _name(part.place, opens, named, view, is_dense=dense)) for part in page.rows]
    look = _look(view.places, is_dense=dense, is_compared=before is not None)
    scroll = table_frame(caption, _headings(whole.place, view, path), [total, *rows], look)
    note = [] if links_rows or not can_open_lists(whole.place) else [_note(whole.place)]
    pages = place_pager(page, view, path)
    return still(html.Div([scroll, pages, _rest(whole.place), *note], className="paged-table"))


def is_dense(view: View, rows: int) -> bool:
    """Whether the rows are one line each: as the address asks, else where they are many."""
    return view.places.density is Density.DENSE if view.places.density else rows > MOST_LINKED


def _look(places: PlacesView, *, is_dense: bool, is_compared: bool) -> str:
    kinds = {"is-dense": is_dense, "is-compared": is_compared, "has-choice": bool(places.columns)}
    return " ".join([_LOOK, *(name for name, holds in kinds.items() if holds)])


def ways_of_order(view: View, first: str, *, is_compared: bool) -> list[WayOfOrder]:
    """The first order by its name, that by the fall since the day to compare with, and that by name."""
    fall = (FALL, f"с наибольшим снижением показателя «{words.sentence(rate_compared(view).label)}»")
    return [(None, first), *([fall] if is_compared else []), BY_NAME]


def rate_compared(view: View) -> Rate:
    """The rate by whose change places are put in order: the one that maps and bars show."""
    return _RATE_BY_KEY.get(view.rate or "", _RATE_BY_KEY["coverage"])


def _name(
    place: PlaceRecord,
    opens: Callable[[PlaceRecord], str],
    heads: Mapping[int, Head],
    view: View,
    *,
    is_dense: bool,
) -> Component:
    """The name of the place as a link, and its head below; among many it has its short name, in one line."""
    title = {"title": place.name} if is_dense else {}
    link = dcc.Link(place_words.short_name(place.name) if is_dense else place.name, href=opens(place), **title)
    head = head_line(heads.get(place.id or 0), view, is_short=True, is_linked=not is_dense)
    return html.Span([link, *head], className="cell-name")


def _rest(whole: PlaceRecord) -> Component:
    """Where the rates are that a card on a phone has no room for."""
    text = f"Остальные показатели — на экране {place_words.each_part(whole)}."
    return html.P(text, className="section-note phone-only")


def _note(whole: PlaceRecord) -> Component:
    """Where the lists are whose numbers are no links here."""
    text = (
        f"На экране {place_words.each_part(whole)} числа открывают списки, изменения — их причины: нажмите на название."
    )
    return html.P(text, className="section-note")


def in_order(parts: Sequence[PlaceCounts], view: View, before: Compared | None = None) -> list[PlaceCounts]:
    """The parts sorted by the chosen column or by their fall since `before`; absent rates last, equal ones by name.

    Without either they stay as they are: the worst first.
    """
    if view.sort is None:
        return list(parts)
    by_name, key = sorted(parts, key=lambda part: place_words.natural(part.place.name)), view.sort
    if key == FALL and before:
        rate = rate_compared(view)
        changes = {id(part): rate_difference(rate, part.counts, before.before(part)) for part in parts}
        return sorted(by_name, key=lambda part: (changes[id(part)] is None, changes[id(part)] or 0))
    if key in _RATE_BY_KEY or key in COUNT_BY_KEY:
        values = {id(part): _value(part, key) for part in by_name}
        present = [part for part in by_name if values[id(part)] is not None]
        absent = [part for part in by_name if values[id(part)] is None]
        sign = -1 if view.descending else 1
        return [*sorted(present, key=lambda part: sign * (values[id(part)] or 0)), *absent]
    return (by_name[::-1] if view.descending else by_name) if key == NAME else list(parts)


def _value(part: PlaceCounts, key: str) -> float | None:
    rate = _RATE_BY_KEY.get(key)
    return part.counts[key] if rate is None else rate_of(rate, part.counts)


def _headings(whole: PlaceRecord, view: View, path: str) -> list[Component]:
    def heading(label: str, key: str, *, is_rate: bool = False) -> Component:
        # The worst first: of a rate the lowest, of people who wait the most.
        return sorted_heading(words.sentence(label), key, view=view, path=path, lowest_first=is_rate)

    shows = view.places.shows
    columns = [heading(COUNT_BY_KEY[STAFF].label, STAFF)] if shows(STAFF) else []
    columns += [heading(rate.label, rate.key, is_rate=True) for rate in RATES if shows(rate.key)]
    columns += [heading(COUNT_BY_KEY[key].label, key) for key in WAITING if shows(key)]
    # The order by name is a link above the table.
    return [html.Th(place_words.part_of(whole), scope="col"), *columns]


def _row(
    part: PlaceCounts,
    name: Component | str,
    before: Before | None,
    rates: Sequence[Rate],
    *,
    view: View,
    can_open: bool,
    is_total: bool,
    is_linked: bool,
) -> Component:
    def why(rate: Rate) -> str | None:
        return bridge_addresses.why(part.place, view, rate.key, before.day) if before and is_linked else None

    def count(key: str) -> Component:
        number = number_link(part, key, view=view, can_open=can_open)
        kind = "cell-count is-zero" if not part.counts[key] else "cell-count"
        return html.Td(number, className=kind, **named(words.sentence(COUNT_BY_KEY[key].label)))

    shows = view.places.shows
    shown_rates = [rate for rate in rates if shows(rate.key)]
    return html.Tr(
        [
            html.Th(name, scope="row"),
            *([count(STAFF)] if shows(STAFF) else []),
            *[_rate_cell(part, rate, before, why(rate), view=view, can_open=can_open) for rate in shown_rates],
            *[count(key) for key in WAITING if shows(key)],
        ],
        className="row-total" if is_total else "",
    )


def _rate_cell(
    part: PlaceCounts, rate: Rate, before: Before | None, why: str | None, *, view: View, can_open: bool
) -> Component:
    top, bottom = part.counts[rate.top], bottom_of(rate, part.counts)
    if not bottom:
        nobody = html.Span(absence_of(rate, part.counts), className="cell-ratio")
        absent = [html.Span(words.ABSENT, className="cell-value"), nobody]
        return html.Td(absent, className="cell-rate is-absent", **named(words.sentence(rate.label)))
    sign, verdict = verdict_of(rate, part.counts)
    tick = html.Span("✓", className="cell-sign", **{"aria-hidden": "true"}) if sign == "✓" else ""
    made_of = [number_link(part, rate.top, view=view, can_open=can_open), f" из{words.FIXED}{words.number(bottom)}"]
    return html.Td(
        [
            html.Span([tick, words.percent_of(top, bottom)], className="cell-value"),
            rate_bar(rate, part.counts),
            html.Span(made_of, className="cell-ratio"),
            *([cell_change(rate, part.counts, before, why)] if before else []),
        ],
        className=f"cell-rate {state_of(rate, part.counts)}",
        title=f"{words.sentence(verdict)}: {words.number(top)} из {words.number(bottom)}",
        **named(words.sentence(rate.label)),
    )
