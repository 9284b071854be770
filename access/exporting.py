"""Orders of long exports: made by their owner, claimed by one maker at a time, cancelled, finished, forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from access import accounts
from access.jobs import MOST_CLAIMS, STALE, Claim, Jobs, changed, mark_of, patiently
from access.journal import write_down
from access.scope import Viewer
from access.unacceptable import Unacceptable
from model.export_jobs import UNFINISHED, ExportJob, JobState

__all__ = ["MOST_CLAIMS", "STALE", "mark_of"]

MOST_UNFINISHED = 5


@dataclass(frozen=True)
class Claimed(Claim):
    """An export that is being made."""

    form: str
    suffix: str
    source: str
    title: str


def _claimed(job: ExportJob, word: str, viewer: Viewer) -> Claimed:
    return Claimed(job.id, word, viewer, job.origin, job.form, job.suffix, job.source, job.title)


_JOBS = Jobs(ExportJob, _claimed)
claim_next, is_wanted, fail, give_back = _JOBS.claim_next, _JOBS.is_wanted, _JOBS.fail, _JOBS.give_back


def order(
    session: Session, *, form: str, suffix: str, source: str, title: str, origin: str | None, by: Viewer
) -> ExportJob:
    """Put an order down; Unacceptable while the account has too many that are not finished."""
    account = accounts.account_called(session, by.login)
    if _JOBS.unfinished(session, account.id) >= MOST_UNFINISHED:
        raise Unacceptable(f"сразу делается не больше {MOST_UNFINISHED} выгрузок: дождитесь готовых")
    made = ExportJob(
        account_id=account.id,
        scope_mark=mark_of(by),
        form=form,
        suffix=suffix,
        source=source,
        title=title,
        origin=origin,
        ordered_at=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    # The path alone: filters and searches may name someone.
    write_down(session, f"ordered {form}.{suffix}", source.partition("?")[0], by=by.login, origin=origin)
    return made


def cancel(session: Session, identity: int, *, by: Viewer) -> bool:
    """Stop an order of one's own; whether there was one to stop."""
    stopped = changed(
        session,
        update(ExportJob)
        .where(_JOBS.owned(identity, by), ExportJob.state.in_(UNFINISHED))
        .values(state=JobState.CANCELLED, finished_at=datetime.now(UTC), claim=None),
    )
    if stopped:
        write_down(session, "order cancelled", f"export {identity}", by=by.login)
    return stopped


def finish(job: Claimed, *, file_name: str, file_size: int, total: int, about: Collection[int]) -> bool:
    """Give it to its owner and write down whom it is about; False when nobody wants it any more."""

    def work(session: Session) -> bool:
        if not _JOBS.beat(session, job, total, total):
            return False
        taken, place = f"export {job.form}.{job.suffix}", job.source.partition("?")[0]
        write_down(session, taken, place, by=job.viewer.login, origin=job.origin, about=about)
        return _JOBS.end(session, job.id, job.word, JobState.READY, file_name=file_name, file_size=file_size)

    return patiently(work)


def forget_old() -> Sequence[str]:
    """Take out what was finished a day ago; returns the names of the files that are still to be kept."""
    return _JOBS.forget_old("file_name")
