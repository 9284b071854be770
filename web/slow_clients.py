"""Clients that send half a request and wait: they may hold half of a worker's threads, and those for seconds."""

import errno
import threading
import time
from typing import Any

from gunicorn.http.unreader import SocketUnreader

from model.errors import InternalError
from web.lingering import close_aside, is_ready

# What comes within this time is no wait: headers and body of an honest request follow at once. Where others are waited
# for already, it is as short as a network is quick.
AT_ONCE, AT_ONCE_IN_A_CROWD = 0.2, 0.02
LONGEST_WAIT = 10.0
# Whoever sends an upload over a slow line may take longer: a second for so many bytes.
SLOWEST = 20_000
# A connection that was quick for so long has its whole patience again.
FORGIVEN_AFTER = 30.0


class SlowClientError(InternalError, TimeoutError):
    """The rest of the request did not come in time, or too many others are waited for already."""

    def __init__(self) -> None:
        # To the server it is a client who went away: no line of the log for each.
        super().__init__(errno.ECONNRESET, "the client is too slow")


class PacedUnreader:
    """Reads from sockets with bounded patience: half of a worker's threads may wait at a time."""

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._waiting = 0
        self._turn = threading.Lock()

    def chunk(self, unreader: Any, size_hint: int | None = None) -> bytes:
        """The next bytes of the socket; SlowClientError where they do not come in time."""
        if getattr(unreader, "is_given_up", False):
            raise SlowClientError
        at_once = AT_ONCE if self._waiting < self._most else AT_ONCE_IN_A_CROWD
        if not is_ready(unreader.sock, at_once) and not self._wait(unreader):
            # The server would read on to find the end of the request.
            unreader.is_given_up = True
            raise SlowClientError
        content = _receive(unreader, size_hint)
        unreader.received = getattr(unreader, "received", 0) + len(content)
        return content

    def _wait(self, unreader: Any) -> bool:
        left = _patience_left(unreader)
        if left <= 0 or not self._begin():
            return False
        began = time.monotonic()
        try:
            return is_ready(unreader.sock, left)
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
    if time.monotonic() - getattr(unreader, "waited_at", 0.0) > FORGIVEN_AFTER:
        unreader.waited, unreader.received = 0.0, 0
    allowed = LONGEST_WAIT + getattr(unreader, "received", 0) / SLOWEST
    return float(min(LONGEST_WAIT, allowed - getattr(unreader, "waited", 0.0)))


_receive = SocketUnreader.chunk


def bound_slow_clients(threads: int) -> None:
    """Make every connection of this gunicorn worker read with bounded patience."""
    paced = PacedUnreader(max(1, threads // 2))

    def chunk(unreader: Any, size_hint: int | None = None) -> bytes:
        return paced.chunk(unreader, size_hint)

    SocketUnreader.chunk = chunk
    close_aside()
