"""The rows behind the flows of a period: facts, each on its day and in the place where its person worked on it.

Leavers are among them; a fact of a day on which its person had no main place of work counts nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
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
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Event, Programme
from model.flows import Fact
from model.people import Employment
from model.places import Municipality, Organization, Place
from model.routes import Application, Assessment, Decision, Participation, Result, Route
from queries.filters import Filters, at_place, narrowing_spells
from queries.places import municipality_name, organization_name
from queries.state import Purpose, is_within
from timeline.attestations import attested_on, is_scheduled
from timeline.store import chosen_event


@dataclass(frozen=True)
class _Source:
    """Where a fact stands: its person, its day, its conditions, what it is about, and its hours."""

    person: Any
    id: Any
    day: SQLColumnExpression[date]
    conditions: tuple[ColumnElement[bool], ...]
    about: Any
    hours: Any = None


def _decided(who: str, decision: Decision) -> Callable[[date], _Source]:
    on, decided = getattr(Application, f"{who}_on"), getattr(Application, f"{who}_decision")
    return lambda _: _application(on, decided == decision)


def _application(on: Any, *conditions: ColumnElement[bool]) -> _Source:
    is_submitted = Application.implied.is_(False)
    return _Source(Application.person_id, Application.id, on, (is_submitted, *conditions), Application.name)


def _assessment(_: date) -> _Source:
    is_assessment = ~Assessment.is_need
    return _Source(Assessment.person_id, Assessment.id, Assessment.passed_on, (is_assessment,), Assessment.procedure)


def _route(_: date) -> _Source:
    opening = aliased(Assessment)
    about = select(opening.procedure).where(opening.id == Route.id).correlate(Route).scalar_subquery()
    return _Source(Route.person_id, Route.id, Route.opened_on, (), about)


def _result(day: Any, *conditions: ColumnElement[bool]) -> _Source:
    about = select(Programme.name).where(Programme.id == Result.programme_id).correlate(Result).scalar_subquery()
    return _Source(Result.person_id, Result.id, day, conditions, about, Result.hours)


def _attended(until: date) -> _Source:
    """The first day on which an event has ended, is confirmed and stands."""
    both = case(
        (Participation.confirmed_on > Participation.ends_on, Participation.confirmed_on), else_=Participation.ends_on
    )
    day = case((chosen_event.c.since > both, chosen_event.c.since), else_=both)
    events = (
        select(Participation.id, chosen_event.c.person_id, Participation.event_id, func.min(day).label("day"))
        .join(chosen_event, chosen_event.c.participation_id == Participation.id)
        .where(Participation.confirmed_on <= until, Participation.ends_on <= until, day <= chosen_event.c.until)
        .group_by(Participation.id, chosen_event.c.person_id, Participation.event_id)
        .subquery()
    )
    about = select(Event.name).where(Event.id == events.c.event_id).correlate(events).scalar_subquery()
    return _Source(events.c.person_id, events.c.id, events.c.day, (), about)


_SOURCES: Mapping[Fact, Callable[[date], _Source]] = {
    Fact.ASSESSED: _assessment,
    Fact.OPENED: _route,
    Fact.SUBMITTED: lambda _: _application(Application.submitted_on),
    Fact.HEAD_CONFIRMED: _decided("head", Decision.CONFIRMED),
    Fact.PROVIDER_CONFIRMED: _decided("provider", Decision.CONFIRMED),
    Fact.HEAD_REFUSED: _decided("head", Decision.REJECTED),
    Fact.PROVIDER_REFUSED: _decided("provider", Decision.REJECTED),
    Fact.WITHDRAWN: lambda _: _application(Application.withdrawn_on),
    Fact.TRAINED: lambda _: _result(Result.until),
    Fact.ATTESTED: lambda _: _result(attested_on()),
    Fact.IN_TIME: lambda _: _result(attested_on(), is_scheduled()),
    Fact.ATTENDED: _attended,
}


def last_day(reading: Reading, until: date) -> date:
    """The last day of a period of which anything is known on the reading's date."""
    return min(until, reading.day)


def facts(fact: Fact, since: date, until: date, *, is_named: bool = False) -> Select:
    """The facts from the one day to the other: fact, person_id, fact_id, day, hours; `about` where they are named."""
    source = _SOURCES[fact](until)
    columns: tuple[Any, ...] = (
        *(literal(fact.value).label("fact"), source.person.label("person_id"), source.id.label("fact_id")),
        *(source.day.label("day"), (cast(null(), Float) if source.hours is None else source.hours).label("hours")),
    )
    named = (source.about.label("about"),) if is_named else ()
    return select(*columns, *named).where(source.day.between(since, until), *source.conditions)


def placed(reading: Reading, purpose: Purpose, place: Place, filters: Filters, rows: FromClause) -> Select:
    """The facts beside the Employment that covered their day and its Organization, within place, scope and filters."""
    on_its_day = and_(
        Employment.person_id == rows.c.person_id,
        Employment.is_main,
        Employment.since <= rows.c.day,
        or_(Employment.left_on.is_(None), Employment.left_on > rows.c.day),
    )
    return (
        select()
        .select_from(rows)
        .join(Employment, on_its_day)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(is_within(reading, purpose), *at_place(place), *narrowing_spells(filters))
    )


def with_people(query: Select, day: date) -> Select:
    """The placed facts with who and where their people are, by the names that the places have on the day."""
    return query.join(Municipality, Municipality.id == Organization.municipality_id).add_columns(
        *(Employment.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        municipality_name(day).label("municipality"),
    )
