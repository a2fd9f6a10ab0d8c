"""What protection a team has on its way, on the team's own page."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.sections import Section, register
from kith.casework.protection.queries.team_work import team_numbers
from kith.casework.workforce.models import Team, Worker


def register_figures() -> None:
    """Put it on its page."""
    register("workforce:team", "main", on_the_team, order=20)


def on_the_team(
    *, worker: Worker, team: Team, teams: Iterable[int], own: Set[int], **_: Any
) -> Section | None:
    """The few numbers that lead to the team's protection page: exact, so for the team and whoever is above it alone."""
    sees_figures = Right.SEE_FIGURES in general_rights(worker.role)
    numbers = team_numbers(teams) if own >= set(teams) else None
    if numbers is not None and numbers.is_nothing:
        numbers = None
    if numbers is None and not sees_figures:
        return None
    return Section(
        "protection/sections/on_team.html",
        {"numbers": numbers, "team_id": team.pk, "sees_figures": sees_figures},
    )
