"""The jobs of the reading's account: exports, imports, how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from access.import_rights import may_import
from access.reading import Reading
from access.scope import grants_hash
from model.accounts import Account
from model.jobs import UNFINISHED, ImportTask, Job, JobKind, JobState


@dataclass(frozen=True)
class JobRecord:
    """A job and how far it has come: `done` of `total` people or rows, None before they are counted."""

    id: int
    kind: JobKind
    state: JobState
    enqueued_at: datetime
    done: int
    total: int | None
    reason: str | None
    origin: str | None
    input_file: str | None
    output_file: str | None
    # An export: which document of everyone in which list; what was searched for is sealed in `source`.
    form: str = ""
    suffix: str = ""
    source: str = ""
    title: str = ""
    # An import; `file_name` as its owner knows it, `plan` as it is shown, `import_id` of what it made or undoes.
    task: ImportTask = ImportTask.CHECK
    file_name: str = ""
    file_hash: str | None = None
    file_size: int | None = None
    register: str | None = None
    plan: Mapping[str, Any] | None = None
    plan_fingerprint: str | None = None
    import_id: int | None = None

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


def record_of(job: Job) -> JobRecord:
    """The job as a value."""
    details = {**job.payload, **job.result}
    if "task" in details:
        details["task"] = ImportTask(details["task"])
    return JobRecord(
        id=job.id,
        kind=JobKind(job.kind),
        state=JobState(job.state),
        enqueued_at=job.enqueued_at,
        done=job.done,
        total=job.total,
        reason=job.reason,
        origin=job.origin,
        input_file=job.input_file,
        output_file=job.output_file,
        **details,
    )


def own_jobs(reading: Reading, kind: JobKind) -> Sequence[JobRecord]:
    """The account's jobs of a day, the latest first; those of other grants than it holds now are left out."""
    viewer = reading.viewer
    if kind is JobKind.IMPORT and not may_import(viewer):
        return []
    query = (
        select(Job)
        .join(Account, Account.id == Job.account_id)
        .where(Job.kind == kind, Account.login == viewer.login, Job.grants_hash == grants_hash(viewer))
        .order_by(Job.id.desc())
    )
    return [record_of(job) for job in reading.session.scalars(query)]


def own_job(reading: Reading, kind: JobKind, job_id: int) -> JobRecord | None:
    """One of them, the people of its plan thereby named; None where it is not the account's."""
    job = next((one for one in own_jobs(reading, kind) if one.id == job_id), None)
    plan = (job.plan if job else None) or {}
    for change in [*plan.get("new", []), *plan.get("other", [])]:
        reading.named.update([change["person"]] if change["person"] else [])
    return job
