"""What the rows of the registry are, and what they may be narrowed to beside the filters of every screen."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, select

from model.routes import Application, Assessment, Participation, Result, Route
from queries.registry_states import (
    is_counted_application,
    is_in_time,
    is_route_in_time,
    route_state,
    standing_events,
)
from queries.route_terms import RouteState
from timeline.store import state_span


class RegistryRows(StrEnum):
    """What a row of the registry stands for."""

    PEOPLE = "people"
    ROUTES = "routes"
    RESULTS = "results"


@dataclass(frozen=True)
class RegistryFilters:
    """Each field is None (all rows) or the one value asked for.

    `reached` is the key of a count of people. `since` and `until` bound the day of the row: of a result its last day,
    of a route the day it was opened, of a person the day of an assessment.
    """

    reached: str | None = None
    programme_id: int | None = None
    provider_id: int | None = None
    since: date | None = None
    until: date | None = None
    level: str | None = None
    in_time: bool | None = None
    state: RouteState | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, field.name) is None for field in fields(self))


ALL_ROWS = RegistryFilters()


def narrowing_rows(rows: RegistryRows, filters: RegistryFilters, day: date) -> list[ColumnElement[bool]]:
    """The conditions on state_span beside Route, and Result where a row is a result."""
    conditions: list[ColumnElement[bool]] = []
    if filters.reached is not None:
        conditions.append(state_span.c[filters.reached] == 1)
    if filters.programme_id is not None:
        conditions.append(_is_of(rows, "programme_id", filters.programme_id, day))
    if filters.provider_id is not None:
        conditions.append(_is_of(rows, "provider_id", filters.provider_id, day))
    if filters.level is not None:
        conditions.append(exists(standing_events(day).where(Participation.level == filters.level)))
    if filters.in_time is not None:
        conditions.append(_in_time(rows, day) == int(filters.in_time))
    if filters.state is not None:
        conditions.append(route_state(day) == filters.state.value)
    return [*conditions, *_within_days(rows, filters, day)]


def _is_of(rows: RegistryRows, column: str, identity: int, day: date) -> ColumnElement[bool]:
    """The result is of the programme or provider; of people and routes, an application or a result of the route is."""
    applied = exists().where(
        Application.route_id == Route.id, getattr(Application, column) == identity, is_counted_application(day)
    )
    if rows is not RegistryRows.RESULTS:
        trained = exists().where(Result.route_id == Route.id, getattr(Result, column) == identity, Result.until <= day)
        return applied | trained
    own = getattr(Result, column)
    if column == "programme_id":
        return own == identity
    # A result that names no provider is that of the application which it completes.
    return (own == identity) | (own.is_(None) & applied.where(Application.programme_id == Result.programme_id))


def _in_time(rows: RegistryRows, day: date) -> SQLColumnExpression[int | None]:
    return is_in_time(day) if rows is RegistryRows.RESULTS else is_route_in_time(day)


def _within_days(rows: RegistryRows, filters: RegistryFilters, day: date) -> list[ColumnElement[bool]]:
    since, until = filters.since or date.min, min(filters.until or day, day)
    if filters.since is None and filters.until is None:
        return []
    if rows is RegistryRows.RESULTS:
        return [Result.until.between(since, until)]
    if rows is RegistryRows.ROUTES:
        return [Route.opened_on.between(since, until)]
    passed = select(Assessment.person_id).where(Assessment.passed_on.between(since, until), ~Assessment.is_need)
    return [state_span.c.person_id.in_(passed)]
