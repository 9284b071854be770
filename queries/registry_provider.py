"""The registry of a provider: the people and routes behind its applications, and the results of its programmes.

Of the people it shows what the provider may see: its own applications and trainings, nothing of other providers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, SQLColumnExpression, exists, func, select, true

from access.reading import Reading
from model.chunks import chunks
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Result
from queries.applications import ProviderRecord, at_provider, may_name_applicants, named_applications
from queries.lists import PAGE_SIZE, Order, Page, everyone, paged
from queries.people import spell_shown
from queries.registry import BY_NAME, SORTS_OF_PEOPLE
from queries.registry_details import (
    AT_ONCE,
    Row,
    Trainings,
    applications_with_names,
    people_at,
    results_with_names,
    training_columns,
)
from queries.registry_filters import ALL_ROWS, RegistryFilters, RegistryRows

# The columns by which the rows are sorted.
PROVIDER_SORTS: Mapping[RegistryRows, frozenset[str]] = {
    RegistryRows.PEOPLE: frozenset(SORTS_OF_PEOPLE),
    RegistryRows.ROUTES: frozenset(SORTS_OF_PEOPLE),
    RegistryRows.RESULTS: frozenset({*SORTS_OF_PEOPLE, "hours", "training_since", "training_until"}),
}


def provider_registry(
    reading: Reading,
    of: ProviderRecord,
    rows: RegistryRows,
    narrowed: RegistryFilters = ALL_ROWS,
    *,
    order: Order = BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """One page of the registry of a provider; an empty page where its applicants may not be named."""
    if not may_name_applicants(reading, of):
        return Page([], 0, 1)
    on_page = paged(reading, _query(reading, of, rows, narrowed), order, page, search, size)
    detailed = [row for some in chunks(on_page.rows, AT_ONCE) for row in _detailed(reading, of, rows, some)]
    return replace(on_page, rows=detailed)


def provider_registry_persons(
    reading: Reading,
    of: ProviderRecord,
    rows: RegistryRows,
    narrowed: RegistryFilters = ALL_ROWS,
    order: Order = BY_NAME,
    search: str = "",
) -> list[int]:
    """The ids of the people of these rows, each once, in their order; nobody where they may not be named."""
    if not may_name_applicants(reading, of):
        return []
    return everyone(reading, _query(reading, of, rows, narrowed), order, search)


def _query(reading: Reading, of: ProviderRecord, rows: RegistryRows, narrowed: RegistryFilters) -> Select:
    source = _results(reading, of, narrowed) if rows is RegistryRows.RESULTS else _routes(reading, of, rows, narrowed)
    behind = source.subquery()
    columns: Sequence[Any] = (Employment.full_name, Employment.name_key, Employment.position)
    return (
        select(behind, *columns, Employment.id.label("spell_id"))
        .select_from(behind)
        .join(Employment, Employment.id == spell_shown(behind.c.person_id, reading.day, source=behind))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .add_columns(Organization.name_key.label("organization_key"), Municipality.name.label("municipality"))
    )


def _routes(reading: Reading, of: ProviderRecord, rows: RegistryRows, narrowed: RegistryFilters) -> Select:
    """A row for each person, or each route of a person, that has applied."""
    keys = [Application.person_id] if rows is RegistryRows.PEOPLE else [Application.person_id, Application.route_id]
    query: Select = select(*keys, func.max(Application.id).label("row_id"))
    query = query.where(*named_applications(reading, of), *_within(Application.submitted_on, narrowed, reading.day))
    if narrowed.programme_id is not None:
        query = query.where(Application.programme_id == narrowed.programme_id)
    return query.group_by(*keys)


def _results(reading: Reading, of: ProviderRecord, narrowed: RegistryFilters) -> Select:
    """A row for each result of the provider's programmes that ended by the day."""
    keys = (Result.person_id, Result.route_id, Result.id.label("result_id"), Result.id.label("row_id"))
    query: Select = select(*keys, Result.hours, Result.since.label("training_since"))
    query = query.add_columns(Result.until.label("training_until"))
    query = query.where(*_taught(reading, of), *_within(Result.until, narrowed, reading.day))
    if narrowed.programme_id is not None:
        query = query.where(Result.programme_id == narrowed.programme_id)
    return query


def _taught(reading: Reading, of: ProviderRecord) -> list[SQLColumnExpression[bool]]:
    """The results of the provider; its own account sees those of the applications that it is shown."""
    by_application = exists().where(
        Application.person_id == Result.person_id,
        Application.programme_id == Result.programme_id,
        *named_applications(reading, of),
    )
    is_open = true() if reading.scope.lists_region else by_application
    return [is_open, at_provider(of), Result.until <= reading.day]


def _within(column: SQLColumnExpression[date], narrowed: RegistryFilters, day: date) -> list[SQLColumnExpression[bool]]:
    if narrowed.since is None and narrowed.until is None:
        return []
    return [column.between(narrowed.since or date.min, min(narrowed.until or day, day))]


def _detailed(reading: Reading, of: ProviderRecord, rows: RegistryRows, some: Sequence[Row]) -> list[Row]:
    """The rows with what the provider may see of them."""
    who = people_at(reading, {row["spell_id"] for row in some})
    persons = {row["person_id"] for row in some}
    application_query = applications_with_names().where(
        Application.person_id.in_(list(persons)), *named_applications(reading, of)
    )
    taught = results_with_names().where(Result.person_id.in_(list(persons)), *_taught(reading, of))
    applications, results = defaultdict[Any, list[SqlRow]](list), defaultdict[Any, list[SqlRow]](list)
    for one in reading.session.execute(application_query).all():
        applications[_key(rows, one[0])].append(one)
    for one in reading.session.execute(taught.order_by(Result.until, Result.id)).all():
        results[_key(rows, one[0])].append(one)
    by_id = {one[0].id: one for of_key in results.values() for one in of_key}
    detailed: list[Row] = []
    for row in some:
        key = _key_of_row(rows, row)
        trainings = Trainings((), applications[key], results[key])
        columns = training_columns(row, trainings, by_id, reading.day)
        detailed.append({**who[row["spell_id"]], **columns, **_ids(row), "in_time": _in_time(columns)})
    return detailed


def _ids(row: Row) -> Row:
    return {"person_id": row["person_id"], "route_id": row.get("route_id"), "identifier": None}


def _key(rows: RegistryRows, one: Application | Result) -> tuple[int | None, ...]:
    return (one.person_id,) if rows is RegistryRows.PEOPLE else (one.person_id, one.route_id)


def _key_of_row(rows: RegistryRows, row: Row) -> tuple[int | None, ...]:
    return (row["person_id"],) if rows is RegistryRows.PEOPLE else (row["person_id"], row["route_id"])


def _in_time(columns: Row) -> int | None:
    """Whether the training ended by the schedule of the application that it completes (п. 3.11)."""
    application = columns["application"]
    if columns["attested_on"] is None or application is None:
        return None
    scheduled = application.training_until
    return int(application.is_implied or (scheduled is not None and columns["attested_on"] <= scheduled))
