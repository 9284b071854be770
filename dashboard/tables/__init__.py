"""TABLES: every table of every screen as values, at the screen's address followed by /table/<name>."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from access.reading import Reading
from access.scope import Viewer
from dashboard.addresses import view_of
from dashboard.components import download_links
from dashboard.pages import page_at
from dashboard.pages.definitions import MEASURE_TABLES
from dashboard.tables import (
    admin_tables,
    applications_events,
    bridge,
    catalogue,
    coverage,
    people,
    period,
    places,
    practices,
    procedures,
    providers,
    quality,
    registry,
    scores,
    targets,
)
from dashboard.tables.plain import NARROW, LongTable, LongTableError, PlainTable
from dashboard.visit import Visit
from model.database import read_session
from model.dates import today
from queries.small_groups import WithheldError

TableOf = Callable[..., LongTable | PlainTable | None]

_OF_PLACE: Mapping[str, TableOf] = {"stages": places.stages, "months": places.months}
_OF_PARTS: Mapping[str, TableOf] = {"attention": places.attention, **_OF_PLACE}
_OF_SCORES: Mapping[str, TableOf] = {
    "spread": scores.spread,
    "needs": scores.needs,
    "positions": scores.positions,
    "procedures": scores.procedures,
    "changes": scores.changes,
    "choices": scores.choices,
    "practices": scores.practices,
}
_OF_QUALITY: Mapping[str, TableOf] = {"issues": quality.issues, "freshness": quality.freshness}
_OF_ISSUE: Mapping[str, TableOf] = {"rows": quality.rows}
_OF_APPLICATIONS: Mapping[str, TableOf] = {
    "stages": applications_events.stages,
    "waits": applications_events.waits,
    "provider": applications_events.by_provider,
    "programme": applications_events.by_programme,
    "refused": applications_events.rejected_table,
}
_OF_EVENTS: Mapping[str, TableOf] = {"coming": applications_events.coming, "past": applications_events.past}
_OF_EVENT: Mapping[str, TableOf] = {"takers": applications_events.takers}
_OF_CATALOGUE: Mapping[str, TableOf] = {
    "events": catalogue.events,
    "programmes": catalogue.programmes,
    "unlisted": catalogue.unlisted,
}
_OF_UNLISTED: Mapping[str, TableOf] = {"people": catalogue.people}
_OF_ATTAINMENT: Mapping[str, TableOf] = {
    "municipalities": targets.municipalities_attained,
    "organizations": targets.organizations_attained,
}
_OF_PERIOD: Mapping[str, TableOf] = {
    "flows": period.flows,
    "quarters": period.quarters,
    "parts": period.parts,
    "cohort": period.cohort,
    "curve": period.curve,
}
_OF_BRIDGE: Mapping[str, TableOf] = {"steps": bridge.steps, "places": bridge.places}
_OF_STEP: Mapping[str, TableOf] = {"rows": bridge.rows}
_OF_COVERAGE: Mapping[str, TableOf] = {"years": coverage.years, "parts": coverage.parts}
_OF_PROCEDURES: Mapping[str, TableOf] = {"figures": procedures.figures, "days": procedures.days}
_OF_LIST: Mapping[str, TableOf] = {"rows": people.behind}

# Keys are the patterns of addresses in PAGES.
TABLES: Mapping[str, Mapping[str, TableOf]] = {
    "/region": {"places": places.parts_of_region, **_OF_PARTS},
    "/municipality/<identity>": {"places": places.parts_of_municipality, **_OF_PARTS},
    "/organization/<identity>": {**_OF_PLACE, "rows": people.staff_of},
    "/competences": _OF_SCORES,
    "/{level}/competences": _OF_SCORES,
    "/{level}/<identity>/competences": _OF_SCORES,
    "/{level}/applications": {"parts": applications_events.by_part, **_OF_APPLICATIONS},
    "/{level}/<identity>/applications": {"parts": applications_events.by_part, **_OF_APPLICATIONS},
    "/provider/<identity>/registry": {"rows": registry.rows_of_provider},
    "/provider/<identity>/figures": {
        "municipalities": providers.municipalities,
        "training-months": providers.months,
    },
    "/provider/<identity>/groups": {"groups": providers.groups},
    "/provider/<identity>/groups/{group}": {"rows": providers.group_rows},
    "/provider/<identity>/trainings/{group}": {"rows": providers.rows},
    "/region/providers": {"providers": providers.all_of_region},
    "/{level}/coverage": _OF_COVERAGE,
    "/{level}/<identity>/coverage": _OF_COVERAGE,
    "/{level}/coverage/{group}": {"rows": coverage.rows},
    "/{level}/<identity>/coverage/{group}": {"rows": coverage.rows},
    "/{level}/procedures": _OF_PROCEDURES,
    "/{level}/<identity>/procedures": _OF_PROCEDURES,
    "/{level}/procedures/{group}": {"rows": procedures.rows},
    "/{level}/<identity>/procedures/{group}": {"rows": procedures.rows},
    "/{level}/practices": {"practised": practices.organizations},
    "/{level}/<identity>/practices": {"practised": practices.organizations},
    "/{level}/practices/{group}": {"rows": practices.rows},
    "/{level}/<identity>/practices/{group}": {"rows": practices.rows},
    "/{level}/registry": {"rows": registry.rows},
    "/{level}/<identity>/registry": {"rows": registry.rows},
    "/{level}/period": _OF_PERIOD,
    "/{level}/<identity>/period": _OF_PERIOD,
    "/{level}/period/{flow}": {"rows": period.rows},
    "/{level}/<identity>/period/{flow}": {"rows": period.rows},
    "/{level}/why": _OF_BRIDGE,
    "/{level}/<identity>/why": _OF_BRIDGE,
    "/{level}/why/{step}": _OF_STEP,
    "/{level}/<identity>/why/{step}": _OF_STEP,
    "/{level}/events": _OF_EVENTS,
    "/{level}/<identity>/events": _OF_EVENTS,
    "/{level}/events/<event>/<starts>": _OF_EVENT,
    "/{level}/<identity>/events/<event>/<starts>": _OF_EVENT,
    "/{level}/catalogue": _OF_CATALOGUE,
    "/{level}/<identity>/catalogue": _OF_CATALOGUE,
    "/{level}/catalogue/people": _OF_UNLISTED,
    "/{level}/<identity>/catalogue/people": _OF_UNLISTED,
    "/{level}/targets": _OF_ATTAINMENT,
    "/{level}/<identity>/targets": _OF_ATTAINMENT,
    "/{level}/targets/{rate}/{standing}": {"places": targets.attainment_list},
    "/{level}/<identity>/targets/{rate}/{standing}": {"places": targets.attainment_list},
    "/quality": _OF_QUALITY,
    "/{level}/quality": _OF_QUALITY,
    "/{level}/<identity>/quality": _OF_QUALITY,
    "/{level}/quality/{issue}": _OF_ISSUE,
    "/{level}/<identity>/quality/{issue}": _OF_ISSUE,
    "/{level}/list/{count}": _OF_LIST,
    "/{level}/<identity>/list/{count}": _OF_LIST,
    "/person/<identity>": {"applications": people.applications_of},
    "/provider/<identity>": {
        "applications": people.applications_to,
        "programmes": people.programmes_of,
        "catalogue": catalogue.of_provider,
    },
    "/imports": {"files": admin_tables.imports},
    "/imports/runs/<identity>": {"figures": admin_tables.figures_of_import},
    "/targets": {"targets": targets.targets_in_force},
    "/reference": {"operations": admin_tables.operations},
    "/bounds": {"bounds": scores.bounds},
    "/accounts": {"accounts": admin_tables.accounts_and_grants},
    "/journal": {"lines": admin_tables.journal_lines},
    "/viewings": {"looks": admin_tables.viewing_rows},
    "/definitions": {
        "rates": admin_tables.rates,
        "counts": admin_tables.counts,
        "concerns": admin_tables.concerns,
        **{name: admin_tables.measures(name) for name in MEASURE_TABLES},
    },
}


def table_at(viewer: Viewer, path: str, query: str, name: str) -> tuple[PlainTable, Visit] | None:
    """A table of the screen at the path; None where it does not exist or is not the viewer's.

    Raises LongTableError where it has too many rows to be made at once.
    """
    # All rows, not one page of them.
    view = replace(view_of(query), page=1)
    with read_session() as session:
        visit = Visit(Reading(session, viewer, view.on or today()), view, path)
        table = table_on(visit, name)
        if isinstance(table, LongTable):
            table = table.at_once()
    most = download_links.MOST_ROWS
    if table and len(table.rows) > most:
        raise LongTableError(most, NARROW)
    return (table, visit) if table else None


def printed_rows(
    viewer: Viewer, path: str, query: str, name: str, most: int
) -> tuple[PlainTable, int, frozenset[int]] | None:
    """The first rows of a list of the screen, the number of all, and whom they name; None where there is no list."""
    view = replace(view_of(query), page=1)
    with read_session() as session:
        visit = Visit(Reading(session, viewer, view.on or today()), view, path)
        table = table_on(visit, name)
        if not isinstance(table, LongTable):
            return None
        rows, total = table.read(1, most)
        return PlainTable(table.title, table.place, table.headings, rows), total, frozenset(visit.reading.named)


def table_on(visit: Visit, name: str) -> LongTable | PlainTable | None:
    """A table of the screen of the visit; None where it does not exist or is not the viewer's."""
    match = page_at(visit.reading.viewer, visit.path)
    if match is None:
        return None
    page, params = match
    table_of = TABLES.get(page.address, {}).get(name)
    if table_of is None:
        return None
    try:
        return table_of(visit, **params)
    except WithheldError:
        return None
