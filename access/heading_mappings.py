"""Headings that an account has mapped by hand, stored for its next files."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from access import accounts
from access.journal import write_down
from access.scope import Viewer
from model.heading_mappings import HeadingMapping


def mappings_of(session: Session, account_id: int) -> Mapping[str, Mapping[str, str]]:
    """Register → heading key → column key, as the account has mapped them."""
    mappings: dict[str, dict[str, str]] = {}
    for row in session.scalars(select(HeadingMapping).where(HeadingMapping.account_id == account_id)):
        mappings.setdefault(row.register, {})[row.heading_key] = row.column_key
    return mappings


def map_headings(session: Session, register: str, columns: Sequence[tuple[str, str, str]], *, by: Viewer) -> None:
    """Store the column of each heading; `columns` are (heading key, heading, column key)."""
    account = accounts.require_account(session, by.login)
    mine = (HeadingMapping.account_id == account.id, HeadingMapping.register == register)
    for key, heading, column in columns:
        is_replaced = or_(HeadingMapping.heading_key == key, HeadingMapping.column_key == column)
        session.execute(delete(HeadingMapping).where(*mine, is_replaced))
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
