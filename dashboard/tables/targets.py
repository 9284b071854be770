"""The tables of targets: those that are set, how many places meet them, and which."""

from dashboard import words
from dashboard.components.figures_table import plain_rows
from dashboard.pages import attainment as page
from dashboard.pages.targets import HEADINGS as TARGET_HEADINGS
from dashboard.pages.targets import target_cells
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from model.places import Level
from queries.targets import Verdict, attainment, may_set_targets, rates_of, targets_set


def municipalities_attained(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How many municipalities meet each target."""
    return _attained(visit, level, identity, Level.MUNICIPALITY)


def organizations_attained(visit: Visit, level: str, identity: int | None = None) -> PlainTable | None:
    """How many organizations meet each target."""
    return _attained(visit, level, identity, Level.ORGANIZATION)


def _attained(visit: Visit, level: str, identity: int | None, kind: Level) -> PlainTable | None:
    place = page.attained_place(visit, level, identity)
    if place is None or kind not in page.levels_of(place):
        return None
    rates = {rate.key: rate for rate in rates_of(visit.reading, place)}
    rows = []
    for one in attainment(visit.reading, place):
        if one.level is kind:
            target = rates[one.rate.key].target
            share = target[0] / target[1] if target else None
            rows.append([words.sentence(one.rate.label), share, *(len(one.places[verdict]) for verdict in Verdict)])
    meanings = [(words.sentence(rate.label), rate.target_note) for rate in rates.values()]
    title = f"{page.TITLE}: {page.LEVELS[kind].lower()}"
    return PlainTable(
        title, place.name, page.HEADINGS, rows, frozenset({1}), [("Как сравнивается", page.NOTE), *meanings]
    )


def attainment_list(
    visit: Visit, level: str, rate: str, standing: str, identity: int | None = None
) -> PlainTable | None:
    """The places that stand so to their target."""
    listing = page.attainment_list(visit, level, rate, standing, identity)
    if listing is None:
        return None
    headings, rows, _ = plain_rows(page.figures_of(visit, listing), visit.view)
    return PlainTable(listing.title, listing.within.name, headings, rows, meanings=[("Как сравнивается", page.NOTE)])


def targets_in_force(visit: Visit) -> PlainTable | None:
    """The targets that the ministry has set."""
    if not may_set_targets(visit.reading):
        return None
    rows = [target_cells(one) for one in targets_set(visit.reading)]
    return PlainTable("Целевые значения", None, TARGET_HEADINGS, rows)
