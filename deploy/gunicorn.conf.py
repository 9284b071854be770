"""How gunicorn serves the app: a few threads in each of a few workers."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Each worker opens connections of its own: none is inherited from a parent.
preload_app = False
timeout = 120
graceful_timeout = 20
# The sign of life of a worker is a file: in memory, a slow disk cannot make it look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# A worker is renewed now and then, never all at once.
max_requests = 5000
max_requests_jitter = 500
# The path alone: a query string may carry the name that someone searched for.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
accesslog = os.environ.get("ACCESS_LOG")
control_socket_disable = True


# Each worker makes long exports and takes uploads in beside its requests; what one leaves unfinished another takes up.
MAKERS = ("export_maker", "import_maker")


def post_worker_init(worker):
    for name in MAKERS:
        worker.wsgi.extensions[name].start()


def worker_exit(_server, worker):
    for name in MAKERS:
        worker.wsgi.extensions[name].stop()
