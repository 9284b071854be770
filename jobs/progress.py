"""How a running job tells its progress and learns that it must end."""

import time
from threading import Event

from jobs import queue
from jobs.queue import Lease

_EVERY = 1.0  # seconds


class LeaseLostError(Exception):
    """Nobody waits for the job any more, or another worker runs it."""


class StoppingError(Exception):
    """The server is going down."""


class Progress:
    """Sends a heartbeat at most every second; raises when the work must end."""

    def __init__(self, lease: Lease, stopping: Event, total: int | None = None) -> None:
        self._lease, self._stopping, self._total = lease, stopping, total
        self._send(0)

    def tell(self, done: int) -> None:
        """So many people or rows are done."""
        raise_if_stopping(self._stopping)
        if time.monotonic() - self._sent_at >= _EVERY:
            self._send(done)

    def _send(self, done: int) -> None:
        self._sent_at = time.monotonic()
        if not queue.heartbeat(self._lease, done, self._total):
            raise LeaseLostError


def raise_if_stopping(stopping: Event, _done: int = 0) -> None:
    """StoppingError once the server goes down."""
    if stopping.is_set():
        raise StoppingError
