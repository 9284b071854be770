"""The workers: threads of a server worker that run the jobs of the one queue, a kind each."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

from jobs import exports, imports, queue
from jobs.progress import LeaseLostError, StoppingError
from jobs.storage import remove, sweep
from model.errors import incident_number
from model.jobs import JobKind

BROKEN = "не получилось; если повторится, скажите администратору номер"
_LOOKS_EVERY = 2.0  # seconds
_SWEEPS_EVERY = 600.0
_RUN = {JobKind.EXPORT: exports.run, JobKind.IMPORT: imports.run}


class Worker:
    """A thread that calls `run_next` until it returns False, then waits for work."""

    def __init__(self, name: str, run_next: Callable[[Event], bool], sweep: Callable[[], None] | None = None) -> None:
        self._name, self._run_next, self._sweep = name, run_next, sweep
        self._has_work, self._stopping = Event(), Event()
        self._swept_at = float("-inf")
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Release what is running, and end."""
        self._stopping.set()
        self._has_work.set()
        if self._thread:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """There is a new job."""
        self._has_work.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._sweep_now_and_then()
                if self._run_next(self._stopping):
                    continue
            except Exception as fault:
                incident_number(fault)
            self._has_work.wait(_LOOKS_EVERY)
            self._has_work.clear()

    def _sweep_now_and_then(self) -> None:
        if self._sweep and time.monotonic() - self._swept_at > _SWEEPS_EVERY:
            self._swept_at = time.monotonic()
            self._sweep()


def job_worker(kind: JobKind) -> Worker:
    """The worker of a kind; each sweeps, for one may be busy for hours."""
    return Worker(f"{kind}s", partial(run_next_job, kind), sweep)


def run_next_job(kind: JobKind, stopping: Event | None = None) -> bool:
    """Run the oldest job of the kind that waits; whether there was one."""
    lease = queue.claim(kind)
    if lease is None:
        return False
    try:
        _RUN[kind](lease, stopping or Event())
    except LeaseLostError:
        pass
    except StoppingError:
        queue.release(lease)
    except Exception as fault:
        if queue.fail(lease, f"{BROKEN} {incident_number(fault)}"):
            remove(kind, lease.job.input_file)
    return True
