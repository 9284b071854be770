"""Figures of the running product: ages of imports, the queue of jobs, room on disks; about nobody in particular."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import settings
from ingest.registers import REGISTERS
from model.jobs import UNFINISHED, Job, JobKind, JobState
from model.journal import ImportRun
from model.sources import SourceMark

# What is raised where a database does not answer: a server that is gone, a folder that is.
UNREACHABLE = (SQLAlchemyError, OSError)
# What the names of copies of the database begin with.
COPY_NAME = "monitoring-"


@dataclass(frozen=True)
class QueueFigures:
    """Jobs of a kind: how many wait and run, how long the first has waited in seconds, failures within a day."""

    waiting: int
    running: int
    waits_for: float
    failed: int


def import_ages(session: Session) -> Mapping[str, float | None]:
    """Seconds since the last import of each register that was not undone; None where there was none."""
    query = select(ImportRun.register, func.max(ImportRun.accepted_at)).where(ImportRun.undone_at.is_(None))
    last = {row[0]: row[1] for row in session.execute(query.group_by(ImportRun.register))}
    return {register: _age(last.get(register)) for register in REGISTERS}


def queue_figures(session: Session) -> Mapping[JobKind, QueueFigures]:
    """The queue by the kind of jobs."""
    query = select(Job.kind, Job.state, func.count(), func.min(Job.enqueued_at)).where(Job.state.in_(UNFINISHED))
    unfinished = session.execute(query.group_by(Job.kind, Job.state))
    rows = {(kind, state): (number, since) for kind, state, number, since in unfinished}
    since = datetime.now(UTC) - timedelta(days=1)
    lost = select(Job.kind, func.count()).where(Job.state == JobState.FAILED, Job.finished_at > since)
    failed: dict[str, int] = {row[0]: row[1] for row in session.execute(lost.group_by(Job.kind))}
    return {kind: _figures_of(kind, rows, failed) for kind in JobKind}


def _figures_of(
    kind: JobKind, rows: Mapping[tuple[str, str], tuple[int, datetime]], failed: Mapping[str, int]
) -> QueueFigures:
    waiting, since = rows.get((kind, JobState.WAITING), (0, None))
    running, _ = rows.get((kind, JobState.RUNNING), (0, None))
    return QueueFigures(waiting, running, _age(since) or 0.0, failed.get(kind, 0))


@dataclass(frozen=True)
class SourceState:
    """The last look at a source: how many seconds ago, and whether nothing was refused."""

    source: str
    age: float
    is_ok: bool


def source_states(session: Session) -> list[SourceState]:
    """The state of each source that was ever looked at."""
    query = select(SourceMark.source, SourceMark.looked_at, SourceMark.is_ok).order_by(SourceMark.source)
    return [SourceState(source, _age(at) or 0.0, is_ok) for source, at, is_ok in session.execute(query)]


def _age(moment: datetime | None) -> float | None:
    if moment is None:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(0.0, (datetime.now(UTC) - aware).total_seconds())


def folders() -> Mapping[str, Path]:
    """The folders that the product writes to, by the names of their settings."""
    written = (
        settings.EXPORTS_FOLDER,
        settings.UPLOADS_FOLDER,
        settings.CACHE_DIR,
        settings.METRICS_FOLDER,
        settings.BACKUP_FOLDER,
    )
    paths = {setting.name: Path(setting.value()).absolute() for setting in written}
    url = make_url(settings.DATABASE_URL.value())
    if url.get_backend_name() == "sqlite" and url.database:
        paths["DATABASE_URL"] = Path(url.database).absolute().parent
    return paths


def free_bytes(folder: Path) -> int:
    """Room on the disk of the folder, which may not exist yet."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free


def copies_in(folder: Path) -> list[Path]:
    """The copies of the database in a folder, without the manifests beside them."""
    return [file for file in folder.glob(f"{COPY_NAME}*") if file.suffix != ".json" and file.is_file()]


def backup_age() -> float | None:
    """Seconds since the newest backup in BACKUP_FOLDER; None where there is none."""
    times = [file.stat().st_mtime for file in copies_in(Path(settings.BACKUP_FOLDER.value()))]
    return max(0.0, datetime.now(UTC).timestamp() - max(times)) if times else None
