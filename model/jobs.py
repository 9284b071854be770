"""What is made in the background: an order of an account, and how far it has come."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class JobState(StrEnum):
    """How far an order has come."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.WAITING, JobState.MAKING)


class Job:
    """The columns that orders of every kind have."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    scope_mark: Mapped[str]  # of the grants it is made by: with others, what was made is nobody's
    origin: Mapped[str | None]
    ordered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    claim: Mapped[str | None]  # a word of the one who makes it: whoever has lost it stops
    claims: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None]
