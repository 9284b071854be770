"""PAGES: the pages of the site; `screen_at` opens every page and checks the viewer's rights."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from access.import_rights import IMPORTERS
from access.reading import Reading
from access.scope import Viewer
from dashboard import addresses, words
from dashboard.home_links import home_links
from dashboard.pages import (
    account,
    accounts,
    applications,
    attainment,
    bounds,
    bridge,
    catalogue,
    competences,
    coverage,
    coverage_lists,
    definitions,
    events,
    exports,
    guide,
    home,
    import_run,
    imports,
    journal,
    missing,
    municipality,
    organization,
    other_day,
    people,
    period,
    period_lists,
    person,
    practices,
    procedure_lists,
    procedures,
    provider,
    provider_figures,
    provider_group_lists,
    provider_groups,
    provider_trainings,
    providers,
    quality,
    reference,
    region,
    registry,
    targets,
    upload,
    viewings,
    withheld,
)
from dashboard.pages.sections import screens_of
from dashboard.visit import Screen, Visit
from model.accounts import Role
from model.database import read_session
from model.dates import today
from queries.current_data import read_at_primary, read_current
from queries.places import granted, region_parts
from queries.small_groups import WithheldError

ALL_ROLES = frozenset(Role)
COUNTERS = frozenset({Role.MINISTRY, Role.ASSESSOR, Role.MUNICIPALITY, Role.SCHOOL})
# Those who count a place with organizations in it.
COMPARERS = COUNTERS - {Role.SCHOOL}
PROVIDER_READERS = frozenset({Role.PROVIDER, Role.ASSESSOR, Role.MINISTRY})
REGION_COUNTERS = frozenset({Role.ASSESSOR, Role.MINISTRY})
NAMERS = ALL_ROLES - {Role.ADMIN}


@dataclass(frozen=True)
class Page:
    """An address, the roles that may open it, and its layout, which is None for what is absent or not the viewer's.

    `is_cacheable`: the page depends on the address, the grants, the day and the imports only, and on nothing of the
    account, its session or its jobs (docs/decisions/0018-page-cache.md).
    """

    address: str
    roles: frozenset[Role]
    layout: Callable[..., Screen | None]
    is_cacheable: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        numbered = re.sub(r"<(\w+)>", r"(?P<\1>[1-9][0-9]{0,8})", self.address)
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[a-z_]+)", numbered))


PAGES: tuple[Page, ...] = (
    Page("/", ALL_ROLES, home.layout, is_cacheable=True),
    Page("/region", COUNTERS, region.layout, is_cacheable=True),
    Page("/municipality/<identity>", COUNTERS, municipality.layout, is_cacheable=True),
    Page("/organization/<identity>", COUNTERS, organization.layout, is_cacheable=True),
    Page("/competences", COUNTERS, competences.layout, is_cacheable=True),
    Page("/{level}/competences", COUNTERS, competences.layout, is_cacheable=True),
    Page("/{level}/<identity>/competences", COUNTERS, competences.layout, is_cacheable=True),
    Page("/{level}/applications", COUNTERS, applications.layout, is_cacheable=True),
    Page("/{level}/<identity>/applications", COUNTERS, applications.layout, is_cacheable=True),
    Page("/provider/<identity>/registry", PROVIDER_READERS, registry.provider_layout, is_cacheable=True),
    Page("/provider/<identity>/figures", PROVIDER_READERS, provider_figures.layout, is_cacheable=True),
    Page("/provider/<identity>/groups", PROVIDER_READERS, provider_groups.layout, is_cacheable=True),
    Page("/provider/<identity>/groups/{group}", PROVIDER_READERS, provider_group_lists.layout, is_cacheable=True),
    Page("/provider/<identity>/trainings/{group}", PROVIDER_READERS, provider_trainings.layout, is_cacheable=True),
    Page("/region/providers", REGION_COUNTERS, providers.layout, is_cacheable=True),
    Page("/{level}/coverage", COUNTERS, coverage.layout, is_cacheable=True),
    Page("/{level}/<identity>/coverage", COUNTERS, coverage.layout, is_cacheable=True),
    Page("/{level}/coverage/{group}", COUNTERS, coverage_lists.layout, is_cacheable=True),
    Page("/{level}/<identity>/coverage/{group}", COUNTERS, coverage_lists.layout, is_cacheable=True),
    Page("/{level}/procedures", COUNTERS, procedures.layout, is_cacheable=True),
    Page("/{level}/<identity>/procedures", COUNTERS, procedures.layout, is_cacheable=True),
    Page("/{level}/procedures/{group}", COUNTERS, procedure_lists.layout, is_cacheable=True),
    Page("/{level}/<identity>/procedures/{group}", COUNTERS, procedure_lists.layout, is_cacheable=True),
    Page("/{level}/practices", COUNTERS, practices.layout, is_cacheable=True),
    Page("/{level}/<identity>/practices", COUNTERS, practices.layout, is_cacheable=True),
    Page("/{level}/practices/{group}", COUNTERS, practices.list_layout, is_cacheable=True),
    Page("/{level}/<identity>/practices/{group}", COUNTERS, practices.list_layout, is_cacheable=True),
    Page("/{level}/registry", COUNTERS, registry.layout, is_cacheable=True),
    Page("/{level}/<identity>/registry", COUNTERS, registry.layout, is_cacheable=True),
    Page("/{level}/period", COUNTERS, period.layout, is_cacheable=True),
    Page("/{level}/<identity>/period", COUNTERS, period.layout, is_cacheable=True),
    Page("/{level}/period/{flow}", COUNTERS, period_lists.layout, is_cacheable=True),
    Page("/{level}/<identity>/period/{flow}", COUNTERS, period_lists.layout, is_cacheable=True),
    Page("/{level}/why", COUNTERS, bridge.layout, is_cacheable=True),
    Page("/{level}/<identity>/why", COUNTERS, bridge.layout, is_cacheable=True),
    Page("/{level}/why/{step}", COUNTERS, bridge.step_layout, is_cacheable=True),
    Page("/{level}/<identity>/why/{step}", COUNTERS, bridge.step_layout, is_cacheable=True),
    Page("/{level}/events", COUNTERS, events.layout, is_cacheable=True),
    Page("/{level}/<identity>/events", COUNTERS, events.layout, is_cacheable=True),
    Page("/{level}/events/<event>/<starts>", COUNTERS, events.event_layout, is_cacheable=True),
    Page("/{level}/<identity>/events/<event>/<starts>", COUNTERS, events.event_layout, is_cacheable=True),
    Page("/{level}/catalogue", COUNTERS, catalogue.layout, is_cacheable=True),
    Page("/{level}/<identity>/catalogue", COUNTERS, catalogue.layout, is_cacheable=True),
    Page("/{level}/catalogue/people", COUNTERS, catalogue.people_layout, is_cacheable=True),
    Page("/{level}/<identity>/catalogue/people", COUNTERS, catalogue.people_layout, is_cacheable=True),
    Page("/{level}/targets", COMPARERS, attainment.layout, is_cacheable=True),
    Page("/{level}/<identity>/targets", COMPARERS, attainment.layout, is_cacheable=True),
    Page("/{level}/targets/{rate}/{standing}", COMPARERS, attainment.list_layout, is_cacheable=True),
    Page("/{level}/<identity>/targets/{rate}/{standing}", COMPARERS, attainment.list_layout, is_cacheable=True),
    Page("/quality", COUNTERS, quality.layout, is_cacheable=True),
    Page("/{level}/quality", COUNTERS, quality.layout, is_cacheable=True),
    Page("/{level}/<identity>/quality", COUNTERS, quality.layout, is_cacheable=True),
    Page("/{level}/quality/{issue}", COUNTERS, quality.rows_layout, is_cacheable=True),
    Page("/{level}/<identity>/quality/{issue}", COUNTERS, quality.rows_layout, is_cacheable=True),
    Page("/{level}/list/{count}", NAMERS, people.layout, is_cacheable=True),
    Page("/{level}/<identity>/list/{count}", NAMERS, people.layout, is_cacheable=True),
    Page("/person/<identity>", NAMERS, person.layout, is_cacheable=True),
    Page("/provider/<identity>", PROVIDER_READERS, provider.layout, is_cacheable=True),
    Page("/imports", IMPORTERS | {Role.ADMIN}, imports.layout),
    Page("/imports/<identity>", IMPORTERS, upload.layout),
    Page("/imports/runs/<identity>", IMPORTERS | {Role.ADMIN}, import_run.layout),
    Page("/targets", frozenset({Role.MINISTRY}), targets.layout),
    Page("/reference", frozenset({Role.ASSESSOR}), reference.layout),
    Page("/bounds", frozenset({Role.ASSESSOR}), bounds.layout),
    Page("/accounts", frozenset({Role.ADMIN}), accounts.layout),
    Page("/accounts/<identity>", frozenset({Role.ADMIN}), account.layout),
    Page("/journal", frozenset({Role.ADMIN}), journal.layout),
    Page("/exports", COUNTERS | {Role.PROVIDER, Role.ADMIN}, exports.layout),
    Page("/viewings", frozenset({Role.EMPLOYEE}), viewings.layout),
    Page("/definitions", ALL_ROLES, definitions.layout, is_cacheable=True),
    Page("/guide", ALL_ROLES, guide.layout),
)


def screen_at(viewer: Viewer, path: str, query: str) -> Screen:
    """The screen at the address; what is not the viewer's looks like what does not exist."""
    view = _comparable(addresses.view_of(query))
    match = page_at(viewer, path)
    read = read_current if match and match[0].is_cacheable else read_at_primary
    return read(viewer, view.on or today(), lambda reading: _screen_of(Visit(reading, view, path), match))


