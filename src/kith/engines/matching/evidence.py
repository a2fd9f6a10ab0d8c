"""Replays over seeds, and the page that reports them, whichever way they point."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kith.engines.matching.made_up.authorities import authority_named
from kith.engines.matching.made_up.making import grounds_for
from kith.engines.matching.made_up.year import MEAN_STAY_DAYS, make_year
from kith.engines.matching.profile import Profile
from kith.engines.matching.replaying import (
    BREAKS_A_MONTH,
    BREAKS_A_MONTH_PER_LEVEL,
    HABITS,
    Outcome,
    replay,
)

Runs = Sequence[tuple[int, Outcome]]

MEASURES: tuple[tuple[str, Callable[[Outcome], float | None], str, bool], ...] = (
    ("siblings living together", lambda one: one.siblings_together, "{:.0%}", True),
    ("miles from home, mean", lambda one: one.miles, "{:.2f}", False),
    ("school kept", lambda one: one.school_kept, "{:.0%}", True),
    ("moves for each child", lambda one: one.moves, "{:.3f}", False),
    ("pounds a week, mean", lambda one: one.weekly_cost, "{:,.0f}", False),
    ("days waiting, mean", lambda one: one.waiting_days, "{:.2f}", False),
    ("never had a home", lambda one: float(one.never_placed), "{:.1f}", False),
)


def replays(authority: str, homes: int, seeds: int, profile: Profile) -> list[tuple[int, Outcome]]:
    """Return every habit's outcome for each seed: the same years for all habits."""
    grounds = grounds_for((authority_named(authority),))
    found = []
    for seed in range(1, seeds + 1):
        year = make_year(grounds, homes, seed)
        found += [(seed, replay(year, habit, profile, seed)) for habit in HABITS]
    return found


def _table(runs: Runs) -> list[str]:
    lines = ["| measure | " + " | ".join(HABITS) + " |", "|---" * (len(HABITS) + 1) + "|"]
    for name, value, shape, _ in MEASURES:
        cells = []
        for habit in HABITS:
            known = [value(one) for _, one in runs if one.habit == habit]
            numbers = [one for one in known if one is not None]
            if not numbers:
                cells.append("nobody")
                continue
            low, high = min(numbers), max(numbers)
            cells.append(f"{shape.format(np.mean(numbers))} ({shape.format(low)} to {shape.format(high)})")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def _findings(runs: Runs) -> list[str]:
    """Say, measure by measure, where the engine did better than each habit and where worse."""
    seeds = sorted({seed for seed, _ in runs})
    by = {(seed, one.habit): one for seed, one in runs}
    lines = []
    for name, value, shape, more_is_better in MEASURES:
        for other in HABITS[:3]:
            differences = []
            for seed in seeds:
                mine, theirs = value(by[seed, "engine daily"]), value(by[seed, other])
                if mine is not None and theirs is not None:
                    differences.append(mine - theirs)
            if not differences:
                continue
            better = sum((one > 1e-9) if more_is_better else (one < -1e-9) for one in differences)
            worse = sum((one < -1e-9) if more_is_better else (one > 1e-9) for one in differences)
            mean = float(np.mean(differences))
            lines.append(
                f"- {name}: the engine daily against {other}: {'+' if mean >= 0 else '-'}"
                f"{shape.format(abs(mean))} on average; better in {better} of {len(differences)} years, worse in {worse}."
            )
    return lines


def evidence_page(authority: str, homes: int, runs: Runs, profile: Profile) -> str:
    """Return the page: how it was made, the table with its spread, and what was found."""
    seeds = sorted({seed for seed, _ in runs})
    children = runs[0][1].children
    return "\n".join(
        [
            "# Matching: what a replayed year shows",
            "",
            f"Made by `python3 manage.py match replay --authority {authority} --homes {homes} --seeds {len(seeds)} "
            "--evidence docs/evidence/matching.md`; not written by hand.",
            "",
            f"A made-up year for {authority}: {children} children arrive, as many as started to be looked after in "
            f"the published year; {homes} homes stand ready. Each year (a seed) is replayed under five habits, the same "
            "children, homes and draws for each. Brothers and sisters are tried together first by every habit but the "
            f"engine, which weighs it. Profile: {profile.name}, version {profile.version}.",
            "",
            "What is assumed and not published: family sizes, needs, skills, who shares a bedroom "
            f"(`made_up/shapes.py`); a stay of {MEAN_STAY_DAYS:.0f} days on average; a placement breaks at "
            f"{BREAKS_A_MONTH:.1%} a month and {BREAKS_A_MONTH_PER_LEVEL:.1%} more for each level by which skill falls "
            "short of need. Made-up years cannot show that children fare better; they show what each habit trades for what.",
            "",
            f"Means over {len(seeds)} years, with the lowest and the highest year:",
            "",
            *_table(runs),
            "",
            "## What was found",
            "",
            *_findings(runs),
            "",
        ]
    )
