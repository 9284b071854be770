"""Which rows of a table of places are on the screen: the field for a name, a chip for each type, the ways of order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.headings import WayOfOrder, order_links
from dashboard.components.search_box import Ids, search_box
from dashboard.components.still import still
from model.names import fold

# The types of the messiest registers are many: those of fewest places are reached by the filters of the screen.
MOST_KINDS = 12
WITHOUT_KIND = "вид не указан"
TOTAL_NOTE = "Первая строка — итог по всей территории: поиск и вид на неё не действуют."


@dataclass(frozen=True)
class KindOfRows:
    """A type of places as it is written most, the number of rows that have it, and whether the table has only them."""

    label: str
    rows: int
    is_current: bool


def kinds_among(kinds: Sequence[str | None], view: View) -> list[KindOfRows]:
    """The types of the rows, those of most rows first; one that is spelled in two ways counts once."""
    spellings: dict[str, Counter[str]] = {}
    for kind in kinds:
        label = kind or WITHOUT_KIND
        spellings.setdefault(fold(label), Counter())[label] += 1
    current = fold(view.places.kind or "")
    kinds_of_rows = [KindOfRows(_usual(forms), forms.total(), key == current) for key, forms in spellings.items()]
    ranked = sorted(kinds_of_rows, key=lambda one: (-one.rows, one.label))
    return [one for place, one in enumerate(ranked) if place < MOST_KINDS or one.is_current]


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one))


def has_kind(kind: str | None, view: View) -> bool:
    """Whether a row of the type is among those that the address asks for."""
    return view.places.kind is None or fold(kind or WITHOUT_KIND) == fold(view.places.kind)


def place_choice(
    find: str,
    kinds: Sequence[str | None],
    view: View,
    path: str,
    *more: Component,
    ways: Sequence[WayOfOrder] = (),
    has_total: bool = True,
) -> Component:
    """The field that finds a name, the chips of the types that are among the rows, and the ways of order.

    `kinds` has the type of each row with the searched name. `more` stands beside the field.
    """
    field = search_box(Ids.IN_LIST, value=view.search, label=find)
    chips = kind_chips(kinds, view, path)
    order = [order_links(ways, view=view, path=path)] if ways else []
    is_narrowed = bool(view.search or view.places.kind)
    note = [html.P(TOTAL_NOTE, className="section-note")] if has_total and is_narrowed else []
    return html.Div([field, *chips, *more, *order, *note], className="place-choice")


def kind_chips(kinds: Sequence[str | None], view: View, path: str) -> list[Component]:
    """A link for each type with its number of rows, and one for all; nothing where all rows are of one type."""
    offered = kinds_among(kinds, view)
    if len(offered) < 2 and not view.places.kind:
        return []
    everything = _chip("все", len(kinds), None, view, path, is_current=not view.places.kind)
    chips = [_chip(one.label, one.rows, one.label, view, path, is_current=one.is_current) for one in offered]
    return [still(html.Ul([everything, *chips], className="step-chips", **{"aria-label": "Вид"}))]


def _chip(label: str, rows: int, kind: str | None, view: View, path: str, *, is_current: bool) -> Component:
    text: list[Any] = [f"{words.sentence(label)} ", html.Span(words.number(rows), className="step-number")]
    if is_current:
        return html.Li(html.Span(text, **{"aria-current": "true"}))
    of_kind = replace(view.on_first_pages, places=replace(view.places, kind=kind))
    return html.Li(dcc.Link(text, href=with_view(path, of_kind)))
