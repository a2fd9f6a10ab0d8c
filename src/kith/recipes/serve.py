"""`manage.py serve`: the pages, as they are served in production."""

from __future__ import annotations

import argparse
import os

GROUP = "run"
SUMMARY = "serve the pages: gunicorn, with the database and a background worker if they are ours to run"


def run(arguments: list[str]) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="manage.py serve", description=__doc__)
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (a proxy's own machine)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=0, help="as many as there are cores unless given")
    parser.add_argument("--threads", type=int, default=0, help="in each process; 4 unless given")
    parser.add_argument(
        "--without-worker", action="store_true", help="where 'manage.py worker' runs as a service of its own"
    )
    chosen = parser.parse_args(arguments)

    from kith.config.progress import say
    from kith.config.server import Serving, serve

    serving = Serving(chosen.host, chosen.port, chosen.processes, chosen.threads, not chosen.without_worker)
    return serve(
        serving,
        # Where somebody else runs the database, its owner's address is for commands and not for serving.
        may_migrate="DATABASE_URL" not in os.environ,
        announce=lambda: say(f"Kith is at {serving.address}  (Ctrl-C stops it)"),
    )
