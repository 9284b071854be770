"""What waits for the head and for the provider, and a provider's own applications."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Programme, Provider
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Decision, Kind, Result
from queries.lists import PAGE_SIZE, Order, Page, everyone, paged
from queries.people import has_spell_shown, spell_shown
from queries.places import municipality_name, organization_name
from queries.state import awaits_provider, is_live


@dataclass(frozen=True)
class ProviderRecord:
    """A provider whose applications the reading may see."""

    id: int
    name: str
    address: str | None


class ProviderStage(StrEnum):
    """What asks for the action of a provider: the keys of PROVIDER_CONCERNS."""

    AWAITING = "awaiting"
    LATE = "late"


@dataclass(frozen=True)
class ProgrammeLoad:
    """The applications for one programme of a provider, on the date."""

    programme: str
    submitted: int
    awaiting: int
    live: int
    approved: int
    completed: int


def provider(reading: Reading, identity: int) -> ProviderRecord | None:
    """The provider; None both where there is none and where the account may not open it."""
    if not may_open_provider(reading, identity):
        return None
    record = reading.session.get(Provider, identity)
    if record and record.same_as_id:
        # The address of a double goes on leading somewhere: to the one that was kept.
        record = reading.session.get(Provider, record.same_as_id)
    return ProviderRecord(record.id, record.name, record.address) if record else None


def may_open_provider(reading: Reading, identity: int | None) -> bool:
    """Whether the account sees the counts of the provider: its own account, and who counts the region."""
    return identity is not None and (reading.scope.counts_region or identity in reading.scope.providers)


def may_name_applicants(reading: Reading, of: ProviderRecord) -> bool:
    """Whether the account may be told who applied to the provider."""
    return reading.scope.lists_region or of.id in reading.scope.providers


def provider_with_people(reading: Reading, identity: int) -> ProviderRecord | None:
    """The provider where the account may be told who applied to it; else None."""
    record = provider(reading, identity)
    return record if record and may_name_applicants(reading, record) else None


def granted_providers(reading: Reading) -> list[ProviderRecord]:
    """The providers that the account's grants name."""
    providers = (provider(reading, identity) for identity in sorted(reading.scope.providers))
    return [one for one in providers if one]


@dataclass(frozen=True)
class ProviderWait:
    """How many applications to a provider ask for its action, and since when the first of them does."""

    stage: ProviderStage
    number: int
    since: date | None


def provider_queue(reading: Reading, of: ProviderRecord) -> list[ProviderWait]:
    """Each stage that asks for the provider's action, those of nobody among them."""
    day = reading.day
    claims = {stage: (claim(day), since) for stage, (claim, since) in _STAGES.items()}
    sums = [
        figure
        for claim, since in claims.values()
        for figure in (func.coalesce(_sum(claim), 0), func.min(case((claim, since))))
    ]
    # The number opens the list, and counts what is in it; where there is no list, it counts everything.
    conditions = (
        named_applications(reading, of) if may_name_applicants(reading, of) else counted_applications(reading, of)
    )
    numbers = reading.session.execute(select(*sums).where(*conditions)).one()
    return [ProviderWait(stage, *numbers[2 * place : 2 * place + 2]) for place, stage in enumerate(claims)]


def load_by_programme(reading: Reading, of: ProviderRecord) -> Sequence[ProgrammeLoad]:
    """How many applications each programme of the provider has, by what became of them."""
    day = reading.day
    query = (
        select(Programme.id, Programme.name, func.count())
        .add_columns(*map(_sum, (awaits_provider(day), is_live(day), _is_approved(day))))
        .join(Programme, Programme.id == Application.programme_id)
        .where(*counted_applications(reading, of))
        .group_by(Programme.id, Programme.name)
        .order_by(func.count().desc(), Programme.name)
    )
    completed = _completed(reading, of)
    return [
        ProgrammeLoad(row[1], row[2], row[3], row[4], row[5], completed.get(row[0], 0))
        for row in reading.session.execute(query)
    ]


@dataclass(frozen=True)
class MunicipalityLoad:
    """The applications to a provider of those who work in one municipality on the date."""

    municipality: str
    submitted: int
    awaiting: int
    live: int
    approved: int


def load_by_municipality(reading: Reading, of: ProviderRecord) -> list[MunicipalityLoad]:
    """How many applications to the provider come from each municipality, by what became of them."""
    day, name = reading.day, municipality_name(reading.day)
    query = (
        select(name, func.count())
        .add_columns(*map(_sum, (awaits_provider(day), is_live(day), _is_approved(day))))
        .select_from(Application)
        .join(Employment, Employment.id == spell_shown(Application.person_id, day, source=Application))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(*counted_applications(reading, of))
        .group_by(Municipality.id, name)
        .order_by(name)
    )
    return [MunicipalityLoad(*row) for row in reading.session.execute(query)]


def _is_approved(day: date) -> SQLColumnExpression[bool]:
    """Live, and confirmed by the provider by the day."""
    return and_(is_live(day), Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)


