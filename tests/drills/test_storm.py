"""A storm of wrong passwords on several workers stays within the limits, and others still sign in."""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from access import throttling
from model.accounts import Role
from tests.site import PASSWORD, open_account
from tests.sizes import SIZES

ROOT = Path(__file__).parents[2]
STORM = SIZES.wrong_passwords
WORKERS = 4 if SIZES.is_night else 2


class NoRedirect(HTTPRedirectHandler):
    """Return redirects instead of following them."""

    def redirect_request(self, *_told: object) -> None:
        return None


@pytest.fixture
def server(database: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    told = {"PORT": str(port), "WEB_CONCURRENCY": str(WORKERS), "TRUSTED_PROXIES": "1", "DATABASE_URL": database}
    told |= {"SECRET_KEY": "a-key-for-the-storm-of-32-signs-or-more", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            build_opener().open(f"{address}/health", timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server did not start")


def try_password(server: str, login: str, password: str, source: str) -> int:
    fields = urlencode({"login": login, "password": password}).encode()
    request = Request(f"{server}/login", data=fields, headers={"X-Forwarded-For": source})
    try:
        return build_opener(NoRedirect).open(request, timeout=60).status
    except HTTPError as answer:
        return answer.code


def test_a_storm_of_wrong_passwords_stays_limited_and_others_get_in(server: str):
    attacked, other = open_account(Role.ASSESSOR), open_account(Role.ADMIN)
    with ThreadPoolExecutor(16) as many:
        storm = [
            many.submit(try_password, server, attacked, f"мимо {number}", f"10.0.{number % 100}.1")
            for number in range(STORM)
        ]
        within = [many.submit(try_password, server, other, PASSWORD, "10.9.9.9") for _ in range(3)]
        answers = Counter(answer.result() for answer in storm)
    assert answers == {401: throttling.FROM_STRANGERS, 429: STORM - throttling.FROM_STRANGERS}
    assert [answer.result() for answer in within] == [302] * 3
