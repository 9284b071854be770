"""The groups of a provider by the start of training, and the events that it organizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

import settings
from access.reading import Reading
from model.catalogue import Event, Programme
from model.names import fold
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Decision, Participation, Result
from queries.applications import (
    ProviderRecord,
    counted_applications,
    may_name_applicants,
    may_open_provider,
    named_applications,
)
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.people import spell_shown
from queries.places import municipality_name, organization_name
from queries.state import is_live

_BY_NAME = Order()


@dataclass(frozen=True)
class TrainingGroup:
    """Those who applied for one programme with one first and one last day of training."""

    programme_id: int
    programme: str
    begins_on: date
    ends_on: date | None
    submitted: int
    confirmed: int
    attested: int
    expelled: int
    named: int  # of the submitted: those whose people the account may be told

    @property
    def key(self) -> "GroupKey":
        return GroupKey(self.programme_id, self.begins_on, self.ends_on)


@dataclass(frozen=True)
class GroupKey:
    """Of which programme a group is, and its first and last day."""

    programme_id: int
    begins_on: date
    ends_on: date | None


class GroupList(StrEnum):
    """How far the applications of a group have come; each names a list."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    ATTESTED = "attested"
    EXPELLED = "expelled"


def groups_of(reading: Reading, of: ProviderRecord) -> list[TrainingGroup]:
    """The groups of a provider, the last to start first; applications without a first day are in none.

    Who may not name its people is told of no group of few.
    """
    if not may_open_provider(reading, of.id):
        return []
    day, least = reading.day, 1 if may_name_applicants(reading, of) else settings.SMALL_GROUP.value()
    on = (Application.training_since, Application.training_until)
    query = (
        select(Programme.id, Programme.name, *on, func.count())
        .add_columns(*(_sum(claim) for one, claim in _claims(day).items() if one is not GroupList.SUBMITTED))
        .add_columns(_sum(and_(*named_applications(reading, of))))
        .join(Programme, Programme.id == Application.programme_id)
        .where(*counted_applications(reading, of), Application.training_since.is_not(None))
        .group_by(Programme.id, Programme.name, *on)
        .having(func.count() >= least)
        .order_by(Application.training_since.desc(), Programme.name, Application.training_until)
    )
    return [TrainingGroup(*row) for row in reading.session.execute(query)]


def _claims(day: date) -> Mapping[GroupList, ColumnElement[bool]]:
    return {
        GroupList.SUBMITTED: true(),
        GroupList.CONFIRMED: _is_confirmed(day),
        GroupList.ATTESTED: _is_attested(day),
        GroupList.EXPELLED: Application.expelled_on <= day,
    }


def group_rows(
    reading: Reading,
    of: ProviderRecord,
    listed: GroupList,
    key: GroupKey | None,
    *,
    order: Order = _BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The applications of a group, without a key of all groups; nobody where they may not be named."""
    if not may_name_applicants(reading, of) or not may_open_provider(reading, of.id):
        return Page([], 0, 1)
    day = reading.day
    columns: tuple[Any, ...] = (
        *(Application.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(day).label("municipality"), Programme.name.label("programme"), Application.number),
        *(Application.submitted_on, Application.training_since.label("begins_on")),
        *(Application.training_until.label("ends_on"), Application.id.label("row_id")),
    )
    query = (
        select(*columns)
        .select_from(Application)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Employment, Employment.id == spell_shown(Application.person_id, day, source=Application))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(*named_applications(reading, of), Application.training_since.is_not(None), _claims(day)[listed])
        .where(*(_is_of(key) if key else ()))
    )
    return paged(reading, query, order, page, search, size)


def _is_of(key: GroupKey) -> tuple[ColumnElement[bool], ...]:
    # A group without a last day is one of its own: an absent day is compared as such.
    ends = Application.training_until
    is_end = ends.is_(None) if key.ends_on is None else ends == key.ends_on
    return Application.programme_id == key.programme_id, Application.training_since == key.begins_on, is_end


def _sum(claim: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((claim, 1), else_=0)), 0)


def _is_confirmed(day: date) -> ColumnElement[bool]:
    """Live, and confirmed by the provider by the day."""
    return and_(is_live(day), Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)


def _is_attested(day: date) -> ColumnElement[bool]:
    """The person has a document of the provider for the programme, of a training that began on that day or later."""
    return exists().where(
        Result.person_id == Application.person_id,
        Result.programme_id == Application.programme_id,
        or_(Result.provider_id == Application.provider_id, Result.provider_id.is_(None)),
        Result.since >= Application.training_since,
        Result.until <= day,
        Result.document_number.is_not(None),
    )


@dataclass(frozen=True)
class OrganizedEvent:
    """An event held by a provider on its days: how many chose it, and how many were there."""

    event_id: int
    name: str
    starts_on: date
    ends_on: date
    level: str | None
    chosen: int
    confirmed: int


def organized_events(reading: Reading, of: ProviderRecord) -> Sequence[OrganizedEvent]:
    """The events whose organizer is the provider, the last first; none for who does not count the region."""
    if not reading.scope.counts_region:
        return []
    organizers = select(Participation.organizer).where(Participation.organizer.is_not(None)).distinct()
    own = [name for name in reading.session.scalars(organizers) if name and fold(name) == fold(of.name)]
    if not own:
        return []
    day = reading.day
    what: tuple[Any, ...] = (Event.id, Event.name, Participation.starts_on, func.max(Participation.ends_on))
    query = (
        select(*what, func.max(Participation.level), func.count(), _sum(Participation.confirmed_on <= day))
        .join(Event, Event.id == Participation.event_id)
        .where(Participation.organizer.in_(own), Participation.chosen_on <= day)
        .group_by(Event.id, Event.name, Participation.starts_on)
        .order_by(Participation.starts_on.desc(), Event.name)
    )
    rows: Sequence[Any] = reading.session.execute(query).all()
    return [OrganizedEvent(*row) for row in rows]
