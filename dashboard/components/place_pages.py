"""The rows of a table of places on one page: those whose name has the searched words, fifty at a time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from dash.development.base_component import Component

from dashboard import html
from dashboard.addresses import View
from dashboard.components.headings import WayOfOrder
from dashboard.components.paged_table import pager
from dashboard.components.place_choice import has_kind, place_choice
from dashboard.place_words import find_part, kind_of
from model.names import fold, fold_part
from model.places import Place
from queries.lists import PAGE_SIZE, page_within

# The numbers of so many places open their rows; the keyboard has to pass each of them.
MOST_LINKED = 10

T = TypeVar("T")


@dataclass(frozen=True)
class PlacePage(Generic[T]):
    """The rows of a page, its number, how many rows all pages have, and how many one has."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE


def page_of(rows: Sequence[T], number: int, size: int = PAGE_SIZE) -> PlacePage[T]:
    """The page with the number, of so many rows; a number that is too large gives the last page."""
    number = page_within(number, len(rows), size)
    return PlacePage(rows[(number - 1) * size : number * size], number, len(rows), size)


class _OfPlace(Protocol):
    @property
    def place(self) -> Place: ...


P = TypeVar("P", bound=_OfPlace)


def within_view(parts: Sequence[P], view: View) -> list[P]:
    """The parts that the address asks for: with the searched name, of the type."""
    return [part for part in with_name(parts, view.search) if has_kind(kind_of(part.place), view)]


def with_name(parts: Sequence[P], search: str) -> list[P]:
    """The parts whose names hold every word of the search; all without one."""
    matches = matcher_of(search)
    return [part for part in parts if matches(part.place.name)]


def matcher_of(search: str) -> Callable[[str], bool]:
    """Whether a name holds every word of the search."""
    words = [_pattern(word) for word in fold_part(search).split()]
    return lambda name: all(word.search(fold(name)) for word in words)


def _pattern(word: str) -> re.Pattern[str]:
    """A word is found as any part of a name, a number as a whole one: school 7 is not school 17."""
    return re.compile(rf"(?<!\d){word}(?!\d)" if word.isdigit() else re.escape(word))


def place_pager(
    page: PlacePage[Any],
    view: View,
    path: str,
    *,
    turn: Callable[[View, int], View] = View.on_page,
    label: str = "Страницы таблицы",
) -> Component:
    """Which rows of how many are shown, and the links to the other pages; `turn` is the way of the view to a page."""
    if not page.total:
        return html.P(_nothing(view), className="nothing")
    return pager(view, path, total=page.total, page_size=page.size, page=page.number, turn=turn, label=label)


def _nothing(view: View) -> str:
    kind = f" среди «{view.places.kind}»" if view.places.kind else ""
    return f"По запросу «{view.search}»{kind} ничего не найдено: наберите часть названия."


def part_choice(
    parts: Sequence[_OfPlace],
    whole: Place,
    view: View,
    path: str,
    *more: Component,
    ways: Sequence[WayOfOrder] = (),
    has_total: bool = True,
) -> Component:
    """The choice of rows above a table of the parts of a place; `more` stands beside the field."""
    matches = matcher_of(view.search)
    kinds = [kind_of(part.place) for part in parts if matches(part.place.name)]
    return place_choice(find_part(whole), kinds, view, path, *more, ways=ways, has_total=has_total)
