"""The journal of actions: who did what, about whom, from where; each line's seal covers the line before it."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, text
from sqlalchemy.orm import Session

from access.journal_removal import journal_start
from model.chunks import chunks
from model.journal import JournalAbout, JournalEntry
from model.keys import journal_key

# The number of a PostgreSQL advisory lock, arbitrary: its holder adds the next line.
_NEXT_LINE = 7_310_945
_LINES_AT_ONCE = 1_000
_LATE_LINES = 20_000


def write_down(
    session: Session,
    action: str,
    subject: str | None = None,
    *,
    by: str,
    origin: str | None = None,
    about: Iterable[int] = (),
    at: datetime | None = None,
) -> None:
    """Add a line to the journal in the transaction of the action; `about` are ids of persons."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _NEXT_LINE})
    number, seal = _last_line(session)
    persons = sorted(set(about))
    entry = JournalEntry(
        id=number + 1, at=at or datetime.now(UTC), login=by, action=action, subject=subject, origin=origin, seal=""
    )
    entry.seal = seal_of(seal, entry, persons)
    session.add(entry)
    session.flush()
    for batch in chunks(persons):
        session.execute(insert(JournalAbout), [{"entry_id": entry.id, "person_id": person} for person in batch])


def count_lines(session: Session, login: str, actions: Iterable[str], *, since: datetime) -> int:
    """How many lines the account has whose action begins so, since a moment that is not long ago."""
    # An old account has a hundred thousand lines: the last ones of all are looked at.
    is_late = JournalEntry.id > select(func.max(JournalEntry.id) - _LATE_LINES).scalar_subquery()
    query = select(func.count()).where(is_late, JournalEntry.login == login, JournalEntry.at > since, _are(actions))
    return session.scalar(query) or 0


def count_named(session: Session, login: str, actions: Iterable[str], *, since: datetime) -> int:
    """How many persons such lines of the account name in all, a person of several lines as often as that."""
    lines = select(JournalEntry.id).where(JournalEntry.at > since, JournalEntry.login == login, _are(actions))
    return session.scalar(select(func.count()).where(JournalAbout.entry_id.in_(lines))) or 0


def _are(actions: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(JournalEntry.action.startswith(one) for one in actions))


def _last_line(session: Session) -> tuple[int, str]:
    query = select(JournalEntry.id, JournalEntry.seal).order_by(JournalEntry.id.desc()).limit(1)
    row = session.execute(query).first()
    return (row.id, row.seal) if row else (0, "")


def seal_of(before: str, entry: JournalEntry, about: list[int]) -> str:
    """The seal of a line: HMAC-SHA-256 of the previous seal and every field of the line.

    The key is outside the database, so write access to the rows is not enough to seal them.
    """
    at = entry.at.replace(tzinfo=UTC) if entry.at.tzinfo is None else entry.at.astimezone(UTC)
    moment = at.isoformat(timespec="microseconds")
    fields = [before, entry.id, moment, entry.login, entry.action, entry.subject, entry.origin, about]
    return hmac.new(journal_key().encode(), json.dumps(fields, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """The result of verifying the journal: the number of its last line, its seal, the first broken line or None.

    `removed` is how many lines at the beginning went because their term was over.
    """

    lines: int
    last_seal: str
    broken_at: int | None
    removed: int = 0


def verify(session: Session) -> Verdict:
    """Read the journal from its first line and find the first changed, removed or inserted line.

    Lines removed from the end leave no gap: compare the number and the seal with an earlier note of them.
    """
    start = journal_start(session)
    seal, number = start.seal, start.number
    if start.broken_at is not None:
        return Verdict(number, seal, start.broken_at, start.number)
    while lines := _lines_after(session, number):
        persons = _persons_of(session, number, lines[-1].id)
        for line in lines:
            seal = seal_of(seal, line, persons.get(line.id, []))
            if line.id != number + 1 or line.seal != seal:
                return Verdict(number, seal, number + 1, start.number)
            number = line.id
        session.expunge_all()
    return Verdict(number, seal, _orphan(session, number), start.number)


def has_seal(session: Session, noted: str) -> bool:
    """Whether the line «NUMBER:SEAL», noted earlier outside the database, is still there.

    One whose term was over by now can't be compared any more: the sealed removal vouches for it.
    """
    number, _, seal = noted.partition(":")
    if not (number.isascii() and number.isdigit()):
        return False
    start = journal_start(session)
    if start.broken_at is None and 0 < int(number) <= start.number:
        return int(number) < start.number or seal == start.seal
    entry = session.get(JournalEntry, int(number))
    return entry is not None and entry.seal == seal


def _lines_after(session: Session, number: int) -> list[JournalEntry]:
    after = select(JournalEntry).where(JournalEntry.id > number).order_by(JournalEntry.id).limit(_LINES_AT_ONCE)
    return list(session.scalars(after))


def _persons_of(session: Session, after: int, until: int) -> dict[int, list[int]]:
    persons: dict[int, list[int]] = {}
    query = select(JournalAbout.entry_id, JournalAbout.person_id).where(
        JournalAbout.entry_id > after, JournalAbout.entry_id <= until
    )
    for entry_id, person_id in session.execute(query.order_by(JournalAbout.entry_id, JournalAbout.person_id)):
        persons.setdefault(entry_id, []).append(person_id)
    return persons


def _orphan(session: Session, last: int) -> int | None:
    """The first missing line after the last one that still has persons in JournalAbout."""
    orphan: int | None = session.scalar(select(func.min(JournalAbout.entry_id)).where(JournalAbout.entry_id > last))
    return orphan
