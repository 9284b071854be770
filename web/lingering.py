"""Connections that are answered and closed: a thread of their own waits for the other side, never the server's own."""

import select
import socket
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from gunicorn.workers.gthread import TConn

# Whoever still sends gets the answer if they read it within this time: an early end would take it from them.
LONGEST = 2.0
MOST_BYTES = 1 << 20
MOST_SOCKETS = 200
_LOOKS_EVERY = 0.05


class LingeringSockets:
    """Sockets that said their last word: each ends with the other side's end, or after `LONGEST`."""

    def __init__(self) -> None:
        self._new: SimpleQueue[socket.socket] = SimpleQueue()
        self._ends: dict[socket.socket, float] = {}
        self._received: dict[socket.socket, int] = {}
        Thread(target=self._run, name="lingering", daemon=True).start()

    def add(self, sock: socket.socket) -> None:
        """Say the last word on the socket and let it end without the caller."""
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
        except OSError:
            sock.close()
            return
        self._new.put(sock)

    def _run(self) -> None:
        while True:
            self._take_new()
            for sock in list(self._ends):
                if self._is_over(sock):
                    del self._ends[sock], self._received[sock]
                    sock.close()

    def _take_new(self) -> None:
        try:
            sock = self._new.get(timeout=_LOOKS_EVERY if self._ends else None)
        except Empty:
            return
        self._received[sock], self._ends[sock] = 0, time.monotonic() + LONGEST
        if len(self._ends) > MOST_SOCKETS:
            self._ends[next(iter(self._ends))] = 0.0

    def _is_over(self, sock: socket.socket) -> bool:
        try:
            content = sock.recv(65_536)
        except BlockingIOError:
            return time.monotonic() > self._ends[sock]
        except OSError:
            return True
        self._received[sock] += len(content)
        return not content or self._received[sock] > MOST_BYTES or time.monotonic() > self._ends[sock]


def is_ready(sock: Any, seconds: float) -> bool:
    """Whether the socket has something to read within the time."""
    # Not select(): it knows no more than 1,024 open files.
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def close_aside() -> None:
    """Make this gunicorn worker end its connections beside its main loop, which accepts the next ones."""
    lingering, close_at_once = LingeringSockets(), TConn.close

    def close(conn: Any, graceful: bool = False) -> None:
        if graceful and not conn.cfg.is_ssl:
            lingering.add(conn.sock)
        else:
            close_at_once(conn)

    TConn.close = close
