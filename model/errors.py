"""The two kinds of errors: what a person can mend, told in Russian, and what only a developer can."""

import logging
import secrets
import traceback

log = logging.getLogger(__name__)


class UserError(Exception):
    """Something a person asked for can't be done; the text says why and what to do, in Russian."""


class InternalError(Exception):
    """Something no person can mend: it is logged, and people are told a number."""


class ActionRejectedError(UserError):
    """An action can't be done as it was asked for."""


def incident_number(fault: Exception) -> str:
    """Write down where a fault happened; the number that people are told and that finds it in the log.

    Its message stays out: databases put the values of rows into theirs.
    """
    number = secrets.token_hex(4)
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("told as %s: %s\n%s", number, type(fault).__name__, where)
    return number
