"""Access: records that are restricted and for whom, a worker's own family, an opening to review, and tasks to do."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.days import NEVER_AT, SECONDS, at, dates, instants
from kith.demo.loader import Loader
from kith.demo.told_families import TOLD, place_of
from kith.demo.world import World

TASKS = (
    ("social_worker", "Ring the school about the meeting", "long_known", 0),
    ("social_worker", "Write up the visit to the new baby", "assessment_soon", 0),
    ("social_worker", "Ask for the health report again", "assessment_late", -2),
    ("social_worker", "Book a room for the family's meeting", "long_known", 3),
    ("family_help_practitioner", "First visit: bring the hub's timetable", "first_help_due", 0),
    (
        "family_help_practitioner",
        "Ring before ten: the family could not be reached twice",
        "first_help_late",
        -1,
    ),
    ("family_help_practitioner", "Last scores with the family before closing", "nearly_there", 1),
    ("colleague_away", "Uniform grant form, ready to sign", "covered", 0),
    ("team_manager", "Review an opening of a restricted record", "restricted", 0),
    ("team_manager", "Agree the step down", "nearly_there", 2),
    ("partner_school", "Send the attendance figures for the plan", "long_known", 1),
    ("partner_health", "Visit the baby at home", "assessment_soon", 0),
)


def write(world: World, out: Loader) -> None:
    """Write who may open what, and what waits for the cast."""
    known, people = world.workforce.known, world.people
    manager = known["team_manager"]
    restricted = [place for place, told in enumerate(TOLD) if told.restriction != "normal"]
    rows = [row for place in restricted for row in people.rows_of(place) if people.id[row]]
    named: list[tuple[int, int, str]] = []
    for row in rows:
        sealed = TOLD[int(people.family[row])].restriction == "sealed"
        named.append((row, known["social_worker_colleague"], "Leads the plan"))
        if not sealed:
            named.append((row, manager, "Manages the team that holds the family"))
    start = np.array([people.known_day[people.family[row]] for row, _, _ in named])
    out.write(
        "access_restrictedaccess",
        pl.DataFrame(
            {
                "id": out.ids("access_restrictedaccess", len(named)), "person_id": [int(people.id[row]) for row, _, _ in named],
                "worker_id": [worker for _, worker, _ in named], "reason": [why for *_, why in named],
                "named_by_id": np.full(len(named), known["director"]), "start_date": dates(start),
                "end_date": pl.repeat(None, len(named), dtype=pl.Date, eager=True),
            }
        ),
        recorded_at=at(start, 17 * 3600), recorded_by=np.full(len(named), known["director"]),
    )  # fmt: skip
    own = [row for row in people.rows_of(place_of("own_family")) if people.id[row]]
    declared = at(np.full(len(own), int(people.known_day[place_of("own_family")])), 17 * 3600 + 600)
    out.write(
        "access_ownfamily",
        pl.DataFrame(
            {
                "id": out.ids("access_ownfamily", len(own)), "person_id": people.id[own], "worker_id": np.full(len(own), known["social_worker"]),
                "relation": pl.repeat("Her sister's family", len(own), eager=True), "declared_by_id": np.full(len(own), manager),
            }
        ),
        recorded_at=declared, recorded_by=np.full(len(own), manager),
    )  # fmt: skip
    _write_opening(world, out)
    _write_tasks(world, out)


def _write_opening(world: World, out: Loader) -> None:
    """Write one opening by break-glass, two days ago, which waits to be reviewed."""
    known, people = world.workforce.known, world.people
    began = np.array([(world.last - 1) * SECONDS + 18 * 3600 + 900])
    child = people.rows_of(place_of("restricted"))[0]
    out.write(
        "access_breakglass",
        pl.DataFrame(
            {
                "id": out.ids("access_breakglass", 1), "worker_id": [known["contact_officer"]], "person_id": people.id[[child]],
                "reason": ["Police rang after hours about an older child of this name who was out alone; I needed to know who to ring."],
                "started_at": instants(began), "ends_at": instants(began + 4 * 3600), "reviewed_at": instants(np.array([NEVER_AT])),
                "reviewed_by_id": pl.Series([None], dtype=pl.Int64), "outcome": [""], "review_note": [""],
            }
        ),
        recorded_at=began, recorded_by=np.array([known["contact_officer"]]),
    )  # fmt: skip


def _write_tasks(world: World, out: Loader) -> None:
    known, people, many = world.workforce.known, world.people, len(TASKS)
    worker = np.array([known[key] for key, *_ in TASKS])
    child = [int(people.id[people.rows_of(place_of(family))[0]]) for _, _, family, _ in TASKS]
    made = np.full(many, at(np.array([world.last - 4]), 12 * 3600)[0])
    out.write(
        "timeline_task",
        pl.DataFrame(
            {
                "id": out.ids("timeline_task", many), "title": [title for _, title, _, _ in TASKS], "person_id": child, "worker_id": worker,
                "team_id": pl.Series([None] * many, dtype=pl.Int64), "due_date": dates(np.array([world.today + days for *_, days in TASKS])),
                "done_at": instants(np.full(many, NEVER_AT)), "done_by_id": pl.Series([None] * many, dtype=pl.Int64),
                "link": pl.repeat("", many, eager=True),
            }
        ),
        recorded_at=made, recorded_by=worker,
    )  # fmt: skip
