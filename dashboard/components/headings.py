"""The head of a table sorted by its address: each sortable heading is a link; and links for ways of order."""

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import View, with_view
from dashboard.components.still import still

NAME = "name"
# What the address says of an order (None: the first one), and how a link calls it.
WayOfOrder = tuple[str | None, str]
BY_NAME: WayOfOrder = (NAME, "по названию")


def sorted_heading(
    label: str, key: str, *, view: View, path: str, by_default: bool = False, lowest_first: bool = False
) -> Component:
    """A heading that sorts by its column; the active one shows its direction and tells it to screen readers.

    With `lowest_first` the first click puts the lowest value first: the worst of a rate, the first of names.
    """
    is_descending = view.descending if view.sort == key else not lowest_first
    is_sorted = view.sort == key or (by_default and view.sort is None)
    order = ("descending" if is_descending else "ascending") if is_sorted else "none"
    sign = {"ascending": "▲", "descending": "▼", "none": ""}[order]
    arrow = html.Span(sign, className="sort-sign", **{"aria-hidden": "true"})
    if by_default and not is_sorted:
        after = view.in_first_order()
    else:
        after = replace(view.on_first_pages, sort=key, descending=is_descending is not is_sorted)
    link = dcc.Link([label, arrow], href=with_view(path, after), title=f"Упорядочить: {label}")
    return html.Th(link, scope="col", **{"aria-sort": order})


def order_links(ways: Sequence[WayOfOrder], *, view: View, path: str, lowest_first: bool = True) -> Component:
    """The ways to put the rows in order, as links; where the table is sorted by a column, none of them is current."""
    items = []
    for key, label in ways:
        if view.sort == key:
            items.append(html.Li(html.Span(label, **{"aria-current": "true"})))
            continue
        after = replace(view.on_first_pages, sort=key, descending=key is not None and not lowest_first)
        items.append(html.Li(dcc.Link(label, href=with_view(path, after))))
    lead = html.Span("Порядок строк:", className="control-label")
    listed = html.Ul(items, className="quick-days", **{"aria-label": "Порядок строк"})
    return still(html.Div([lead, listed], className="orders"))
