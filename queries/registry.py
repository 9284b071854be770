"""The registry of a place: a row a person of its staff, a row a route of theirs, or a row a result of theirs.

The rows of a page are found, narrowed and sorted by narrow statements; what they show is read for that page alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Select, SQLColumnExpression, case, exists, func, or_, select

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.chunks import chunks
from model.people import Employment
from model.places import Level, Municipality, Organization, Place
from model.routes import Application, Participation, Result, Route
from queries.counts import counts_of
from queries.filters import EVERYBODY, Filters, narrowing
from queries.lists import PAGE_SIZE, Order, Page, Row, everyone, paged
from queries.people import SPELL_SORTS, staff_spells, with_place_or_post
from queries.places import municipality_name, organization_name
from queries.region_facts import region_texts
from queries.registry_details import with_details
from queries.registry_filters import ALL_ROWS, RegistryFilters, RegistryRows, narrowing_rows
from queries.registry_states import (
    is_attested,
    is_confirmed_event,
    is_excused_event,
    is_in_time,
    is_route_in_time,
    latest_assessment,
    number_of_events,
    route_state,
    route_term,
)
from queries.scoped_cache import ScopedCache
from queries.small_groups import WithheldError, hides_few, refuse_withheld
from queries.spell_facts import has_blocks, number_of, opened_on, spell_facts
from queries.state import Purpose, covers_span, organization_key, spans_on
from queries.whole_places import are_totals_enough
from timeline.blocks import read_blocks
from timeline.facts_of_staff import FactKind
from timeline.store import state_span

Sort = Callable[[date], SQLColumnExpression]
Choice = tuple[int, str]

# The columns by which the database sorts besides those that every row has.
_OF_ROUTES: Mapping[str, Sort] = {
    "passed_on": latest_assessment,
    "opened_on": lambda _: Route.opened_on,
    "attested_on": lambda _: Route.done_on,
    "in_time": is_route_in_time,
    "events_chosen": number_of_events,
    "events_confirmed": lambda day: number_of_events(day, is_confirmed_event(day)),
    "events_excused": lambda day: number_of_events(day, is_excused_event(day)),
    "term": route_term,
    "state": route_state,
}
_OF_RESULTS: Mapping[str, Sort] = {
    **_OF_ROUTES,
    "programme": lambda _: select(Programme.name_key).where(Programme.id == Result.programme_id).scalar_subquery(),
    "provider": lambda _: select(Provider.name_key).where(Provider.id == Result.provider_id).scalar_subquery(),
    "hours": lambda _: Result.hours,
    "training_since": lambda _: Result.since,
    "training_until": lambda _: Result.until,
    "attested_on": lambda _: Result.until,
    "document_number": lambda _: Result.document_number,
    "in_time": is_in_time,
}
_SORTS: Mapping[RegistryRows, Mapping[str, Sort]] = {
    RegistryRows.PEOPLE: _OF_ROUTES,
    RegistryRows.ROUTES: _OF_ROUTES,
    RegistryRows.RESULTS: _OF_RESULTS,
}
BY_NAME = Order()
SORTS_OF_PEOPLE = ("full_name", "position", "organization", "municipality")


def sorted_columns(rows: RegistryRows) -> frozenset[str]:
    """The keys of the columns by which rows of this kind are sorted."""
    return frozenset({*SORTS_OF_PEOPLE, *_SORTS[rows]})


def registry_rows(
    reading: Reading,
    place: Place,
    rows: RegistryRows,
    filters: Filters = EVERYBODY,
    narrowed: RegistryFilters = ALL_ROWS,
    *,
    order: Order = BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """One page of the registry with all its columns; an empty page where the scope may not name its people."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    ordered = _query(reading, place, rows, filters, narrowed, order)
    is_plain = narrowed.is_empty and filters.procedure is None
    # What narrows and sorts the rows has told which are on the page: their columns are read of the staff of the place.
    query = ordered if size > PAGE_SIZE else _query(reading, place, rows, EVERYBODY, ALL_ROWS, BY_NAME)
    about = ("registry", place, rows, filters, narrowed)
    count = _numbers(reading, place, rows, filters) if is_plain else None
    how: dict[str, Any] = {"found_by": ordered, "count": count, "is_indexed": is_plain}
    on_page = paged(reading, query, order, page, search, size, total_of=about, **how)
    return replace(on_page, rows=with_details(reading, _with_routes(reading, on_page.rows)))


