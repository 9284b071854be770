"""A paged table of any rows: sortable headings, the rows of one page, and a pager."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import PRINTED, View, table_file, with_view
from dashboard.components.empty_state import empty_state
from dashboard.components.headings import sorted_heading
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame

Row = Mapping[str, Any]

# A table of so many columns is wider than the screen and is pushed, so that its rows are of two or three lines.
_MANY_COLUMNS = 10


@dataclass(frozen=True)
class TableColumn:
    """A column: its sort key, its heading, how it shows a row, and its value in a file."""

    key: str
    label: str
    sortable: bool
    render: Callable[[Row], Component | str]
    plain: Callable[[Row], object] | None = None

    def value(self, row: Row) -> object:
        """The value for a file: a text, a number or a day; None where it is absent."""
        return self.plain(row) if self.plain else row[self.key]


def rows_table(
    columns: Sequence[TableColumn],
    rows: Sequence[Row],
    *,
    view: View,
    path: str,
    total: int,
    page_size: int,
    caption: str,
    file: str | None = None,
) -> Component:
    """The rows of the view's page; the first column is the row's heading.

    `file` names the table of all rows: assets/print.js prints them in place of the page.
    """
    if not rows:
        return _nothing(view)
    headings = [_heading(column, view, path) for column in columns]
    width = " is-wide" if len(columns) >= _MANY_COLUMNS else ""
    region = table_frame(caption, headings, [_row(columns, row) for row in rows], f"table-plain rows-table{width}")
    whole = with_view(table_file(path, file, PRINTED), view.unpaged) if file and total > page_size else None
    printed = {"data-printed": whole} if whole else {}
    pages = pager(view, path, total=total, page_size=page_size)
    return still(html.Div([region, pages], className="paged-table", **printed))


def _nothing(view: View) -> Component:
    if view.search or view.filters.chosen():
        return empty_state("Никого не нашлось", "Уберите фильтр или измените поиск: с ними список пуст.")
    return empty_state("Список пуст", "На отчётную дату здесь никого нет. Выберите другую дату.")


def _heading(column: TableColumn, view: View, path: str) -> Component:
    label = words.sentence(column.label)
    if not column.sortable:
        return html.Th(label, scope="col")
    return sorted_heading(label, column.key, view=view, path=path)


def _row(columns: Sequence[TableColumn], row: Row) -> Component:
    first, *rest = columns
    cells = [html.Td(column.render(row), **named(words.sentence(column.label))) for column in rest]
    return html.Tr([html.Th(first.render(row), scope="row"), *cells])


def named(label: str) -> dict[str, str]:
    """The name of the column of a cell: on a phone a row is a card, and each cell says its own."""
    return {"data-label": label}


def pager(
    view: View,
    path: str,
    *,
    total: int,
    page_size: int,
    page: int | None = None,
    turn: Callable[[View, int], View] = View.on_page,
    label: str = "Страницы списка",
) -> Component:
    """«51–100 из 1 234, страница 2 из 25» and links to the other pages; on paper it says that there are others.

    A second table of a screen gives its own page, how the view turns to another one, and a label.
    """
    last = max(1, -(-total // page_size))
    page = min(page or view.page, last)
    first_row, last_row = (page - 1) * page_size + 1, min(page * page_size, total)
    rows = f"{words.number(first_row)}–{words.number(last_row)} из {words.number(total)}"
    pages = f", страница {words.number(page)} из {words.number(last)}" if last > 1 else ""
    position = html.P(f"{rows}{pages}", className="pager-shown")
    if last == 1:
        return html.Div(position, className="pager")
    page_links = [
        ("« Первая", 1, page > 1),
        ("‹ Предыдущая", page - 1, page > 1),
        ("Следующая ›", page + 1, page < last),
        ("Последняя »", last, page < last),
    ]
    links = [html.Li(_page_link(name, turn(view, number), path, is_open)) for name, number, is_open in page_links]
    return html.Nav([position, html.Ul(links)], className="pager", **{"aria-label": label})


def _page_link(label: str, view: View, path: str, is_open: bool) -> Component:
    if not is_open:
        return html.Span(label, className="pager-way is-shut", **{"aria-disabled": "true"})
    return dcc.Link(label, href=with_view(path, view), className="pager-way")
