"""The object of a role, found by its name or number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from model.accounts import ROLE_OBJECTS, Role
from model.catalogue import Provider
from model.errors import ActionRejectedError
from model.names import fold
from model.people import Person
from model.places import Municipality, Organization, OrganizationChange


def find_object(session: Session, role: Role, name: str | None) -> int | None:
    """The id of the role's object, by its name or id; raises ActionRejectedError unless exactly one fits."""
    if ROLE_OBJECTS[role] is None:
        if name:
            raise ActionRejectedError(f"роль {role}: область доступа не указывается")
        return None
    if not name:
        raise ActionRejectedError(f"роль {role}: укажите область доступа — название или номер из адреса страницы")
    ids = _objects(session, role, name)
    if not ids:
        raise ActionRejectedError(f"роль {role}: область доступа «{name}» не найдена")
    if len(ids) > 1:
        numbers = ", ".join(map(str, ids))
        raise ActionRejectedError(f"роль {role}: под названием «{name}» есть несколько, укажите номер: {numbers}")
    return ids[0]


def _objects(session: Session, role: Role, name: str) -> Sequence[int]:
    ids = _ids_by_name(session, role, name)
    if not ids and name.isascii() and name.isdigit():
        row = session.get(_TABLES[role], int(name))
        # A duplicate points to the row it was merged into.
        return [getattr(row, "same_as_id", None) or row.id] if row else []
    return ids


_TABLES: dict[Role, Any] = {
    Role.MUNICIPALITY: Municipality,
    Role.SCHOOL: Organization,
    Role.PROVIDER: Provider,
    Role.EMPLOYEE: Person,
}


def _ids_by_name(session: Session, role: Role, name: str) -> Sequence[int]:
    key = fold(name)
    if role is Role.MUNICIPALITY:
        places = session.scalars(select(Municipality))
        return [place.id for place in places if key in {fold(place.name), fold(place.earlier_name or place.name)}]
    if role is Role.EMPLOYEE:
        matches = or_(Person.identifier == name, Person.name_key == key)
        return session.scalars(select(Person.id).where(matches)).all()
    return providers_by_name(session, key) if role is Role.PROVIDER else organizations_by_name(session, key)


def organizations_by_name(session: Session, key: str) -> Sequence[int]:
    """The ids of organizations with the name now or earlier; a moved organization has two."""
    earlier_ids = select(OrganizationChange.organization_id).where(OrganizationChange.name_key == key)
    matches = or_(Organization.name_key == key, Organization.id.in_(earlier_ids))
    return session.scalars(select(Organization.id).where(matches).order_by(Organization.id)).all()


def providers_by_name(session: Session, key: str) -> Sequence[int]:
    """The id of the provider with the name; for a duplicate, the provider it was merged into."""
    provider_id = func.coalesce(Provider.same_as_id, Provider.id)
    return session.scalars(select(provider_id).where(Provider.name_key == key)).all()
