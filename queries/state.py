"""The state of each person on the reading's date: a row per person on the staff, a column per count.

A count is the sum of a column, the list behind it the rows where the column is 1: they cannot disagree. Beside the
counts stands since when the person has been in each concern of the queue.
"""

from datetime import date
from enum import Enum

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

import settings
from access.reading import Reading
from model.attention import AHEAD, EXPIRING
from model.dates import reporting_year_start, years_before
from model.people import Employment, covers
from model.places import Organization
from model.routes import Application, Decision, Kind, Participation, Route


class Purpose(Enum):
    """Which part of the scope answers: the places it counts or the people it names."""

    COUNTING = "counting"
    LISTING = "listing"
    FINDING = "finding"  # by name alone: those whom a provider may name are found besides


# How far the best live application of a route has come; each step includes those before it (п. 3.6).
SUBMITTED, HEAD_APPROVED, PROVIDER_APPROVED, SCHEDULE_ENDED = 1, 2, 3, 4


def people_on(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> Select:
    """One row per person on the staff on the reading's date, with a column per key of COUNT_KEYS and SINCE_KEYS.

    `narrowing` are conditions on Employment, Organization and Route, set in the innermost part beside the scope.
    """
    people = staff_on(reading, purpose, *narrowing)
    step, events, waiting = _steps(people, reading.day), _events(people, reading.day), _waiting(people, reading.day)
    joined = (
        people.outerjoin(step, step.c.route_id == people.c.route_id)
        .outerjoin(events, events.c.route_id == people.c.route_id)
        .outerjoin(waiting, waiting.c.person_id == people.c.person_id)
    )
    claims = _claims(people, step, events, reading.day)
    return select(
        people,
        *(_flag(claim).label(key) for key, claim in claims.items()),
        _number(case((claims["recommended"], events.c.due))).label("events_due"),
        _number(case((claims["recommended"], events.c.attended))).label("events_attended"),
        _number(waiting.c.head).label("awaiting_head"),
        _number(waiting.c.provider).label("awaiting_provider"),
        _flag(_ends_soon(people, reading.day)).label(EXPIRING),
        *(since.label(key) for key, since in _since(people, step, events, waiting, claims, reading.day).items()),
    ).select_from(joined)


def staff_on(reading: Reading, purpose: Purpose, *narrowing: SQLColumnExpression[bool]) -> CTE:
    """The staff on the date within the scope, each with the current route, where there is one."""
    day = reading.day
    columns = (
        Employment.person_id,
        Employment.organization_id,
        Organization.municipality_id,
        Employment.category,
        Employment.position,
        Employment.full_name,
        Employment.name_key,
        Route.id.label("route_id"),
        Route.passed_on,
        Route.formed_on,
        Route.chosen_on,
        Route.attested_on,
    )
    return (
        select(*columns)
        .join(Organization, Organization.id == Employment.organization_id)
        .outerjoin(Route, and_(Route.person_id == Employment.person_id, is_current(day)))
        .where(covers(day), is_within(reading, purpose), *narrowing)
        .cte("people")
    )


def has_days(spell: type[Employment] = Employment) -> SQLColumnExpression[bool]:
    """Whether the spell lasts: one that ends where it begins names nobody and no place."""
    return or_(spell.until.is_(None), spell.until > spell.since)


def is_current(day: date) -> SQLColumnExpression[bool]:
    """The route is born from the latest assessment that counts on the day (п. 2.4)."""
    return and_(
        Route.passed_on <= day,
        Route.passed_on > years_before(day, settings.ASSESSMENT_YEARS.value()),
        or_(Route.superseded_on.is_(None), Route.superseded_on > day),
    )


def is_within(reading: Reading, purpose: Purpose) -> SQLColumnExpression[bool]:
    """The spell is in an organization that the scope counts, or of a person whom it names."""
    scope, day = reading.scope, reading.day
    spell = (Employment.person_id, Employment.organization_id, Organization.municipality_id)
    if purpose is Purpose.COUNTING:
        return scope.counted_people(*spell, day)
    listed = scope.listed(*spell, day)
    return or_(listed, scope.has_applied(Employment.person_id, day)) if purpose is Purpose.FINDING else listed


def is_live(day: date) -> SQLColumnExpression[bool]:
    """The application is submitted and neither rejected nor withdrawn by the day."""
    return and_(Application.submitted_on <= day, or_(Application.closed_on.is_(None), Application.closed_on > day))


def is_due(day: date) -> SQLColumnExpression[bool]:
    """The event was chosen by the day and has ended on or before it."""
    return and_(Participation.chosen_on <= day, Participation.ends_on <= day)


def is_unmarked(day: date) -> SQLColumnExpression[bool]:
    """The chosen event has ended, and no participation is confirmed by the day."""
    return and_(is_due(day), _not_yet(Participation.confirmed_on, day))


def awaits_head(day: date) -> SQLColumnExpression[bool]:
    """Submitted by the day, without a decision of the head or a withdrawal by then."""
    return and_(Application.submitted_on <= day, _not_yet(Application.head_on, day), _not_withdrawn(day))


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


def _steps(people: CTE, day: date) -> CTE:
    by_head = and_(Application.head_decision == Decision.CONFIRMED, Application.head_on <= day)
    by_provider = and_(by_head, Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)
    ended = and_(by_provider, Application.training_until < day)
    step = case((ended, SCHEDULE_ENDED), (by_provider, PROVIDER_APPROVED), (by_head, HEAD_APPROVED), else_=SUBMITTED)
    return (
        select(
            people.c.route_id,
            func.max(step).label("step"),
            func.min(case((ended, Application.training_until))).label("ended_on"),
        )
        .join(Application, Application.route_id == people.c.route_id)
        .where(Application.is_counted, is_live(day))
        .group_by(people.c.route_id)
        .cte("steps")
    )


def _events(people: CTE, day: date) -> CTE:
    confirmed = Participation.confirmed_on <= day
    return (
        select(
            people.c.route_id,
            func.count().label("chosen"),
            _total(confirmed).label("confirmed"),
            _total(is_due(day)).label("due"),
            _total(and_(is_due(day), confirmed)).label("attended"),
            func.min(case((is_unmarked(day), Participation.ends_on))).label("unmarked_since"),
        )
        .join(Participation, Participation.route_id == people.c.route_id)
        .where(Participation.chosen_on <= day)
        .group_by(people.c.route_id)
        .cte("events")
    )


def _waiting(people: CTE, day: date) -> CTE:
    return (
        select(
            people.c.person_id,
            _total(awaits_head(day)).label("head"),
            _total(awaits_provider(day)).label("provider"),
            func.min(case((awaits_head(day), Application.submitted_on))).label("head_since"),
        )
        .join(Application, Application.person_id == people.c.person_id)
        .where(or_(awaits_head(day), awaits_provider(day)))
        .group_by(people.c.person_id)
        .cte("waiting")
    )


def _claims(people: CTE, step: CTE, events: CTE, day: date) -> dict[str, SQLColumnExpression[bool]]:
    """The counts of people as claims, each in the words of the domain."""
    year_start = reporting_year_start(day, settings.YEAR_FIRST_MONTH.value())
    recommended = people.c.formed_on <= day
    chosen = and_(recommended, people.c.chosen_on <= day)
    formed = and_(chosen, step.c.step >= SUBMITTED)
    provider_approved = and_(chosen, step.c.step >= PROVIDER_APPROVED)
    formal_done = and_(formed, people.c.attested_on <= day)
    not_attested = or_(people.c.attested_on.is_(None), people.c.attested_on > day)
    return {
        "staff": literal(True),
        "assessed": people.c.route_id.is_not(None),
        # The current assessment is the latest: if any lies in the reporting year, it does.
        "assessed_year": people.c.passed_on >= year_start,
        "recommended": recommended,
        "chosen": chosen,
        "formed": formed,
        "formed_full": and_(formed, events.c.chosen > 0),
        "head_approved": and_(chosen, step.c.step >= HEAD_APPROVED),
        "provider_approved": provider_approved,
        "formal_done": formal_done,
        "formal_late": and_(chosen, step.c.step >= SCHEDULE_ENDED, not_attested),
        "informal_any": and_(formed, events.c.confirmed > 0),
        "realized": and_(formal_done, events.c.chosen > 0, events.c.confirmed == events.c.chosen),
    }


def _ends_soon(people: CTE, day: date) -> SQLColumnExpression[bool]:
    """The current assessment counts on the day, and will not count AHEAD of it (п. 2.4)."""
    return people.c.passed_on <= years_before(day + AHEAD, settings.ASSESSMENT_YEARS.value())


def _since(
    people: CTE, step: CTE, events: CTE, waiting: CTE, claims: dict[str, SQLColumnExpression[bool]], day: date
) -> dict[str, SQLColumnExpression[date | None]]:
    """Since when the person has been in each concern; absent for those who are in none."""

    def but(claim: str, of: str, since: SQLColumnExpression[date | None]) -> SQLColumnExpression[date | None]:
        return case((claims[claim], null()), (claims[of], since))

    return {
        "awaiting_head_since": waiting.c.head_since,
        "without_programme_since": but("chosen", "assessed", people.c.passed_on),
        "without_application_since": but("formed", "chosen", people.c.chosen_on),
        "formal_late_since": case((claims["formal_late"], step.c.ended_on)),
        "events_unmarked_since": case((claims["recommended"], events.c.unmarked_since)),
        "expiring_since": case((_ends_soon(people, day), people.c.passed_on)),
    }


def _flag(claim: SQLColumnExpression[bool]) -> SQLColumnExpression[int]:
    return case((claim, 1), else_=0)


def _number(column: SQLColumnExpression) -> SQLColumnExpression[int]:
    return func.coalesce(column, 0)


def _total(claim: SQLColumnExpression[bool]) -> SQLColumnExpression[int]:
    # A sum of bigint is numeric on PostgreSQL: counts are whole numbers on both databases.
    return cast(func.sum(_flag(claim)), Integer)
