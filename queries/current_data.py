"""Readings of a screen: at a standby that holds the data of the primary, else at the primary."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from access.reading import Reading
from access.scope import Viewer
from model.database import read_session, standby_session
from model.standbys import Outcome, next_standby, record_outcome
from queries.imports import data_version
from timeline.derivation import is_derived

T = TypeVar("T")
Ask = Callable[[Reading], T]


class _BehindError(Exception):
    """The standby has not the data of the primary."""


def read_at_primary(viewer: Viewer, day: date, ask: Ask[T]) -> T:
    """The result of `ask`, read at the primary."""
    with read_session() as session:
        return ask(Reading(session, viewer, day))


def read_current(viewer: Viewer, day: date, ask: Ask[T]) -> T:
    """The result of `ask`, which depends on nothing but the version of the data, read wherever that is the newest.

    The primary names the newest version during this request, so it is no older than any that the person has seen. A
    standby that can't be asked or breaks off is no error: the primary is asked from the beginning.
    """
    url = next_standby()
    if url is None:
        return read_at_primary(viewer, day, ask)
    newest = read_at_primary(viewer, day, data_version)
    try:
        result = _read_at_standby(url, viewer, day, ask, newest)
    except _BehindError:
        record_outcome(url, Outcome.BEHIND)
    except (DBAPIError, PoolTimeoutError):
        record_outcome(url, Outcome.UNREACHABLE)
    else:
        record_outcome(url, Outcome.STANDBY)
        return result
    return read_at_primary(viewer, day, ask)


def _read_at_standby(url: str, viewer: Viewer, day: date, ask: Ask[T], newest: tuple[object, ...]) -> T:
    """The result of `ask`; the version is compared in the snapshot that `ask` then reads."""
    with standby_session(url) as session:
        reading = Reading(session, viewer, day)
        # A migration derives everybody anew without an import.
        if data_version(reading) != newest or not is_derived(session):
            raise _BehindError
        return ask(reading)
