"""How many files one account may take within a minute, and persons in them within a day: the journal counts them."""

from datetime import UTC, datetime, timedelta

from flask import Flask, request
from werkzeug.wrappers import Response

import settings
from access.journal import count_lines, count_named
from access.signed_in import current_viewer, viewer_or_none
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
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# The journal has thirty bytes for each person of a file, for good: so many are thirty megabytes a day of one account,
# and sixteen lists of the whole oblast.
MOST_NAMED = 1_000_000


def bound_downloads(server: Flask) -> None:
    """Answer 429 to who has taken too many files within a minute, or too many persons in them within a day."""
    server.before_request(_refuse_more)


def _refuse_more() -> tuple[str, int] | Response | None:
    if request.endpoint not in ENDPOINTS or viewer_or_none() is None:
        return None
    most = settings.DOWNLOADS_PER_MINUTE.value()
    if named_to(current_viewer().login) >= MOST_NAMED:
        return error_pages.page("За сутки скачано слишком много списков работников. Повторите завтра.", 429)
    if downloads_of(current_viewer().login) < most:
        return None
    return error_pages.page(f"За минуту можно скачать не больше {most} файлов. Подождите минуту и повторите.", 429)


def downloads_of(login: str) -> int:
    """How many files the account has taken within the last minute."""
    with unscoped_session() as session:
        return count_lines(session, login, _ACTIONS, since=datetime.now(UTC) - MINUTE)


def named_to(login: str) -> int:
    """How many persons the files name that the account has taken within the last day."""
    with unscoped_session() as session:
        return count_named(session, login, _ACTIONS, since=datetime.now(UTC) - DAY)
