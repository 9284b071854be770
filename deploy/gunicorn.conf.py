"""How gunicorn serves the app: a few threads in each of a few workers."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 120
graceful_timeout = 20
# A worker is renewed now and then, never all at once.
max_requests = 5000
max_requests_jitter = 500
# The path alone: a query string may carry the name that someone searched for.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
accesslog = os.environ.get("ACCESS_LOG")
control_socket_disable = True
