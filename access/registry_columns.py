"""The columns of registries that an account has chosen, for when an address names none."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.scope import Viewer
from model.accounts import Account

_BETWEEN = "."


def remember_columns(session: Session, keys: Sequence[str], *, by: Viewer) -> None:
    """Remember the keys of the columns for the account; without keys its registries have the usual ones again."""
    account = session.scalars(select(Account).where(Account.login == by.login)).one()
    account.registry_columns = _BETWEEN.join(keys) or None


def columns_from(text: str | None) -> tuple[str, ...]:
    """The keys of a stored text."""
    return tuple(text.split(_BETWEEN)) if text else ()
