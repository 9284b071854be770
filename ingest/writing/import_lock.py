"""One import at a time."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_ONE_AT_A_TIME = 7_301_312


def acquire_import_lock(session: Session) -> None:
    """From here to the end of the transaction nobody else imports."""
    # SQLite's writer lock is held from the start of the transaction; PostgreSQL is asked for one.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _ONE_AT_A_TIME})


def try_import_lock(session: Session) -> bool:
    """As `acquire_import_lock`, without waiting: whether nobody imports."""
    if session.get_bind().dialect.name == "postgresql":
        return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:turn)"), {"turn": _ONE_AT_A_TIME}))
    return True
