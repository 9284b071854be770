"""The addresses of watchers: whether the server lives, whether it can answer, and its metrics."""

import time

from flask import Flask, abort, jsonify
from werkzeug.wrappers import Response

from upkeep.readiness import Readiness, readiness
from web.insiders import is_insider
from web.metric_text import FORMAT, metric_text

OPEN = frozenset({"health", "health_live", "health_ready", "metrics"})
# However often it is asked, the database is asked once in so many seconds.
_REMEMBERED = 2.0
_last: list[tuple[float, Readiness]] = []


def add_routes(server: Flask) -> None:
    """Add the routes; they need no sign-in."""
    server.add_url_rule("/health", "health", _live)
    server.add_url_rule("/health/live", "health_live", _live)
    server.add_url_rule("/health/ready", "health_ready", _ready)
    server.add_url_rule("/metrics", "metrics", _metrics)


def _live() -> Response:
    return Response("ok", mimetype="text/plain")


def _ready() -> Response:
    """200 or 503; anyone reads which of them, the administrator's own watchers read why."""
    now = time.monotonic()
    if not _last or now - _last[0][0] > _REMEMBERED:
        _last[:] = [(now, readiness())]
    state = _last[0][1]
    answer = jsonify({"ready": state.is_ready, **(state.details if is_insider() else {})})
    answer.status_code = 200 if state.is_ready else 503
    return answer


def _metrics() -> Response:
    if not is_insider():
        abort(404)
    return Response(metric_text(), content_type=FORMAT)
