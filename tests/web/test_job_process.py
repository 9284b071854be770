"""A long job runs in a process of its own, and comes to an end whatever becomes of that process."""

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from jobs import worker
from jobs.queue import GIVEN_UP, MAX_ATTEMPTS, Lease
from jobs.worker import run_next_job
from model.jobs import JobKind, JobState
from model.people import Person
from tests.uploads import assessor, count, folder, last, newcomer, uploads, village
from tests.village import Village
from web import job_process
from web.job_process import run_job_apart

__all__ = ["folder", "village"]


def long_file(village: Village) -> bytes:
    """A file that is long by columns that no register knows, and soon checked."""
    heading, row = newcomer(village).decode().splitlines()
    headings = "".join(f";Примечание {number}" for number in range(20))
    return f"{heading}{headings}\r\n{row}{(';' + 'а' * 10_000) * 20}\r\n".encode()


def run_next(stopping: Event | None = None) -> bool:
    return run_next_job(JobKind.IMPORT, stopping, run_job_apart)


@pytest.fixture
def refuses_here(monkeypatch: pytest.MonkeyPatch) -> list[Lease]:
    """No import job runs in this process: the leases that were to."""
    met: list[Lease] = []
    monkeypatch.setitem(worker._RUN, JobKind.IMPORT, lambda lease, _stopping: met.append(lease))
    return met


def test_a_long_file_is_checked_and_accepted_by_another_process(village: Village, refuses_here: list[Lease]):
    before = count(Person)
    visitor = assessor(village)
    uploads(visitor, ("staff.csv", long_file(village)))
    assert run_next()
    assert last().state == JobState.READY
    visitor.posts(f"/imports/{last().id}/accept", how="whole")
    assert run_next()
    assert (last().state, count(Person), refuses_here) == (JobState.READY, before + 1, [])


def test_a_short_file_is_checked_where_it_came(village: Village, refuses_here: list[Lease]):
    uploads(assessor(village), ("staff.csv", newcomer(village)))
    assert run_next()
    assert len(refuses_here) == 1


def test_a_process_that_dies_is_tried_anew_and_given_up_after_three(village: Village, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(job_process, "_COMMAND", (sys.executable, "-c", "import os; os.abort()"))
    uploads(assessor(village), ("staff.csv", long_file(village)))
    for _ in range(MAX_ATTEMPTS):
        assert run_next()
        assert last().state == JobState.WAITING
    assert not run_next()
    assert (last().state, last().reason) == (JobState.FAILED, GIVEN_UP)


@pytest.mark.parametrize(
    "obeys", [pytest.param(True, id="and its process stops"), pytest.param(False, id="and its process is killed")]
)
def test_a_server_that_stops_leaves_the_job_waiting_with_all_its_attempts(
    village: Village, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, obeys: bool
):
    started = tmp_path / "started"
    monkeypatch.setattr(job_process, "_COMMAND", (sys.executable, "-c", _waiting(started, obeys)))
    monkeypatch.setattr(job_process, "_TIME_TO_STOP", 1.0)
    uploads(assessor(village), ("staff.csv", long_file(village)))
    stopping = Event()
    thread = Thread(target=run_next, args=(stopping,))
    thread.start()
    _wait_until(started.exists)
    stopping.set()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert (last().state, last().attempts) == (JobState.WAITING, 0)


def _waiting(started: Path, obeys: bool) -> str:
    """A program that says that it has started and waits to be told to stop."""
    ignores = "" if obeys else "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    return f"import pathlib, signal, time; {ignores} pathlib.Path({str(started)!r}).touch(); time.sleep(60)"


def _wait_until(is_true: Callable[[], bool]) -> None:
    until = monotonic() + 30
    while not is_true() and monotonic() < until:
        sleep(0.05)
    assert is_true()
