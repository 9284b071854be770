"""Background jobs of accounts: their payload, state and result."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class JobKind(StrEnum):
    """The kind of a job; each kind has its own worker."""

    EXPORT = "export"
    IMPORT = "import"


class JobState(StrEnum):
    """The state of a job."""

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
# The most unfinished jobs of a kind that an account may have.
MOST_UNFINISHED = {JobKind.EXPORT: 5, JobKind.IMPORT: 10}


class Job(Base):
    """A job; the keys of `payload` and `result` are fields of queries.jobs.JobRecord."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    grants_hash: Mapped[str]  # of the grants it runs with; after they change, nobody gets its result
    origin: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # File names in the folder of the kind: an upload until it is accepted or cancelled; a file to download.
    input_file: Mapped[str | None]
    output_file: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    lease_token: Mapped[str | None]  # of the worker that runs it; a worker with another token stops
    attempts: Mapped[int] = mapped_column(default=0)
    enqueued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    heartbeat_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None]


Index("ix_job_kind_state_id", Job.kind, Job.state, Job.id)
