"""Writes down what was looked at, without letting a long import on SQLite hold up the one who looks."""

import threading
from collections import deque
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from access.journal import write_down
from model.database import nowait_session, write_session

_Line = Callable[[Session], None]
_late: deque[_Line] = deque()
_turn = threading.Lock()


def record_view(
    action: str, subject: str | None = None, *, by: str, origin: str | None, about: Collection[int] = ()
) -> None:
    """Add a line now; where an import holds the database of SQLite, as soon as it is done.

    A line that waits is lost when the process is killed meanwhile (docs/security.md).
    """
    line = partial(
        _write, action=action, subject=subject, by=by, origin=origin, about=tuple(about), at=datetime.now(UTC)
    )
    try:
        with nowait_session() as session:
            line(session)
    except OperationalError:
        _late.append(line)
        # Not a daemon: a worker that is asked to stop ends only when everything is written.
        threading.Thread(target=_write_late, name="note").start()


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


def _write_late() -> None:
    with _turn:
        while _late:
            lines = list(_late)
            try:
                with write_session() as session:
                    for line in lines:
                        line(session)
            except OperationalError:
                continue  # the import goes on: writing() has waited for a minute, and waits again
            for _ in lines:
                _late.popleft()
