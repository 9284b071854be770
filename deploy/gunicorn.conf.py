"""How gunicorn serves the app: a few threads in each of a few workers."""

import ctypes
import gc
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

# gunicorn reads this file before it looks for the app.
sys.path.insert(0, str(Path(__file__).parent.parent))

from web.access_log import FORMAT, AccessLog
from web.plain_refusals import refuse_in_russian
from web.renewal import Renewal
from web.slow_clients import bound_slow_clients

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Each worker opens connections of its own: none is inherited from a parent.
preload_app = False
# Longer than browsers and proxies leave a connection open between two clicks: who closes it first meets a question
# that is on its way.
keepalive = 90
timeout = 120
graceful_timeout = 20
# The most that gunicorn reads: addresses of 2 kB in Russian are 6 kB as they are sent.
limit_request_line = 8190
# The sign of life of a worker is a file: in memory, a slow disk cannot make it look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
access_log_format = FORMAT
logger_class = AccessLog
accesslog = os.environ.get("ACCESS_LOG")
control_socket_disable = True


# Each worker makes long exports, takes uploads in and prepares screens beside its requests; what one leaves unfinished
# another takes up.
BACKGROUND_WORKERS = ("export_worker", "import_worker", "screen_worker")
renewals = {}

# What the threads of a worker no longer need goes back to the machine: glibc keeps it in a store for each thread.
LIBC = ctypes.CDLL(None)
STORES, MOST_STORES = -8, 1
GIVES_BACK_EVERY = 100  # requests
answered = count(1)


# What model/migrations/current.py ends with where it has told why.
NOT_MIGRATED = 3


def on_starting(_server):
    # A database without tables, or with old ones, would answer every request with an error. A process of its own asks:
    # what this one imports, the workers of a later version of the code would inherit.
    if subprocess.run([sys.executable, "-m", "model.migrations.current"], check=False).returncode == NOT_MIGRATED:
        sys.exit(1)


def post_worker_init(worker):
    bound_slow_clients(threads)
    refuse_in_russian()
    renewals[worker.pid] = Renewal(bind.rpartition(":")[2])
    if hasattr(LIBC, "mallopt"):
        LIBC.mallopt(STORES, MOST_STORES)
    # What is loaded stays: it need not be looked through for garbage with every screen.
    gc.collect()
    gc.freeze()
    for name in BACKGROUND_WORKERS:
        worker.wsgi.extensions[name].start()


def post_request(worker, _request, environ, _response):
    renewals[worker.pid].count_answer(worker, environ)
    if next(answered) % GIVES_BACK_EVERY == 0 and hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)


def worker_exit(_server, worker):
    for name in BACKGROUND_WORKERS:
        worker.wsgi.extensions[name].stop()
