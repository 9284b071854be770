"""Pending sign-ins, between the right password and the open session: one row each, ten minutes at most."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from access import accounts
from access.sessions import credential_of, token_hash
from model.accounts import Account
from model.database import sign_in_read_session, sign_in_session
from model.sign_ins import PendingSignIn

LONGEST = timedelta(minutes=10)


def begin(account: Account) -> str:
    """Open a pending sign-in; returns its secret for the cookie."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    row = PendingSignIn(
        token_hash=token_hash(token), account_id=account.id, credential=credential_of(account), opened_at=now
    )
    with sign_in_session() as session:
        session.execute(delete(PendingSignIn).where(PendingSignIn.opened_at < now - LONGEST))
        session.add(row)
    return token


def pending_of(session: Session, token: str | None) -> tuple[PendingSignIn, Account] | None:
    """The pending sign-in and its account; None when it has ended or expired, or the account has changed."""
    if not token:
        return None
    with sign_in_read_session(session) as sign_ins:
        pending = sign_ins.get(PendingSignIn, token_hash(token))
    if pending is None or _is_too_old(pending):
        return None
    account = accounts.account_by_id(session, pending.account_id)
    is_same = account is not None and account.is_active and pending.credential == credential_of(account)
    return (pending, account) if account and is_same else None


def _is_too_old(pending: PendingSignIn) -> bool:
    # SQLite returns moments without their time zone.
    return pending.opened_at.replace(tzinfo=UTC) < datetime.now(UTC) - LONGEST


def offer_secret(pending: PendingSignIn, secret: str) -> None:
    """Store the secret of one-time codes that is shown to the account."""
    _change(pending, offered_secret=secret)


def mark_code_entered(pending: PendingSignIn) -> None:
    """Record that the right code was entered."""
    _change(pending, is_code_entered=True, offered_secret=None)


def _change(pending: PendingSignIn, **values: object) -> None:
    with sign_in_session() as session:
        session.execute(update(PendingSignIn).where(PendingSignIn.token_hash == pending.token_hash).values(**values))


def end(token: str | None) -> None:
    """Delete the pending sign-in; its cookie becomes invalid."""
    if token:
        with sign_in_session() as session:
            session.execute(delete(PendingSignIn).where(PendingSignIn.token_hash == token_hash(token)))
