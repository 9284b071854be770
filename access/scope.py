"""What an account's grants allow: the places it may count and the people it may list; pure functions."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import SQLColumnExpression, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

import settings
from model.account_names import account_title
from model.accounts import Role
from model.dates import months_before, today
from model.people import Employment, covers
from model.places import Level, Organization, Place
from model.routes import Application, Decision, Kind, Result


@dataclass(frozen=True)
class GrantValue:
    """A grant as a value: the role, the id of its object, and whether it opens personal data."""

    role: Role
    object_id: int | None = None
    personal_data: bool = False


@dataclass(frozen=True)
class Viewer:
    """A login, the grants it holds at this moment, what its person is called, and the columns it has chosen."""

    login: str
    grants: tuple[GrantValue, ...]
    full_name: str | None = None
    post: str | None = None
    registry_columns: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How the account is called as the author of a document."""
        return account_title(self.login, self.full_name, self.post)

    def holds(self, role: Role) -> bool:
        return any(held.role is role for held in self.grants)


@dataclass(frozen=True)
class Scope:
    """The union of grants, as conditions on rows; an empty scope sees no rows."""

    counts_region: bool = False
    lists_region: bool = False
    municipalities: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    providers: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()

    def may_count(self, place: Place) -> bool:
        """Whether the scope covers the counts of the whole place."""
        return self.counts_region or self._holds(place)

    def may_list(self, place: Place) -> bool:
        """Whether every person of the place may be named."""
        return self.lists_region or self._holds(place)

    def _holds(self, place: Place) -> bool:
        if place.level is Level.MUNICIPALITY:
            return place.id in self.municipalities
        if place.level is Level.ORGANIZATION:
            return place.id in self.organizations or place.municipality_id in self.municipalities
        return False

    def counted(
        self, organization_id: SQLColumnExpression[int], municipality_id: SQLColumnExpression[int]
    ) -> SQLColumnExpression[bool]:
        """The sums of organizations that the scope may count."""
        return true() if self.counts_region else self._in_places(organization_id, municipality_id)

    def counted_people(
        self,
        person_id: SQLColumnExpression[int],
        organization_id: SQLColumnExpression[int],
        municipality_id: SQLColumnExpression[int],
        day: date,
    ) -> SQLColumnExpression[bool]:
        """The rows of people whom the scope may count on the day."""
        return true() if self.counts_region else self._works_here(person_id, organization_id, municipality_id, day)

    def counted_whole(self, municipality_id: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
        """The rows of municipalities that the scope may count as a whole."""
        return true() if self.counts_region else municipality_id.in_(self.municipalities)

    def listed(
        self,
        person_id: SQLColumnExpression[int],
        organization_id: SQLColumnExpression[int],
        municipality_id: SQLColumnExpression[int],
        day: date,
    ) -> SQLColumnExpression[bool]:
        """The rows of people of whom the scope may see everything on the day: those of its places, and oneself."""
        if self.lists_region:
            return true()
        return or_(self._works_here(person_id, organization_id, municipality_id, day), self.is_own(person_id))

    def is_own(self, person_id: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
        """The persons whom the scope names wherever they work: oneself."""
        return person_id.in_(self.persons) if self.persons else false()

    def has_applied(self, person_id: SQLColumnExpression[int], day: date) -> SQLColumnExpression[bool]:
        """The people behind the applications of the scope's providers; of them a part is seen."""
        return person_id.in_(select(Application.person_id).where(self.sent(day))) if self.providers else false()

    def sent(self, day: date) -> SQLColumnExpression[bool]:
        """The applications of the scope's providers whose people it may name: for a time after the training."""
        by_result = select(func.max(Result.until)).where(
            Result.person_id == Application.person_id, Result.programme_id == Application.programme_id
        )
        ended = func.coalesce(
            Application.training_until, by_result.correlate(Application).scalar_subquery(), Application.closed_on
        )
        # A look at an earlier day must not lengthen the time.
        bound = months_before(max(day, today()), settings.PROVIDER_MONTHS.value())
        return and_(self.ever_sent(day), or_(ended.is_(None), ended > bound))

    def ever_sent(self, day: date) -> SQLColumnExpression[bool]:
        """The applications that have reached the scope's providers by the day: confirmed by the head (п. 3.6)."""
        return and_(Application.provider_id.in_(self.providers), has_reached_provider(day))

    def _works_here(
        self,
        person_id: SQLColumnExpression[int],
        organization_id: SQLColumnExpression[int],
        municipality_id: SQLColumnExpression[int],
        day: date,
    ) -> SQLColumnExpression[bool]:
        """In the scope's places on the day; on a day to come, in them today as well."""
        here = self._in_places(organization_id, municipality_id)
        if day <= today() or not (self.municipalities or self.organizations):
            return here
        spells, homes = aliased(Employment), aliased(Organization)
        at_work = select(spells.person_id).join(homes, homes.id == spells.organization_id)
        at_work = at_work.where(covers(today(), spells), self._in_places(homes.id, homes.municipality_id))
        return and_(here, person_id.in_(at_work))

    def _in_places(
        self, organization_id: SQLColumnExpression[int], municipality_id: SQLColumnExpression[int]
    ) -> SQLColumnExpression[bool]:
        conditions: list[SQLColumnExpression[bool]] = []
        if self.municipalities:
            conditions.append(municipality_id.in_(self.municipalities))
        if self.organizations:
            conditions.append(organization_id.in_(self.organizations))
        return or_(false(), *conditions)


def has_reached_provider(day: date) -> SQLColumnExpression[bool]:
    """An application for a programme that the head has confirmed by the day."""
    return and_(
        Application.kind == Kind.PROGRAMME,
        Application.submitted_on <= day,
        Application.head_decision == Decision.CONFIRMED,
        Application.head_on <= day,
    )


def scope_of(grants: Iterable[GrantValue]) -> Scope:
    """The scope of the grants (domain: who sees what)."""
    held = tuple(grants)

    def objects(role: Role) -> frozenset[int]:
        return frozenset(grant.object_id for grant in held if grant.role is role and grant.object_id is not None)

    return Scope(
        counts_region=any(grant.role in {Role.MINISTRY, Role.ASSESSOR} for grant in held),
        lists_region=any(
            grant.role is Role.ASSESSOR or (grant.role is Role.MINISTRY and grant.personal_data) for grant in held
        ),
        municipalities=objects(Role.MUNICIPALITY),
        organizations=objects(Role.SCHOOL),
        providers=objects(Role.PROVIDER),
        persons=objects(Role.EMPLOYEE),
    )


def grants_hash(viewer: Viewer) -> str:
    """A short hash of the grants; it changes when any of them is given or revoked."""
    held = sorted((grant.role.value, grant.object_id or 0, grant.personal_data) for grant in viewer.grants)
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]
