"""The addresses of registries, of coverage, of reports for a period and of documents for a meeting."""

from dataclasses import replace
from datetime import date

from dashboard.addresses import REGION, View, path_of, with_view
from dashboard.registry_address import ALL_COLUMNS, RegistryView
from model.coverage import CoverageGroup
from model.dates import Period
from model.places import Place

PROVIDERS = f"{REGION}/providers"


def registry(place: Place, view: View, registry_view: RegistryView = ALL_COLUMNS) -> str:
    """The address of the registry of a place."""
    return with_view(f"{path_of(place)}/registry", replace(view.carried, registry=registry_view))


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


def coverage(place: Place, view: View) -> str:
    """The address of the coverage of a place by years."""
    return with_view(f"{path_of(place)}/coverage", _plain(view))


def coverage_list(place: Place, group: CoverageGroup, view: View, passed: Period | None = None) -> str:
    """The address of a list of those due; of those who passed within a period, where one is given."""
    since, until = (passed.since, passed.until) if passed else (None, None)
    return with_view(f"{path_of(place)}/coverage/{group}", replace(_plain(view), since=since, until=until))


def _plain(view: View) -> View:
    """The date and the filters of the view, without a comparison."""
    return View(on=view.on, filters=view.filters.without_procedure)


def providers(view: View) -> str:
    """The address of the table of providers; it keeps the days of the view."""
    return with_view(PROVIDERS, View(on=view.on, since=view.since, until=view.until))


def provider_figures(provider_id: int, view: View) -> str:
    """The address of how the trainings of a provider ended in a period."""
    return with_view(f"/provider/{provider_id}/figures", View(on=view.on, since=view.since, until=view.until))


def provider_groups(provider_id: int, view: View) -> str:
    """The address of the groups of a provider."""
    return with_view(f"/provider/{provider_id}/groups", View(on=view.on))


def provider_trainings(
    provider_id: int, group: str, view: View, period: Period, municipality: str | None = None
) -> str:
    """The address of the trainings of a provider that ended so in the period; of a municipality, where one is named."""
    list_view = View(on=view.on, since=period.since, until=period.until, batch=municipality)
    return with_view(f"/provider/{provider_id}/trainings/{group}", list_view)


def training_group(provider_id: int, group: str, view: View, batch: str) -> str:
    """The address of the applications of a group of a provider that have come so far; `batch` names the group."""
    return with_view(f"/provider/{provider_id}/groups/{group}", View(on=view.on, batch=batch))


def provider_queue(provider_id: int, stage: str, view: View) -> str:
    """The address of the applications to a provider that ask for its action."""
    return with_view(f"/provider/{provider_id}", View(on=view.on, stage=stage))


def procedures(place: Place, view: View) -> str:
    """The address of the procedures of a place in a period; it keeps the days of the view."""
    return with_view(f"{path_of(place)}/procedures", replace(_plain(view), since=view.since, until=view.until))


def procedure_list(
    place: Place, group: str, view: View, period: Period, procedure: str | None = None, batch: str | None = None
) -> str:
    """The address of the list behind a figure of procedures; of one of them and one of its groups, where named."""
    plain = _plain(view)
    filters = replace(plain.filters, procedure=procedure)
    list_view = replace(plain, filters=filters, since=period.since, until=period.until, batch=batch)
    return with_view(f"{path_of(place)}/procedures/{group}", list_view)


def notice_path(place: Place) -> str:
    """The path of the notice of new results, without its format."""
    return f"{path_of(place)}/procedures/notice"


def practices(place: Place, view: View) -> str:
    """The address of the practices of a place."""
    return with_view(f"{path_of(place)}/practices", View(on=view.on))


def practice_list(place: Place, group: str, view: View) -> str:
    """The address of the people of whom a practice is told."""
    return with_view(f"{path_of(place)}/practices/{group}", View(on=view.on))
