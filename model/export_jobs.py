"""Long exports that people have ordered: documents of everyone in a list, made in the background."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base


class JobState(StrEnum):
    """How far an order has come."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.WAITING, JobState.MAKING)


class ExportJob(Base):
    """An order: which document of everyone in which list, for whom, and how far it has come."""

    __tablename__ = "export_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    scope_mark: Mapped[str]  # of the grants it is made by: with others, what was made is nobody's
    form: Mapped[str]
    suffix: Mapped[str]
    source: Mapped[str]  # the address of the list; what was searched for is sealed in it
    title: Mapped[str]
    origin: Mapped[str | None]
    ordered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    claim: Mapped[str | None]  # a word of the one who makes it: whoever has lost it stops
    claims: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]
    reason: Mapped[str | None]


Index("ix_export_job_state_id", ExportJob.state, ExportJob.id)
