"""A table of numbers without paging: a row for each thing, its name in the first cell."""

import re
from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame

# A word or a day.
_WORDS = re.compile(r"[а-яё]{3}|\d\d\.\d\d\.\d{4}", re.IGNORECASE)


def numbers_table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[Component | str, Sequence[Component | str | int | None]]],
    *,
    shows_caption: bool = True,
) -> Component:
    """The rows with their names; numbers in the Russian format, «—» for absent ones."""
    class_names = ["is-text", *map(_alignment, zip(*[cells for _, cells in rows], strict=True))]
    class_names += [""] * (len(headings) - len(class_names))
    head = [
        html.Th(heading, scope="col", className=class_name)
        for heading, class_name in zip(headings, class_names, strict=True)
    ]
    body = [
        html.Tr(
            [
                html.Th(about, scope="row"),
                *[
                    html.Td(_cell_text(cell), className=class_name)
                    for cell, class_name in zip(cells, class_names[1:], strict=True)
                ],
            ]
        )
        for about, cells in rows
    ]
    return still(table_frame(caption, head, body, "table-plain numbers", shows_caption=shows_caption))


def _alignment(column: Sequence[Component | str | int | None]) -> str:
    """The CSS class of a column: numbers align right, words align left."""
    return "is-text" if any(isinstance(cell, str) and _WORDS.search(cell) for cell in column) else ""


def _cell_text(cell: Component | str | int | None) -> Component | str:
    return words.number(cell) if cell is None or isinstance(cell, int) else cell
