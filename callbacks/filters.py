"""The date, the filters and the search: they change the address."""

from dataclasses import replace

from dash import ALL, Input, NoUpdate, Output, State, callback, ctx, no_update

from dashboard.addresses import View, view_of, with_view
from dashboard.components.date_filter import Ids as DateIds
from dashboard.components.filters import filter_id
from dashboard.components.narrowing import narrowed_view, narrowing_id
from dashboard.components.search_box import Ids as SearchIds
from dashboard.frame import Ids
from model.dates import today
from model.wording import FILTER_LABELS
from web.clean_text import clean_text

_search = Output(Ids.ADDRESS, "search", allow_duplicate=True)
_now = State(Ids.ADDRESS, "search")


@callback(_search, Input(DateIds.DAY, "value"), _now, prevent_initial_call=True)
def pick_day(day: str | None, search: str | None) -> str | NoUpdate:
    """The address with another reporting date; the same date changes nothing."""
    view = view_of(clean_text(search))
    date = view_of(f"on={clean_text(day)}").on
    if date is None or date == (view.on or today()):
        return no_update
    return _query(replace(view.on_first_pages, on=date))


@callback(_search, Input(DateIds.AGAINST, "value"), _now, prevent_initial_call=True)
def pick_against(day: str | None, search: str | None) -> str | NoUpdate:
    """The address with another date to compare with; an empty field ends the comparison."""
    view = view_of(clean_text(search))
    date = view_of(f"against={clean_text(day)}").against
    if date == view.against or (date is None and clean_text(day)):
        return no_update
    return _query(replace(view, against=date))


@callback(_search, Input(filter_id(ALL), "value"), _now, prevent_initial_call=True)
def pick_filters(_values: list[str], search: str | None) -> str | NoUpdate:
    """The address with other filters."""
    view = view_of(clean_text(search))
    values = {field["id"]["filter"]: field.get("value") for field in ctx.inputs_list[0]}
    selected = {name: clean_text(values[name]) or None for name in FILTER_LABELS if name in values}
    filters = replace(view.filters, **selected)
    return no_update if filters == view.filters else _query(replace(view.on_first_pages, filters=filters))


@callback(_search, Input(narrowing_id(ALL), "value"), _now, prevent_initial_call=True)
def pick_narrowing(_values: list[str], search: str | None) -> str | NoUpdate:
    """The address of a registry or a report with other fields."""
    view = view_of(clean_text(search))
    values = {field["id"]["narrowing"]: clean_text(field.get("value")) for field in ctx.inputs_list[0]}
    narrowed = narrowed_view(view, values)
    return no_update if narrowed == view else _query(narrowed.on_first_pages)


@callback(_search, Input(SearchIds.IN_LIST, "value"), _now, prevent_initial_call=True)
def search_list(text: str | None, search: str | None) -> str | NoUpdate:
    """The address with another search in the list of the screen."""
    view = view_of(clean_text(search))
    words = clean_text(text)
    return no_update if words == view.search else _query(replace(view.on_first_pages, search=words))


def _query(view: View) -> str:
    return with_view("", view)
