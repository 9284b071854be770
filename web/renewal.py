"""Renews the workers of gunicorn now and then, one at a time."""

import fcntl
import os
import random
import tempfile
from itertools import count
from typing import Any

FEWEST, MOST = 4_000, 8_000  # answers to people who are signed in


class Renewal:
    """Counts the answers of one worker and asks it to end after so many; no two workers of a server end at once."""

    def __init__(self, port: str) -> None:
        self._after = random.randint(FEWEST, MOST)
        self._answers = count(1)
        self._file = os.path.join(tempfile.gettempdir(), f"monitoring-renewal-{os.getuid()}-{port}")
        self._lock: int | None = None

    def count_answer(self, worker: Any, environ: dict[str, Any]) -> None:
        """Count the answer, if it went to someone who is signed in: strangers can't force a renewal."""
        if environ.get("iom.is_signed_in") and next(self._answers) >= self._after and self._may_end():
            worker.log.info("renewing: %s", worker)
            worker.alive = False

    def _may_end(self) -> bool:
        # Held until the process ends: another worker goes on meanwhile.
        if self._lock is None:
            lock = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                return False
            self._lock = lock
        return True
