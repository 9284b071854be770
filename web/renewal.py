"""Restarts the workers of gunicorn after a number of responses, one worker at a time."""

import fcntl
import os
import random
import tempfile
from itertools import count
from typing import Any

FEWEST, MOST = 4_000, 8_000  # responses to viewers who are signed in


class Renewal:
    """Counts the responses of a worker and stops it after so many; two workers never stop at once."""

    def __init__(self, port: str) -> None:
        self._after = random.randint(FEWEST, MOST)
        self._answers = count(1)
        self._file = os.path.join(tempfile.gettempdir(), f"monitoring-renewal-{os.getuid()}-{port}")
        self._lock: int | None = None

    def count_answer(self, worker: Any, environ: dict[str, Any]) -> None:
        """Count the response if its viewer is signed in, so that others can't force a restart."""
        if environ.get("iom.is_signed_in") and next(self._answers) >= self._after and self._may_end():
            worker.log.info("renewing: %s", worker)
            worker.alive = False

    def _may_end(self) -> bool:
        # The lock is held until the process ends, so the other workers go on.
        if self._lock is None:
            lock = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                return False
            self._lock = lock
        return True
