"""The columns of a table as links that add or take away one, folded under their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.components.still import still


@dataclass(frozen=True)
class ColumnLink:
    """A column of the choice: its heading, whether it is shown, and the address with the other answer."""

    label: str
    is_shown: bool
    href: str


def column_choice(
    columns: Sequence[ColumnLink],
    sets: Sequence[tuple[str, str]],
    *more: Component,
    title: str,
    always: int,
    is_open: bool,
) -> Component:
    """`sets` are whole choices with their addresses, `always` is the number of columns that cannot be taken away."""
    number = sum(column.is_shown for column in columns) + always
    summary = html.Summary(f"Столбцы: {words.ratio(number, len(columns) + always)}")
    links = [html.Li(dcc.Link(text, href=href)) for text, href in sets]
    lists = [
        html.Ul(links, className="quick-days", **{"aria-label": "Наборы столбцов"}),
        html.Ul([_item(column) for column in columns], className="rate-choice", **{"aria-label": title}),
    ]
    return html.Details([summary, still(html.Div(lists)), *more], className="graph-table no-print", open=is_open)


def _item(column: ColumnLink) -> Component:
    sign, deed = ("✓", "убрать") if column.is_shown else ("+", "добавить")
    title = f"{words.sentence(deed)} столбец"
    return html.Li(dcc.Link(f"{sign} {column.label}", href=column.href, title=title))
