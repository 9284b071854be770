"""The rows behind a bridge of a rate: where each person or participation stood on both days, and why it left."""

from datetime import date, timedelta

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from access.reading import Reading
from model.bridges import CAUSES, Movement, Standing, lost_count, unit_of
from model.dates import Period
from model.indicators import Rate, Unit
from model.places import Place
from model.routes import Application, Decision, Kind, Participation, Route
from queries.filters import Filters, narrowing
from queries.state import Purpose, chosen_events, has_ended, is_attended, spans_on, staff_rows
from timeline.store import chosen_event, state_span

# Where a row stands on the earlier day and on the later one.
FLAGS = ("works_then", "bottom_then", "top_then", "works", "bottom", "top")


def bridge_rows(
    reading: Reading, purpose: Purpose, place: Place, rate: Rate, period: Period, filters: Filters
) -> Subquery:
    """A row for each person or participation of which a count of the rate may have changed.

    Columns: person_id, row_id (of the person or the participation), FLAGS as 1 or 0, and cause, a Movement or NULL.
    """
    if unit_of(rate) is Unit.PERSON:
        both = _people(reading, purpose, place, rate, period, filters)
    else:
        both = _participations(reading, purpose, place, rate, period, filters)
    return select(both, _cause(both, rate, period).label("cause")).subquery()


def _people(reading: Reading, purpose: Purpose, place: Place, rate: Rate, period: Period, filters: Filters) -> Subquery:
    """The people of the place on either day, with where they stood on both."""
    # Nothing has changed within a span of both days; a procedure may cease to count within one.
    until_then, since_now = state_span.c.until < period.until, state_span.c.since > period.since
    is_changed = ([], []) if filters.procedure else ([until_then], [since_now])
    nothing = [literal(0)] * 3
    sides = []
    for day, is_now, changed in zip((period.since, period.until), (False, True), is_changed, strict=True):
        on_day = reading.on(day)
        conditions = [*narrowing(on_day, place, filters), *changed]
        stands: list[ColumnElement[int]] = [literal(1), state_span.c[rate.bottom], state_span.c[rate.top]]
        flags = [*nothing, *stands] if is_now else [*stands, *nothing]
        labelled = [flag.label(name) for name, flag in zip(FLAGS, flags, strict=True)]
        sides.append(spans_on(on_day, purpose, *conditions).add_columns(state_span.c.person_id, *labelled))
    either = union_all(*sides).subquery()
    person_id = either.c.person_id
    sums = (func.max(either.c[name]).label(name) for name in FLAGS)
    return select(person_id, person_id.label("row_id"), *sums).group_by(person_id).subquery()


def _participations(
    reading: Reading, purpose: Purpose, place: Place, rate: Rate, period: Period, filters: Filters
) -> Subquery:
    """The participations that count on either day, with where they and their people stood on both."""
    days = (period.since, period.until)
    staff = [
        staff_rows(reading.on(day), purpose, *narrowing(reading.on(day), place, filters)).cte(name)
        for day, name in zip(days, ("people_then", "people_now"), strict=True)
    ]
    nothing, sides = [literal(0)] * 2, []
    for day, people in zip(days, staff, strict=True):
        stands = [literal(1), case((is_attended(day), 1), else_=0)]
        flags = [*nothing, *stands] if day is period.until else [*stands, *nothing]
        names = [name for name in FLAGS if not name.startswith("works")]
        labelled = [flag.label(name) for name, flag in zip(names, flags, strict=True)]
        events = chosen_events(people, day).where(has_ended(day))
        sides.append(events.add_columns(people.c.person_id, Participation.id.label("row_id"), *labelled))
    either = union_all(*sides).subquery()
    keys = (either.c.person_id, either.c.row_id)
    sums = {name: func.max(either.c[name]).label(name) for name in FLAGS if name in either.c}
    summed = select(*keys, *sums.values()).group_by(*keys).subquery()
    then, now = staff
    works = {
        "works_then": case((then.c.person_id.is_not(None), 1), else_=0),
        "works": case((now.c.person_id.is_not(None), 1), else_=0),
    }
    return (
        select(summed, *(flag.label(name) for name, flag in works.items()))
        .outerjoin(then, then.c.person_id == summed.c.person_id)
        .outerjoin(now, now.c.person_id == summed.c.person_id)
        .subquery()
    )


