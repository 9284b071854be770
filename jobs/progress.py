"""Progress of a running job, and the errors that end it early."""

import time
from threading import Event

from jobs import queue
from jobs.queue import Lease
from model.errors import InternalError

_INTERVAL = 1.0  # seconds


class LeaseLostError(InternalError):
    """The job was cancelled or another worker runs it."""


class StoppingError(InternalError):
    """The server is stopping."""


class Progress:
    """Sends a heartbeat at most once a second; raises LeaseLostError or StoppingError when the job must end."""

    def __init__(self, lease: Lease, stopping: Event, total: int | None = None) -> None:
        self._lease, self._stopping, self._total = lease, stopping, total
        self._send(0)

    def tell(self, done: int) -> None:
        """Report the number of people or rows done."""
        raise_if_stopping(self._stopping)
        if time.monotonic() - self._sent_at >= _INTERVAL:
            self._send(done)

    def _send(self, done: int) -> None:
        self._sent_at = time.monotonic()
        if not queue.heartbeat(self._lease, done, self._total):
            raise LeaseLostError


def raise_if_stopping(stopping: Event, _done: int = 0) -> None:
    """Raise StoppingError when the server is stopping."""
    if stopping.is_set():
        raise StoppingError
