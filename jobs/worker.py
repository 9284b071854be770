"""Job workers: threads of a server worker, each of which runs the jobs of one kind."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

from jobs import exports, imports, queue
from jobs.progress import LeaseLostError, StoppingError
from jobs.queue import Lease
from jobs.storage import remove, sweep
from model.errors import incident_number
from model.jobs import JobKind

BROKEN = "внутренняя ошибка; если повторится, сообщите администратору номер"
_POLL_INTERVAL = 2.0  # seconds
_SWEEP_INTERVAL = 600.0
RunJob = Callable[[Lease, Event], None]
_RUN: dict[JobKind, RunJob] = {JobKind.EXPORT: exports.run, JobKind.IMPORT: imports.run}


class Worker:
    """A thread that calls `run_next` until it returns False, then waits for work."""

    def __init__(self, name: str, run_next: Callable[[Event], bool], sweep: Callable[[], None] | None = None) -> None:
        self._name, self._run_next, self._sweep = name, run_next, sweep
        self._has_work, self._stopping = Event(), Event()
        self._swept_at = float("-inf")
        self._thread: Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; a running job returns to the queue."""
        self._stopping.set()
        self._has_work.set()
        if self._thread:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """Wake the thread because there is a new job."""
        self._has_work.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._sweep_if_due()
                if self._run_next(self._stopping):
                    continue
            except Exception as error:
                incident_number(error)
            self._has_work.wait(_POLL_INTERVAL)
            self._has_work.clear()

    def _sweep_if_due(self) -> None:
        if self._sweep and time.monotonic() - self._swept_at > _SWEEP_INTERVAL:
            self._swept_at = time.monotonic()
            self._sweep()


def job_worker(kind: JobKind, run: RunJob | None = None) -> Worker:
    """The worker of a kind; every worker sweeps, because another may be busy for hours."""
    return Worker(f"{kind}s", partial(run_next_job, kind, run=run or run_job), sweep)


def run_next_job(kind: JobKind, stopping: Event | None = None, run: RunJob | None = None) -> bool:
    """Run the oldest open job of the kind; False when there was none."""
    lease = queue.claim(kind)
    if lease is None:
        return False
    (run or run_job)(lease, stopping or Event())
    return True


def run_job(lease: Lease, stopping: Event) -> None:
    """Run a leased job to its end; it returns to the queue when the server stops, and an error fails it."""
    kind = lease.job.kind
    try:
        _RUN[kind](lease, stopping)
    except LeaseLostError:
        pass
    except StoppingError:
        queue.release(lease)
    except Exception as error:
        if queue.fail(lease, f"{BROKEN} {incident_number(error)}"):
            remove(kind, lease.job.input_file)