def _cause(rows: Subquery, rate: Rate, period: Period) -> ColumnElement[str | None]:
    """Why a row that works at the place on both days has left a count; NULL where it has left none."""
    then, now = ([rows.c[name] for name in side] for side in (FLAGS[:3], FLAGS[3:]))
    whens = []
    # Which count it is, is told for every combination of flags by the one function that defines it.
    for count in dict.fromkeys((rate.bottom, rate.top)):
        combinations = [
            and_(*(column == int(flag) for column, flag in zip((*then, *now), (*a, *b), strict=True)))
            for a, b in _combinations()
            if lost_count(rate, Standing(*a), Standing(*b)) == count
        ]
        *looked_for, remaining = CAUSES[count]
        whens += [
            (and_(or_(*combinations), _has(cause, count, rows, period)), literal(cause.value)) for cause in looked_for
        ]
        whens.append((or_(*combinations), literal(remaining.value)))
    return case(*whens, else_=null())


def _combinations() -> list[tuple[tuple[bool, bool, bool], tuple[bool, bool, bool]]]:
    both = (True, False)
    sides = [(True, bottom, top) for bottom in both for top in both]
    return [(a, b) for a in sides for b in sides]


def _has(cause: Movement, count: str, rows: Subquery, period: Period) -> SQLColumnExpression[bool]:
    """Whether the cause is there for the row, on a route that goes on."""
    if cause in (Movement.DROPPED, Movement.EVENTS):
        return _event_changed(cause, count, rows, period)
    one = Application
    by = {
        Movement.WITHDRAWN: one.withdrawn_on == one.closed_on,
        Movement.EXPELLED: one.expelled_on == one.closed_on,
        Movement.REFUSED: or_(
            and_(one.head_decision == Decision.REJECTED, one.head_on == one.closed_on),
            and_(one.provider_decision == Decision.REJECTED, one.provider_on == one.closed_on),
        ),
    }
    return (
        exists()
        .where(
            one.person_id == rows.c.person_id,
            one.kind == Kind.PROGRAMME,
            one.counts_from <= period.since,
            one.submitted_on <= period.since,
            one.closed_on.between(*_after_first(period)),
            Route.id == one.route_id,
            Route.expires_on > period.until,
            by[cause],
        )
        .correlate(rows)
    )


def _event_changed(cause: Movement, count: str, rows: Subquery, period: Period) -> SQLColumnExpression[bool]:
    """Whether a chosen event of the row ceased to stand or, of a realized route, a new one was chosen."""
    stood = and_(chosen_event.c.since <= period.since, chosen_event.c.until.between(*_before_last(period)))
    changed = [stood]
    if cause is Movement.EVENTS:
        changed.append(chosen_event.c.since.between(*_after_first(period)))
    conditions = [
        chosen_event.c.person_id == rows.c.person_id,
        or_(*changed),
        Route.id == chosen_event.c.route_id,
        Route.expires_on > period.until,
    ]
    if count == "events_due":
        conditions.append(chosen_event.c.participation_id == rows.c.row_id)
    if cause is Movement.EVENTS:
        conditions.append(Route.done_on <= period.since)
    return exists().where(*conditions).correlate(rows)


def _after_first(period: Period) -> tuple[date, date]:
    """The days on which something that was not on the first day may have come."""
    return period.since + timedelta(days=1), period.until


def _before_last(period: Period) -> tuple[date, date]:
    """The last days of something that was on the first day and is not on the last."""
    return period.since, period.until - timedelta(days=1)
