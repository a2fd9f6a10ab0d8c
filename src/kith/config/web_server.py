"""How gunicorn serves Kith's pages: `gunicorn --config python:kith.config.web_server kith.config.wsgi`.

Read by gunicorn itself, which takes each lower-case name as a setting of its own.
"""

from __future__ import annotations

import gc
import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from kith.config import environment
from kith.config.logs import formatter


class WebServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log in Kith's form. It never quotes a request: an address holds a name that was searched for."""

    def setup(self, cfg: Any) -> None:
        """Send the error log to the standard error stream as JSON lines; keep no access log."""
        super().setup(cfg)
        handler = logging.StreamHandler()
        handler.setFormatter(formatter())
        handler.addFilter(_without_the_request)
        self.error_log.handlers = [handler]
        self.error_log.setLevel(logging.WARNING)
        self.access_log.handlers = []


def _without_the_request(record: logging.LogRecord) -> bool:
    if record.exc_info or "request" in str(record.msg).lower():
        record.msg, record.args = "A request could not be handled.", ()
    return True


def when_ready(server: Any) -> None:
    """Read all that pages are made of before the first process is begun, and set it aside from the search for rubbish.

    Python looks through everything that it holds for what nobody can reach any more: a tenth of a second each time once
    Kith's program is in memory, on top of whatever page is being made. What is there from the start is never rubbish.
    """
    from django.db import connections

    from kith.config.warming import read_all_pages

    read_all_pages()
    connections.close_all()  # a connection is one process's own
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """Look for rubbish less often: most of a page's is let go of without looking."""
    gc.set_threshold(20_000, 20, 50)


wsgi_app = "kith.config.wsgi:application"
bind = environment.text("KITH_ADDRESS", "127.0.0.1:8000")
# Two processes for each pair of cores keep both busy while one waits for the database; threads hold slow readers.
workers = environment.number("KITH_PROCESSES", max(2, os.cpu_count() or 2))
threads = environment.number("KITH_THREADS", 4)
worker_class = "gthread"
preload_app = True  # the program is read once and its memory shared
timeout = 60
graceful_timeout = 10
keepalive = 15
# A process is replaced now and then, so that memory which a library loses does not gather for weeks.
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = environment.text("KITH_PROXY_ADDRESSES", "127.0.0.1,::1")
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 (heartbeats: kept off the disc)
control_socket_disable = True
logger_class = WebServerLog
proc_name = "kith web"
