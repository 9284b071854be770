"""The head of a table that is sorted by its address: a link in each heading that can be sorted by."""

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import View, with_view


def sorted_heading(label: str, key: str, *, view: View, path: str, by_default: bool = False) -> Component:
    """A heading that sorts by its column; the column in force says which way, in a sign and to a screen reader."""
    is_sorted = view.sort == key or (by_default and view.sort is None)
    order = ("descending" if view.descending else "ascending") if is_sorted else "none"
    sign = {"ascending": "▲", "descending": "▼", "none": ""}[order]
    arrow = html.Span(sign, className="sort-sign", **{"aria-hidden": "true"})
    link = dcc.Link([label, arrow], href=with_view(path, _next(view, key, by_default)), title=f"Упорядочить: {label}")
    return html.Th(link, scope="col", **{"aria-sort": order})


def _next(view: View, key: str, by_default: bool) -> View:
    # Names come in the order of the alphabet first; View.sorted_by puts the biggest first, which is right for numbers.
    if by_default and view.sort not in (None, key):
        return view.in_first_order()
    return view.sorted_by(key)
