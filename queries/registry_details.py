"""What the rows of a registry show: read for these rows alone, a few statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, func, select

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.chunks import chunks
from model.people import Employment, Person
from model.places import Municipality, Organization
from model.routes import Application, Assessment, Result, Route
from queries.person_facts import application_record, is_by, lines
from queries.places import municipality_name, organization_name
from queries.registry_states import (
    is_confirmed_event,
    is_counted_application,
    is_excused_event,
    is_in_time,
    is_route_in_time,
    number_of_events,
    route_state,
    route_term,
)
from queries.route_terms import RouteState
from queries.state import Purpose, counts_on, is_within

Row = Mapping[str, Any]
# Of how many rows the details are read at once.
AT_ONCE = 1000

_NO_ROUTE: Row = {
    **dict.fromkeys(("opened_on", "term", "state", "in_time"), None),
    **dict.fromkeys(("events_chosen", "events_confirmed", "events_excused"), None),
}
_NO_TRAINING: Row = dict.fromkeys(
    (
        *("programme", "provider", "provider_id", "address", "hours", "training_form", "application"),
        *("training_since", "training_until", "attested_on", "document_number", "agreed_events", "stated_provider"),
    )
)


def with_details(reading: Reading, rows: Sequence[Row]) -> list[Row]:
    """The rows of a registry, each with all its columns."""
    return [row for some in chunks(rows, AT_ONCE) for row in _detailed(reading, some)]


def _detailed(reading: Reading, some: Sequence[Row]) -> list[Row]:
    spells = people_at(reading, {row["spell_id"] for row in some})
    # Whose spell is not within the scope has no details, nor has a route or a result of anybody else.
    rows = [row for row in some if spells.get(row["spell_id"], {}).get("person_id") == row["person_id"]]
    persons = {row["person_id"] for row in rows}
    assessed = _latest_assessments(reading, persons)
    routes = _routes(reading, {row["route_id"] for row in rows if row["route_id"] is not None}, persons)
    trainings = _trainings(reading, set(routes))
    results = _results(reading, {row["result_id"] for row in rows if row.get("result_id")}, persons)
    return [
        {
            **spells[row["spell_id"]],
            **_NO_ROUTE,
            **routes.get(row["route_id"], {}),
            **training_columns(row, trainings.get(row["route_id"], Trainings()), results, reading.day),
            **({"in_time": results[row["result_id"]].in_time} if row.get("result_id") in results else {}),
            "procedures": trainings.get(row["route_id"], Trainings()).procedures,
            "person_id": row["person_id"],
            "route_id": row["route_id"],
            "passed_on": assessed.get(row["person_id"]),
        }
        for row in rows
    ]


def people_at(reading: Reading, spells: Iterable[int]) -> dict[int, Row]:
    """Who and where the people of these spells are, by the id of the spell; only of those whom the scope may find."""
    day = reading.day
    query: Select = (
        select(
            *(Employment.id, Employment.full_name, Employment.position, Employment.category, Employment.education),
            *(Employment.person_id, Person.identifier, organization_name(day).label("organization")),
            municipality_name(day).label("municipality"),
        )
        .join(Person, Person.id == Employment.person_id)
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(Employment.id.in_(list(spells)), is_within(reading, Purpose.FINDING))
        .order_by(Employment.id)
    )
    return {row.id: {key: value for key, value in row._mapping.items() if key != "id"} for row in _read(reading, query)}


def _latest_assessments(reading: Reading, persons: Iterable[int]) -> dict[int, date]:
    query = (
        select(Assessment.person_id, func.max(Assessment.passed_on))
        .where(Assessment.person_id.in_(list(persons)), counts_on(reading.day), ~Assessment.is_need)
        .group_by(Assessment.person_id)
    )
    return {row[0]: row[1] for row in _read(reading, query)}


def _routes(reading: Reading, ids: set[int], persons: set[int]) -> dict[int, Row]:
    """The state, the term and the events of each route."""
    day = reading.day
    query: Select = select(
        *(Route.id, Route.opened_on, route_term(day).label("term"), route_state(day).label("state")),
        is_route_in_time(day).label("in_time"),
        number_of_events(day).label("events_chosen"),
        number_of_events(day, is_confirmed_event(day)).label("events_confirmed"),
        number_of_events(day, is_excused_event(day)).label("events_excused"),
    ).where(Route.id.in_(list(ids)), Route.person_id.in_(list(persons)))
    rows = (dict(row._mapping) for row in _read(reading, query))
    return {row.pop("id"): {**row, "state": RouteState(row["state"])} for row in rows}


@dataclass(frozen=True)
class Trainings:
    """The procedures of a route, its counted applications, and its counted results, the first attested before."""

    procedures: Sequence[tuple[str, date, bool]] = ()
    applications: Sequence[SqlRow] = ()
    results: Sequence[SqlRow] = ()


def _trainings(reading: Reading, ids: set[int]) -> dict[int, Trainings]:
    day = reading.day
    procedures, applications, results = (defaultdict[int, list[Any]](list) for _ in range(3))
    columns = (Assessment.route_id, Assessment.procedure, Assessment.passed_on, Assessment.is_need)
    of_routes = select(*columns).where(Assessment.route_id.in_(list(ids)), Assessment.passed_on <= day)
    for row in _read(reading, of_routes.order_by(Assessment.passed_on, Assessment.procedure)):
        procedures[row[0]].append((row[1], row[2], row[3]))
    for row in _read(
        reading, applications_with_names().where(Application.route_id.in_(list(ids)), is_counted_application(day))
    ):
        applications[row[0].route_id].append(row)
    trained = results_with_names().where(Result.route_id.in_(list(ids)), Result.until <= day, Result.counts_from <= day)
    for row in _read(reading, trained.order_by(Result.document_number.is_(None), Result.until, Result.id)):
        results[row[0].route_id].append(row)
    return {one: Trainings(procedures[one], applications[one], results[one]) for one in ids}


def applications_with_names() -> Select:
    """Applications beside the names and addresses of their providers."""
    named: Select = select(Application, Provider.name.label("provider"), Provider.address)
    return named.outerjoin(Provider, Provider.id == Application.provider_id)


def results_with_names() -> Select:
    """Results beside the names of their programmes and of their providers."""
    return (
        select(Result, Programme.name.label("programme"), Provider.name.label("provider"), Provider.address)
        .join(Programme, Programme.id == Result.programme_id)
        .outerjoin(Provider, Provider.id == Result.provider_id)
    )


def _results(reading: Reading, ids: set[int], persons: set[int]) -> dict[int, SqlRow]:
    """The results that are rows themselves, each with whether its attestation was in time."""
    if not ids:
        return {}
    day = reading.day
    query = results_with_names().add_columns(is_in_time(day).label("in_time"))
    query = query.where(Result.id.in_(list(ids)), Result.person_id.in_(list(persons)))
    return {row[0].id: row for row in _read(reading, query)}


def training_columns(row: Row, of_route: Trainings, results: Mapping[int, SqlRow], day: date) -> Row:
    """The programme of a row: that of its result, else the furthest of its route."""
    result = results.get(row.get("result_id") or 0)
    if result is not None:
        applications = [one for one in of_route.applications if _completes(one, result)]
        return _completed(result, applications, day)
    done = [one for one in of_route.results if one[0].document_number is not None]
    if done:
        return _completed(done[0], [one for one in of_route.applications if _completes(one, done[0])], day)
    if not of_route.applications:
        return _NO_TRAINING
    furthest = max(of_route.applications, key=lambda one: _progress(one[0], day))
    return _applied(furthest, day)


def _completes(application: SqlRow, result: SqlRow) -> bool:
    is_same = application[0].programme_id == result[0].programme_id
    return bool(is_same and application[0].submitted_on <= result[0].since)


def _progress(one: Application, day: date) -> tuple[Any, ...]:
    """Live before closed, then how far it has come, the latest last."""
    is_live = not is_by(one.closed_on, day)
    decisions = (is_by(one.provider_on, day), is_by(one.head_on, day))
    return is_live, *decisions, one.submitted_on, one.number or ""


def _completed(result: SqlRow, applications: Sequence[SqlRow], day: date) -> Row:
    """What a row of Appendix 2 says, with the latest application that it completes."""
    row = result[0]
    latest = max(applications, key=lambda one: (one[0].submitted_on, one[0].number or ""), default=None)
    # A row of Appendix 2 that names no provider is that of its application.
    taught_by = latest if latest is not None and result.provider is None else result
    return {
        "programme": result.programme,
        **{"provider": taught_by.provider, "provider_id": taught_by[0].provider_id, "address": taught_by.address},
        "hours": row.hours,
        "training_form": latest[0].training_form if latest else None,
        "application": application_record(latest[0], latest.provider, day) if latest else None,
        "training_since": row.since,
        "training_until": row.until,
        "attested_on": row.until if row.document_number is not None else None,
        "document_number": row.document_number,
        "agreed_events": lines(row.agreed_events),
        "stated_provider": (result.provider, result.address),
    }


def _applied(one: SqlRow, day: date) -> Row:
    """What an application without a result says."""
    row = one[0]
    return {
        **_NO_TRAINING,
        **{"programme": row.name, "provider": one.provider, "provider_id": row.provider_id, "address": one.address},
        **{"training_form": row.training_form, "application": application_record(row, one.provider, day)},
        **{"training_since": row.training_since, "training_until": row.training_until},
    }


def _read(reading: Reading, query: Select) -> Sequence[SqlRow]:
    return reading.session.execute(query).all()
