"""How the loggers of a process write: as LOG_FORMAT says, with the number of the request."""

import logging
import sys

import settings
from web.json_lines import JsonFormatter
from web.request_numbers import request_number


def set_up_logs() -> None:
    """Let every logger of this process write JSON where LOG_FORMAT says so; text stays as it was."""
    if settings.LOG_FORMAT.value() != "json":
        return
    own = logging.StreamHandler(sys.stderr)
    logging.basicConfig(handlers=[own], level=logging.INFO, force=True)
    for handler in (own, *logging.getLogger("gunicorn.error").handlers):
        handler.setFormatter(JsonFormatter(request_number))
