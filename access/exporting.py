"""Orders of long exports: made by their owner, claimed by one maker at a time, cancelled, finished, forgotten."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, SQLColumnExpression, and_, delete, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from access import accounts
from access.journal import write_down
from access.scope import Viewer
from access.unacceptable import Unacceptable
from model.accounts import Account
from model.database import noting, surveying, writing
from model.export_jobs import UNFINISHED, ExportJob, JobState

MOST_UNFINISHED = 5
MOST_CLAIMS = 3
# A maker tells every second or so that it is at work; an import on SQLite may keep it from telling for a while.
STALE = timedelta(minutes=3)
KEPT = timedelta(days=1)
SWITCHED_OFF = "учётная запись отключена"
_MINUTES_OF_PATIENCE = 30
GIVEN_UP = "не удалось сделать за три попытки: сузьте список или скажите администратору"


T = TypeVar("T")


@dataclass(frozen=True)
class Claimed:
    """An order that is being made, and for whom; the word tells that it is still ours."""

    id: int
    word: str
    viewer: Viewer
    form: str
    suffix: str
    source: str
    title: str
    origin: str | None


def mark_of(viewer: Viewer) -> str:
    """A short word for the grants: another one as soon as any is given or revoked."""
    held = sorted((one.role.value, one.object_id or 0, one.personal_data) for one in viewer.grants)
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def order(
    session: Session, *, form: str, suffix: str, source: str, title: str, origin: str | None, by: Viewer
) -> ExportJob:
    """Put an order down; Unacceptable while the account has too many that are not finished."""
    account = accounts.account_called(session, by.login)
    unfinished = select(func.count()).where(ExportJob.account_id == account.id, ExportJob.state.in_(UNFINISHED))
    if (session.scalar(unfinished) or 0) >= MOST_UNFINISHED:
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
    mine = select(Account.id).where(Account.login == by.login).scalar_subquery()
    stopped = _changed(
        session,
        update(ExportJob)
        .where(ExportJob.id == identity, ExportJob.account_id == mine, ExportJob.state.in_(UNFINISHED))
        .values(state=JobState.CANCELLED, finished_at=datetime.now(UTC), claim=None),
    )
    if stopped:
        write_down(session, "order cancelled", f"export {identity}", by=by.login)
    return stopped


def claim_next() -> Claimed | None:
    """The oldest order that nobody is making, for the one who asks alone; None where there is nothing to do now."""
    with surveying() as session:
        identity = session.scalar(select(ExportJob.id).where(_is_open()).order_by(ExportJob.id).limit(1))
    return _unhindered(lambda session: _claim(session, identity)) if identity else None


def _is_open() -> SQLColumnExpression[bool]:
    """It waits, or the one who was making it has not been heard of for long."""
    left = and_(ExportJob.state == JobState.MAKING, ExportJob.beat_at < datetime.now(UTC) - STALE)
    return or_(ExportJob.state == JobState.WAITING, left)


def _claim(session: Session, identity: int) -> Claimed | None:
    word = token_hex(8)
    # The row itself is asked once more: of two who claim at once the second finds it taken.
    taken = update(ExportJob).where(ExportJob.id == identity, _is_open())
    values = {"state": JobState.MAKING, "claim": word, "claims": ExportJob.claims + 1, "done": 0, "total": None}
    if not _changed(session, taken.values(**values, beat_at=datetime.now(UTC))):
        return None
    job = session.get_one(ExportJob, identity)
    account = accounts.account_numbered(session, job.account_id)
    if account is None or not account.is_active:
        _end(session, identity, word, JobState.CANCELLED, reason=SWITCHED_OFF)
        return None
    if job.claims > MOST_CLAIMS:
        _end(session, identity, word, JobState.FAILED, reason=GIVEN_UP)
        return None
    viewer = accounts.viewer_of(account)
    job.scope_mark = mark_of(viewer)
    return Claimed(job.id, word, viewer, job.form, job.suffix, job.source, job.title, job.origin)


def is_wanted(job: Claimed, done: int, total: int) -> bool:
    """Tell how far it has come; False when it was cancelled, taken over, or its owner may no longer have it."""
    told = _unhindered(lambda session: _beat(session, job, done, total))
    return told is not False


def _beat(session: Session, job: Claimed, done: int, total: int) -> bool:
    account = session.scalar(select(Account).where(Account.login == job.viewer.login))
    if account is None or not account.is_active:
        _end(session, job.id, job.word, JobState.CANCELLED, reason=SWITCHED_OFF)
        return False
    if mark_of(accounts.viewer_of(account)) != mark_of(job.viewer):
        # Other grants, another scope: it is made anew.
        _give_back(session, job)
        return False
    beat = update(ExportJob).where(ExportJob.id == job.id, ExportJob.claim == job.word)
    return _changed(session, beat.values(done=done, total=total, beat_at=datetime.now(UTC)))


def finish(job: Claimed, *, file_name: str, file_size: int, total: int, about: Collection[int]) -> bool:
    """Give it to its owner and write down whom it is about; False when nobody wants it any more."""

    def work(session: Session) -> bool:
        if not _beat(session, job, total, total):
            return False
        taken, place = f"export {job.form}.{job.suffix}", job.source.partition("?")[0]
        write_down(session, taken, place, by=job.viewer.login, origin=job.origin, about=about)
        return _end(session, job.id, job.word, JobState.READY, file_name=file_name, file_size=file_size)

    return _patiently(work)


def fail(job: Claimed, reason: str) -> None:
    """Tell its owner why there will be no file."""
    _patiently(lambda session: _end(session, job.id, job.word, JobState.FAILED, reason=reason))


def give_back(job: Claimed) -> None:
    """Let another maker take it: this one is stopping."""
    _unhindered(lambda session: _give_back(session, job))


def _give_back(session: Session, job: Claimed) -> None:
    mine = update(ExportJob).where(ExportJob.id == job.id, ExportJob.claim == job.word)
    session.execute(mine.values(state=JobState.WAITING, claim=None, claims=ExportJob.claims - 1, done=0, total=None))


def _end(session: Session, identity: int, word: str, state: JobState, **facts: object) -> bool:
    mine = update(ExportJob).where(ExportJob.id == identity, ExportJob.claim == word)
    return _changed(session, mine.values(state=state, finished_at=datetime.now(UTC), claim=None, **facts))


def forget_old() -> Sequence[str]:
    """Take out what was finished a day ago; returns the names of the files that are still to be kept."""
    _unhindered(
        lambda session: session.execute(delete(ExportJob).where(ExportJob.finished_at < datetime.now(UTC) - KEPT))
    )
    with surveying() as session:
        return [name for name in session.scalars(select(ExportJob.file_name)) if name]


def _patiently(work: Callable[[Session], T]) -> T:
    """What the work returns, however long an import holds the database of SQLite."""
    for _ in range(_MINUTES_OF_PATIENCE):
        try:
            with writing() as session:
                return work(session)
        except OperationalError:
            continue
    with writing() as session:
        return work(session)


def _changed(session: Session, statement: Any) -> bool:
    return cast(CursorResult[Any], session.execute(statement)).rowcount > 0


def _unhindered(work: Callable[[Session], T]) -> T | None:
    """What the work returns; None where another writer holds the database of SQLite just now."""
    try:
        with noting() as session:
            return work(session)
    except OperationalError:
        return None
