"""How the furniture's tables stand behind the second wall."""

from __future__ import annotations

from kith.casework.access.wall import Behind

WALLS = {"furniture_draft": Behind(also="worker_id = kith_worker()")}
OPEN: dict[str, str] = {}
