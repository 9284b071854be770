"""What the reports of a provider (п. 3.12) and of an organization (п. 3.13) tell of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, case, exists, null, select, true
from sqlalchemy.orm import aliased

from access.reading import Reading
from access.scope import has_reached_provider
from model.catalogue import Event, Programme
from model.people import Employment
from model.places import Municipality, Organization, Place
from model.routes import Application, Decision, Participation, Result
from queries.applications import ProviderRecord, at_provider
from queries.filters import EVERYBODY, Filters, narrowing
from queries.people import spell_shown
from queries.places import municipality_name, organization_name
from queries.state import Purpose, chosen_events, has_ended, is_live, staff_on


@dataclass(frozen=True)
class Completion:
    """A person and a programme of their route; completed when the document number is there (п. 3.11)."""

    person_id: int
    full_name: str
    municipality: str
    organization: str
    position: str | None
    programme: str
    hours: float | None
    since: date
    until: date
    document_number: str | None


@dataclass(frozen=True)
class EventParticipation:
    """A person and an event of their route; confirmed when the day is there (п. 2.6)."""

    person_id: int
    full_name: str
    position: str | None
    event: str
    venue: str | None
    form: str | None
    starts_on: date
    ends_on: date
    confirmed_on: date | None
    absence_reason: str | None


def completions(reading: Reading, of: ProviderRecord, since: date, until: date) -> list[Completion]:
    """The trainings of the formal part at the provider that ended in the period, known on the date; by name."""
    scope = reading.scope
    if of.id not in scope.providers and not scope.lists_region:
        return []
    last = min(until, reading.day)
    rows = [*reading.session.execute(_ended_with_result(reading, of, since, last))]
    rows += reading.session.execute(_ended_without(reading, of, since, last))
    records = [Completion(*row[1:]) for row in sorted(rows, key=lambda row: (row.name_key, row.person_id, row.since))]
    reading.named.update(one.person_id for one in records)
    return records


def _ended_with_result(reading: Reading, of: ProviderRecord, since: date, last: date) -> Select:
    dated = (Result.hours, Result.since, Result.until, Result.document_number)
    return _of_persons(reading, Result.person_id, Programme.name, *dated, source=Result).where(
        Programme.id == Result.programme_id,
        at_provider(of),
        Result.route_id.is_not(None),
        Result.counts_from <= reading.day,
        Result.until.between(since, last),
    )


def _ended_without(reading: Reading, of: ProviderRecord, since: date, last: date) -> Select:
    """The schedule ended and there is no result: such a training stands in the report as not completed."""
    day, done = reading.day, aliased(Result)
    has_result = exists().where(
        done.route_id == Application.route_id, done.programme_id == Application.programme_id, done.since <= day
    )
    begun = case((Application.training_since.is_(None), Application.training_until), else_=Application.training_since)
    dated = (null(), begun.label("since"), Application.training_until, null())
    return _of_persons(reading, Application.person_id, Programme.name, *dated, source=Application).where(
        Programme.id == Application.programme_id,
        Application.provider_id == of.id,
        has_reached_provider(day),
        Application.counts_from <= day,
        is_live(day),
        Application.provider_decision == Decision.CONFIRMED,
        Application.provider_on <= day,
        Application.training_until.between(since, last),
        ~has_result,
    )


def _of_persons(
    reading: Reading, person_id: SQLColumnExpression[int], *columns: SQLColumnExpression, source: Any
) -> Select:
    """The columns with who and where: where is the place of the date, else the last."""
    scope, day = reading.scope, reading.day
    # The report keeps its names, however long ago the training was.
    taught = select(Application.person_id).where(scope.ever_sent(day))
    named = true() if scope.lists_region else person_id.in_(taught)
    where = (municipality_name(day), organization_name(day))
    who = (Employment.name_key, Employment.person_id, Employment.full_name, *where)
    return (
        select(*who, Employment.position, *columns)
        .select_from(source)
        .join(Employment, Employment.id == spell_shown(person_id, day, source=source))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .join(Programme, Programme.id == source.programme_id)
        .where(named)
    )


def participations(
    reading: Reading, place: Place, since: date, until: date, filters: Filters = EVERYBODY
) -> Sequence[EventParticipation]:
    """The events of the staff's routes that ended in the period, known on the date; none where it may not name them."""
    if not reading.scope.may_list(place):
        return []
    day, people = reading.day, staff_on(reading, Purpose.LISTING, *narrowing(reading, place, filters))
    confirmed_on = case((Participation.confirmed_on <= day, Participation.confirmed_on))
    query = (
        chosen_events(people, day)
        .join(Event, Event.id == Participation.event_id)
        .add_columns(people.c.person_id, people.c.full_name, people.c.position, Event.name)
        .add_columns(Participation.venue, Participation.form, Participation.starts_on, Participation.ends_on)
        .add_columns(confirmed_on, case((confirmed_on.is_(None), Participation.absence_reason)))
        .where(has_ended(day), Participation.ends_on.between(since, min(until, day)))
        .order_by(Participation.starts_on, Event.name_key, people.c.name_key, people.c.person_id)
    )
    records = [EventParticipation(*row) for row in reading.session.execute(query)]
    reading.named.update(one.person_id for one in records)
    return records
