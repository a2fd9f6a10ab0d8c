"""`manage.py worker`: the background work, such as reminders, documents and exports, queued in the database."""

from __future__ import annotations

import argparse
import os

GROUP = "run"
SUMMARY = "run background work from the queue; 'serve' and 'demo' run one themselves"

HEARTBEAT_SECONDS = 10.0


def run(arguments: list[str]) -> int:
    """Work until Ctrl-C or SIGTERM, finishing the job in hand."""
    parser = argparse.ArgumentParser(prog="manage.py worker", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1, help="how many jobs at once (default 1)")
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import running_database
    from kith.config.server import WEB_ROLE

    # Background work stands behind the same wall as the pages.
    os.environ.setdefault("KITH_DATABASE_ROLE", WEB_ROLE)
    with running_database():
        import django

        django.setup()
        from procrastinate.contrib.django import app

        with app.replace_connector(app.connector.get_worker_connector()) as ours:  # type: ignore[attr-defined]
            ours.run_worker(
                name="kith",
                concurrency=chosen.jobs,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                shutdown_graceful_timeout=10.0,
                delete_jobs="successful",
            )
    return 0
