"""Jobs of the background: what an account wants done, how far it has come, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class JobKind(StrEnum):
    """What a job is about; the worker of each kind runs beside the others."""

    EXPORT = "export"
    IMPORT = "import"


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportTask(StrEnum):
    """What an import job does next."""

    CHECK = "check"
    ACCEPT = "accept"
    ACCEPT_GOOD = "accept_good"
    UNDO = "undo"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
# So many jobs of a kind may an account have unfinished.
MOST_UNFINISHED = {JobKind.EXPORT: 5, JobKind.IMPORT: 10}


class Job(Base):
    """One job; the keys of `payload` and `result` are fields of queries/jobs.py: JobRecord."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    grants_hash: Mapped[str]  # of the grants it runs by: with others, its result is nobody's
    origin: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Names in the folder of the kind: an upload until it is accepted or cancelled; what its owner can download.
    input_file: Mapped[str | None]
    output_file: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    lease_token: Mapped[str | None]  # of the worker that runs it: whoever has lost it stops
    attempts: Mapped[int] = mapped_column(default=0)
    enqueued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    heartbeat_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None]


Index("ix_job_kind_state_id", Job.kind, Job.state, Job.id)
