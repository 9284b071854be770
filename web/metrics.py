"""Counts every answer of the server: by page and status, how long it took, whether the page cache had it."""

import time
from threading import Event

from flask import Flask, g, request
from werkzeug.wrappers import Response

from dashboard.pages import PAGES
from jobs.worker import Worker
from model.standbys import take_outcomes
from web.metric_store import MetricStore
from web.origin import CALLBACKS
from web.page_cache import requested_address

WORKER = "metric_worker"
# Seconds; a screen of the region takes a quarter of one.
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
store = MetricStore()


def count_answers(server: Flask) -> None:
    """Count from before the guard to after everything else; call it before other hooks are added."""
    server.before_request(_begin)
    server.after_request(_count)
    server.extensions[WORKER] = Worker("metrics", _save)


def _save(_stopping: Event) -> bool:
    """False, so that the worker pauses before the next time."""
    store.save()
    return False


def _begin() -> None:
    g.begun_at = time.perf_counter()


def _count(response: Response) -> Response:
    page, seconds = _page_name(), time.perf_counter() - g.get("begun_at", time.perf_counter())
    store.add("iom_requests_total", page=page, status=f"{response.status_code // 100}xx")
    bound = next((bound for bound in BUCKETS if seconds <= bound), None)
    store.add("iom_request_seconds_bucket", page=page, le="+Inf" if bound is None else str(bound))
    store.add("iom_request_seconds_sum", seconds, page=page)
    if outcome := g.get("cache_outcome"):
        store.add("iom_page_cache_total", outcome=outcome)
    for reading, number in take_outcomes().items():
        store.add("iom_standby_readings_total", number, outcome=reading)
    return response


def _page_name() -> str:
    """The address with its variable parts as names, so that no number of a person is in it and pages are few."""
    if request.path == CALLBACKS:
        address = requested_address()
        if address is None:
            return "callback"
        return next((page.address for page in PAGES if page.pattern.fullmatch(address[0])), "missing")
    return request.url_rule.rule if request.url_rule else "missing"
