"""The long exports that the account of the reading has ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from access.exporting import mark_of
from access.reading import Reading
from model.accounts import Account
from model.export_jobs import UNFINISHED, ExportJob, JobState


@dataclass(frozen=True)
class ExportRecord:
    """An order and how far it has come; `done` of `total` people, None before they are counted."""

    id: int
    title: str
    form: str
    suffix: str
    ordered_at: datetime
    state: JobState
    done: int
    total: int | None
    file_name: str | None
    file_size: int | None
    reason: str | None

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


def own_exports(reading: Reading) -> Sequence[ExportRecord]:
    """The account's orders, the latest first; what was made with other grants than it holds now is not among them."""
    viewer = reading.viewer
    query = (
        select(ExportJob)
        .join(Account, Account.id == ExportJob.account_id)
        .where(Account.login == viewer.login, ExportJob.scope_mark == mark_of(viewer))
        .order_by(ExportJob.id.desc())
    )
    return [
        ExportRecord(
            id=one.id,
            title=one.title,
            form=one.form,
            suffix=one.suffix,
            ordered_at=one.ordered_at,
            state=JobState(one.state),
            done=one.done,
            total=one.total,
            file_name=one.file_name,
            file_size=one.file_size,
            reason=one.reason,
        )
        for one in reading.session.scalars(query)
    ]


def own_export(reading: Reading, identity: int) -> ExportRecord | None:
    """One of them; None both where there is none and where it is another account's."""
    return next((one for one in own_exports(reading) if one.id == identity), None)
