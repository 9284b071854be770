"""The state of each person on the reading's date: a span of the timeline that covers it, with a column per count.

A count is the sum of a column, the list behind it the spans where the column is not 0: they cannot disagree. Beside
the counts stands since when the person has been in each concern of the queue.
"""

from datetime import date
from enum import Enum

from sqlalchemy import CTE, Select, SQLColumnExpression, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute

import settings
from access.reading import Reading
from model.dates import years_before
from model.people import Employment
from model.places import Organization
from model.routes import Application, Assessment, Decision, Kind, Participation, Route
from timeline.store import chosen_event, state_span


class Purpose(Enum):
    """Which part of the scope answers: the places it counts or the people it names."""

    COUNTING = "counting"
    LISTING = "listing"
    FINDING = "finding"  # by name alone: those whom a provider may name are found besides


def spans_on(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> Select:
    """One row per person on the staff on the reading's date, without columns: state_span and its Organization."""
    return spans_within(reading, purpose, covers_span(reading.day), *narrowing)


def organization_key() -> SQLColumnExpression[int]:
    """The organization as what spans are grouped by.

    Not the bare column: SQLite would read the spans of all days in the order of its index.
    """
    return state_span.c.organization_id + literal_column("0")


def spans_within(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> Select:
    """The spans of all days within the scope of the reading's date, without columns."""
    return (
        select()
        .select_from(state_span)
        .join(Organization, Organization.id == state_span.c.organization_id)
        .where(is_within(reading, purpose, state_span.c.person_id, state_span.c.organization_id), *narrowing)
    )


def people_on(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> Select:
    """The rows of `spans_on` with names, the days of the latest route and of the latest assessment."""
    day = reading.day
    latest = (
        select(func.max(Assessment.passed_on))
        .where(Assessment.person_id == state_span.c.person_id, counts_on(day), ~Assessment.is_need)
        .correlate(state_span)
        .scalar_subquery()
    )
    milestones = (Route.recommended_on, Route.chosen_on, Route.done_on)
    return (
        spans_on(reading, purpose, *narrowing)
        .join(Employment, Employment.id == state_span.c.spell_id)
        .outerjoin(Route, Route.id == state_span.c.route_id)
        .add_columns(state_span, Organization.municipality_id, Employment.full_name, Employment.name_key)
        .add_columns(latest.label("passed_on"), *(_by(column, day).label(column.key) for column in milestones))
    )


def _by(column: InstrumentedAttribute[date | None], day: date) -> SQLColumnExpression[date | None]:
    """The day where it has come."""
    return case((column <= day, column))


def staff_on(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> CTE:
    """The staff on the date within the scope, with the columns by which applications and events are told of."""
    return staff_rows(reading, purpose, *narrowing).cte("people")


def staff_rows(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> Select:
    """The same rows, for a query that joins the staff of two days."""
    spans = spans_on(reading, purpose, *narrowing)
    columns = ("person_id", "organization_id", "category", "position", "route_id", "assessed")
    spans = spans.add_columns(*(state_span.c[name] for name in columns), Organization.municipality_id)
    if purpose is not Purpose.COUNTING:
        names = (Employment.full_name, Employment.name_key)
        spans = spans.join(Employment, Employment.id == state_span.c.spell_id).add_columns(*names)
    return spans


def covers_span(day: date) -> SQLColumnExpression[bool]:
    """The span covers the day."""
    return and_(state_span.c.since <= day, state_span.c.until >= day)


def counts_on(day: date) -> SQLColumnExpression[bool]:
    """The assessment or need counts on the day (п. 2.4)."""
    since = years_before(day, settings.ASSESSMENT_YEARS.value())
    return and_(Assessment.passed_on <= day, Assessment.passed_on > since)


def is_within(
    reading: Reading,
    purpose: Purpose,
    person_id: SQLColumnExpression[int] = Employment.person_id,
    organization_id: SQLColumnExpression[int] = Employment.organization_id,
) -> SQLColumnExpression[bool]:
    """The row beside its Organization is in a place that the scope counts, or of a person whom it names."""
    scope, day = reading.scope, reading.day
    row = (person_id, organization_id, Organization.municipality_id)
    if purpose is Purpose.COUNTING:
        return scope.counted_people(*row, day)
    listed = scope.listed(*row, day)
    return or_(listed, scope.has_applied(person_id, day)) if purpose is Purpose.FINDING else listed


def chosen_events(people: CTE, day: date) -> Select:
    """The chosen events that the state of the people counts, without columns: Participation and its Route.

    They stand on the day, on a recommended route of three years of a person with an assessment.
    """
    return (
        select()
        .select_from(people)
        .join(chosen_event, and_(chosen_event.c.person_id == people.c.person_id, stands_on(day)))
        .join(Route, and_(Route.id == chosen_event.c.route_id, Route.recommended_on <= day, Route.expires_on > day))
        .join(Participation, Participation.id == chosen_event.c.participation_id)
        .where(people.c.assessed == 1)
    )


def stands_on(day: date) -> SQLColumnExpression[bool]:
    """The period of a chosen event covers the day: it is chosen and not dropped."""
    return and_(chosen_event.c.since <= day, chosen_event.c.until >= day)


def is_live(day: date) -> SQLColumnExpression[bool]:
    """The application is submitted and not closed by the day."""
    return and_(Application.submitted_on <= day, or_(Application.closed_on.is_(None), Application.closed_on > day))


def has_ended(day: date) -> SQLColumnExpression[bool]:
    """The event has ended on or before the day."""
    return Participation.ends_on <= day


def is_attended(day: date) -> SQLColumnExpression[bool]:
    """The event has ended, and participation is confirmed by the day."""
    return and_(has_ended(day), Participation.confirmed_on <= day)


def is_excused(day: date) -> SQLColumnExpression[bool]:
    """The event has ended, participation is not confirmed by the day, and the reason is stated."""
    return and_(is_unconfirmed(day), Participation.absence_reason.is_not(None))


def is_unmarked(day: date) -> SQLColumnExpression[bool]:
    """The event has ended, and there is neither a confirmation by the day nor a reason."""
    return and_(is_unconfirmed(day), Participation.absence_reason.is_(None))


def is_unconfirmed(day: date) -> SQLColumnExpression[bool]:
    """The event has ended, and participation is not confirmed by the day."""
    return and_(has_ended(day), _not_yet(Participation.confirmed_on, day))


def awaits_head(day: date) -> SQLColumnExpression[bool]:
    """Submitted by the day, without a decision of the head or a withdrawal by then."""
    submitted = and_(Application.submitted_on <= day, Application.implied.is_(False))
    return and_(submitted, _not_yet(Application.head_on, day), _not_withdrawn(day))


def awaits_provider(day: date) -> SQLColumnExpression[bool]:
    """A programme's application confirmed by the head and not yet decided by the provider, nor withdrawn."""
    return and_(
        Application.kind == Kind.PROGRAMME,
        Application.submitted_on <= day,
        Application.head_decision == Decision.CONFIRMED,
        Application.head_on <= day,
        _not_yet(Application.provider_on, day),
        _not_withdrawn(day),
    )


def _not_yet(column: SQLColumnExpression[date | None], day: date) -> SQLColumnExpression[bool]:
    return or_(column.is_(None), column > day)


def _not_withdrawn(day: date) -> SQLColumnExpression[bool]:
    return _not_yet(Application.withdrawn_on, day)
