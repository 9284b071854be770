"""Import jobs: check and accept uploaded files, undo the last import."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from io import SEEK_END
from pathlib import Path
from threading import Event
from typing import IO

import settings
from access.accounts import require_account
from access.heading_mappings import map_headings, mappings_of
from access.import_rights import importable
from access.journal import write_down
from access.scope import Viewer
from ingest import imports, undo
from ingest.files.import_options import ImportOptions
from ingest.files.refusals import write_refused
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import ImportRejectedError, PlanChangedError, Upload
from ingest.planning.differences import plan_fingerprint
from ingest.planning.plan import Plan
from ingest.planning.summaries import summary_of
from ingest.undo import CannotUndoError
from ingest.uploads import Checked, check_upload
from ingest.writing.derivation import OutdatedRulesError
from jobs import queue, quotas, storage
from jobs.progress import LeaseLostError, Progress, raise_if_stopping
from jobs.queue import Lease
from jobs.quotas import QuotaError
from model.database import unscoped_session, write_session
from model.dates import today
from model.jobs import UNFINISHED, ImportTask, Job, JobKind, JobState
from queries import counts, quality_sums

LONGEST_NAME = 200  # letters of the name of a file; its end tells its kind
GONE = "файла больше нет: загрузите его снова"
CHANGED = "данные изменились после проверки; ниже — новый результат проверки"


def enqueue_upload(source: IO[bytes], file_name: str, *, origin: str | None, by: Viewer) -> int:
    """Store a file and enqueue its check, or a failed job when it is not stored; returns the id of the job."""
    size = source.seek(0, SEEK_END)
    source.seek(0)
    payload: dict[str, object] = {
        "task": ImportTask.CHECK,
        "file_name": Upload(b"", file_name).name[-LONGEST_NAME:],
        "file_size": size,
    }
    name: str | None = None
    columns: dict[str, object]
    if reason := _why_not_stored(size, by=by):
        columns = {"state": JobState.FAILED, "reason": reason, "finished_at": datetime.now(UTC)}
    else:
        name, payload["file_hash"] = storage.store_upload(source)
        columns = {"input_file": name}
    try:
        with write_session() as session:
            job = queue.enqueue(session, JobKind.IMPORT, payload, origin=origin, by=by, **columns)
            # The name of a file may contain a name of a person: the journal gets the number.
            write_down(session, "file uploaded", f"upload {job.id}", by=by.login, origin=origin)
    except BaseException:
        storage.remove(JobKind.IMPORT, name)
        raise
    return job.id


def _why_not_stored(size: int, *, by: Viewer) -> str | None:
    """Why a file of the size is not even checked."""
    most = settings.MAX_UPLOAD_MB.value()
    if size > most << 20:
        return f"файл больше {most} МБ: разделите его на части"
    with unscoped_session() as session:
        account_id = require_account(session, by.login).id
    try:
        quotas.check_space(account_id, JobKind.IMPORT, size)
    except QuotaError as refused:
        return str(refused)
    return None


def enqueue_undo(import_id: int, file_name: str, *, origin: str | None, by: Viewer) -> int:
    """Enqueue the undo of an import; returns the id of the job."""
    payload = {"task": ImportTask.UNDO, "file_name": file_name, "import_id": import_id}
    with write_session() as session:
        return queue.enqueue(session, JobKind.IMPORT, payload, origin=origin, by=by).id


def accept(job_id: int, task: ImportTask, *, by: Viewer) -> None:
    """Enqueue the acceptance of a plan that its owner has seen."""
    with write_session() as session:
        job = _reviewable(queue.own_job(session, JobKind.IMPORT, job_id, by=by))
        if job and job.result.get("plan_fingerprint"):
            queue.enqueue_again(job, {**job.payload, "task": task})


def check_again(job_id: int, register: str, columns: Sequence[tuple[str, str, str]], *, by: Viewer) -> None:
    """Enqueue a new check as this register; `columns` are (heading key, heading, column key)."""
    with write_session() as session:
        if columns:
            map_headings(session, register, columns, by=by)
        job = _reviewable(queue.own_job(session, JobKind.IMPORT, job_id, by=by))
        if job:
            queue.enqueue_again(job, {**job.payload, "register": register})
            job.result = {}


def cancel(job_id: int, *, by: Viewer) -> None:
    """Cancel an upload before it is accepted and delete its files."""
    with write_session() as session:
        job = queue.own_job(session, JobKind.IMPORT, job_id, by=by)
        if job is None or job.payload["task"] != ImportTask.CHECK or job.state not in (*UNFINISHED, JobState.READY):
            return
        files = (job.input_file, job.output_file)
        queue.cancel(job)
        write_down(session, "upload given up", f"upload {job_id}", by=by.login)
    storage.remove(JobKind.IMPORT, *files)


def _reviewable(job: Job | None) -> Job | None:
    """The job if its plan or headings wait for a decision, else None."""
    is_waiting = job and job.payload["task"] == ImportTask.CHECK and job.state == JobState.READY and job.input_file
    return job if is_waiting else None


def run(lease: Lease, stopping: Event) -> None:
    """Run the task of the job; a file that can't be read or an import that can't be undone fails it with a reason."""
    try:
        _RUN[lease.job.task](lease, stopping)
    except UnreadableFileError as error:
        queue.fail(lease, error.reason)
        storage.remove(JobKind.IMPORT, lease.job.input_file)
    except (CannotUndoError, OutdatedRulesError) as error:
        queue.fail(lease, str(error))


def _check(lease: Lease, stopping: Event) -> None:
    upload = _upload(lease)
    options = _options(lease, Progress(lease, stopping).tell)
    with unscoped_session() as session:
        checked = check_upload(session, upload, lease.job.register, options)
    _finish_check(lease, checked)


def _accept(lease: Lease, stopping: Event) -> None:
    """Accept the file and finish the job in one transaction, so that it is accepted only once."""
    upload, day, job = _upload(lease), today(), lease.job
    options = _options(lease, partial(raise_if_stopping, stopping))
    take_good = job.task is ImportTask.ACCEPT_GOOD
    try:
        # Read before the lock is taken: on SQLite nobody else writes while it is held.
        with unscoped_session() as session:
            prepared = imports.prepare(session, job.register or "", upload, take_good=take_good, terms=options)
        with write_session() as session:
            if not queue.heartbeat_within(session, lease, 0, None):
                return
            _plan, run = imports.accept(
                session,
                job.register or "",
                upload,
                by=lease.viewer.login,
                take_good=take_good,
                rewrite=quality_sums.rewriting(day),
                figures=counts.figures_on(day),
                terms=options,
                fingerprint=job.plan_fingerprint,
                prepared=prepared,
            )
            result = {"plan": job.plan, "plan_fingerprint": job.plan_fingerprint, "import_id": run.id}
            if not queue.finish_within(session, lease, input_file=None, result=result):
                raise LeaseLostError
    except (PlanChangedError, ImportRejectedError) as error:
        with unscoped_session() as session:
            summary = summary_of(session, error.plan)
        _finish_check(lease, Checked(job.register, summary, error.plan), reason=CHANGED)
        return
    storage.remove(JobKind.IMPORT, job.input_file)


def _undo(lease: Lease, _stopping: Event) -> None:
    with write_session() as session:
        if not queue.heartbeat_within(session, lease, 0, None):
            return
        rewrite = quality_sums.rewriting(today())
        undo.undo(session, lease.job.import_id or 0, by=lease.viewer.login, rewrite=rewrite)
        if not queue.finish_within(session, lease):
            raise LeaseLostError


_RUN: dict[ImportTask, Callable[[Lease, Event], None]] = {
    ImportTask.CHECK: _check,
    ImportTask.ACCEPT: _accept,
    ImportTask.ACCEPT_GOOD: _accept,
    ImportTask.UNDO: _undo,
}


def _upload(lease: Lease) -> Upload:
    file = storage.file_of(JobKind.IMPORT, lease.job.input_file)
    if file is None:
        raise UnreadableFileError(GONE)
    return Upload(file, lease.job.file_name)


def _options(lease: Lease, tell: Callable[[int], None]) -> ImportOptions:
    with unscoped_session() as session:
        return ImportOptions(importable(lease.viewer), mappings_of(session, lease.account_id), tell)


def _finish_check(lease: Lease, checked: Checked, reason: str | None = None) -> None:
    """Finish the job with the plan and the file of refused rows."""
    job, summary = lease.job, checked.summary
    refused_file = _refused_file(lease, checked.plan) if checked.plan and checked.plan.refused else None
    changes = [change for part in ("new", "other", "gone") for change in summary.get(part, [])]
    is_finished = queue.finish(
        lease,
        action="file checked",
        subject=f"upload {job.id}",
        about={change["person"] for change in changes if change["person"]},
        payload={**lease.payload, "task": ImportTask.CHECK, "register": checked.register},
        result={"plan": summary, "plan_fingerprint": plan_fingerprint(checked.plan) if checked.plan else None},
        output_file=refused_file.name if refused_file else None,
        reason=reason,
    )
    if refused_file and not is_finished:
        refused_file.unlink()


def _refused_file(lease: Lease, plan: Plan) -> Path:
    file = storage.folder(JobKind.IMPORT) / f"{lease.job.id}-{lease.token}.refused.xlsx"
    with file.open("xb") as stream:
        file.chmod(0o600)
        write_refused(stream, plan.file, plan.refusals, suffix=".xlsx")
    return file
