"""Orders of one table: claimed by one maker at a time, told of, cancelled, ended, forgotten."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import CursorResult, SQLColumnExpression, and_, delete, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from access import accounts
from access.scope import Viewer
from model.accounts import Account
from model.database import noting, surveying, writing
from model.jobs import UNFINISHED, Job, JobState

MOST_CLAIMS = 3
# A maker tells every second or so that it is at work; an import on SQLite may keep it from telling for a while.
STALE = timedelta(minutes=3)
KEPT = timedelta(days=1)
SWITCHED_OFF = "учётная запись отключена"
GIVEN_UP = "не удалось сделать за три попытки: возьмите меньше строк или скажите администратору"
_MINUTES_OF_PATIENCE = 30

T = TypeVar("T")
J = TypeVar("J", bound=Job)
C = TypeVar("C", bound="Claim")


@dataclass(frozen=True)
class Claim:
    """An order that is being made, and for whom; the word tells that it is still ours."""

    id: int
    word: str
    viewer: Viewer
    origin: str | None


def mark_of(viewer: Viewer) -> str:
    """A short word for the grants: another one as soon as any is given or revoked."""
    held = sorted((one.role.value, one.object_id or 0, one.personal_data) for one in viewer.grants)
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


class Jobs(Generic[J, C]):
    """The orders of a table; `claimed` makes of a row, a word and a viewer what its maker works with."""

    def __init__(self, table: type[J], claimed: Callable[[J, str, Viewer], C]) -> None:
        self.table: Any = table
        self._claimed = claimed

    def unfinished(self, session: Session, account_id: int) -> int:
        """How many of the account wait or are made."""
        query = select(func.count()).select_from(self.table).where(self.table.account_id == account_id)
        return session.scalar(query.where(self.table.state.in_(UNFINISHED))) or 0

    def owned(self, identity: int, viewer: Viewer) -> SQLColumnExpression[bool]:
        """The order, where it is the viewer's."""
        mine = select(Account.id).where(Account.login == viewer.login).scalar_subquery()
        return and_(self.table.id == identity, self.table.account_id == mine)

    def claim_next(self) -> C | None:
        """The oldest order that nobody is making, for the one who asks alone; None where there is nothing to do."""
        with surveying() as session:
            identity = session.scalar(select(self.table.id).where(self._is_open()).order_by(self.table.id).limit(1))
        return unhindered(lambda session: self._claim(session, identity)) if identity else None

    def _is_open(self) -> SQLColumnExpression[bool]:
        """It waits, or the one who was making it has not been heard of for long."""
        left = and_(self.table.state == JobState.MAKING, self.table.beat_at < datetime.now(UTC) - STALE)
        return or_(self.table.state == JobState.WAITING, left)

    def _claim(self, session: Session, identity: int) -> C | None:
        word = token_hex(8)
        # The row itself is asked once more: of two who claim at once the second finds it taken.
        taken = update(self.table).where(self.table.id == identity, self._is_open())
        values = {"state": JobState.MAKING, "claim": word, "claims": self.table.claims + 1, "done": 0, "total": None}
        if not changed(session, taken.values(**values, beat_at=datetime.now(UTC))):
            return None
        job = cast(J, session.get_one(self.table, identity))
        account = accounts.account_numbered(session, job.account_id)
        if account is None or not account.is_active:
            self.end(session, identity, word, JobState.CANCELLED, reason=SWITCHED_OFF)
            return None
        if job.claims > MOST_CLAIMS:
            self.end(session, identity, word, JobState.FAILED, reason=GIVEN_UP)
            return None
        viewer = accounts.viewer_of(account)
        job.scope_mark = mark_of(viewer)
        return self._claimed(job, word, viewer)

    def is_wanted(self, job: C, done: int, total: int | None) -> bool:
        """Tell how far it has come; False when it was cancelled, taken over, or its owner may no longer have it."""
        return unhindered(lambda session: self.beat(session, job, done, total)) is not False

    def beat(self, session: Session, job: C, done: int, total: int | None) -> bool:
        """The same within a transaction."""
        account = session.scalar(select(Account).where(Account.login == job.viewer.login))
        if account is None or not account.is_active:
            self.end(session, job.id, job.word, JobState.CANCELLED, reason=SWITCHED_OFF)
            return False
        if mark_of(accounts.viewer_of(account)) != mark_of(job.viewer):
            # Other grants, another scope: it is made anew.
            self._give_back(session, job)
            return False
        beat = update(self.table).where(self.table.id == job.id, self.table.claim == job.word)
        return changed(session, beat.values(done=done, total=total, beat_at=datetime.now(UTC)))

    def fail(self, job: C, reason: str) -> None:
        """Tell its owner why nothing came of it."""
        patiently(lambda session: self.end(session, job.id, job.word, JobState.FAILED, reason=reason))

    def give_back(self, job: C) -> None:
        """Let another maker take it: this one is stopping."""
        unhindered(lambda session: self._give_back(session, job))

    def _give_back(self, session: Session, job: C) -> None:
        mine = update(self.table).where(self.table.id == job.id, self.table.claim == job.word)
        fewer = self.table.claims - 1
        session.execute(mine.values(state=JobState.WAITING, claim=None, claims=fewer, done=0, total=None))

    def end(self, session: Session, identity: int, word: str, state: JobState, **facts: object) -> bool:
        """The order has come to its end; False where it is not ours any more."""
        mine = update(self.table).where(self.table.id == identity, self.table.claim == word)
        return changed(session, mine.values(state=state, finished_at=datetime.now(UTC), claim=None, **facts))

    def forget_old(self, *files: str) -> list[str]:
        """Take out what was finished a day ago; returns the names of the files that are still to be kept."""
        old = delete(self.table).where(self.table.finished_at < datetime.now(UTC) - KEPT)
        unhindered(lambda session: session.execute(old))
        with surveying() as session:
            rows = session.execute(select(*(getattr(self.table, name) for name in files))).all()
        return [name for row in rows for name in row if name]


def patiently(work: Callable[[Session], T]) -> T:
    """What the work returns, however long an import holds the database of SQLite."""
    for _ in range(_MINUTES_OF_PATIENCE):
        try:
            with writing() as session:
                return work(session)
        except OperationalError:
            continue
    with writing() as session:
        return work(session)


def changed(session: Session, statement: Any) -> bool:
    """Whether the statement has changed a row."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount > 0


def unhindered(work: Callable[[Session], T]) -> T | None:
    """What the work returns; None where another writer holds the database of SQLite just now."""
    try:
        with noting() as session:
            return work(session)
    except OperationalError:
        return None
