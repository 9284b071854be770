"""How far each source was read, and one sync at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

import settings
from ingest.planning.plan import Plan
from model.database import unscoped_session
from model.journal import ImportRun
from model.sources import SourceMark

# The number of a PostgreSQL advisory lock, arbitrary.
_ONE_SYNC = 7_310_946
# An import that changes nothing is accepted once in so long: it says that the register came.
_RHYTHM = timedelta(hours=20)


@dataclass(frozen=True)
class Mark:
    """The hash of the rows that were read last, and the highest value of the column of changes."""

    content_hash: str | None
    mark: str | None
    is_ok: bool = True


@contextmanager
def sync_lock() -> Iterator[bool]:
    """Whether nobody else reads the sources: on PostgreSQL no other machine either."""
    url = make_url(settings.DATABASE_URL.value())
    if url.get_backend_name() == "postgresql":
        # Of a transaction, not of a session: PgBouncer shares sessions.
        with unscoped_session() as session:
            yield bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:turn)"), {"turn": _ONE_SYNC}))
        return
    file = os.open(Path(f"{url.database}.sync-lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(file)


def mark_of(session: Session, source: str) -> Mark:
    """How far the source was read; nothing before the first time."""
    row = session.get(SourceMark, source)
    return Mark(row.content_hash, row.mark, row.is_ok) if row else Mark(None, None, is_ok=False)


def keep_mark(session: Session, source: str, mark: Mark, *, is_ok: bool) -> None:
    """Write down how far the source was read, in the transaction of what was read."""
    looked_at = datetime.now(UTC)
    session.merge(
        SourceMark(source=source, content_hash=mark.content_hash, mark=mark.mark, looked_at=looked_at, is_ok=is_ok)
    )


def is_last_file(session: Session, register: str, digest: str) -> bool:
    """Whether the last import of the register was this very file: it was taken before it could be moved away."""
    last = select(ImportRun.file_hash, ImportRun.undone_at).where(ImportRun.register == register)
    row = session.execute(last.order_by(ImportRun.id.desc()).limit(1)).first()
    return row is not None and row.file_hash == digest and row.undone_at is None


def is_settled(session: Session, register: str, plan: Plan) -> bool:
    """Whether the plan changes nothing, and an import of the last hours has said that the register came."""
    return not (plan.added or plan.changed or plan.removed) and _came_lately(session, register)


def is_due(session: Session, register: str, mark: Mark) -> bool:
    """Whether rows that were read before are to be taken once more.

    Not after they were undone. Else where some were refused, because other registers may have come since, and where
    nothing has said for long that the register came.
    """
    undone = select(ImportRun.undone_at).where(ImportRun.register == register, ImportRun.file_hash == mark.content_hash)
    if session.scalar(undone.order_by(ImportRun.id.desc()).limit(1)) is not None:
        return False
    return not mark.is_ok or not _came_lately(session, register)


def _came_lately(session: Session, register: str) -> bool:
    query = select(ImportRun.id).where(
        ImportRun.register == register,
        ImportRun.undone_at.is_(None),
        ImportRun.accepted_at > datetime.now(UTC) - _RHYTHM,
    )
    return session.scalar(query.limit(1)) is not None
