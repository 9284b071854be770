"""PAGES: the site on one screen; every page is reached through `screen_at`, which checks who asks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from access.importing import IMPORTERS
from access.reading import Reading
from access.scope import Viewer
from dashboard import addresses
from dashboard.pages import (
    account,
    accounts,
    competences,
    definitions,
    exports,
    home,
    import_run,
    imports,
    journal,
    missing,
    municipality,
    organization,
    people,
    person,
    provider,
    quality,
    region,
    upload,
    viewings,
)
from dashboard.starts import starts
from dashboard.visit import Screen, Visit
from model.accounts import Role
from model.database import reading
from model.dates import today

ALL_ROLES = frozenset(Role)
COUNTERS = frozenset({Role.MINISTRY, Role.ASSESSOR, Role.MUNICIPALITY, Role.SCHOOL})
NAMERS = ALL_ROLES - {Role.ADMIN}


@dataclass(frozen=True)
class Page:
    """An address, who may open it, and what it shows; `layout` gives None for what is not there or not theirs."""

    address: str
    roles: frozenset[Role]
    layout: Callable[..., Screen | None]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        numbered = re.sub(r"<(\w+)>", r"(?P<\1>[1-9][0-9]{0,8})", self.address)
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[a-z_]+)", numbered))


PAGES: tuple[Page, ...] = (
    Page("/", ALL_ROLES, home.layout),
    Page("/region", COUNTERS, region.layout),
    Page("/municipality/<identity>", COUNTERS, municipality.layout),
    Page("/organization/<identity>", COUNTERS, organization.layout),
    Page("/competences", COUNTERS, competences.layout),
    Page("/{level}/competences", COUNTERS, competences.layout),
    Page("/{level}/<identity>/competences", COUNTERS, competences.layout),
    Page("/quality", COUNTERS, quality.layout),
    Page("/{level}/quality", COUNTERS, quality.layout),
    Page("/{level}/<identity>/quality", COUNTERS, quality.layout),
    Page("/{level}/quality/{issue}", COUNTERS, quality.rows_layout),
    Page("/{level}/<identity>/quality/{issue}", COUNTERS, quality.rows_layout),
    Page("/{level}/list/{count}", NAMERS, people.layout),
    Page("/{level}/<identity>/list/{count}", NAMERS, people.layout),
    Page("/person/<identity>", NAMERS, person.layout),
    Page("/provider/<identity>", frozenset({Role.PROVIDER, Role.ASSESSOR}), provider.layout),
    Page("/imports", IMPORTERS | {Role.ADMIN}, imports.layout),
    Page("/imports/<identity>", IMPORTERS, upload.layout),
    Page("/imports/runs/<identity>", IMPORTERS | {Role.ADMIN}, import_run.layout),
    Page("/accounts", frozenset({Role.ADMIN}), accounts.layout),
    Page("/accounts/<identity>", frozenset({Role.ADMIN}), account.layout),
    Page("/journal", frozenset({Role.ADMIN}), journal.layout),
    Page("/exports", COUNTERS | {Role.PROVIDER}, exports.layout),
    Page("/viewings", frozenset({Role.EMPLOYEE}), viewings.layout),
    Page("/definitions", ALL_ROLES, definitions.layout),
)


def screen_at(viewer: Viewer, path: str, query: str) -> Screen:
    """What the address shows to the viewer; what is not theirs looks like what does not exist."""
    view = addresses.view_of(query)
    found = page_at(viewer, path)
    with reading() as session:
        visit = Visit(Reading(session, viewer, view.on or today()), view, path)
        if found is None:
            return missing.layout(visit)
        page, given = found
        screen = page.layout(visit, **given) or missing.layout(visit)
        return replace(screen, about=frozenset(visit.reading.named))


def page_at(viewer: Viewer, path: str) -> tuple[Page, dict[str, str | int]] | None:
    """The page of the path, where the viewer holds a role that may open it, and what the path names."""
    for page in PAGES:
        found = page.pattern.fullmatch(path)
        if found and any(viewer.holds(role) for role in page.roles):
            return page, _given(found.groupdict())
    return None


def _given(said: dict[str, str]) -> dict[str, str | int]:
    return {name: int(value) if value.isdigit() else value for name, value in said.items()}


def start_of(viewer: Viewer) -> str | None:
    """The first address where the account's work begins."""
    with reading() as session:
        found = starts(Visit(Reading(session, viewer, today()), addresses.View(), "/"))
    return found[0][1] if found else None
