"""The uploads of the reading's account, and what each of them would do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from access.importing import may_import
from access.jobs import mark_of
from access.reading import Reading
from model.accounts import Account
from model.import_jobs import ImportJob, Task
from model.jobs import UNFINISHED, JobState


@dataclass(frozen=True)
class UploadRecord:
    """An upload, or the undoing of an import: how far it has come, and its plan as plain values."""

    id: int
    task: Task
    state: JobState
    file_name: str
    file_size: int | None
    ordered_at: datetime
    register: str | None
    done: int
    reason: str | None
    plan: Mapping[str, Any] | None
    is_planned: bool
    has_refused: bool
    import_id: int | None
    stored_as: str | None
    refused_as: str | None

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


def own_uploads(reading: Reading) -> Sequence[UploadRecord]:
    """The account's uploads of a day, the latest first, without their plans; those of other grants are left out."""
    return [_record(one) for one in _own(reading)]


def own_upload(reading: Reading, identity: int) -> UploadRecord | None:
    """One of them with its plan, whose people are thereby named; None where it is not the account's."""
    found = next((one for one in _own(reading) if one.id == identity), None)
    if found is None:
        return None
    plan = json.loads(found.plan) if found.plan else None
    for one in [*plan.get("new", []), *plan.get("other", [])] if plan else []:
        reading.named.update([one["person"]] if one["person"] else [])
    return _record(found, plan)


def _own(reading: Reading) -> Sequence[ImportJob]:
    viewer = reading.viewer
    if not may_import(viewer):
        return []
    query = (
        select(ImportJob)
        .join(Account, Account.id == ImportJob.account_id)
        .where(Account.login == viewer.login, ImportJob.scope_mark == mark_of(viewer))
        .order_by(ImportJob.id.desc())
    )
    return reading.session.scalars(query).all()


def _record(one: ImportJob, plan: Mapping[str, Any] | None = None) -> UploadRecord:
    return UploadRecord(
        id=one.id,
        task=Task(one.task),
        state=JobState(one.state),
        file_name=one.file_name,
        file_size=one.file_size,
        ordered_at=one.ordered_at,
        register=one.register,
        done=one.done,
        reason=one.reason,
        plan=plan,
        is_planned=one.plan_print is not None,
        has_refused=one.refused_as is not None,
        import_id=one.import_id,
        stored_as=one.stored_as,
        refused_as=one.refused_as,
    )
