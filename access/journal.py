"""Writes down who did what."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from model.journal import JournalEntry


def write_down(
    session: Session, action: str, subject: str | None = None, *, by: str, origin: str | None = None
) -> None:
    """Add a line to the journal, in the transaction of what it tells about."""
    session.add(JournalEntry(at=datetime.now(UTC), login=by, action=action, subject=subject, origin=origin))
    session.flush()
