"""The two kinds of errors: those a user can correct, with a Russian text, and internal ones."""

import logging
import secrets
import traceback

log = logging.getLogger(__name__)


class UserError(Exception):
    """An error that a user can correct; the text says why and what to do, in Russian."""


class InternalError(Exception):
    """An error that a user can't correct: it is logged, and the user gets its number."""


class ActionRejectedError(UserError):
    """The requested action is not possible."""


def incident_number(error: Exception) -> str:
    """Log the traceback of an error; returns the number that identifies it for users and in the log.

    The message is not logged: database errors contain values of rows.
    """
    number = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("told as %s: %s\n%s", number, type(error).__name__, frames)
    return number
