"""Open sessions: a secret in the browser's signed cookie, its hash in the database."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from access import accounts
from access.scope import Viewer
from model.accounts import Account, Grant, OpenSession

# However busy: nobody stays signed in longer.
LONGEST = timedelta(hours=24)
# Asked before every answer: one statement, built once.
_BEHIND = (
    select(Account.login, *Grant.__table__.columns)
    .join(OpenSession, OpenSession.account_id == Account.id)
    .outerjoin(Grant, Grant.account_id == Account.id)
    .where(OpenSession.token_hash == bindparam("token"), OpenSession.opened_at >= bindparam("since"))
    .where(Account.is_active)
    .order_by(Grant.id)
)


def opened(session: Session, account: Account) -> str:
    """The secret of a new session."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    session.execute(delete(OpenSession).where(OpenSession.opened_at < now - LONGEST))
    session.add(OpenSession(token_hash=_hash(token), account_id=account.id, opened_at=now))
    session.flush()
    return token


def viewer_of(session: Session, token: str) -> Viewer | None:
    """Whose open session this is; None when it was closed, grew old, or the account is switched off."""
    rows = session.execute(_BEHIND, {"token": _hash(token), "since": datetime.now(UTC) - LONGEST}).all()
    return Viewer(rows[0].login, tuple(accounts.held(row) for row in rows if row.role)) if rows else None


def close(session: Session, token: str) -> None:
    """End the session, whoever still holds its cookie."""
    session.execute(delete(OpenSession).where(OpenSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
