"""A table of figures of things with names: sorted, found by name and type, fifty rows a page, the total first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.addresses import View
from dashboard.components.headings import BY_NAME, NAME, sorted_heading
from dashboard.components.paged_table import named
from dashboard.components.place_choice import has_kind, place_choice
from dashboard.components.place_pages import matcher_of, page_of, place_pager
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.place_words import natural

T = TypeVar("T")
Value = float | str | date | None
# The order in which the rows come.
AS_GIVEN = None
_MORE = "Остальные столбцы — в файле и на широком экране."
_LOOK = "table-plain numbers figures-table is-one-line"


@dataclass(frozen=True)
class FigureColumn(Generic[T]):
    """A column: its sort key, its heading, its value of a row, and how the value is shown (by default as a number).

    `look` is the class of a cell. On a phone, where a row is a card, `is_wide_only` columns are left out.
    """

    key: str
    label: str
    value: Callable[[T], Value]
    show: Callable[[T], Component | str | list[Component | str]] | None = None
    is_text: bool = False
    lowest_first: bool = False
    is_rate: bool = False
    look: Callable[[T], str] | None = None
    is_wide_only: bool = False

    def cell(self, row: T) -> Component:
        content = self.show(row) if self.show else value_text(self.value(row), is_rate=self.is_rate)
        return html.Td(content, className=self._look(row), **named(words.sentence(self.label)))

    def _look(self, row: T) -> str:
        kinds = {"is-text": self.is_text, "is-wide-only": self.is_wide_only}
        return " ".join([*([self.look(row)] if self.look else []), *(name for name, holds in kinds.items() if holds)])


@dataclass(frozen=True)
class Figures(Generic[T]):
    """The rows of a table with their names, and its columns; `total` is the row that stands first on every page.

    `first` is the column of the first order, `NAME`, or `AS_GIVEN` for the order of the rows, which `first_label`
    calls by its name. `kind` is the type of a row, where rows are places.
    """

    heading: str
    columns: Sequence[FigureColumn[T]]
    rows: Sequence[T]
    name: Callable[[T], str]
    link: Callable[[T], Component | str]
    total: T | None = None
    first: str | None = NAME
    first_label: str = ""
    kind: Callable[[T], str | None] | None = None


def value_text(value: Value, *, is_rate: bool = False) -> str:
    """A number, a share, a day or a text as the screen has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.day(value)
    return words.percent(value) if is_rate else words.number(value)


def figures_table(
    figures: Figures[T],
    *,
    view: View,
    path: str,
    caption: str,
    find: str,
    turn: Callable[[View, int], View] = View.on_page,
    number: int | None = None,
) -> Component:
    """The rows of the page of the address, in its order; `find` is the label of the field for a name.

    A screen with a second table gives the number of the page and how the view turns to another one.
    """
    ordered = in_order(figures, rows_within(figures, view), view)
    page = page_of(ordered, number or view.page)
    total = [_row(figures, figures.total, figures.name(figures.total), is_total=True)] if figures.total else []
    rows = [_row(figures, row, figures.link(row)) for row in page.rows]
    scroll = table_frame(caption, _headings(figures, view, path), [*total, *rows], _LOOK)
    pages = place_pager(page, view, path, turn=turn, label=f"Страницы таблицы «{caption}»")
    has_more = any(one.is_wide_only for one in figures.columns)
    note = [html.P(_MORE, className="section-note phone-only")] if has_more else []
    below = still(html.Div([scroll, pages, *note], className="paged-table"))
    # One row, such as that of an organization itself, is not chosen from.
    is_choice = len(figures.rows) > 1 or view.search or view.places.kind
    return html.Div([*([_choice(figures, view, path, find)] if is_choice else []), below])


def _choice(figures: Figures[T], view: View, path: str, find: str) -> Component:
    """The field, the chips and the ways of order above the table."""
    kind = figures.kind
    matches = matcher_of(view.search)
    kinds = [kind(row) for row in figures.rows if matches(figures.name(row))] if kind else []
    ways = [(None, figures.first_label), BY_NAME] if figures.first_label else []
    return place_choice(find, kinds, view, path, ways=ways, has_total=figures.total is not None)


def _headings(figures: Figures[T], view: View, path: str) -> list[Component]:
    def heading(column: FigureColumn[T]) -> Component:
        is_first, lowest_first = column.key == figures.first, column.lowest_first
        label = words.sentence(column.label)
        cell = sorted_heading(label, column.key, view=view, path=path, by_default=is_first, lowest_first=lowest_first)
        kinds = {"is-text": column.is_text, "is-wide-only": column.is_wide_only}
        cell.className = " ".join(name for name, holds in kinds.items() if holds)
        return cell

    by_name = sorted_heading(
        figures.heading, NAME, view=view, path=path, by_default=figures.first == NAME, lowest_first=True
    )
    return [by_name, *map(heading, figures.columns)]


def _row(figures: Figures[T], row: T, name: Component | str, *, is_total: bool = False) -> Component:
    cells = [one.cell(row) for one in figures.columns]
    return html.Tr([html.Th(name, scope="row"), *cells], className="row-total" if is_total else "")


def rows_within(figures: Figures[T], view: View) -> list[T]:
    """The rows that the address asks for: with the searched name, of the type."""
    matches, kind = matcher_of(view.search), figures.kind
    return [row for row in figures.rows if matches(figures.name(row)) and (kind is None or has_kind(kind(row), view))]


def in_order(figures: Figures[T], rows: Sequence[T], view: View) -> list[T]:
    """The rows by the column of the address, absent values last; in the first order where it names none."""
    by_key = {one.key: one for one in figures.columns}
    is_sorted = view.sort == NAME or view.sort in by_key
    key = view.sort if is_sorted else figures.first
    if key is AS_GIVEN:
        return list(rows)
    by_name = sorted(rows, key=lambda row: natural(figures.name(row)))
    if key not in by_key:
        return by_name[::-1] if is_sorted and view.descending else by_name
    column = by_key[key]
    is_descending = view.descending if is_sorted else not column.lowest_first
    # In the first order equal values stay as the rows come.
    start = by_name if is_sorted else rows
    present = [row for row in start if column.value(row) is not None]
    absent = [row for row in start if column.value(row) is None]
    # Values of a column are of one type.
    return [*sorted(present, key=column.value, reverse=is_descending), *absent]  # type: ignore[arg-type]


def plain_rows(figures: Figures[T], view: View) -> tuple[list[str], list[list[object]], frozenset[int]]:
    """The headings, all rows in the order of the address, and the indexes of shares: for a file."""
    rows = in_order(figures, rows_within(figures, view), view)
    lines = [*([figures.total] if figures.total else []), *rows]
    headings = [figures.heading, *(words.sentence(one.label) for one in figures.columns)]
    rates = frozenset(number for number, one in enumerate(figures.columns, 1) if one.is_rate)
    return headings, [[figures.name(row), *(one.value(row) for one in figures.columns)] for row in lines], rates
