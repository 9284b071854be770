"""Lines of the log as JSON, with the number of the request and nothing about persons."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

import settings
from web.request_numbers import request_number


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, request, and of an error its type and frames.

    The message of an error is left out: those of databases hold values of rows.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number():
            fields["request"] = number
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["frames"] = traceback.format_tb(record.exc_info[2])
        return json.dumps(fields, ensure_ascii=False)


def set_up_logs() -> None:
    """Let every logger of this process write as LOG_FORMAT says; text stays as it was."""
    if settings.LOG_FORMAT.value() != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for handler_of_server in logging.getLogger("gunicorn.error").handlers:
        handler_of_server.setFormatter(JsonFormatter())
