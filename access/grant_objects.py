"""The object that a role is over, found by what people call it."""

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


def object_named(session: Session, role: Role, said: str | None) -> int | None:
    """The id of the object that a role is over, from its name or id; ActionRejectedError unless exactly one fits."""
    if ROLE_OBJECTS[role] is None:
        if said:
            raise ActionRejectedError(f"роль {role}: объект не указывается")
        return None
    if not said:
        raise ActionRejectedError(f"роль {role}: укажите объект — название или номер из адреса страницы")
    found = _objects(session, role, said)
    if not found:
        raise ActionRejectedError(f"роль {role}: объект «{said}» не найден")
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise ActionRejectedError(f"роль {role}: объектов «{said}» несколько, укажите номер: {numbers}")
    return found[0]


def _objects(session: Session, role: Role, said: str) -> Sequence[int]:
    found = _named(session, role, said)
    if not found and said.isascii() and said.isdigit():
        one = session.get(_TABLES[role], int(said))
        # Of a double the one that was kept.
        return [getattr(one, "same_as_id", None) or one.id] if one else []
    return found


_TABLES: dict[Role, Any] = {
    Role.MUNICIPALITY: Municipality,
    Role.SCHOOL: Organization,
    Role.PROVIDER: Provider,
    Role.EMPLOYEE: Person,
}


def _named(session: Session, role: Role, said: str) -> Sequence[int]:
    key = fold(said)
    if role is Role.MUNICIPALITY:
        places = session.scalars(select(Municipality))
        return [place.id for place in places if key in {fold(place.name), fold(place.earlier_name or place.name)}]
    if role is Role.EMPLOYEE:
        named = or_(Person.identifier == said, Person.name_key == key)
        return session.scalars(select(Person.id).where(named)).all()
    return providers_called(session, key) if role is Role.PROVIDER else organizations_called(session, key)


def organizations_called(session: Session, key: str) -> Sequence[int]:
    """The organizations that bear or bore the name; of one that has moved both, each on its days."""
    bore = select(OrganizationChange.organization_id).where(OrganizationChange.name_key == key)
    named = or_(Organization.name_key == key, Organization.id.in_(bore))
    return session.scalars(select(Organization.id).where(named).order_by(Organization.id)).all()


def providers_called(session: Session, key: str) -> Sequence[int]:
    """The provider of the name; of doubles the one that was kept."""
    kept = func.coalesce(Provider.same_as_id, Provider.id)
    return session.scalars(select(kept).where(Provider.name_key == key)).all()
