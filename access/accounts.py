"""Create accounts, grant and revoke roles, set passwords, switch off; every action ends in by=."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session, selectinload

from access import passwords
from access.grant_objects import object_named
from access.journal import write_down
from access.one_time_codes import roles_with_codes
from access.scope import Held, Viewer
from model.accounts import ROLE_OBJECTS, Account, Grant, Role
from model.database import sign_in_session
from model.errors import ActionRejectedError
from model.names import tidy
from model.sign_ins import OpenSession, PendingSignIn

__all__ = ["ActionRejectedError", "object_named"]

MAX_LOGIN = 100


def create(session: Session, login: str, password: str, *, is_given: bool = False, by: str) -> Account:
    """A new account without grants; a given password must be changed at the first sign-in.

    ActionRejectedError when the login is taken or the password too weak.
    """
    login = tidy(login)
    if not login[:1].isalnum() or len(login) > MAX_LOGIN or not login.isprintable():
        raise ActionRejectedError(
            f"логин «{login}» не подходит: он начинается с буквы или цифры и не длиннее {MAX_LOGIN} знаков"
        )
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise ActionRejectedError(f"учётная запись «{login}» уже есть")
    account = Account(
        login=login,
        password_hash=_hash(password, login),
        is_active=True,
        must_change_password=is_given,
        created_at=datetime.now(UTC),
    )
    session.add(account)
    session.flush()
    write_down(session, "account created", login, by=by)
    return account


def _hash(password: str, login: str) -> str:
    weakness = passwords.weakness(password, login)
    if weakness:
        raise ActionRejectedError(weakness)
    return passwords.hashed(password)


def grant(
    session: Session, account: Account, role: Role, object_id: int | None, *, personal_data: bool, by: str
) -> None:
    """Give the account a role over an object; a role over the region or the installation takes none.

    Nobody opens people's results to themselves: another administrator does (docs/security.md).
    """
    if account.login == by and role is not Role.ADMIN:
        raise ActionRejectedError(
            "себе роль с доступом к результатам назначить нельзя: это делает другой администратор"
        )
    column = ROLE_OBJECTS[role]
    if (column is None) != (object_id is None):
        raise ActionRejectedError(f"роль {role}: объект " + ("не указывается" if column is None else "обязателен"))
    made = Grant(account_id=account.id, role=role, personal_data=personal_data)
    if column is not None:
        setattr(made, column, object_id)
    session.add(made)
    session.flush()
    if role in roles_with_codes() and account.code_secret is None:
        # A role that needs codes opens nothing to a session that entered none.
        _close_sessions(account)
    write_down(session, "grant given", _told(account, made), by=by, about=_persons(made))


def revoke(session: Session, account: Account, grant_id: int, *, by: str) -> None:
    """Take a grant away; open sessions of the account end, so that nothing stays on a screen."""
    taken = session.get(Grant, grant_id)
    if taken is None or taken.account_id != account.id:
        raise ActionRejectedError("такой роли у учётной записи нет: обновите страницу")
    told, persons = _told(account, taken), _persons(taken)
    session.delete(taken)
    _close_sessions(account)
    write_down(session, "grant revoked", told, by=by, about=persons)


def _told(account: Account, given: Grant) -> str:
    column = ROLE_OBJECTS[Role(given.role)]
    named = getattr(given, column) if column else None
    personal = "personal data" if given.personal_data else None
    return f"{account.login}: " + " ".join(str(one) for one in (given.role, named, personal) if one)


def _persons(given: Grant) -> list[int]:
    return [given.person_id] if given.person_id else []


def set_password(session: Session, account: Account, password: str, *, is_given: bool = False, by: str) -> None:
    """Change the password; every open session of the account ends. A given one must be changed at once."""
    set_password_hash(session, account, _hash(password, account.login), is_given=is_given, by=by)


def set_password_hash(
    session: Session, account: Account, password_hash: str, *, is_given: bool = False, by: str
) -> None:
    """The same, with the hash of a password that was found good enough before the database was locked."""
    account.password_hash = password_hash
    account.must_change_password = is_given
    _close_sessions(account)
    write_down(session, "password given" if is_given else "password set", account.login, by=by)


def set_codes(session: Session, account: Account, secret: str | None, *, by: str) -> None:
    """Begin to ask for one-time codes, or forget the phone that made them."""
    account.code_secret = secret
    if secret is None:
        _close_sessions(account)
    write_down(session, "codes set up" if secret else "codes forgotten", account.login, by=by)


def switch(session: Session, account: Account, *, is_active: bool, by: str) -> None:
    """Let the account sign in, or no more; its open sessions end."""
    account.is_active = is_active
    _close_sessions(account)
    write_down(session, "account switched on" if is_active else "account switched off", account.login, by=by)


def close_sessions(session: Session, account: Account, *, by: str) -> None:
    """End every open session of the account, in every browser."""
    _close_sessions(account)
    write_down(session, "sessions closed", account.login, by=by)


def _close_sessions(account: Account) -> None:
    # A sign-in that waits for its next step is a session too. One that another password opens meanwhile ends with
    # the transaction: its credential is no longer the account's.
    with sign_in_session() as sign_ins:
        for table in (OpenSession, PendingSignIn):
            sign_ins.execute(delete(table).where(table.account_id == account.id))


def account_by_login(session: Session, login: str) -> Account | None:
    """The account with its grants."""
    return session.scalar(select(Account).where(Account.login == login).options(selectinload(Account.grants)))


def account_called(session: Session, login: str) -> Account:
    """The same; ActionRejectedError where there is none."""
    found = account_by_login(session, tidy(login))
    if found is None:
        raise ActionRejectedError(f"учётной записи «{login}» нет")
    return found


def account_numbered(session: Session, identity: int) -> Account | None:
    """The account with its grants."""
    return session.get(Account, identity, options=[selectinload(Account.grants)])


def verified(session: Session, login: str, password: str) -> Account | None:
    """The account whose login and password these are."""
    account = account_by_login(session, tidy(login))
    is_right = passwords.is_right(password, account.password_hash if account else None)
    return account if account and is_right and account.is_active else None


def viewer_of(account: Account) -> Viewer:
    """The account as one who asks."""
    return Viewer(account.login, tuple(map(held, account.grants)))


def active_viewers(session: Session) -> list[Viewer]:
    """One of those who hold the same grants each, those with the widest scope first."""
    query = select(Account).where(Account.is_active).options(selectinload(Account.grants)).order_by(Account.id)
    found = {frozenset(one.grants): one for one in map(viewer_of, session.scalars(query))}
    widest = {role: number for number, role in enumerate((Role.ASSESSOR, Role.MINISTRY, Role.MUNICIPALITY))}
    last = len(widest)
    return sorted(found.values(), key=lambda one: min([last, *(widest.get(given.role, last) for given in one.grants)]))


def held(given: Grant | Row[Any]) -> Held:
    """A grant, or a row with its columns, as a value."""
    role = Role(given.role)
    column = ROLE_OBJECTS[role]
    return Held(role, getattr(given, column) if column else None, given.personal_data)
