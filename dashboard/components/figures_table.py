"""A table of figures of things with names: sorted, found by name, fifty rows a page, the total first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.addresses import View
from dashboard.components.counts_table import natural
from dashboard.components.headings import sorted_heading
from dashboard.components.place_pages import page_of, place_pager
from dashboard.components.search_box import Ids, search_box
from dashboard.components.still import still
from model.names import fold, fold_part

T = TypeVar("T")
Value = float | str | date | None
NAME = "name"


@dataclass(frozen=True)
class FigureColumn(Generic[T]):
    """A column: its sort key, its heading, its value of a row, and how the value is shown (by default as a number)."""

    key: str
    label: str
    value: Callable[[T], Value]
    show: Callable[[T], Component | str] | None = None
    is_text: bool = False
    lowest_first: bool = False
    is_rate: bool = False

    def cell(self, row: T) -> Component | str:
        return self.show(row) if self.show else value_text(self.value(row), is_rate=self.is_rate)


@dataclass(frozen=True)
class Figures(Generic[T]):
    """The rows of a table with their names, and its columns; `total` is the row that stands first on every page."""

    heading: str
    columns: Sequence[FigureColumn[T]]
    rows: Sequence[T]
    name: Callable[[T], str]
    link: Callable[[T], Component | str]
    total: T | None = None
    is_by_name: bool = True  # the first order; else that of the rows


def value_text(value: Value, *, is_rate: bool = False) -> str:
    """A number, a share, a day or a text as the screen has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.day(value)
    return words.percent(value) if is_rate else words.number(value)


def figures_table(figures: Figures[T], *, view: View, path: str, caption: str, find: str) -> Component:
    """The rows of the page of the address, in its order; `find` is the label of the field for a name."""
    ordered = in_order(figures, with_name(figures, view.search), view)
    page = page_of(ordered, view.page)
    headings = [sorted_heading(figures.heading, NAME, view=view, path=path, by_default=figures.is_by_name)]
    headings += [_heading(one, view, path) for one in figures.columns]
    total = [_row(figures, figures.total, figures.name(figures.total), is_total=True)] if figures.total else []
    rows = [_row(figures, row, figures.link(row)) for row in page.rows]
    head = html.Thead(html.Tr(headings))
    table = html.Table([html.Caption(caption), head, html.Tbody([*total, *rows])], className="table-plain numbers")
    scroll = html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption})
    below = still(html.Div([scroll, place_pager(page, view, path)], className="paged-table"))
    return html.Div([search_box(Ids.IN_LIST, value=view.search, label=find), below])


def _heading(column: FigureColumn[T], view: View, path: str) -> Component:
    label = words.sentence(column.label)
    heading = sorted_heading(label, column.key, view=view, path=path, lowest_first=column.lowest_first)
    if column.is_text:
        heading.className = "is-text"
    return heading


def _row(figures: Figures[T], row: T, name: Component | str, *, is_total: bool = False) -> Component:
    cells = [html.Td(one.cell(row), className="is-text" if one.is_text else "") for one in figures.columns]
    return html.Tr([html.Th(name, scope="row"), *cells], className="row-total" if is_total else "")


def with_name(figures: Figures[T], search: str) -> list[T]:
    """The rows whose names hold every word of the search; all without one."""
    terms = fold_part(search).split()
    return [row for row in figures.rows if all(word in fold(figures.name(row)) for word in terms)]


def in_order(figures: Figures[T], rows: Sequence[T], view: View) -> list[T]:
    """The rows by the column of the address, absent values last; in the first order where it names none."""
    if view.sort is None and not figures.is_by_name:
        return list(rows)
    by_name = sorted(rows, key=lambda row: natural(figures.name(row)))
    column = next((one for one in figures.columns if one.key == view.sort), None)
    if column is None:
        return by_name[::-1] if view.sort == NAME and view.descending else by_name
    present = [row for row in by_name if column.value(row) is not None]
    absent = [row for row in by_name if column.value(row) is None]
    # Values of a column are of one type.
    return [*sorted(present, key=column.value, reverse=view.descending), *absent]  # type: ignore[arg-type]


def plain_rows(figures: Figures[T], view: View) -> tuple[list[str], list[list[object]], frozenset[int]]:
    """The headings, all rows in the order of the address, and the indexes of shares: for a file."""
    rows = in_order(figures, with_name(figures, view.search), view)
    lines = [*([figures.total] if figures.total else []), *rows]
    headings = [figures.heading, *(words.sentence(one.label) for one in figures.columns)]
    rates = frozenset(number for number, one in enumerate(figures.columns, 1) if one.is_rate)
    return headings, [[figures.name(row), *(one.value(row) for one in figures.columns)] for row in lines], rates
