"""What a worker of the server runs beside its requests: jobs, unless `cli.py work` does, warm pages and metrics."""

from collections.abc import Iterator

from flask import Flask

import settings
from jobs.worker import Worker
from web import exports, metrics, page_warmup, uploads
from web.logs import set_up_logs

NAME = "background"
_JOBS = (exports.WORKER, uploads.WORKER)
_ALWAYS = (page_warmup.WORKER, metrics.WORKER)


class Background:
    """The threads of one worker; deploy/gunicorn.conf.py starts and stops them."""

    def __init__(self, server: Flask) -> None:
        self._server = server

    def start(self) -> None:
        """Start the threads; another worker continues what one leaves unfinished."""
        set_up_logs()
        for worker in self.workers():
            worker.start()

    def stop(self) -> None:
        """Stop the threads and leave the last counts to the other workers."""
        for worker in self.workers():
            worker.stop()
        metrics.store.save()

    def workers(self) -> Iterator[Worker]:
        """The threads that this installation wants in the web server."""
        for name in (*(_JOBS if settings.JOBS_IN_WEB.value() else ()), *_ALWAYS):
            yield self._server.extensions[name]


def add_background(server: Flask) -> None:
    """Let gunicorn find the threads; call it when all routes are added."""
    server.extensions[NAME] = Background(server)
