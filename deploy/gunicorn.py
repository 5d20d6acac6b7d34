"""How gunicorn serves Binglian, embedded and in a city alike; HOST, PORT, WEB_CONCURRENCY and WEB_THREADS change it."""

import gc
import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# One import for all workers; the factory opens no connection, so there is none to inherit.
preload_app = True
timeout = 60
graceful_timeout = 3
max_requests = 20_000
max_requests_jitter = 2_000
# Requests are logged by the application, with their id.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: object) -> None:
    """What all workers share stays shared: their collections leave it alone, and so do not copy it."""
    gc.collect()
    gc.freeze()
