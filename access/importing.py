"""Uploads on their way in: who may bring them, their orders, and headings that were mapped by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from access import accounts
from access.jobs import Claim, Jobs, changed, mark_of, patiently
from access.journal import write_down
from access.scope import Viewer
from access.unacceptable import Unacceptable
from model.accounts import Role
from model.import_jobs import HeadingMapping, ImportJob, Task
from model.jobs import UNFINISHED, JobState

MOST_UNFINISHED = 10
IMPORTERS = frozenset({Role.ASSESSOR, Role.MUNICIPALITY})


@dataclass(frozen=True)
class Claimed(Claim):
    """An upload that is being checked or accepted, or an import that is being undone."""

    account_id: int
    task: Task
    file_name: str
    stored_as: str | None
    register: str | None
    plan_print: str | None
    import_id: int | None


def _claimed(job: ImportJob, word: str, viewer: Viewer) -> Claimed:
    return Claimed(
        id=job.id,
        word=word,
        viewer=viewer,
        origin=job.origin,
        account_id=job.account_id,
        task=Task(job.task),
        file_name=job.file_name,
        stored_as=job.stored_as,
        register=job.register,
        plan_print=job.plan_print,
        import_id=job.import_id,
    )


_JOBS = Jobs(ImportJob, _claimed)
claim_next, is_wanted, fail, give_back, end = (
    _JOBS.claim_next,
    _JOBS.is_wanted,
    _JOBS.fail,
    _JOBS.give_back,
    _JOBS.end,
)
is_still_ours = _JOBS.beat


def may_import(viewer: Viewer) -> bool:
    """Whether the account may bring registers in."""
    return any(viewer.holds(role) for role in IMPORTERS)


def importable(viewer: Viewer) -> frozenset[int] | None:
    """The municipalities whose rows the account may bring in: None for every place, nothing for one who may not."""
    if viewer.holds(Role.ASSESSOR):
        return None
    objects = (held.object_id for held in viewer.grants if held.role is Role.MUNICIPALITY)
    return frozenset(one for one in objects if one is not None)


def order_check(
    session: Session,
    *,
    file_name: str,
    stored_as: str | None,
    file_hash: str,
    file_size: int,
    reason: str | None = None,
    origin: str | None,
    by: Viewer,
) -> ImportJob:
    """Have an uploaded file checked, or tell why it was not kept; Unacceptable while too many wait."""
    made = _ordered(session, Task.CHECK, file_name, origin, by)
    made.stored_as, made.file_hash, made.file_size = stored_as, file_hash, file_size
    if stored_as is None:
        made.state, made.reason, made.finished_at = JobState.FAILED, reason, datetime.now(UTC)
    session.flush()
    # The name of a file may name someone: the journal knows it by its number.
    write_down(session, "file uploaded", f"upload {made.id}", by=by.login, origin=origin)
    return made


def order_undoing(session: Session, import_id: int, file_name: str, *, origin: str | None, by: Viewer) -> ImportJob:
    """Have an import undone."""
    made = _ordered(session, Task.UNDO, file_name, origin, by)
    made.import_id = import_id
    session.flush()
    return made


def _ordered(session: Session, task: Task, file_name: str, origin: str | None, by: Viewer) -> ImportJob:
    account = accounts.account_called(session, by.login)
    if _JOBS.unfinished(session, account.id) >= MOST_UNFINISHED:
        raise Unacceptable(f"сразу проверяется не больше {MOST_UNFINISHED} файлов: дождитесь прежних")
    made = ImportJob(
        account_id=account.id,
        scope_mark=mark_of(by),
        task=task,
        file_name=file_name,
        origin=origin,
        ordered_at=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    return made


def go_on(session: Session, identity: int, task: Task, *, by: Viewer, register: str | None = None) -> bool:
    """Accept what was checked, or check it again as another register; whether it could be asked for."""
    checked = update(ImportJob).where(
        _JOBS.owned(identity, by),
        ImportJob.task == Task.CHECK,
        ImportJob.state == JobState.READY,
        ImportJob.stored_as.is_not(None),
    )
    said = {"register": register, "plan": None, "plan_print": None} if task is Task.CHECK else {}
    if task is not Task.CHECK:
        checked = checked.where(ImportJob.plan_print.is_not(None))
    waits = {"state": JobState.WAITING, "claims": 0, "finished_at": None, "reason": None}
    return changed(session, checked.values(task=task, **waits, **said))


def cancel(session: Session, identity: int, *, by: Viewer) -> bool:
    """Give an upload up before it is accepted; whether there was one to give up."""
    may_stop = ImportJob.state.in_([*UNFINISHED, JobState.READY])
    stopped = changed(
        session,
        update(ImportJob)
        .where(_JOBS.owned(identity, by), ImportJob.task == Task.CHECK, may_stop)
        .values(
            state=JobState.CANCELLED,
            finished_at=datetime.now(UTC),
            claim=None,
            plan=None,
            stored_as=None,
            refused_as=None,
        ),
    )
    if stopped:
        write_down(session, "upload given up", f"upload {identity}", by=by.login)
    return stopped


def tell_plan(job: Claimed, about: Collection[int], **facts: object) -> bool:
    """Show the plan to its owner; False when nobody wants it any more."""

    def work(session: Session) -> bool:
        if not _JOBS.beat(session, job, 0, None):
            return False
        write_down(session, "file checked", f"upload {job.id}", by=job.viewer.login, origin=job.origin, about=about)
        return _JOBS.end(session, job.id, job.word, JobState.READY, task=Task.CHECK, **facts)

    return patiently(work)


def mapped_by(session: Session, account_id: int) -> Mapping[str, Mapping[str, str]]:
    """Register → heading key → column key, as the account has mapped them."""
    found: dict[str, dict[str, str]] = {}
    for one in session.scalars(select(HeadingMapping).where(HeadingMapping.account_id == account_id)):
        found.setdefault(one.register, {})[one.heading_key] = one.column_key
    return found


def map_headings(session: Session, register: str, said: Sequence[tuple[str, str, str]], *, by: Viewer) -> None:
    """Remember for the account which column each heading means: (key of the heading, heading, key of the column)."""
    account = accounts.account_called(session, by.login)
    mine = (HeadingMapping.account_id == account.id, HeadingMapping.register == register)
    for key, heading, column in said:
        session.execute(delete(HeadingMapping).where(*mine, HeadingMapping.heading_key == key))
        session.execute(delete(HeadingMapping).where(*mine, HeadingMapping.column_key == column))
        session.add(
            HeadingMapping(
                account_id=account.id,
                register=register,
                heading_key=key,
                heading=heading,
                column_key=column,
                mapped_at=datetime.now(UTC),
            )
        )
        session.flush()
    write_down(session, "headings mapped", register, by=by.login)


def forget_old() -> list[str]:
    """Take out uploads of yesterday; returns the names of the files that are still to be kept."""
    return _JOBS.forget_old("stored_as", "refused_as")
