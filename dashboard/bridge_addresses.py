"""The addresses of why a rate of a place has changed."""

from dataclasses import replace
from datetime import date

from dashboard.addresses import View, path_of, with_view
from model.places import Place


def why(place: Place, view: View, rate_key: str, against: date) -> str:
    """The address of the bridge of a rate of the place between the day of the view and another day."""
    return with_view(f"{path_of(place)}/why", replace(view.carried, rate=rate_key, against=against, by=None))


def why_step(place: Place, step_key: str, view: View, rate_key: str, against: date) -> str:
    """The address of the rows of one step of the bridge."""
    return with_view(f"{path_of(place)}/why/{step_key}", replace(view.carried, rate=rate_key, against=against, by=None))
