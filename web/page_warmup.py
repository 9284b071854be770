"""After an import or midnight, stores the day's sums and the usual first screens before anyone asks for them."""

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
from ingest.writing.import_lock import try_import_lock
from jobs.queue import try_write
from jobs.worker import Worker
from model.database import read_session, unscoped_session
from model.dates import today
from queries import quality_sums
from queries.imports import data_version
from web import page_cache_files
from web.page_cache import cache_key_at, render_page

WORKER = "screen_worker"
# The widest scopes come first: their screens take longest and are viewed most.
_MOST_SCOPES = 100
_REST = 0.1  # seconds between two screens, in which requests come first

_prepared: list[object] = []


def add_worker(server: Flask) -> None:
    """Add the thread; gunicorn starts it in each worker, and a lock lets one of them work at a time."""
    server.extensions[WORKER] = Worker("screens", warm_pages)


def warm_pages(stopping: Event) -> bool:
    """Make the missing screens for the present data; always False, so that the worker pauses before the next run."""
    if not page_cache_files.is_enabled():
        return False
    with read_session() as session:
        now = (settings.DATABASE_URL.value(), today(), data_version(Reading(session, OPERATOR, today())))
    if now in _prepared or not any(now[2]):
        return False
    with _warmup_lock() as is_alone:
        if is_alone and _store_day() and _make_screens(stopping):
            _prepared[:] = [now]
    return False


@contextmanager
def _warmup_lock() -> Iterator[bool]:
    """Whether this worker holds the lock; False when another one does or the folder can't be written."""
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
    """Store today's sums of data quality unless they are stored; False while an import is running."""
    day = today()
    with read_session() as session:
        if quality_sums.is_day_stored(session, day):
            return True
    rewrite = quality_sums.rewriting(day)
    return try_write(lambda session: try_import_lock(session) and rewrite(session, [], ()) is None) is True


def _make_screens(stopping: Event) -> bool:
    """Make the first screens, then those a click away, once for each set of grants; False when stopped."""
    with unscoped_session() as session:
        viewers = accounts.active_viewers(session)[:_MOST_SCOPES]
    usual = [(viewer, usual_addresses(viewer)) for viewer in viewers]
    addresses = [(viewer, path) for viewer, (first, _) in usual for path in first]
    addresses += [(viewer, path) for viewer, (_, later) in usual for path in later]
    for viewer, path in addresses:
        if stopping.is_set():
            return False
        _make_screen(viewer, path)
        stopping.wait(_REST)
    return True


def _make_screen(viewer: Viewer, path: str) -> None:
    key = cache_key_at(viewer, path, "")
    if key is None or page_cache_files.load(key):
        return
    screen = screen_at(viewer, path, "")
    if screen.is_cacheable:
        page_cache_files.store(key, render_page(screen))
