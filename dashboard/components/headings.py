"""The head of a table sorted by its address: each sortable heading is a link."""

from dataclasses import replace

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.addresses import View, with_view


def sorted_heading(
    label: str, key: str, *, view: View, path: str, by_default: bool = False, lowest_first: bool = False
) -> Component:
    """A heading that sorts by its column; the active one shows its direction and tells it to screen readers.

    With `lowest_first` the first click puts the lowest value first: the worst of a rate.
    """
    is_sorted = view.sort == key or (by_default and view.sort is None)
    order = ("descending" if view.descending else "ascending") if is_sorted else "none"
    sign = {"ascending": "▲", "descending": "▼", "none": ""}[order]
    arrow = html.Span(sign, className="sort-sign", **{"aria-hidden": "true"})
    link = dcc.Link(
        [label, arrow], href=with_view(path, _next(view, key, by_default, lowest_first)), title=f"Упорядочить: {label}"
    )
    return html.Th(link, scope="col", **{"aria-sort": order})


def _next(view: View, key: str, by_default: bool, lowest_first: bool) -> View:
    # Names sort ascending first; View.sorted_by sorts descending first, which suits numbers.
    if by_default and view.sort not in (None, key):
        return view.in_first_order()
    if lowest_first and view.sort != key:
        return replace(view.sorted_by(key), descending=False)
    return view.sorted_by(key)
