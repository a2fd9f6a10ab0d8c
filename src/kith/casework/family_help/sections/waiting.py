"""What is waiting for first help, and why, on a team's page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from kith.casework.access.rights import Right, general_rights
from kith.casework.family_help.queries.waiting import MOST, waiting_for_first_help
from kith.casework.furniture.sections import Section, register
from kith.casework.workforce.models import Worker


def on_the_team(
    worker: Worker, waiting_clocks: Sequence[int], today: datetime.date, **_: Any
) -> Section | None:
    """Return the approaches that wait, for those who look people up; others see the team's figures."""
    if Right.FIND_PEOPLE not in general_rights(worker.role):
        return None
    waiting = waiting_for_first_help(waiting_clocks, today)
    return Section(
        "family_help/_waiting.html",
        {
            "waiting": [one for one in waiting if one.who][:25],
            "more": max(len([one for one in waiting if one.who]) - 25, 0),
            "hidden": len([one for one in waiting if not one.who]),
            "is_cut": len(waiting) == MOST,
        },
    )


def register_waiting() -> None:
    """Put these on their pages."""
    register("workforce:team", "main", on_the_team, order=10)
