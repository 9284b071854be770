"""What waits for the head and for the provider, and a provider's own applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, and_, case, func, select, true
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Provider
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Decision, Kind
from queries.lists import PAGE_SIZE, Order, Page, everyone, paged
from queries.places import municipality_name
from queries.state import awaits_provider, is_live


@dataclass(frozen=True)
class ProviderRecord:
    """A provider whose applications the reading may see."""

    id: int
    name: str
    address: str | None


@dataclass(frozen=True)
class ProgrammeLoad:
    """The applications for one programme of a provider, on the date."""

    programme: str
    submitted: int
    awaiting: int
    live: int
    approved: int


def provider(reading: Reading, identity: int) -> ProviderRecord | None:
    """The provider; None both where there is none and where it is not the account's own."""
    scope = reading.scope
    if identity not in scope.providers and not scope.lists_region:
        return None
    found = reading.session.get(Provider, identity)
    return ProviderRecord(found.id, found.name, found.address) if found else None


def granted_providers(reading: Reading) -> list[ProviderRecord]:
    """The providers that the account's grants name."""
    found = (provider(reading, identity) for identity in sorted(reading.scope.providers))
    return [one for one in found if one]


def load_by_programme(reading: Reading, of: ProviderRecord) -> Sequence[ProgrammeLoad]:
    """How many applications each programme of the provider has, by what became of them."""
    day = reading.day
    approved = and_(is_live(day), Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)
    query = (
        select(Application.name, func.count(), _sum(awaits_provider(day)), _sum(is_live(day)), _sum(approved))
        .where(*_of_provider(reading, of))
        .group_by(Application.programme_id, Application.name)
        .order_by(func.count().desc(), Application.name)
    )
    return [ProgrammeLoad(*row) for row in reading.session.execute(query)]


def provider_applications(
    reading: Reading, of: ProviderRecord, order: Order, page: int, search: str, size: int = PAGE_SIZE
) -> Page:
    """The applications to the provider with the people behind them, wherever they work."""
    return paged(reading, _with_persons(reading, of), order, page, search, size)


def provider_persons(reading: Reading, of: ProviderRecord, order: Order, search: str) -> list[int]:
    """The ids of the people behind these applications, each once, in the order of the list."""
    return everyone(reading, _with_persons(reading, of), order, search)


def _with_persons(reading: Reading, of: ProviderRecord) -> Select:
    day = reading.day
    # The place of work is that of the date; of one who has left, the last begun by then.
    spells = aliased(Employment)
    spell = (
        select(spells.id)
        .where(spells.person_id == Application.person_id, spells.since <= day)
        .order_by(spells.since.desc(), spells.id.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        *(Employment.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(Organization.name.label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(day).label("municipality"), Application.number, Application.name.label("application")),
        *(Application.submitted_on, Application.training_since, Application.training_until, Application.implied),
        *(_known(Application.head_decision, Application.head_on, day).label("head_decision"),),
        *(_known(Application.provider_decision, Application.provider_on, day).label("provider_decision"),),
        *(_known(Application.head_on, Application.head_on, day).label("head_on"),),
        *(_known(Application.withdrawn_on, Application.withdrawn_on, day).label("withdrawn_on"),),
    )
    return (
        select(*columns)
        .select_from(Application)
        .join(Employment, Employment.id == spell)
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(*_of_provider(reading, of))
    )


def _of_provider(reading: Reading, of: ProviderRecord) -> tuple[SQLColumnExpression[bool], ...]:
    scope = reading.scope
    mine = true() if scope.lists_region else Application.provider_id.in_(scope.providers)
    is_programme = Application.kind == Kind.PROGRAMME
    return mine, is_programme, Application.provider_id == of.id, Application.submitted_on <= reading.day


def _known(column: SQLColumnExpression, on: SQLColumnExpression[date | None], day: date) -> SQLColumnExpression:
    return case((on <= day, column))


def _sum(claim: SQLColumnExpression[bool]) -> SQLColumnExpression[int]:
    return func.sum(case((claim, 1), else_=0))
