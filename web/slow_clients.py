"""Limits for slow clients: they may hold half of a worker's threads, each for some seconds."""

import errno
import threading
import time
from typing import Any

from gunicorn.http.unreader import SocketUnreader

from model.errors import InternalError
from web.lingering import close_aside, is_ready

# Seconds within which data counts as sent at once, as honest requests are; fewer when half the threads are waiting.
AT_ONCE, AT_ONCE_WHEN_BUSY = 0.2, 0.02
LONGEST_WAIT = 10.0
# Bytes for which an upload over a slow line gets one more second.
SLOWEST = 20_000
# Seconds without a wait after which a connection's count of waiting starts again.
RESET_AFTER = 30.0


class SlowClientError(InternalError, TimeoutError):
    """The rest of the request did not come in time, or too many other clients are slow too."""

    def __init__(self) -> None:
        # gunicorn treats it as a closed connection and logs nothing.
        super().__init__(errno.ECONNRESET, "the client is too slow")


class PacedUnreader:
    """Reads from sockets with a bounded wait; at most `most_waiting` threads wait at a time."""

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._waiting = 0
        self._turn = threading.Lock()

    def chunk(self, unreader: Any, size_hint: int | None = None) -> bytes:
        """The next bytes of the socket; raises SlowClientError when they do not come in time."""
        if getattr(unreader, "is_given_up", False):
            raise SlowClientError
        at_once = AT_ONCE if self._waiting < self._most else AT_ONCE_WHEN_BUSY
        if not is_ready(unreader.sock, at_once) and not self._wait(unreader):
            # gunicorn would read on to find the end of the request.
            unreader.is_given_up = True
            raise SlowClientError
        content = _receive(unreader, size_hint)
        unreader.received = getattr(unreader, "received", 0) + len(content)
        return content

    def _wait(self, unreader: Any) -> bool:
        patience = _patience_left(unreader)
        if patience <= 0 or not self._begin():
            return False
        began = time.monotonic()
        try:
            return is_ready(unreader.sock, patience)
        finally:
            with self._turn:
                self._waiting -= 1
            unreader.waited = getattr(unreader, "waited", 0.0) + time.monotonic() - began
            unreader.waited_at = time.monotonic()

    def _begin(self) -> bool:
        with self._turn:
            if self._waiting == self._most:
                return False
            self._waiting += 1
            return True


def _patience_left(unreader: Any) -> float:
    if time.monotonic() - getattr(unreader, "waited_at", 0.0) > RESET_AFTER:
        unreader.waited, unreader.received = 0.0, 0
    allowed = LONGEST_WAIT + getattr(unreader, "received", 0) / SLOWEST
    return float(min(LONGEST_WAIT, allowed - getattr(unreader, "waited", 0.0)))


_receive = SocketUnreader.chunk


def bound_slow_clients(threads: int) -> None:
    """Bound the wait for slow clients in every connection of this gunicorn worker."""
    paced = PacedUnreader(max(1, threads // 2))

    def chunk(unreader: Any, size_hint: int | None = None) -> bytes:
        return paced.chunk(unreader, size_hint)

    SocketUnreader.chunk = chunk
    close_aside()