def _screen_of(visit: Visit, match: tuple[Page, dict[str, str | int]] | None) -> Screen:
    if match is None:
        return missing.layout(visit)
    page, params = match
    refused = other_day.refusal(visit, today())
    if refused is not None:
        return refused
    try:
        screen = page.layout(visit, **params)
    except WithheldError:
        return withheld.layout(visit)
    is_cacheable = screen is not None and page.is_cacheable
    answer = screen or missing.layout(visit)
    title, about = _with_day(answer.title, visit), frozenset(visit.reading.named)
    return replace(answer, title=title, about=about, is_cacheable=is_cacheable)


def _comparable(view: addresses.View) -> addresses.View:
    """The view without a day to compare with that has not come."""
    return replace(view, against=None) if view.against and view.against > today() else view


def _with_day(title: str, visit: Visit) -> str:
    """The title of the document; on a day that is not today it names the day."""
    return title if visit.reading.day == today() else f"{title} — на {words.day(visit.reading.day)}"


def page_at(viewer: Viewer, path: str) -> tuple[Page, dict[str, str | int]] | None:
    """The page of the path and its parameters; None where the viewer has no role that may open it."""
    for page in PAGES:
        match = page.pattern.fullmatch(path)
        if match and any(viewer.holds(role) for role in page.roles):
            return page, _params(match.groupdict())
    return None


def _params(groups: dict[str, str]) -> dict[str, str | int]:
    return {name: int(value) if value.isdigit() else value for name, value in groups.items()}


def usual_addresses(viewer: Viewer) -> tuple[list[str], list[str]]:
    """The cacheable home addresses of the account, and those one click away."""
    with read_session() as session:
        visit = Visit(Reading(session, viewer, today()), addresses.View(), "/")
        first = [address for _, address in home_links(visit)]
        near = [address for place in granted(visit.reading) for _, address in screens_of(place, visit.view)]
        if visit.reading.scope.counts_region:
            near += [addresses.place(one, visit.view) for one in region_parts(visit.reading)]
    return _cacheable(viewer, first), [address for address in _cacheable(viewer, near) if address not in first]


def _cacheable(viewer: Viewer, candidates: Iterable[str]) -> list[str]:
    pages = {address: page_at(viewer, address) for address in candidates}
    return [address for address, page in pages.items() if page and page[0].is_cacheable]


def start_of(viewer: Viewer) -> str | None:
    """The first home address of the account."""
    with read_session() as session:
        links = home_links(Visit(Reading(session, viewer, today()), addresses.View(), "/"))
    return links[0][1] if links else None
