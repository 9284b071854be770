"""Looks up how accounts are called today, by their logins."""

from collections.abc import Iterable, Mapping

from sqlalchemy import SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session

from model.account_names import account_title
from model.accounts import Account
from model.chunks import chunks
from model.names import tidy

_MOST_LOGINS_A_STATEMENT = 5_000


def account_titles(session: Session, logins: Iterable[str | None]) -> Mapping[str, str]:
    """What each login is called; one without an account, as the command line's, is called by its login."""
    titles = {login: login for login in logins if login}
    for batch in chunks(titles, _MOST_LOGINS_A_STATEMENT):
        query = select(Account.login, Account.full_name, Account.post).where(Account.login.in_(batch))
        titles |= {row.login: account_title(*row) for row in session.execute(query)}
    return titles


def is_called(text: str) -> SQLColumnExpression[bool]:
    """The accounts whose login, full name or post contains the text, in any case and with «ё» as «е»."""
    words = tidy(text)
    # SQLite folds the case of Latin letters alone: the usual spellings are tried.
    spellings = {_plain(one) for one in (words, words.lower(), words.upper(), words.title(), words.capitalize())}
    names = (func.replace(func.replace(column, "ё", "е"), "Ё", "Е") for column in (Account.full_name, Account.post))
    by_name = (name.contains(one, autoescape=True) for name in names for one in sorted(spellings))
    return or_(Account.login.contains(text, autoescape=True), *by_name)


def _plain(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")
