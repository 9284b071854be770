"""The addresses of registries, of reports for a period and of documents for a meeting."""

from dataclasses import replace
from datetime import date

from dashboard.addresses import View, path_of, with_view
from dashboard.registry_address import ALL_COLUMNS, RegistryView
from model.places import Place


def registry(place: Place, view: View, shown: RegistryView = ALL_COLUMNS) -> str:
    """The address of the registry of a place."""
    return with_view(f"{path_of(place)}/registry", replace(view.carried, registry=shown))


def provider_registry(provider_id: int, view: View) -> str:
    """The address of the registry of a provider."""
    return with_view(f"/provider/{provider_id}/registry", View(on=view.on))


def period(place: Place, view: View) -> str:
    """The address of the report of a place for a period; it keeps the days of the view."""
    return with_view(f"{path_of(place)}/period", _of_period(view, view.since, view.until))


def between(path: str, view: View, since: date, until: date) -> str:
    """The same report for other days."""
    return with_view(path, _of_period(view, since, until))


def behind_flow(place: Place, key: str, view: View, since: date, until: date) -> str:
    """The address of the list behind a figure of a period."""
    return with_view(f"{path_of(place)}/period/{key}", _of_period(view, since, until))


def _of_period(view: View, since: date | None, until: date | None) -> View:
    return replace(view.carried, since=since, until=until, against=None, rate=None, by=None)


def brief(place: Place, suffix: str, view: View) -> str:
    """The address of the document of a place for a meeting; it keeps the dates, the filters and the rate."""
    return with_view(f"{path_of(place)}/brief.{suffix}", replace(view.carried, by=None))
