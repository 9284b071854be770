"""How many files one account may take within a minute: the journal, which every worker writes, counts them."""

from datetime import UTC, datetime, timedelta

from flask import Flask, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response

import settings
from access.signed_in import current_viewer, viewer_or_none
from model.database import unscoped_session
from model.journal import JournalEntry
from web import error_pages

ENDPOINTS = frozenset(
    {
        "document",
        "table_file",
        "provider_report",
        "organization_report",
        "export_file",
        "refused_rows",
        "register_template",
    }
)
# How the lines begin that the journal has of them.
_ACTIONS = ("document ", "table ", "report ", "export taken", "refused rows taken", "template taken")
MINUTE = timedelta(minutes=1)
_LINES_OF_A_MINUTE = 20_000


def bound_downloads(server: Flask) -> None:
    """Answer 429 to who has taken too many files within a minute."""
    server.before_request(_refuse_more)


def _refuse_more() -> tuple[str, int] | Response | None:
    if request.endpoint not in ENDPOINTS or viewer_or_none() is None:
        return None
    most = settings.DOWNLOADS_PER_MINUTE.value()
    if downloads_of(current_viewer().login) < most:
        return None
    return error_pages.page(f"За минуту можно скачать не больше {most} файлов. Подождите минуту и повторите.", 429)


def downloads_of(login: str) -> int:
    """How many files the account has taken within the last minute."""
    is_download = JournalEntry.action.startswith(_ACTIONS[0])
    for action in _ACTIONS[1:]:
        is_download |= JournalEntry.action.startswith(action)
    since = datetime.now(UTC) - MINUTE
    # An old account has a hundred thousand lines: the last ones of all are looked at.
    is_late = JournalEntry.id > select(func.max(JournalEntry.id) - _LINES_OF_A_MINUTE).scalar_subquery()
    query = select(func.count()).where(is_late, JournalEntry.login == login, JournalEntry.at > since, is_download)
    with unscoped_session() as session:
        return session.scalar(query) or 0
