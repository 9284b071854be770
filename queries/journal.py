"""The journal: all of it for the administrator, what concerns themselves for everyone else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, SQLColumnExpression, func, or_, select

from access.account_names import account_titles, is_called
from access.reading import Reading
from model.accounts import ROLE_LABELS, Account, Grant, Role
from model.journal import JournalAbout, JournalEntry
from queries.lists import page_within

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A line as it is read; persons are numbers, `persons` says of how many of them it tells.

    `who` is how the account is called today.
    """

    number: int
    at: datetime
    login: str
    who: str
    action: str
    subject: str | None
    origin: str | None
    persons: int


@dataclass(frozen=True)
class Viewing:
    """Someone looked at the data of a person or took them away."""

    at: datetime
    login: str
    who: str
    roles: tuple[str, ...]
    action: str
    subject: str | None


@dataclass(frozen=True)
class Lines:
    """Some lines, the latest first, and how many there are in all."""

    rows: Sequence[Line]
    total: int
    number: int


def journal(reading: Reading, search: str, actions: Sequence[str], page: int, size: int = PAGE_SIZE) -> Lines:
    """The lines of a login or of who is called so, of a person's number or of the actions; for an administrator."""
    if not reading.viewer.holds(Role.ADMIN):
        return Lines([], 0, 1)
    query = select(JournalEntry)
    if search:
        by_login = JournalEntry.login.contains(search, autoescape=True)
        by_name = JournalEntry.login.in_(select(Account.login).where(is_called(search)))
        query = query.where(or_(by_login, by_name, JournalEntry.action.in_(actions), _is_about(search)))
    total = reading.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = page_within(page, total, size)
    ordered = query.order_by(JournalEntry.id.desc()).limit(size).offset((number - 1) * size)
    entries = reading.session.scalars(ordered).all()
    persons = _persons(reading, ordered.with_only_columns(JournalEntry.id))
    titles = account_titles(reading.session, (one.login for one in entries))
    return Lines([_line(one, titles[one.login], persons.get(one.id, 0)) for one in entries], total, number)


def _line(one: JournalEntry, who: str, persons: int) -> Line:
    return Line(one.id, one.at, one.login, who, one.action, one.subject, one.origin, persons)


def _is_about(search: str) -> SQLColumnExpression[bool]:
    """A number is also the number of a person."""
    number = int(search) if search.isascii() and search.isdigit() and len(search) < 10 else 0
    return JournalEntry.id.in_(select(JournalAbout.entry_id).where(JournalAbout.person_id == number))


def _persons(reading: Reading, entries: Select[tuple[int]]) -> dict[int, int]:
    query = select(JournalAbout.entry_id, func.count().label("persons")).where(JournalAbout.entry_id.in_(entries))
    return {row.entry_id: row.persons for row in reading.session.execute(query.group_by(JournalAbout.entry_id))}


def viewings(reading: Reading, page: int, size: int = PAGE_SIZE) -> tuple[list[Viewing], int]:
    """Who looked at the data of the account's own person, the latest first, and how many times in all."""
    query = (
        select(JournalEntry).where(JournalEntry.id.in_(_about(reading.scope.persons))).order_by(JournalEntry.id.desc())
    )
    total = reading.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    entries = reading.session.scalars(query.limit(size).offset((page - 1) * size)).all()
    logins = {one.login for one in entries}
    titles, roles = account_titles(reading.session, logins), _roles(reading, logins)
    return [
        Viewing(one.at, one.login, titles[one.login], roles.get(one.login, ()), one.action, one.subject)
        for one in entries
    ], total


def _about(persons: Iterable[int]) -> Select[int]:
    return select(JournalAbout.entry_id).where(JournalAbout.person_id.in_(persons))


def _roles(reading: Reading, logins: set[str]) -> dict[str, tuple[str, ...]]:
    """What the accounts are today: those of then may have changed."""
    held = select(Account.login, Grant.role).join(Grant, Grant.account_id == Account.id)
    labels_of: dict[str, list[str]] = {}
    for login, role in reading.session.execute(held.where(Account.login.in_(logins)).order_by(Grant.id)):
        labels_of.setdefault(login, []).append(ROLE_LABELS[Role(role)])
    return {login: tuple(dict.fromkeys(labels)) for login, labels in labels_of.items()}
