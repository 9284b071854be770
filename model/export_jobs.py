"""Long exports that people have ordered: documents of everyone in a list, made in the background."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from model.database import Base
from model.jobs import UNFINISHED, Job, JobState

__all__ = ["UNFINISHED", "ExportJob", "JobState"]


class ExportJob(Job, Base):
    """An order: which document of everyone in which list, for whom, and how far it has come."""

    __tablename__ = "export_job"

    form: Mapped[str]
    suffix: Mapped[str]
    source: Mapped[str]  # the address of the list; what was searched for is sealed in it
    title: Mapped[str]
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]


Index("ix_export_job_state_id", ExportJob.state, ExportJob.id)
