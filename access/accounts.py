"""Creates accounts, grants and revokes roles, sets passwords; `by` is the login of who does it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session, selectinload

from access import passwords
from access.journal import write_down
from access.one_time_codes import roles_with_codes
from access.registry_columns import columns_from
from access.scope import GrantValue, Viewer
from model.accounts import ROLE_OBJECTS, Account, Grant, Role
from model.database import sign_in_session
from model.errors import ActionRejectedError
from model.names import tidy
from model.sign_ins import OpenSession, PendingSignIn

MAX_LOGIN = 100
MAX_NAME = 200


def create(session: Session, login: str, password: str, *, is_given: bool = False, by: str) -> Account:
    """Add an account without grants; with `is_given` the password must be changed at the first sign-in.

    Raises ActionRejectedError when the login is taken or unfit, or the password is too weak.
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
    return passwords.hash_password(password)


def set_name(session: Session, account: Account, full_name: str | None, post: str | None, *, by: str) -> None:
    """Set who the account is; None leaves the name or the post as it is, an empty text takes it away.

    The line of the journal holds the name: screens show today's, the journal says which it was on a day
    (docs/decisions/0026-names-of-accounts.md). Raises ActionRejectedError for a text that is no name.
    """
    name = account.full_name if full_name is None else _name(full_name, "ФИО")
    new_post = account.post if post is None else _name(post, "должность")
    if (name, new_post) == (account.full_name, account.post):
        return
    account.full_name, account.post = name, new_post
    session.flush()
    write_down(session, "account named", f"{account.login}: {', '.join(filter(None, (name, new_post)))}", by=by)


def _name(text: str, what: str) -> str | None:
    name = tidy(text)
    if len(name) > MAX_NAME or not name.isprintable() or (name and not any(map(str.isalpha, name))):
        raise ActionRejectedError(f"{what} — это слова, не длиннее {MAX_NAME} знаков")
    return name or None


def grant(
    session: Session, account: Account, role: Role, object_id: int | None, *, personal_data: bool, by: str
) -> None:
    """Give the account a role over an object; a role over the region or the installation takes no object.

    Raises ActionRejectedError for one's own account, except the role of administrator (docs/security.md).
    """
    if account.login == by and role is not Role.ADMIN:
        raise ActionRejectedError(
            "себе роль с доступом к результатам назначить нельзя: это делает другой администратор"
        )
    column = ROLE_OBJECTS[role]
    if (column is None) != (object_id is None):
        raise ActionRejectedError(
            f"роль {role}: область доступа " + ("не указывается" if column is None else "обязательна")
        )
    row = Grant(account_id=account.id, role=role, personal_data=personal_data)
    if column is not None:
        setattr(row, column, object_id)
    session.add(row)
    session.flush()
    if role in roles_with_codes() and account.code_secret is None:
        # The open sessions entered no code, and this role requires one.
        _close_sessions(account)
    write_down(session, "grant given", _describe(account, row), by=by, about=_persons(row))


def revoke(session: Session, account: Account, grant_id: int, *, by: str) -> None:
    """Take a grant away and end the account's open sessions, so that no screen keeps the data."""
    row = session.get(Grant, grant_id)
    if row is None or row.account_id != account.id:
        raise ActionRejectedError("такой роли у учётной записи нет: обновите страницу")
    description, persons = _describe(account, row), _persons(row)
    session.delete(row)
    _close_sessions(account)
    write_down(session, "grant revoked", description, by=by, about=persons)


def _describe(account: Account, row: Grant) -> str:
    column = ROLE_OBJECTS[Role(row.role)]
    object_id = getattr(row, column) if column else None
    personal = "personal data" if row.personal_data else None
    return f"{account.login}: " + " ".join(str(part) for part in (row.role, object_id, personal) if part)


def _persons(row: Grant) -> list[int]:
    return [row.person_id] if row.person_id else []


def set_password(session: Session, account: Account, password: str, *, is_given: bool = False, by: str) -> None:
    """Change the password and end every open session; with `is_given` it must be changed at the next sign-in."""
    set_password_hash(session, account, _hash(password, account.login), is_given=is_given, by=by)


def set_password_hash(
    session: Session, account: Account, password_hash: str, *, is_given: bool = False, by: str
) -> None:
    """Set the hash of a password that was checked before the database was locked."""
    account.password_hash = password_hash
    account.must_change_password = is_given
    _close_sessions(account)
    write_down(session, "password given" if is_given else "password set", account.login, by=by)


def set_codes(session: Session, account: Account, secret: str | None, *, by: str) -> None:
    """Set the secret of one-time codes, or remove it with None."""
    account.code_secret = secret
    if secret is None:
        _close_sessions(account)
    write_down(session, "codes set up" if secret else "codes forgotten", account.login, by=by)


def switch(session: Session, account: Account, *, is_active: bool, by: str) -> None:
    """Switch the account on or off and end its open sessions."""
    account.is_active = is_active
    _close_sessions(account)
    write_down(session, "account switched on" if is_active else "account switched off", account.login, by=by)


def close_sessions(session: Session, account: Account, *, by: str) -> None:
    """End every open session of the account, in every browser."""
    _close_sessions(account)
    write_down(session, "sessions closed", account.login, by=by)


def _close_sessions(account: Account) -> None:
    # A session that is opened with the old password meanwhile is invalid after the commit: its credential differs.
    with sign_in_session() as sign_ins:
        for table in (OpenSession, PendingSignIn):
            sign_ins.execute(delete(table).where(table.account_id == account.id))


def account_by_login(session: Session, login: str) -> Account | None:
    """The account with its grants."""
    return session.scalar(select(Account).where(Account.login == login).options(selectinload(Account.grants)))


def require_account(session: Session, login: str) -> Account:
    """The account with its grants; raises ActionRejectedError when there is none."""
    account = account_by_login(session, tidy(login))
    if account is None:
        raise ActionRejectedError(f"учётной записи «{login}» нет")
    return account


def account_by_id(session: Session, identity: int) -> Account | None:
    """The account with its grants."""
    return session.get(Account, identity, options=[selectinload(Account.grants)])


def authenticate(session: Session, login: str, password: str) -> Account | None:
    """The active account with this login and password; None when either is wrong."""
    account = account_by_login(session, tidy(login))
    is_right = passwords.is_right(password, account.password_hash if account else None)
    return account if account and is_right and account.is_active else None


def viewer_of(account: Account) -> Viewer:
    """The account's login, grants and name as a value."""
    columns = columns_from(account.registry_columns)
    return Viewer(account.login, tuple(map(held, account.grants)), account.full_name, account.post, columns)


def active_viewers(session: Session) -> list[Viewer]:
    """One viewer for each distinct set of grants, the widest scopes first."""
    query = select(Account).where(Account.is_active).options(selectinload(Account.grants)).order_by(Account.id)
    viewers = {frozenset(viewer.grants): viewer for viewer in map(viewer_of, session.scalars(query))}
    ranks = {role: rank for rank, role in enumerate((Role.ASSESSOR, Role.MINISTRY, Role.MUNICIPALITY))}
    last = len(ranks)
    return sorted(viewers.values(), key=lambda viewer: min([last, *(ranks.get(g.role, last) for g in viewer.grants)]))


def held(row: Grant | Row[Any]) -> GrantValue:
    """A grant, or a row with the same columns, as a value."""
    role = Role(row.role)
    column = ROLE_OBJECTS[role]
    return GrantValue(role, getattr(row, column) if column else None, row.personal_data)
