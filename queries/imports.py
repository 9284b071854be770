"""What was brought in, and how fresh the data are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from access.reading import Reading
from model.accounts import Role
from model.journal import ImportRun

_SHOWN = 100


def latest_imports(reading: Reading) -> Sequence[ImportRun]:
    """The latest accepted files, for those who bring them in; nothing for others."""
    if not (reading.viewer.holds(Role.ADMIN) or reading.viewer.holds(Role.ASSESSOR)):
        return []
    return reading.session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(_SHOWN)).all()


def data_as_of(reading: Reading) -> datetime | None:
    """When a file was last accepted: a moment, in UTC; None before the first."""
    return reading.session.scalar(select(func.max(ImportRun.accepted_at)))
