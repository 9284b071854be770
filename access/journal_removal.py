"""The beginning of the journal goes when its term is over; a sealed row says up to where, and the chain goes on."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, inspect, select
from sqlalchemy.orm import Session

from model.journal import JournalAbout, JournalEntry, JournalRemoval
from model.keys import journal_key


@dataclass(frozen=True)
class JournalStart:
    """After which line the journal begins, the seal of that line, and the first broken number or None."""

    number: int
    seal: str
    broken_at: int | None = None


def journal_start(session: Session) -> JournalStart:
    """Where the chain begins: at its first line, or after the last line that was removed; removals are verified."""
    # A copy of an earlier version has no such table.
    if not inspect(session.connection()).has_table(JournalRemoval.__tablename__):
        return JournalStart(0, "")
    number, line_seal, seal = 0, "", ""
    for removal in session.scalars(select(JournalRemoval).order_by(JournalRemoval.last_number)):
        if removal.seal != removal_seal(seal, removal) or removal.lines != removal.last_number - number:
            return JournalStart(number, line_seal, removal.last_number)
        number, line_seal, seal = removal.last_number, removal.last_seal, removal.seal
    return JournalStart(number, line_seal, _leftover(session, number))


def _leftover(session: Session, number: int) -> int | None:
    """The first line, or line of persons, that stands where all were removed: somebody has put it there."""
    first: int | None = session.scalar(select(func.min(JournalEntry.id)).where(JournalEntry.id <= number))
    about: int | None = session.scalar(select(func.min(JournalAbout.entry_id)).where(JournalAbout.entry_id <= number))
    return about if first is None else first


def removal_seal(before: str, removal: JournalRemoval) -> str:
    """The seal of a removal: HMAC-SHA-256 of the seal of the removal before and every field."""
    moments = [_text_of(removal.before), _text_of(removal.removed_at)]
    fields = ["removal", before, removal.last_number, removal.lines, removal.last_seal, *moments]
    return hmac.new(journal_key().encode(), json.dumps(fields).encode(), hashlib.sha256).hexdigest()


def _text_of(moment: datetime) -> str:
    at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


def last_line_before(session: Session, moment: datetime) -> int:
    """The last line of the beginning in which every line is older; 0 where there is none.

    A view that waited for an import is written down later than it happened: it stays until the lines before it go.
    """
    first_kept = session.scalar(select(func.min(JournalEntry.id)).where(JournalEntry.at >= moment))
    last = session.scalar(select(func.max(JournalEntry.id))) or 0
    return last if first_kept is None else first_kept - 1


def remove_lines(session: Session, last_number: int, before: datetime) -> int:
    """Remove the lines up to that number, which are older than the moment; returns how many went.

    Whoever calls has verified the chain: what was changed must not go unseen. A later line has to be there.
    """
    lines = last_number - journal_start(session).number
    if lines <= 0:
        return 0
    seal_before = session.scalar(select(JournalRemoval.seal).order_by(JournalRemoval.last_number.desc()).limit(1))
    removal = JournalRemoval(
        last_number=last_number,
        before=before,
        lines=lines,
        last_seal=session.get_one(JournalEntry, last_number).seal,
        removed_at=datetime.now(UTC),
    )
    removal.seal = removal_seal(seal_before or "", removal)
    session.add(removal)
    # The triggers let go what a removal covers.
    session.flush()
    session.execute(delete(JournalAbout).where(JournalAbout.entry_id <= last_number))
    session.execute(delete(JournalEntry).where(JournalEntry.id <= last_number))
    return lines
