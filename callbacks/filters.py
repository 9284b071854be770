"""The date, the filters and the search → the address."""

from dataclasses import replace

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update

from dashboard.addresses import View, view_of, with_view
from dashboard.components.date_filter import Ids as DateIds
from dashboard.components.filters import filter_id
from dashboard.components.search_box import Ids as SearchIds
from dashboard.frame import Ids
from model.dates import today
from model.wording import FILTER_LABELS
from web.clean_text import clean_text

_search = Output(Ids.ADDRESS, "search", allow_duplicate=True)
_now = State(Ids.ADDRESS, "search")


@callback(_search, Input(DateIds.DAY, "value"), _now, prevent_initial_call=True)
def pick_day(day: str | None, search: str | None) -> str | NoUpdate:
    """Another reporting date; the field that a new page brings with it changes nothing."""
    view = view_of(clean_text(search))
    asked = view_of(f"on={clean_text(day)}").on
    if asked is None or asked == (view.on or today()):
        return no_update
    return _said(replace(view, on=asked, page=1))


@callback(_search, Input(DateIds.AGAINST, "value"), _now, prevent_initial_call=True)
def pick_against(day: str | None, search: str | None) -> str | NoUpdate:
    """Another date to compare with; an emptied field ends the comparison."""
    view = view_of(clean_text(search))
    asked = view_of(f"against={clean_text(day)}").against
    if asked == view.against or (asked is None and clean_text(day)):
        return no_update
    return _said(replace(view, against=asked))


@callback(_search, Input(filter_id(ALL), "value"), _now, prevent_initial_call=True)
def pick_filters(_values: list[str], search: str | None) -> str | NoUpdate:
    """Other filters; each list tells its own value."""
    view = view_of(clean_text(search))
    told = {one["id"]["filter"]: one.get("value") for one in ctx.inputs_list[0]}
    chosen = {name: clean_text(told[name]) or None for name in FILTER_LABELS if name in told}
    asked = replace(view.filters, **chosen)
    return no_update if asked == view.filters else _said(replace(view, filters=asked, page=1))


@callback(_search, Input(SearchIds.IN_LIST, "value"), _now, prevent_initial_call=True)
def search_list(text: str | None, search: str | None) -> str | NoUpdate:
    """Another search in the list of the screen."""
    view = view_of(clean_text(search))
    asked = clean_text(text)
    return no_update if asked == view.search else _said(replace(view, search=asked, page=1))


def _said(view: View) -> str:
    return with_view("", view)
