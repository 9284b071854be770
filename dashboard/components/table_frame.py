"""The one HTML table: a caption, a head and rows, in a frame that a narrow screen and the keyboard can push."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import html


def table_frame(
    caption: str,
    headings: Sequence[Component | str],
    rows: Sequence[Component],
    look: str = "table-plain",
    *,
    shows_caption: bool = True,
    has_groups: bool = False,
) -> Component:
    """The rows under their headings; a heading is a text, or a cell that sorts.

    A caption that repeats the title above is for screen readers alone. With `has_groups` the rows are table bodies.
    """
    cells = [one if isinstance(one, Component) else html.Th(one, scope="col") for one in headings]
    bodies = rows if has_groups else [html.Tbody(list(rows))]
    title = html.Caption(caption, **({} if shows_caption else {"className": "visually-hidden"}))
    table = html.Table([title, html.Thead(html.Tr(cells)), *bodies], className=look)
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption})