def _numbers(reading: Reading, place: Place, rows: RegistryRows, filters: Filters) -> Callable[[], int] | None:
    """What tells how many rows there are without looking at each; None where nothing does."""
    if rows is not RegistryRows.PEOPLE:
        has_numbers = has_blocks(reading, Purpose.LISTING, place)
        return (lambda: _number_of_facts(reading, place, rows, filters)) if has_numbers else None
    is_told = are_totals_enough(reading, place, filters)
    return (lambda: counts_of(reading, place, filters).counts["staff"]) if is_told else None


def _number_of_facts(reading: Reading, place: Place, rows: RegistryRows, filters: Filters) -> int:
    """How many routes opened by the day, or results ended by it, the staff of the day has."""
    day, is_route = number_of(reading.day), rows is RegistryRows.ROUTES
    kind = FactKind.ROUTES if is_route else FactKind.RESULTS
    columns = spell_facts(reading, Purpose.LISTING, place, kind, filters)
    day_of_row = opened_on(columns) if is_route else columns["trained_on"]
    return int(((columns["since"] <= day) & (columns["left_on"] > day) & (day_of_row <= day)).sum())


def registry_persons(
    reading: Reading,
    place: Place,
    rows: RegistryRows,
    filters: Filters = EVERYBODY,
    narrowed: RegistryFilters = ALL_ROWS,
    order: Order = BY_NAME,
    search: str = "",
) -> list[int]:
    """The ids of the people of the rows, each once, in their order; nobody where the scope may not name them."""
    if not reading.scope.may_list(place):
        return []
    return everyone(reading, _query(reading, place, rows, filters, narrowed, order), order, search)


def _query(
    reading: Reading, place: Place, rows: RegistryRows, filters: Filters, narrowed: RegistryFilters, order: Order
) -> Select:
    """The rows with what they are sorted by: narrow, for there are many."""
    day, sort = reading.day, _SORTS[rows].get(order.by or "")
    is_told = order.by in SPELL_SORTS or sort is None
    if narrowed.is_empty and is_told and filters.procedure is None:
        spells = staff_spells(reading, place, filters, order.by)
        # The latest routes of people are looked up for the rows of a page.
        return spells if rows is RegistryRows.PEOPLE else _identified(_with_rows(spells, rows, day, Employment), rows)
    spans = spans_on(reading, Purpose.LISTING, *narrowing(reading, place, filters))
    query = (
        _with_rows(spans, rows, day, state_span.c)
        .join(Employment, Employment.id == state_span.c.spell_id)
        .where(*narrowing_rows(rows, narrowed, day))
        .add_columns(*_OF_SPELL)
    )
    return _sortable(_identified(query, rows), order, sort(day) if sort else None, day)


def _identified(query: Select, rows: RegistryRows) -> Select:
    """The rows with the ids of what they stand for."""
    query = query.add_columns(Route.id.label("route_id"))
    if rows is RegistryRows.RESULTS:
        return query.add_columns(Result.id.label("result_id"), Result.id.label("row_id"))
    return query.add_columns(Route.id.label("row_id"))


_OF_SPELL = (*(Employment.person_id, Employment.id.label("spell_id"), Employment.full_name, Employment.name_key),)


