"""The maker of imports: checks uploads, accepts what was checked, undoes the last import, one by one."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import settings
from access import importing as orders
from access.failures import told_as
from access.importing import Claimed
from callbacks.making import BROKEN, Stopping, Unwanted
from ingest import importing, undoing
from ingest.importing import NotWhole, OtherPlan, Upload
from ingest.plan import Plan
from ingest.planning import print_of
from ingest.refusals import UnreadableFile, write_refused
from ingest.summaries import summary_of
from ingest.terms import Terms
from ingest.undoing import NotUndoable
from ingest.uploads import Checked, check_upload
from model.database import surveying, writing
from model.dates import today
from model.import_jobs import Task
from model.jobs import JobState
from queries import snapshots

GONE = "файла больше нет: загрузите его снова"
CHANGED = "после проверки данные изменились: вот что файл сделал бы теперь"
_TELLS_EVERY = 1.0  # seconds
# A file that no order names may be one that is being written: those are young.
_YOUNG = timedelta(hours=1).total_seconds()


def folder() -> Path:
    """Where uploads lie until they are accepted or given up: for the app alone."""
    found = Path(settings.UPLOADS_FOLDER.value()).absolute()
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def take_next(stopping: Event | None = None) -> bool:
    """Do the oldest of what waits; whether there was any."""
    job = orders.claim_next()
    if job is None:
        return False
    try:
        _DO[job.task](job, stopping or Event())
    except Unwanted:
        pass
    except Stopping:
        orders.give_back(job)
    except UnreadableFile as unreadable:
        orders.fail(job, unreadable.reason)
        _drop(job.stored_as)
    except NotUndoable as refused:
        orders.fail(job, str(refused))
    except Exception as fault:
        orders.fail(job, f"{BROKEN} {told_as(fault)}")
    return True


def _check(job: Claimed, stopping: Event) -> None:
    upload = _upload(job)
    with surveying() as session:
        terms = _terms(session, job, _Telling(job, stopping).tell)
        checked = check_upload(session, upload, job.register, terms)
    _show(job, checked)


def _accept(job: Claimed, stopping: Event) -> None:
    """Accept in one transaction with the order's end: it is accepted once, whoever else takes the order up."""
    upload, day = _upload(job), today()
    take_good = job.task is Task.ACCEPT_GOOD
    try:
        # Read before the lock is taken: on SQLite nobody signs in while it is held.
        with surveying() as session:
            terms = _terms(session, job, partial(_stop, stopping))
            prepared = importing.prepare(session, job.register or "", upload, take_good=take_good, terms=terms)
        with writing() as session:
            if not orders.is_still_ours(session, job, 0, None):
                return
            _plan, run = importing.accept(
                session,
                job.register or "",
                upload,
                by=job.viewer.login,
                take_good=take_good,
                rewrite=snapshots.rewriting(day),
                figures=snapshots.figures_on(day),
                terms=terms,
                seen=job.plan_print,
                prepared=prepared,
            )
            facts = {"import_id": run.id, "stored_as": None}
            if not orders.end(session, job.id, job.word, JobState.READY, **facts):
                raise Unwanted
    except (OtherPlan, NotWhole) as other:
        with surveying() as session:
            told = summary_of(session, other.plan)
        _show(job, Checked(job.register, told, other.plan), reason=CHANGED)
        return
    _drop(job.stored_as)


def _undo(job: Claimed, _stopping: Event) -> None:
    with writing() as session:
        if not orders.is_still_ours(session, job, 0, None):
            return
        undoing.undo(session, job.import_id or 0, by=job.viewer.login, rewrite=snapshots.rewriting(today()))
        if not orders.end(session, job.id, job.word, JobState.READY):
            raise Unwanted


_DO: dict[Task, Callable[[Claimed, Event], None]] = {
    Task.CHECK: _check,
    Task.ACCEPT: _accept,
    Task.ACCEPT_GOOD: _accept,
    Task.UNDO: _undo,
}


def _upload(job: Claimed) -> Upload:
    file = folder() / (job.stored_as or "-")
    if not file.is_file():
        raise UnreadableFile(GONE)
    return Upload(file, job.file_name)


def _terms(session: Any, job: Claimed, tell: Callable[[int], None]) -> Terms:
    return Terms(orders.importable(job.viewer), orders.mapped_by(session, job.account_id), tell)


def _show(job: Claimed, checked: Checked, reason: str | None = None) -> None:
    """The plan and the file of refused rows to the one who uploaded."""
    refused_as = _refused(job, checked.plan) if checked.plan and checked.plan.refused else None
    shown = [one for part in ("new", "other", "gone") for one in checked.told.get(part, [])]
    is_told = orders.tell_plan(
        job,
        {one["person"] for one in shown if one["person"]},
        register=checked.register,
        plan=json.dumps(checked.told, ensure_ascii=False),
        plan_print=print_of(checked.plan) if checked.plan else None,
        refused_as=refused_as,
        reason=reason,
    )
    if not is_told:
        _drop(refused_as)


def _refused(job: Claimed, plan: Plan) -> str:
    name = f"{job.id}-{job.word}.refused.xlsx"
    file = folder() / name
    with file.open("xb") as to:
        file.chmod(0o600)
        write_refused(to, plan.file, plan.refusals, suffix=".xlsx")
    return name


class _Telling:
    """Tells how many rows are read, at most every second; raises when the work is to end."""

    def __init__(self, job: Claimed, stopping: Event) -> None:
        self._job, self._stopping = job, stopping
        self._told_at = time.monotonic()
        if not orders.is_wanted(job, 0, None):
            raise Unwanted

    def tell(self, done: int) -> None:
        _stop(self._stopping, done)
        if time.monotonic() - self._told_at < _TELLS_EVERY:
            return
        self._told_at = time.monotonic()
        if not orders.is_wanted(self._job, done, None):
            raise Unwanted


def _stop(stopping: Event, _done: int) -> None:
    if stopping.is_set():
        raise Stopping


def _drop(name: str | None) -> None:
    if name:
        (folder() / name).unlink(missing_ok=True)


def drop_files(*names: str | None) -> None:
    """Take files of an upload away that nobody needs any more."""
    for name in names:
        _drop(name)


def sweep_uploads() -> None:
    """Take out uploads of yesterday and the files that no order names."""
    kept = set(orders.forget_old())
    for file in folder().iterdir():
        if file.name not in kept and file.is_file() and time.time() - file.stat().st_mtime > _YOUNG:
            file.unlink(missing_ok=True)
