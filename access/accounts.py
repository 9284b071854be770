"""Create accounts, grant roles, set passwords; every action ends in by=."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from access.journal import write_down
from access.scope import Held, Viewer
from model.accounts import ROLE_OBJECTS, Account, Grant, Role
from model.catalogue import Provider
from model.names import fold, tidy
from model.people import Person
from model.places import Municipality, Organization

MIN_PASSWORD = 8

_passwords = PasswordHash((Argon2Hasher(),))
# Compared with when there is no such login, so that the answer takes as long as for a wrong password.
_NOBODY = _passwords.hash(secrets.token_hex(8))


class Unacceptable(Exception):
    """What was asked for can't be done; the text says why and what to do, in Russian."""


def create(session: Session, login: str, password: str, *, by: str) -> Account:
    """A new account without grants; Unacceptable when the login is taken or the password too weak."""
    login = tidy(login)
    if not login:
        raise Unacceptable("логин пуст")
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise Unacceptable(f"учётная запись «{login}» уже есть")
    account = Account(
        login=login,
        password_hash=_hash(password),
        session_mark=secrets.token_hex(8),
        is_active=True,
        created_at=datetime.now(UTC),
    )
    session.add(account)
    session.flush()
    write_down(session, "account created", login, by=by)
    return account


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise Unacceptable(f"пароль короче {MIN_PASSWORD} знаков")
    return _passwords.hash(password)


def grant(
    session: Session, account: Account, role: Role, object_id: int | None, *, personal_data: bool, by: str
) -> None:
    """Give the account a role over an object; a role over the region or the installation takes none."""
    column = ROLE_OBJECTS[role]
    if (column is None) != (object_id is None):
        raise Unacceptable(f"роль {role}: объект " + ("не указывается" if column is None else "обязателен"))
    made = Grant(account_id=account.id, role=role, personal_data=personal_data)
    if column is not None:
        setattr(made, column, object_id)
    session.add(made)
    session.flush()
    write_down(session, "grant given", f"{account.login}: {role} {object_id or ''}".strip(), by=by)


def set_password(session: Session, account: Account, password: str, *, by: str) -> None:
    """Change the password; every open session of the account ends."""
    account.password_hash = _hash(password)
    account.session_mark = secrets.token_hex(8)
    write_down(session, "password set", account.login, by=by)


def account_by_login(session: Session, login: str) -> Account | None:
    """The account with its grants."""
    return session.scalar(select(Account).where(Account.login == login).options(selectinload(Account.grants)))


def signed_in_account(session: Session, identity: int, mark: str) -> Account | None:
    """The account of an open session; None when it was closed, switched off or its password was changed."""
    account = session.get(Account, identity, options=[selectinload(Account.grants)])
    return account if account and account.is_active and account.session_mark == mark else None


def verified(session: Session, login: str, password: str) -> Account | None:
    """The account whose login and password these are."""
    account = account_by_login(session, tidy(login))
    is_right = _passwords.verify(password, account.password_hash if account else _NOBODY)
    return account if account and is_right and account.is_active else None


def viewer_of(account: Account) -> Viewer:
    """The account as one who asks."""
    return Viewer(account.login, tuple(map(_held, account.grants)))


def _held(given: Grant) -> Held:
    role = Role(given.role)
    column = ROLE_OBJECTS[role]
    return Held(role, getattr(given, column) if column else None, given.personal_data)


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
