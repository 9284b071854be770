"""How many files one account may take within a minute, and persons in them within a day."""

from datetime import UTC, datetime, timedelta

from flask import Flask, request
from werkzeug.wrappers import Response

import settings
from access.journal import count_lines
from access.signed_in import current_viewer, viewer_or_none
from jobs import quotas
from model.database import unscoped_session
from web import error_pages

ENDPOINTS = frozenset(
    {
        "document",
        "table_file",
        "provider_report",
        "organization_report",
        "region_period",
        "municipality_period",
        "organization_period",
        "export_file",
        "refused_rows",
        "register_template",
    }
)
# How the lines begin that the journal has of them.
_ACTIONS = ("document ", "table ", "report ", "export taken", "refused rows taken", "template taken")
MINUTE = timedelta(minutes=1)


def bound_downloads(server: Flask) -> None:
    """Answer 429 to who has taken too many files within a minute, or too many persons in them within a day."""
    server.before_request(_refuse_more)


def _refuse_more() -> tuple[str, int] | Response | None:
    if request.endpoint not in ENDPOINTS or viewer_or_none() is None:
        return None
    most = settings.DOWNLOADS_PER_MINUTE.value()
    if quotas.persons_taken(current_viewer().login) >= quotas.MOST_NAMED:
        return error_pages.page("За сутки скачано слишком много списков работников. Повторите завтра.", 429)
    if downloads_of(current_viewer().login) < most:
        return None
    return error_pages.page(f"За минуту можно скачать не больше {most} файлов. Подождите минуту и повторите.", 429)


def downloads_of(login: str) -> int:
    """How many files the account has taken within the last minute."""
    with unscoped_session() as session:
        return count_lines(session, login, _ACTIONS, since=datetime.now(UTC) - MINUTE)
