"""How the workforce room's tables stand behind the second wall."""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

WALLS = {
    "workforce_allocation": people_rows("basics", "child_id"),
    "workforce_supervisionentry": people_rows("record", "child_id"),
    "workforce_supervision": Behind(also="kith_worker() IN (worker_id, supervisor_id)"),
}
OPEN = {
    "workforce_worker": "Who works here is known to everyone who works here.",
    "workforce_team": "The tree of teams is known to everyone who works here.",
    "workforce_teammembership": "Who is in which team is known to everyone who works here.",
    "workforce_cover": "Who covers for whom is known to everyone who works here.",
}
