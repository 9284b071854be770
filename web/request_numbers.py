"""A number for every request: in its answer, in every line of the log about it, in the access log."""

import re
from secrets import token_hex

from flask import Flask, g, has_request_context, request
from werkzeug.wrappers import Response

import settings

HEADER = "X-Request-Id"
# gunicorn's access log finds the number here.
ENVIRON = "iom.request"
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


def number_requests(server: Flask) -> None:
    """Number the requests; a trusted proxy may have numbered them before."""
    server.before_request(_begin)
    server.after_request(_tell)


def request_number() -> str | None:
    """The number of the request that this thread answers; None beside requests."""
    return g.get("request_number") if has_request_context() else None


def _begin() -> None:
    number = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES.value() else ""
    g.request_number = number if _NUMBER.fullmatch(number) else token_hex(8)
    request.environ[ENVIRON] = g.request_number


def _tell(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_number", "")
    return response
