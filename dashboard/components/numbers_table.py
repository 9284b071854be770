"""A table of numbers that stays whole: one row for each thing, headed by what it is."""

import re
from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.still import still

# A word, or a day.
_WORDS = re.compile(r"[а-яё]{3}|\d\d\.\d\d\.\d{4}", re.IGNORECASE)


def numbers_table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[Component | str, Sequence[Component | str | int | None]]],
) -> Component:
    """Each row: what it is about, and its cells; numbers as readers write them, «—» for what is absent."""
    looks = ["is-text", *map(_look, zip(*[cells for _, cells in rows], strict=True))]
    looks += [""] * (len(headings) - len(looks))
    head = html.Thead(
        html.Tr([html.Th(heading, scope="col", className=look) for heading, look in zip(headings, looks, strict=True)])
    )
    body = [
        html.Tr(
            [
                html.Th(about, scope="row"),
                *[html.Td(_written(cell), className=look) for cell, look in zip(cells, looks[1:], strict=True)],
            ]
        )
        for about, cells in rows
    ]
    table = html.Table([html.Caption(caption), head, html.Tbody(body)], className="table-plain numbers")
    return still(html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption}))


def _look(column: Sequence[Component | str | int | None]) -> str:
    """Numbers stand one under another by their last digit, words by their first letter."""
    return "is-text" if any(isinstance(cell, str) and _WORDS.search(cell) for cell in column) else ""


def _written(cell: Component | str | int | None) -> Component | str:
    return words.number(cell) if cell is None or isinstance(cell, int) else cell
