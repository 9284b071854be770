"""An incomplete request blocks no other, and its connection is closed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.sizes import SIZES

ROOT = Path(__file__).parents[2]
STALLED = 60
HALF_REQUESTS = {
    "a body of a form": "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nlogin=",
    "a large body": "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nlogin=",
    "a chunked body": "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nlo",
    "a body for people who are signed in": "POST /imports/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nx",
    "headers": "GET /login HTTP/1.1\r\nHost: x\r\nX-",
    # The whole request, and then a client that never ends its side.
    "a request that asks for the end": "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(scope="module")
def port(sqlite_url: str) -> Iterator[int]:
    """A server for all of these requests: none of them changes anything."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    environment = {**os.environ, "PORT": str(number), "WEB_CONCURRENCY": "2", "DATABASE_URL": sqlite_url}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(number)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(number: int) -> None:
    for _ in range(120):
        if answers(number, within=2):
            return
        time.sleep(0.5)
    raise AssertionError("the server did not start")


def answers(number: int, *, within: float) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{number}/health", timeout=within) as answer:
            return answer.status == 200
    except OSError:
        return False


# By day a body and a header; the kinds end in the same way.
KINDS = list(HALF_REQUESTS) if SIZES.is_night else ["a body of a form", "headers"]


@pytest.mark.parametrize("half", [HALF_REQUESTS[kind] for kind in KINDS], ids=KINDS)
def test_sixty_stalled_requests_leave_the_site_answering(port: int, half: str):
    stalled = [socket.create_connection(("127.0.0.1", port)) for _ in range(STALLED)]
    try:
        for one in stalled:
            one.sendall(half.encode())
        assert [answers(port, within=10) for _ in range(10)] == [True] * 10
        assert _are_closed(stalled, within=30), "a stalled connection is closed"
    finally:
        for one in stalled:
            one.close()


def _are_closed(connections: list[socket.socket], *, within: float) -> bool:
    until = time.monotonic() + within
    for one in connections:
        one.settimeout(max(0.1, until - time.monotonic()))
        try:
            while one.recv(65_536):
                pass
        except ConnectionError:
            continue
        except TimeoutError:
            return False
    return True


def test_a_request_that_comes_in_two_pieces_is_answered(port: int):
    body = b"login=x&password=y"
    head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:4])
        time.sleep(1)
        client.sendall(body[4:])
        assert client.recv(200).startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize(
    ("request_line", "status"),
    [(f"GET /region?find={'x' * 9_000} HTTP/1.1", "414"), ("GET /region", "400"), ("nonsense <b> HTTP/1.1", "400")],
)
def test_what_the_server_itself_refuses_is_said_in_russian(port: int, request_line: str, status: str):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(f"{request_line}\r\nHost: x\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert "<h1>Ошибка</h1>" in answer.decode()
    assert b"nonsense" not in answer


def test_an_address_of_two_kilobytes_of_russian_is_answered(port: int):
    with urlopen(f"http://127.0.0.1:{port}/login?next={'%D0%B6' * 1_000}", timeout=10) as answer:
        assert answer.status == 200