def _with_routes(reading: Reading, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with the latest route of each person, where they have none yet."""
    if all("route_id" in row for row in rows):
        return rows
    routes: dict[int, int | None] = {}
    for persons in chunks(row["person_id"] for row in rows):
        query = select(state_span.c.person_id, state_span.c.route_id)
        query = query.where(state_span.c.person_id.in_(persons), covers_span(reading.day))
        routes |= {row[0]: row[1] for row in reading.session.execute(query)}
    return [{**row, "route_id": routes.get(row["person_id"])} for row in rows]


def _with_rows(spans: Select, rows: RegistryRows, day: date, of: Any) -> Select:
    """The spans, or spells, with what a row stands for; `of` has the columns of either.

    That is the latest route, each route opened by the day, or each result ended by it.
    """
    if rows is RegistryRows.PEOPLE:
        return spans.outerjoin(Route, Route.id == of.route_id)
    if rows is RegistryRows.ROUTES:
        return spans.join(Route, (Route.person_id == of.person_id) & (Route.opened_on <= day))
    results = spans.join(Result, (Result.person_id == of.person_id) & (Result.until <= day))
    return results.outerjoin(Route, Route.id == Result.route_id)


def _sortable(query: Select, order: Order, sort: SQLColumnExpression | None, day: date) -> Select:
    """The query with the column by which it is sorted."""
    if sort is not None:
        return query.add_columns(sort.label(order.by))
    return with_place_or_post(query, order.by, day)


@dataclass(frozen=True)
class RegistryCounts:
    """How many people, routes and results the registry of an organization has, and of them the attested, in time."""

    organization: str
    municipality: str
    kind: str | None
    people: int
    routes: int
    results: int
    attested: int
    in_time: int


def registry_counts(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> list[RegistryCounts]:
    """The rows of the registry by organization, for who may count the place; by municipality and name."""
    refuse_withheld(reading, place, filters)
    day, conditions = reading.day, narrowing(reading, place, filters)
    people = spans_on(reading, Purpose.COUNTING, *conditions)
    by_organization = {
        "people": people.add_columns(organization_key(), func.count()),
        "routes": _with_rows(people, RegistryRows.ROUTES, day, state_span.c).add_columns(
            organization_key(), func.count()
        ),
        "results": _with_rows(people, RegistryRows.RESULTS, day, state_span.c).add_columns(
            *(organization_key(), func.count(), func.count(case((is_attested(day), 1)))),
            func.coalesce(func.sum(is_in_time(day)), 0),
        ),
    }
    numbers = {
        name: {row[0]: row[1:] for row in reading.session.execute(query.group_by(organization_key()))}
        for name, query in by_organization.items()
    }
    return [
        RegistryCounts(
            *(name, municipality, kind, *numbers["people"][identity], *numbers["routes"].get(identity, (0,))),
            *numbers["results"].get(identity, (0, 0, 0)),
        )
        for identity, name, municipality, kind in _organizations(reading, numbers["people"])
    ]


def _organizations(reading: Reading, ids: Iterable[int]) -> Sequence[Any]:
    name, home = organization_name(reading.day), municipality_name(reading.day)
    query = select(Organization.id, name, home, Organization.kind)
    query = query.join(Municipality, Municipality.id == Organization.municipality_id)
    rows = reading.session.execute(query.where(Organization.id.in_(list(ids)))).all()
    return sorted(rows, key=lambda row: (row[2], row[1], row[0]))


def refuse_narrowed(reading: Reading, place: Place, narrowed: RegistryFilters) -> None:
    """Raise WithheldError where counts of the place by these filters could tell of few people."""
    if not narrowed.is_empty and hides_few(reading, place):
        raise WithheldError("too few people")


@dataclass(frozen=True)
class RegistryChoices:
    """The programmes, the providers and the levels of events that occur in the registry of a place."""

    programmes: Sequence[Choice]
    providers: Sequence[Choice]
    levels: Sequence[str]


_choices: ScopedCache[RegistryChoices] = ScopedCache(500)


def registry_choices(reading: Reading, place: Place) -> RegistryChoices:
    """What the registry may be narrowed to; nothing where the scope may not name the people of the place."""
    if not reading.scope.may_list(place):
        return RegistryChoices((), (), ())
    return _choices.get(reading, (place.level, place.id), lambda: _read_choices(reading, place))


def _read_choices(reading: Reading, place: Place) -> RegistryChoices:
    day = reading.day
    people = spans_on(reading, Purpose.LISTING, *narrowing(reading, place, EVERYBODY))
    staff = people.add_columns(state_span.c.person_id).cte("staff")
    # Of the whole region nobody has to be looked up: what anybody has chosen is among its choices.
    is_whole = place.level is Level.REGION

    def of(column: Any, owner: Any, *conditions: Any) -> Select:
        query = select(column).where(column.is_not(None), *conditions)
        return query if is_whole else query.join(staff, staff.c.person_id == owner.person_id)

    def named(catalogue: Any, column: str) -> list[Choice]:
        applied, trained = getattr(Application, column), getattr(Result, column)
        by_result = catalogue.id.in_(of(trained, Result, Result.until <= day))
        if is_whole:
            # An index tells of most that somebody has applied for them: results are read for the others.
            by_application = exists().where(applied == catalogue.id, Application.submitted_on <= day)
        else:
            by_application = catalogue.id.in_(of(applied, Application, Application.submitted_on <= day))
        query = select(catalogue.id, catalogue.name).where(or_(by_application, by_result))
        return [(row[0], row[1]) for row in reading.session.execute(query.order_by(catalogue.name_key))]

    return RegistryChoices(
        named(Programme, "programme_id"),
        named(Provider, "provider_id"),
        _levels_of_region(reading) if is_whole else _levels(reading, of),
    )


def _levels(reading: Reading, of: Callable[..., Select]) -> list[str]:
    query = of(Participation.level, Participation, Participation.chosen_on <= reading.day).distinct()
    return [one for one in reading.session.scalars(query.order_by(Participation.level)) if one]


def _levels_of_region(reading: Reading) -> list[str]:
    """The levels of the events that have come to stand on a route in the region by the day."""
    columns = read_blocks(reading.session, FactKind.EVENTS)
    numbers = np.unique(columns["level"][columns["stands_since"] <= number_of(reading.day)])
    return sorted(text for text in region_texts(reading)[numbers] if text)
