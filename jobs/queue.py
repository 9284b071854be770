"""The queue of jobs: accounts enqueue them, one worker at a time leases each, old ones are deleted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, SQLColumnExpression, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from access import accounts
from access.journal import write_down
from access.scope import Viewer, grants_hash
from model.accounts import Account, Grant, Role
from model.database import nowait_session, unscoped_session, write_session
from model.errors import ActionRejectedError
from model.jobs import MOST_UNFINISHED, UNFINISHED, Job, JobKind, JobState
from queries.jobs import JobRecord, record_of

MAX_ATTEMPTS = 3
# A worker sends a heartbeat about once a second; an import on SQLite may delay it for a while.
LEASE_TIME = timedelta(minutes=3)
RETENTION = timedelta(days=1)
SWITCHED_OFF = "учётная запись отключена"
GIVEN_UP = "не выполнено за три попытки: возьмите меньше строк или сообщите администратору"
# Jobs of a kind that an account has within RETENTION, of all states: each is a row, and a card of its page.
MOST_OF_A_DAY = 300
_WRITE_ATTEMPTS = 30
_WAITS_AGAIN = {"state": JobState.WAITING, "lease_token": None, "done": 0, "total": None}

T = TypeVar("T")


@dataclass(frozen=True)
class Lease:
    """A job that a worker runs for a viewer; the token proves that the lease is still this worker's."""

    token: str
    viewer: Viewer
    account_id: int
    payload: Mapping[str, Any]
    job: JobRecord


def enqueue(
    session: Session, kind: JobKind, payload: Mapping[str, Any], *, origin: str | None, by: Viewer, **columns: Any
) -> Job:
    """Add a job to the queue; raises ActionRejectedError when the account has too many unfinished ones."""
    account = accounts.require_account(session, by.login)
    query = select(func.count()).select_from(Job).where(Job.account_id == account.id, Job.kind == kind)
    if (session.scalar(query) or 0) >= MOST_OF_A_DAY:
        raise ActionRejectedError(f"за сутки выполняется не более {MOST_OF_A_DAY} заданий: продолжите завтра")
    if (session.scalar(query.where(Job.state.in_(UNFINISHED))) or 0) >= MOST_UNFINISHED[kind]:
        raise ActionRejectedError(
            f"одновременно выполняется не более {MOST_UNFINISHED[kind]} заданий: дождитесь завершения"
        )
    job = Job(
        kind=kind,
        account_id=account.id,
        grants_hash=grants_hash(by),
        origin=origin,
        payload=dict(payload),
        enqueued_at=datetime.now(UTC),
        **columns,
    )
    session.add(job)
    session.flush()
    return job


def own_job(session: Session, kind: JobKind, job_id: int, *, by: Viewer) -> Job | None:
    """A job of the account, locked until the transaction ends; None when it is not the account's."""
    mine = select(Account.id).where(Account.login == by.login).scalar_subquery()
    query = select(Job).where(Job.id == job_id, Job.kind == kind, Job.account_id == mine)
    return session.scalar(query.with_for_update())


def enqueue_again(job: Job, payload: Mapping[str, Any]) -> None:
    """Put a finished job into the queue again with a new payload."""
    job.payload, job.state = dict(payload), JobState.WAITING
    job.attempts, job.finished_at, job.reason = 0, None, None


def cancel(job: Job) -> None:
    """End a job and drop its result and file names."""
    job.state, job.finished_at, job.lease_token = JobState.CANCELLED, datetime.now(UTC), None
    job.input_file, job.output_file, job.result = None, None, {}


def claim(kind: JobKind) -> Lease | None:
    """Lease the next open job of the kind; None when there is none.

    One account's jobs run one at a time, so that nobody fills all workers; the assessment centre's come first.
    """
    is_first = exists().where(Grant.account_id == Job.account_id, Grant.role == Role.ASSESSOR)
    next_id = (
        select(Job.id)
        .where(Job.kind == kind, _is_open(), ~_is_account_busy(kind))
        .order_by(case((is_first, 0), else_=1), Job.id)
        .limit(1)
    )
    with unscoped_session() as session:
        job_id = session.scalar(next_id)
    return try_write(lambda session: _claim(session, job_id)) if job_id else None


def _is_account_busy(kind: JobKind) -> SQLColumnExpression[bool]:
    """The condition that another job of the account and the kind runs."""
    other = aliased(Job)
    return exists().where(
        other.account_id == Job.account_id,
        other.kind == kind,
        other.id != Job.id,
        other.state == JobState.RUNNING,
        other.heartbeat_at >= datetime.now(UTC) - LEASE_TIME,
    )


def _is_open() -> SQLColumnExpression[bool]:
    """The condition that a job waits, or that its worker has sent no heartbeat for LEASE_TIME."""
    is_abandoned = and_(Job.state == JobState.RUNNING, Job.heartbeat_at < datetime.now(UTC) - LEASE_TIME)
    return or_(Job.state == JobState.WAITING, is_abandoned)


def _claim(session: Session, job_id: int) -> Lease | None:
    token = token_hex(8)
    # The condition is repeated: of two workers that claim at once, the second changes no row.
    values = {"state": JobState.RUNNING, "lease_token": token, "attempts": Job.attempts + 1, "done": 0, "total": None}
    update_open = update(Job).where(Job.id == job_id, _is_open())
    if not _changes(session, update_open.values(**values, heartbeat_at=datetime.now(UTC))):
        return None
    job = session.get_one(Job, job_id)
    account = accounts.account_by_id(session, job.account_id)
    if account is None or not account.is_active:
        _end(session, job_id, token, JobState.CANCELLED, reason=SWITCHED_OFF)
        return None
    if job.attempts > MAX_ATTEMPTS:
        _end(session, job_id, token, JobState.FAILED, reason=GIVEN_UP)
        return None
    lease = _lease(job, account, token)
    job.grants_hash = grants_hash(lease.viewer)
    return lease


