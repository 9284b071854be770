"""Accounts and what they were granted, for the administrator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from access.reading import Reading
from model.accounts import ROLE_LABELS, ROLE_OBJECTS, Account, Grant, Role
from model.catalogue import Provider
from model.places import Municipality, Organization


@dataclass(frozen=True)
class AccountRecord:
    """An account as the administrator sees it: no person's name, only roles and objects."""

    login: str
    is_active: bool
    created_at: datetime
    grants: tuple[str, ...]


def accounts(reading: Reading) -> list[AccountRecord]:
    """Every account, for an administrator; nothing for others."""
    if not reading.viewer.holds(Role.ADMIN):
        return []
    query = select(Account).options(selectinload(Account.grants)).order_by(Account.login)
    return [
        AccountRecord(one.login, one.is_active, one.created_at, tuple(_told(reading, given) for given in one.grants))
        for one in reading.session.scalars(query)
    ]


def _told(reading: Reading, given: Grant) -> str:
    role = Role(given.role)
    said = ROLE_LABELS[role]
    named = _object(reading, role, given)
    if role is Role.MINISTRY and given.personal_data:
        named = "с персональными данными"
    return f"{said}: {named}" if named else said


def _object(reading: Reading, role: Role, given: Grant) -> str | None:
    tables: dict[Role, type[Any]] = {
        Role.MUNICIPALITY: Municipality,
        Role.SCHOOL: Organization,
        Role.PROVIDER: Provider,
    }
    column = ROLE_OBJECTS[role]
    if role not in tables or column is None:
        # A person is a number here: the administrator sees no person's data.
        return f"№ {given.person_id}" if given.person_id else None
    name: str = reading.session.get_one(tables[role], getattr(given, column)).name
    return name
