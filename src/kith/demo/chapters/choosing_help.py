"""Which help is offered on each plan: by the need that brought the family, the children's ages, and chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.casework.family_help.kinds_of_help import kinds_for_factors
from kith.demo.chance import Chance
from kith.demo.days import NEVER
from kith.demo.help_here import CHILD, COUPLE, FOR_ANYONE, ONLY_FOR, QUICK_WEEKS, HelpHere
from kith.demo.households import FATHER, PARTNER, YEAR
from kith.demo.world import World

MOST = 3  # offers on one plan


def choose(world: World, chance: Chance) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each plan, which help in order of the offers (-1 for none), and which child each help would fit."""
    plans, here = world.plans, world.catalogue
    born = world.people.households.born[plans.child_rows]
    age = np.where(born < NEVER, (plans.start[plans.child_plan] - born) / YEAR, 0.0)
    youngest, oldest = np.array([each.youngest for each in here]), np.array([each.oldest for each in here])
    needs_child = np.array([each.given.to == CHILD for each in here])
    child = np.full((len(plans.id), len(here)), -1, dtype=np.int64)
    for place in range(len(here)):
        fits = (age >= youngest[place]) & (age < oldest[place] + 1) & ((age >= 4.5) | ~needs_child[place])
        rows = np.nonzero(fits)[0]
        child[plans.child_plan[rows], place] = plans.child_rows[rows]
    answers = _what_answers(here, world.front_door.need[plans.approach])
    couple = (world.people.row_in_slot(FATHER) >= 0) | (world.people.row_in_slot(PARTNER) >= 0)
    for_couples = np.array([each.given.to == COUPLE for each in here])
    weight = np.where(child >= 0, answers, 0.0) * np.where(
        for_couples[None, :] & ~couple[plans.family][:, None], 0.0, 1.0
    )
    # The highest of random numbers, each to the power of one over its weight, is drawn by weight.
    with np.errstate(divide="ignore"):
        drawn = np.where(weight > 0, chance.random(weight.shape) ** (1 / np.maximum(weight, 1e-9)), -1.0)
    quick = np.array([each.given.wait <= QUICK_WEEKS for each in here])
    order = np.argsort(-drawn, axis=1, kind="stable")[:, :MOST]
    chosen = np.where(np.take_along_axis(drawn, order, axis=1) > 0, order, -1)
    # First help is help that can be had at once.
    at_once = np.where(quick[None, :], drawn, -1.0)
    first = np.argmax(at_once, axis=1)
    now = plans.session_first & (at_once[np.arange(len(first)), first] > 0)
    for turn in (1, 2):
        again = now & (chosen[:, turn] == first)
        chosen[again, turn] = -1
    chosen[now, 0] = first[now]
    return chosen, child


def _what_answers(here: tuple[HelpHere, ...], need: NDArray[Any]) -> NDArray[np.float64]:
    """Return how well each help answers each plan's need: fully by its kind, a little where it suits any family."""
    rows: dict[str, list[float]] = {}
    for code in dict.fromkeys(need.tolist()):
        kinds = {kind.code for kind in kinds_for_factors([code])} or {"parenting", "debt", "behaviour"}
        rows[code] = [_answers(each, code, kinds) for each in here]
    return np.array([rows[code] for code in need.tolist()]).reshape(len(need), len(here))


def _answers(help_here: HelpHere, code: str, kinds: set[str]) -> float:
    if code not in ONLY_FOR.get(help_here.code, (code,)):
        return 0.0
    return 1.0 if kinds & set(help_here.kinds) else 0.12 if help_here.code in FOR_ANYONE else 0.0
