"""Uploaded files on their way into the data: checked, shown, accepted or given up; headings mapped by hand."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base
from model.jobs import Job


class Task(StrEnum):
    """What is to be done in the background."""

    CHECK = "check"
    ACCEPT = "accept"
    ACCEPT_GOOD = "accept_good"
    UNDO = "undo"


class ImportJob(Job, Base):
    """A file that someone has uploaded, or an import that someone undoes."""

    __tablename__ = "import_job"

    task: Mapped[str]
    file_name: Mapped[str]  # as its owner knows it
    file_hash: Mapped[str | None]
    file_size: Mapped[int | None]
    stored_as: Mapped[str | None]  # in the folder of uploads; gone when it was accepted or given up
    register: Mapped[str | None]
    plan: Mapped[str | None]  # JSON of what the file would do, as it is shown
    plan_print: Mapped[str | None]
    refused_as: Mapped[str | None]  # the file of refused rows in the same folder
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class HeadingMapping(Base):
    """A heading that an account has mapped by hand, for its next files."""

    __tablename__ = "heading_mapping"
    __table_args__ = (UniqueConstraint("account_id", "register", "heading_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    register: Mapped[str]
    heading_key: Mapped[str]
    heading: Mapped[str]
    column_key: Mapped[str]
    mapped_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


Index("ix_import_job_state_id", ImportJob.state, ImportJob.id)
