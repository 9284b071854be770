"""The object that a role is over, found by what people call it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access.unacceptable import Unacceptable
from model.accounts import ROLE_OBJECTS, Role
from model.catalogue import Provider
from model.names import fold
from model.people import Person
from model.places import Municipality, Organization


def object_named(session: Session, role: Role, said: str | None) -> int | None:
    """The id of the object that a role is over, from its name or id; Unacceptable unless exactly one fits."""
    if ROLE_OBJECTS[role] is None:
        if said:
            raise Unacceptable(f"роль {role}: объект не указывается")
        return None
    if not said:
        raise Unacceptable(f"роль {role}: укажите объект — название или номер из адреса страницы")
    found = _objects(session, role, said)
    if not found:
        raise Unacceptable(f"роль {role}: объект «{said}» не найден")
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise Unacceptable(f"роль {role}: объектов «{said}» несколько, укажите номер: {numbers}")
    return found[0]


def _objects(session: Session, role: Role, said: str) -> Sequence[int]:
    found = _named(session, role, said)
    if not found and said.isascii() and said.isdigit():
        return [int(said)] if session.get(_TABLES[role], int(said)) else []
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
    table = _TABLES[role]
    named_so: Sequence[int] = session.scalars(select(table.id).where(table.name_key == key)).all()
    return named_so
