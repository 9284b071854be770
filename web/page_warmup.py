"""After an import or midnight, the day's sums and the screens where work begins: made before they are asked for."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from flask import Flask

import settings
from access import accounts
from access.reading import OPERATOR, Reading
from access.scope import Viewer
from dashboard.pages import screen_at, usual_addresses
from ingest.import_lock import try_import_lock
from jobs.queue import try_write
from jobs.worker import Worker
from model.database import read_session, unscoped_session
from model.dates import today
from queries import snapshots
from queries.imports import data_version
from web import page_cache_files
from web.page_cache import cache_key_at, rendered

WORKER = "screen_worker"
# The screens of so many scopes: the widest ones first, for they take longest and are looked at most.
_MOST_SCOPES = 100
_REST = 0.1  # seconds between two screens: whoever asks meanwhile comes first

_prepared: list[object] = []


def add_worker(server: Flask) -> None:
    """A thread for it; gunicorn starts it in each worker, and one of them works at a time."""
    server.extensions[WORKER] = Worker("screens", warm_pages)


def warm_pages(stopping: Event) -> bool:
    """Make what is not yet made of the data as they are now; False, so that the worker rests before it looks again."""
    if not page_cache_files.is_enabled():
        return False
    with read_session() as session:
        now = (settings.DATABASE_URL.value(), today(), data_version(Reading(session, OPERATOR, today())))
    if now in _prepared or not any(now[2]):
        return False
    with _alone() as is_alone:
        if is_alone and _store_day() and _make_screens(stopping):
            _prepared[:] = [now]
    return False


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other worker is at it, and there is where to keep anything."""
    try:
        file = os.open(page_cache_files.make_folder() / ".turn", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(file)


def _store_day() -> bool:
    """Today's sums, where nobody has brought in anything since midnight; an import that is at work comes first."""
    day = today()
    with read_session() as session:
        if not snapshots.are_of_another_day(Reading(session, OPERATOR, day)):
            return True
    rewrite = snapshots.rewriting(day)
    return try_write(lambda session: try_import_lock(session) and rewrite(session, [], {}) is None) is True


def _make_screens(stopping: Event) -> bool:
    """The screens where work begins, then those a click away: once for all who hold the same grants."""
    with unscoped_session() as session:
        viewers = accounts.active_viewers(session)[:_MOST_SCOPES]
    usual = [(viewer, usual_addresses(viewer)) for viewer in viewers]
    wanted = [(viewer, path) for viewer, (first, _) in usual for path in first]
    wanted += [(viewer, path) for viewer, (_, near) in usual for path in near]
    for viewer, path in wanted:
        if stopping.is_set():
            return False
        _make_screen(viewer, path)
        stopping.wait(_REST)
    return True


def _make_screen(viewer: Viewer, path: str) -> None:
    spot = cache_key_at(viewer, path, "")
    if spot is None or page_cache_files.load(spot):
        return
    screen = screen_at(viewer, path, "")
    if screen.is_cacheable:
        page_cache_files.store(spot, rendered(screen))
