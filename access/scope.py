"""What an account's grants allow: the places it may count and the people it may list; pure functions."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import SQLColumnExpression, false, or_, select, true

from model.accounts import Role
from model.places import Level, Place
from model.routes import Application


@dataclass(frozen=True)
class Held:
    """A grant as a value: the role, the id of its object, and whether it opens personal data."""

    role: Role
    object_id: int | None = None
    personal_data: bool = False


@dataclass(frozen=True)
class Viewer:
    """A login and the grants it holds at this moment."""

    login: str
    grants: tuple[Held, ...]

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
        """The rows of organizations that the scope may count."""
        return true() if self.counts_region else self._in_places(organization_id, municipality_id)

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
        """The rows of people whom the scope may name on the day."""
        if self.lists_region:
            return true()
        return or_(self._in_places(organization_id, municipality_id), self.names(person_id, day))

    def names(self, person_id: SQLColumnExpression[int], day: date) -> SQLColumnExpression[bool]:
        """The people whom the scope names wherever they work: oneself and a provider's applicants."""
        conditions: list[SQLColumnExpression[bool]] = []
        if self.persons:
            conditions.append(person_id.in_(self.persons))
        if self.providers:
            applicants = select(Application.person_id).where(
                Application.provider_id.in_(self.providers), Application.submitted_on <= day
            )
            conditions.append(person_id.in_(applicants))
        return or_(false(), *conditions)

    def _in_places(
        self, organization_id: SQLColumnExpression[int], municipality_id: SQLColumnExpression[int]
    ) -> SQLColumnExpression[bool]:
        conditions: list[SQLColumnExpression[bool]] = []
        if self.municipalities:
            conditions.append(municipality_id.in_(self.municipalities))
        if self.organizations:
            conditions.append(organization_id.in_(self.organizations))
        return or_(false(), *conditions)


def scope_of(grants: Iterable[Held]) -> Scope:
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
