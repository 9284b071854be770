"""Open sessions: a secret in the browser's signed cookie, its hash in the database."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select
from sqlalchemy.orm import Session

from access import accounts
from access.registry_columns import columns_from
from access.scope import Viewer
from model.accounts import Account, Grant
from model.database import sign_in_read_session, sign_in_session
from model.sign_ins import OpenSession

# The longest session, activity or not.
LONGEST = timedelta(hours=24)
# Run before every response, so they are built once.
_SESSION = select(OpenSession.account_id, OpenSession.credential).where(
    OpenSession.token_hash == bindparam("token"), OpenSession.opened_at >= bindparam("since")
)
_GRANTS = (
    select(
        *(Account.login, Account.full_name, Account.post, Account.registry_columns, Account.password_hash),
        *Grant.__table__.columns,
    )
    .outerjoin(Grant, Grant.account_id == Account.id)
    .where(Account.id == bindparam("account"), Account.is_active)
    .order_by(Grant.id)
)


def open_session(account: Account) -> str:
    """Open a session; returns its secret for the cookie."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    row = OpenSession(
        token_hash=token_hash(token), account_id=account.id, credential=credential_of(account), opened_at=now
    )
    with sign_in_session() as session:
        session.execute(delete(OpenSession).where(OpenSession.opened_at < now - LONGEST))
        session.add(row)
    return token


def viewer_of(session: Session, token: str) -> Viewer | None:
    """The viewer of the session; None when it is closed or expired, or the account is switched off."""
    with sign_in_read_session(session) as sign_ins:
        open_row = sign_ins.execute(
            _SESSION, {"token": token_hash(token), "since": datetime.now(UTC) - LONGEST}
        ).first()
    rows = session.execute(_GRANTS, {"account": open_row.account_id}).all() if open_row else []
    if not open_row or not rows or open_row.credential != credential_of(rows[0]):
        return None
    grants = tuple(accounts.held(row) for row in rows if row.role)
    columns = columns_from(rows[0].registry_columns)
    return Viewer(rows[0].login, grants, rows[0].full_name, rows[0].post, columns)


def close(token: str) -> None:
    """Delete the session; its cookie becomes invalid."""
    with sign_in_session() as session:
        session.execute(delete(OpenSession).where(OpenSession.token_hash == token_hash(token)))


def count_others(token: str) -> int:
    """The number of other open sessions of the session's account."""
    with sign_in_session() as session:
        return session.scalar(select(func.count()).select_from(OpenSession).where(*_others(token))) or 0


def close_others(token: str) -> None:
    """Delete the other sessions of the session's account."""
    with sign_in_session() as session:
        session.execute(delete(OpenSession).where(*_others(token)))


def _others(token: str) -> tuple[ColumnElement[bool], ...]:
    account = select(OpenSession.account_id).where(OpenSession.token_hash == token_hash(token)).scalar_subquery()
    return OpenSession.account_id == account, OpenSession.token_hash != token_hash(token)


def counts_by_account(session: Session) -> dict[int, int]:
    """The number of open sessions by account id."""
    query = select(OpenSession.account_id, func.count().label("open")).group_by(OpenSession.account_id)
    with sign_in_read_session(session) as sign_ins:
        return {row.account_id: row.open for row in sign_ins.execute(query)}


def credential_of(account: Account | Row[Any]) -> str:
    """A digest of the password's hash; a session with the digest of an earlier password is invalid."""
    return hashlib.sha256(account.password_hash.encode()).hexdigest()[:32]


def token_hash(token: str) -> str:
    """The hash of a secret, stored in its place."""
    return hashlib.sha256(token.encode()).hexdigest()
