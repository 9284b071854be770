"""Records what people view in the journal; a long import on SQLite does not delay the page."""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from access.journal import write_down
from model.database import nowait_session, write_session

_Line = Callable[[Session], None]
# The database is locked, gone, or, as PostgreSQL says it, read-only while it becomes the primary.
_NOT_NOW = (OperationalError, InternalError)
# Seconds before waiting lines are tried again.
_PAUSE = 1.0
_waiting_lines: deque[_Line] = deque()
_writer_lock = threading.Lock()


def record_view(
    action: str, subject: str | None = None, *, by: str, origin: str | None, about: Collection[int] = ()
) -> None:
    """Add a line to the journal now, or after the import that locks the SQLite database.

    A waiting line is lost when the process is killed (docs/security.md).
    """
    line = partial(
        _write, action=action, subject=subject, by=by, origin=origin, about=tuple(about), at=datetime.now(UTC)
    )
    try:
        with nowait_session() as session:
            line(session)
    except _NOT_NOW:
        _waiting_lines.append(line)
        # Not a daemon: a stopping worker waits until every line is written.
        threading.Thread(target=_write_waiting, name="note").start()


def _write(
    session: Session,
    *,
    action: str,
    subject: str | None,
    by: str,
    origin: str | None,
    about: tuple[int, ...],
    at: datetime,
) -> None:
    write_down(session, action, subject, by=by, origin=origin, about=about, at=at)


def _write_waiting() -> None:
    with _writer_lock:
        while _waiting_lines:
            lines = list(_waiting_lines)
            try:
                with write_session() as session:
                    for line in lines:
                        line(session)
            except _NOT_NOW:
                # The import still runs, or the database server is gone, which is told at once.
                time.sleep(_PAUSE)
                continue
            for _ in lines:
                _waiting_lines.popleft()