def _completed(reading: Reading, of: ProviderRecord) -> dict[int, int]:
    """How many trainings at the provider ended with a document by the date, by programme (п. 3.11, 3.12)."""
    query = (
        select(Result.programme_id, func.count())
        .where(at_provider(of), Result.counts_from <= reading.day, Result.route_id.is_not(None))
        .where(Result.until <= reading.day, Result.document_number.is_not(None))
        .group_by(Result.programme_id)
    )
    return {row[0]: row[1] for row in reading.session.execute(query)}


def at_provider(of: ProviderRecord) -> SQLColumnExpression[bool]:
    """A result names the provider; one that names none is that of the application which it completes."""
    application = aliased(Application)
    by_application = exists().where(
        application.route_id == Result.route_id,
        application.programme_id == Result.programme_id,
        application.provider_id == of.id,
        application.head_decision == Decision.CONFIRMED,
    )
    return or_(Result.provider_id == of.id, and_(Result.provider_id.is_(None), by_application))


def provider_applications(
    reading: Reading,
    of: ProviderRecord,
    order: Order,
    page: int,
    search: str,
    size: int = PAGE_SIZE,
    stage: ProviderStage | None = None,
) -> Page:
    """The applications to the provider with the people behind them, wherever they work; `stage` narrows them."""
    return paged(reading, _with_persons(reading, of, stage), order, page, search, size)


def provider_persons(
    reading: Reading, of: ProviderRecord, order: Order, search: str, stage: ProviderStage | None = None
) -> list[int]:
    """The ids of the people behind these applications, each once, in the order of the list."""
    return everyone(reading, _with_persons(reading, of, stage), order, search)


def _with_persons(reading: Reading, of: ProviderRecord, stage: ProviderStage | None) -> Select:
    day = reading.day
    spell = spell_shown(Application.person_id, day, source=Application)
    columns: tuple[Any, ...] = (
        *(Employment.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(day).label("municipality"), Application.number, Application.name.label("application")),
        *(Application.submitted_on, Application.training_since, Application.training_until, Application.implied),
        *(_value_by(Application.head_decision, Application.head_on, day).label("head_decision"),),
        *(_value_by(Application.provider_decision, Application.provider_on, day).label("provider_decision"),),
        *(_value_by(Application.head_on, Application.head_on, day).label("head_on"),),
        *(_value_by(Application.withdrawn_on, Application.withdrawn_on, day).label("withdrawn_on"),),
        *(_value_by(Application.expelled_on, Application.expelled_on, day).label("expelled_on"),),
        Application.id.label("row_id"),
    )
    return (
        select(*columns)
        .select_from(Application)
        .join(Employment, Employment.id == spell)
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(*named_applications(reading, of), *([_STAGES[stage][0](day)] if stage else []))
    )


def named_applications(reading: Reading, of: ProviderRecord) -> list[SQLColumnExpression[bool]]:
    """The applications to the provider whose people may be named: its own account sees those the head has confirmed."""
    scope, day = reading.scope, reading.day
    return [true() if scope.lists_region else scope.sent(day), *_submitted_to(of, day)]


def counted_applications(reading: Reading, of: ProviderRecord) -> list[SQLColumnExpression[bool]]:
    """The applications to the provider that are counted, also when their people may not be named, or not any more."""
    scope, day = reading.scope, reading.day
    return [true() if scope.counts_region else scope.ever_sent(day), *_submitted_to(of, day)]


def _submitted_to(of: ProviderRecord, day: date) -> tuple[SQLColumnExpression[bool], ...]:
    is_here = Application.kind == Kind.PROGRAMME, Application.provider_id == of.id, Application.submitted_on <= day
    return *is_here, has_spell_shown(Application.person_id, day)


def _value_by(column: SQLColumnExpression, on: SQLColumnExpression[date | None], day: date) -> SQLColumnExpression:
    return case((on <= day, column))


def _sum(claim: SQLColumnExpression[bool]) -> SQLColumnExpression[int]:
    return func.sum(case((claim, 1), else_=0))


def _is_late(day: date) -> SQLColumnExpression[bool]:
    """Confirmed by the provider, its schedule ended before the day, and no document by then (п. 3.11, 3.12)."""
    documented = exists().where(
        Result.person_id == Application.person_id,
        Result.programme_id == Application.programme_id,
        or_(Result.provider_id == Application.provider_id, Result.provider_id.is_(None)),
        Result.until <= day,
        Result.document_number.is_not(None),
    )
    confirmed = and_(Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)
    return and_(is_live(day), confirmed, Application.training_until < day, ~documented)


# The claim of each stage, and since when an application has been in it.
_STAGES: Mapping[ProviderStage, tuple[Callable[[date], SQLColumnExpression[bool]], SQLColumnExpression]] = {
    ProviderStage.AWAITING: (awaits_provider, Application.head_on),
    ProviderStage.LATE: (_is_late, Application.training_until),
}