def _lease(job: Job, account: Account, token: str) -> Lease:
    return Lease(token, accounts.viewer_of(account), job.account_id, job.payload, record_of(job))


def lease_of(job_id: int, token: str) -> Lease | None:
    """The lease that another process has taken for this one; None when it is lost."""
    with unscoped_session() as session:
        job = session.scalar(select(Job).where(Job.id == job_id, Job.lease_token == token))
        account = accounts.account_by_id(session, job.account_id) if job else None
        return _lease(job, account, token) if job and account else None


def heartbeat(lease: Lease, done: int, total: int | None) -> bool:
    """Record progress; False when the lease is lost or the owner is switched off or has other grants."""
    return try_write(lambda session: heartbeat_within(session, lease, done, total)) is not False


def heartbeat_within(session: Session, lease: Lease, done: int, total: int | None) -> bool:
    """Record progress within a transaction; False as for `heartbeat`."""
    account = session.scalar(select(Account).where(Account.login == lease.viewer.login))
    if account is None or not account.is_active:
        _end(session, lease.job.id, lease.token, JobState.CANCELLED, reason=SWITCHED_OFF)
        return False
    if grants_hash(accounts.viewer_of(account)) != grants_hash(lease.viewer):
        # Other grants mean another scope: the job starts again.
        _release(session, lease)
        return False
    return _changes(
        session, _lease_update(lease.job.id, lease.token, done=done, total=total, heartbeat_at=datetime.now(UTC))
    )


def release(lease: Lease) -> None:
    """Put the job back into the queue, because this worker is stopping."""
    try_write(lambda session: _release(session, lease))


def try_again(lease: Lease) -> None:
    """Put the job back into the queue after an attempt that counts: its process has died."""
    _write_patiently(lambda session: session.execute(_lease_update(lease.job.id, lease.token, **_WAITS_AGAIN)))


def _release(session: Session, lease: Lease) -> None:
    session.execute(_lease_update(lease.job.id, lease.token, **_WAITS_AGAIN, attempts=Job.attempts - 1))


def fail(lease: Lease, reason: str) -> bool:
    """End the job as failed, with the reason in Russian; returns False when another worker has the job."""
    return _write_patiently(lambda session: _end(session, lease.job.id, lease.token, JobState.FAILED, reason=reason))


def finish(
    lease: Lease, *, action: str, subject: str, about: Collection[int], total: int | None = None, **columns: Any
) -> bool:
    """End the job as ready and write the journal line; False when the lease is lost."""

    def work(session: Session) -> bool:
        if not heartbeat_within(session, lease, total or 0, total):
            return False
        write_down(session, action, subject, by=lease.viewer.login, origin=lease.job.origin, about=about)
        return finish_within(session, lease, **columns)

    return _write_patiently(work)


def finish_within(session: Session, lease: Lease, **columns: Any) -> bool:
    """End the job as ready within a transaction; False when the lease is lost."""
    return _end(session, lease.job.id, lease.token, JobState.READY, **columns)


def _end(session: Session, job_id: int, token: str, state: JobState, **columns: Any) -> bool:
    values: dict[str, object] = {"state": state, "finished_at": datetime.now(UTC), "lease_token": None}
    if state != JobState.READY:
        # Nobody can use these files any more: the sweep removes them.
        values |= {"input_file": None, "output_file": None}
    return _changes(session, _lease_update(job_id, token, **values, **columns))


def _lease_update(job_id: int, token: str, **values: Any) -> Any:
    """The update of a job, which changes no row once the lease is lost."""
    return update(Job).where(Job.id == job_id, Job.lease_token == token).values(**values)


def forget_old() -> set[str]:
    """Delete jobs that ended more than RETENTION ago; returns the file names that the other jobs need."""
    old = delete(Job).where(Job.finished_at < datetime.now(UTC) - RETENTION)
    try_write(lambda session: session.execute(old))
    with unscoped_session() as session:
        rows = session.execute(select(Job.input_file, Job.output_file)).all()
    return {name for row in rows for name in row if name}


def files_of(session: Session, account_id: int) -> list[tuple[JobKind, str]]:
    """The names of all files that the account's jobs have, whatever has become of the jobs."""
    rows = session.execute(select(Job.kind, Job.input_file, Job.output_file).where(Job.account_id == account_id))
    return [(JobKind(kind), name) for kind, *names in rows for name in names if name]


def _write_patiently(work: Callable[[Session], T]) -> T:
    """The result of the work; waits while an import locks the SQLite database."""
    for _ in range(_WRITE_ATTEMPTS):
        try:
            with write_session() as session:
                return work(session)
        except OperationalError:
            continue
    with write_session() as session:
        return work(session)


def try_write(work: Callable[[Session], T]) -> T | None:
    """The result of the work; None when another writer holds the SQLite database."""
    try:
        with nowait_session() as session:
            return work(session)
    except OperationalError:
        return None


def _changes(session: Session, statement: Any) -> bool:
    """Whether the statement has changed a row."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount > 0
