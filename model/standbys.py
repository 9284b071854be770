"""Standbys of the database: which one is asked next, and which are left alone for a while."""

import time
from collections import Counter
from enum import StrEnum
from itertools import count
from threading import Lock

import settings

# Seconds for which nobody asks a standby that did not answer or was behind.
REST = 5.0


class Outcome(StrEnum):
    """Where a reading was answered, and why not at the standby."""

    STANDBY = "standby"
    BEHIND = "behind"
    UNREACHABLE = "unreachable"


_resting: dict[str, float] = {}
_turns = count()
_outcomes: Counter[Outcome] = Counter()
_lock = Lock()


def next_standby() -> str | None:
    """The address of the standby whose turn it is; None where there is none to ask."""
    now = time.monotonic()
    urls = [url for url in settings.standby_urls() if _resting.get(url, 0) <= now]
    return urls[next(_turns) % len(urls)] if urls else None


def record_outcome(url: str, outcome: Outcome) -> None:
    """Count what became of a reading; a standby that was of no use rests."""
    if outcome is not Outcome.STANDBY:
        _resting[url] = time.monotonic() + REST
    with _lock:
        _outcomes[outcome] += 1


def take_outcomes() -> Counter[Outcome]:
    """The outcomes since the last call."""
    with _lock:
        outcomes = Counter(_outcomes)
        _outcomes.clear()
    return outcomes
