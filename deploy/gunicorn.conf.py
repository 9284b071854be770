"""Settings and hooks of gunicorn: a few workers with a few threads each."""

import ctypes
import gc
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

# gunicorn reads this file before it adds the app's folder to the path.
sys.path.insert(0, str(Path(__file__).parent.parent))

from web.access_log import FORMAT, AccessLog, JsonAccessLog
from web.plain_refusals import refuse_in_russian
from web.renewal import Renewal
from web.slow_clients import bound_slow_clients

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Each worker opens its own connections and inherits none from the parent.
preload_app = False
# Longer than browsers and proxies keep an idle connection open: if the server closed it first, a request on its way
# would be lost.
keepalive = 90
timeout = 120
graceful_timeout = 20
# The most that gunicorn reads: an address of 2 kB in Russian is 6 kB as it is sent.
limit_request_line = 8190
# The heartbeat file of a worker is in memory, so that a slow disk does not make the worker look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
access_log_format = FORMAT
logger_class = JsonAccessLog if os.environ.get("LOG_FORMAT") == "json" else AccessLog
accesslog = os.environ.get("ACCESS_LOG")
control_socket_disable = True


renewals = {}

# glibc keeps freed memory in an arena for each thread: one arena, trimmed now and then, returns it to the system.
LIBC = ctypes.CDLL(None)
M_ARENA_MAX, MOST_ARENAS = -8, 1
TRIM_EVERY = 100  # requests
requests_served = count(1)


# The exit code of timeline/current.py when the tables are missing or old, or a setting is not valid.
NOT_MIGRATED = 3


def on_starting(_server):
    # With missing or old tables every request would fail; unsafe settings are told. The check runs in a process of its
    # own, because workers of a later version of the code would inherit the modules that this process imports.
    if subprocess.run([sys.executable, "-m", "upkeep.start"], check=False).returncode == NOT_MIGRATED:
        sys.exit(1)


def post_worker_init(worker):
    bound_slow_clients(threads)
    refuse_in_russian()
    renewals[worker.pid] = Renewal(bind.rpartition(":")[2])
    if hasattr(LIBC, "mallopt"):
        LIBC.mallopt(M_ARENA_MAX, MOST_ARENAS)
    # Loaded modules stay: the garbage collector need not scan them at every screen.
    gc.collect()
    gc.freeze()
    worker.wsgi.extensions["background"].start()


def post_request(worker, _request, environ, _response):
    renewals[worker.pid].count_answer(worker, environ)
    if next(requests_served) % TRIM_EVERY == 0 and hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)


def worker_exit(_server, worker):
    worker.wsgi.extensions["background"].stop()
