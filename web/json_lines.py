"""Lines of the log as JSON; nothing of the product is imported, for gunicorn's parent process."""

import json
import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, request, and of an error its type and frames.

    The message of an error is left out: those of databases hold values of rows.
    """

    def __init__(self, request_number: Callable[[], str | None] | None = None) -> None:
        super().__init__()
        self._request_number = request_number

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if self._request_number and (number := self._request_number()):
            fields["request"] = number
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["frames"] = traceback.format_tb(record.exc_info[2])
        return json.dumps(fields, ensure_ascii=False)
