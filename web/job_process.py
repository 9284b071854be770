"""A long job runs in a process of its own: the worker of the server that took it goes on answering requests."""

import subprocess
import sys
from pathlib import Path
from signal import SIGTERM, signal
from threading import Event

from jobs import queue
from jobs.queue import Lease
from jobs.worker import run_job
from model.jobs import ImportTask, JobKind
from queries.jobs import JobRecord
from web.logs import set_up_logs

_ROOT = Path(__file__).resolve().parents[1]
_COMMAND = (sys.executable, "-m", "web.job_process")
# A file of this size is checked sooner than a process starts.
_SHORT_FILE = 256 << 10
_POLL_INTERVAL = 0.2  # seconds
_TIME_TO_STOP = 8.0  # seconds, within those that a worker waits for its threads


def run_job_apart(lease: Lease, stopping: Event) -> None:
    """Run a leased job, a long one in a process of its own; a process that dies leaves its job to the next attempt."""
    if _is_short(lease.job):
        run_job(lease, stopping)
        return
    with subprocess.Popen([*_COMMAND, str(lease.job.id), lease.token], cwd=_ROOT) as process:
        while process.poll() is None and not stopping.wait(_POLL_INTERVAL):
            pass
        if process.poll() is None:
            _stop(process)
    if process.returncode != 0:
        (queue.release if stopping.is_set() else queue.try_again)(lease)


def _is_short(job: JobRecord) -> bool:
    """Whether the job is done before another process has started: that loads what this one has loaded."""
    is_file = job.kind is JobKind.IMPORT and job.task is not ImportTask.UNDO
    return is_file and (job.file_size or 0) <= _SHORT_FILE


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_TIME_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()


def main(job_id: str, token: str) -> None:
    """Run the job of a lease until it ends or this process is told to stop."""
    set_up_logs()
    stopping = Event()
    signal(SIGTERM, lambda _number, _frame: stopping.set())
    lease = queue.lease_of(int(job_id), token)
    if lease:
        run_job(lease, stopping)


if __name__ == "__main__":
    main(*sys.argv[1:])
