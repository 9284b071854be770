"""What gunicorn is given: a log of one line a request, workers that renew one after another."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

from web import renewal
from web.access_log import FORMAT, LONGEST_PATH, AccessLog
from web.renewal import Renewal

SIGNED_IN = {"iom.is_signed_in": True}


def worker() -> Any:
    return SimpleNamespace(alive=True, log=logging.getLogger("test"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(renewal, "FEWEST", 3)
    monkeypatch.setattr(renewal, "MOST", 3)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.usefixtures("few")
def test_two_workers_under_even_load_never_end_at_once():
    first, second = worker(), worker()
    counted = [(first, Renewal("1")), (second, Renewal("1"))]
    for _ in range(5):
        for one, its in counted:
            its.count_answer(one, SIGNED_IN)
    assert (first.alive, second.alive) == (False, True)


@pytest.mark.usefixtures("few")
def test_strangers_can_not_force_a_worker_to_end():
    one, its = worker(), Renewal("1")
    for _ in range(50):
        its.count_answer(one, {})
    assert one.alive
    for _ in range(3):
        its.count_answer(one, SIGNED_IN)
    assert not one.alive


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/x\n[28/Nov/2026] POST /imports/1/accept 303"),
        ("GET", "/\x1b]0;a\x07"),
        ("GET\n", "/"),
        ("GET", "/" + "я" * 3_000),
        ("G" * 500, "/"),
    ],
)
def test_a_request_is_one_short_line_of_the_log_whatever_it_asks_for(method: str, path: str):
    config = Config()
    config.set("access_log_format", FORMAT)
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    asked = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1"), "iom.request": "a1"}
    request = SimpleNamespace(headers=[])
    log = AccessLog(config)
    fields = log.atoms(answer, request, {"RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1", **asked}, timedelta(seconds=1))
    line = FORMAT % log.atoms_wrapper_class(fields)
    assert line.isprintable()
    assert len(line) < LONGEST_PATH + 200
