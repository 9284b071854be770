"""What the registry says of a route and of a result on a day, as columns of SQL (п. 2.6, 2.7, 3.11).

All of it is correlated to the Route or the Result of the statement around it.
"""

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)

from model.routes import Application, Assessment, Kind, Participation, Result, Route
from queries.route_terms import RouteState
from queries.state import counts_on, is_live, stands_on
from timeline.attestations import is_attestation, is_scheduled
from timeline.store import chosen_event, state_span


def is_counted_application(day: date) -> ColumnElement[bool]:
    """The application for a programme is submitted by the day and counts for its route by it."""
    return and_(Application.kind == Kind.PROGRAMME, Application.submitted_on <= day, Application.counts_from <= day)


def standing_events(day: date) -> Select:
    """The events that stand on the Route around it on the day: Participation, without columns of its own."""
    return (
        select(Participation.id)
        .select_from(chosen_event)
        .join(Participation, Participation.id == chosen_event.c.participation_id)
        .where(chosen_event.c.person_id == Route.person_id, chosen_event.c.route_id == Route.id, stands_on(day))
        .correlate(Route)
    )


def is_confirmed_event(day: date) -> ColumnElement[bool]:
    """Participation is confirmed by the day, ended or not."""
    return and_(Participation.confirmed_on.is_not(None), Participation.confirmed_on <= day)


def is_excused_event(day: date) -> ColumnElement[bool]:
    """The event has ended without a confirmation by the day, and the reason is stated."""
    unconfirmed = or_(Participation.confirmed_on.is_(None), Participation.confirmed_on > day)
    return and_(unconfirmed, Participation.ends_on <= day, Participation.absence_reason.is_not(None))


def number_of_events(day: date, *conditions: ColumnElement[bool]) -> SQLColumnExpression[int]:
    """How many events stand on the route and meet the conditions."""
    query = standing_events(day).where(*conditions).with_only_columns(func.count())
    return query.correlate(Route).scalar_subquery()


def route_term(day: date) -> SQLColumnExpression[date | None]:
    """The last of the ends of training of the live counted applications and of the chosen events (п. 2.7)."""
    trained = (
        select(func.max(Application.training_until).label("day"))
        .where(Application.route_id == Route.id, is_counted_application(day), is_live(day))
        .correlate(Route)
    )
    held = standing_events(day).with_only_columns(func.max(Participation.ends_on).label("day")).correlate(Route)
    # Each is looked for once; a comparison of both would look for them again.
    ends = union_all(trained, held).subquery()
    return select(func.max(ends.c.day, type_=Date())).correlate(Route).scalar_subquery()


def route_state(day: date) -> SQLColumnExpression[str | None]:
    """How far the route has come; nothing where there is no route."""
    is_done = and_(Route.recommended_on <= day, Route.done_on <= day)
    events = standing_events(day)
    is_open = ~or_(is_confirmed_event(day), is_excused_event(day))
    is_realized = and_(is_done, exists(events.where(is_confirmed_event(day))), ~exists(events.where(is_open)))
    is_past = or_(Route.expires_on <= day, func.coalesce(route_term(day), date.max) < day)
    return case(
        (Route.id.is_(None), null()),
        (is_realized, RouteState.REALIZED.value),
        (is_done, RouteState.DONE.value),
        (is_past, RouteState.EXPIRED.value),
        else_=RouteState.ACTIVE.value,
    )


def is_route_in_time(day: date) -> SQLColumnExpression[int | None]:
    """1 where an attestation of the route was in time, 0 where it is done otherwise; else nothing."""
    is_done = and_(Route.recommended_on <= day, Route.done_on <= day)
    return case((and_(is_done, Route.in_time_on <= day), 1), (is_done, 0))


def is_attested(day: date) -> ColumnElement[bool]:
    """The Result counts for its route by the day, and has a document by then."""
    return and_(is_attestation(), Result.counts_from <= day, Result.until <= day)


def is_in_time(day: date) -> SQLColumnExpression[int | None]:
    """1 where the attestation by the Result was in time, 0 where it was not; nothing where it is none (п. 3.11).

    That is by the end of training of the latest application for the programme on the route; an implied one is in time.
    """
    return case((and_(is_attested(day), is_scheduled()), 1), (is_attested(day), 0))


def latest_assessment(day: date) -> SQLColumnExpression[date | None]:
    """The day of the latest assessment of the person that counts on the day."""
    return (
        select(func.max(Assessment.passed_on))
        .where(Assessment.person_id == state_span.c.person_id, counts_on(day), ~Assessment.is_need)
        .correlate(state_span)
        .scalar_subquery()
    )
