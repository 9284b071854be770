"""Open sessions: a secret in the browser's signed cookie, its hash in the database."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from model.accounts import Account, OpenSession

# However busy: nobody stays signed in longer.
LONGEST = timedelta(hours=24)


def opened(session: Session, account: Account) -> str:
    """The secret of a new session."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    session.execute(delete(OpenSession).where(OpenSession.opened_at < now - LONGEST))
    session.add(OpenSession(token_hash=_hash(token), account_id=account.id, opened_at=now))
    session.flush()
    return token


def account_of(session: Session, token: str) -> Account | None:
    """The account whose open session this is; None when it was closed, grew old, or the account is switched off."""
    is_its = OpenSession.token_hash == _hash(token)
    is_young = OpenSession.opened_at >= datetime.now(UTC) - LONGEST
    found = select(Account).join(OpenSession, OpenSession.account_id == Account.id).where(is_its, is_young)
    return session.scalar(found.where(Account.is_active).options(selectinload(Account.grants)))


def close(session: Session, token: str) -> None:
    """End the session, whoever still holds its cookie."""
    session.execute(delete(OpenSession).where(OpenSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
