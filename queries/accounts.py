"""Accounts and what they were granted, for the administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from access.account_names import is_called
from access.reading import Reading
from access.sessions import counts_by_account
from model.accounts import ROLE_LABELS, ROLE_OBJECTS, Account, Grant, Role
from model.catalogue import Provider
from model.places import Municipality, Organization

Names = Mapping[Role, Mapping[int, str]]
# The objects that have a name to tell.
_NAMED: Mapping[Role, Any] = {Role.MUNICIPALITY: Municipality, Role.SCHOOL: Organization, Role.PROVIDER: Provider}


@dataclass(frozen=True)
class GrantRecord:
    """A grant and what it is called."""

    id: int
    label: str


@dataclass(frozen=True)
class AccountRecord:
    """An account as the administrator sees it: who it is, its roles and objects; no name of an object's person."""

    id: int
    login: str
    full_name: str | None
    post: str | None
    is_active: bool
    must_change_password: bool
    has_codes: bool
    created_at: datetime
    open_sessions: int
    grants: tuple[GrantRecord, ...]

    @property
    def name(self) -> str:
        """«Иванова Анна Петровна, методист»; empty for an account without a name."""
        return ", ".join(filter(None, (self.full_name, self.post)))


def accounts(reading: Reading, search: str = "") -> list[AccountRecord]:
    """The accounts whose login, full name or post contains the text, for an administrator; nothing for others."""
    if not reading.viewer.holds(Role.ADMIN):
        return []
    query = select(Account).options(selectinload(Account.grants)).order_by(Account.login)
    if search:
        query = query.where(is_called(search))
    return _records(reading, reading.session.scalars(query).all())


def account(reading: Reading, identity: int) -> AccountRecord | None:
    """One account, for an administrator; None for others and where there is none."""
    if not reading.viewer.holds(Role.ADMIN):
        return None
    record = reading.session.get(Account, identity, options=[selectinload(Account.grants)])
    return next(iter(_records(reading, [record] if record else [])), None)


def _records(reading: Reading, rows: Sequence[Account]) -> list[AccountRecord]:
    sessions = counts_by_account(reading.session)
    names = _names(reading, rows)
    return [
        AccountRecord(
            id=one.id,
            login=one.login,
            full_name=one.full_name,
            post=one.post,
            is_active=one.is_active,
            must_change_password=one.must_change_password,
            has_codes=one.code_secret is not None,
            created_at=one.created_at,
            open_sessions=sessions.get(one.id, 0),
            grants=tuple(GrantRecord(grant.id, _grant_text(grant, names)) for grant in one.grants),
        )
        for one in rows
    ]


def _grant_text(grant: Grant, names: Names) -> str:
    role = Role(grant.role)
    label = ROLE_LABELS[role]
    named = _object(role, grant, names)
    if role is Role.MINISTRY and grant.personal_data:
        named = "с персональными данными"
    return f"{label}: {named}" if named else label


def _object(role: Role, grant: Grant, names: Names) -> str | None:
    column = ROLE_OBJECTS[role]
    if role not in _NAMED or column is None:
        # A person is a number here: the administrator sees no person's data.
        return f"№ {grant.person_id}" if grant.person_id else None
    return names[role][getattr(grant, column)]


def _names(reading: Reading, rows: Sequence[Account]) -> Names:
    """What the objects of the grants are called, a question for each kind and not for each grant."""
    names: dict[Role, Mapping[int, str]] = {}
    for role, table in _NAMED.items():
        ids = {getattr(grant, ROLE_OBJECTS[role] or "") for one in rows for grant in one.grants if grant.role == role}
        names[role] = dict(reading.session.execute(select(table.id, table.name).where(table.id.in_(ids))).all())
    return names
