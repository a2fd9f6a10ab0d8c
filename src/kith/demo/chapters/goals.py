"""Goals with the distance travelled towards them, and who does what by when."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.chance import happens, pick, pick_index, repeated
from kith.demo.days import NEVER, NEVER_AT, add_working_days, at, dates
from kith.demo.households import YEAR
from kith.demo.loader import Change, Loader
from kith.demo.words import plan_words as words
from kith.demo.world import World

TWO = 14 * 3600


def write(world: World, out: Loader) -> None:
    """Write goals, scores and actions of every plan."""
    from kith.demo.chapters.plans import about_children, lead_on, of_plan

    plans, people, chance = world.plans, world.people, world.chance("goals")
    plan, order = repeated(chance.integers(2, 5, size=len(plans.id)))
    set_day = np.minimum(plans.start[plan] + 3 + 4 * order, np.minimum(world.last, plans.end[plan] - 1))
    need = world.front_door.need[plans.approach[plan]]
    last = np.maximum(np.searchsorted(plans.child_plan, plan, side="right") - 1, 0)
    eldest = plans.child_rows[last]
    age = (plans.start[plan] - people.households.born[eldest]) / YEAR
    for_child = (order == 1) & (age > 3) & (plans.child_plan[last] == plan)
    texts, needs = [], []
    for place, code, who in zip(order.tolist(), need.tolist(), eldest.tolist(), strict=True):
        if place < 2:
            text = words.GOALS.get(code, words.GOALS["20"])[place].format(child=people.given[who])
        else:
            code, text = words.MORE_GOALS[(who + place) % len(words.MORE_GOALS)]
        texts.append(text)
        needs.append(code)
    closes = plans.end[plan]
    met = happens(chance, 0.66, len(plan))
    open_now = closes == NEVER
    early = open_now & happens(chance, 0.18, len(plan)) & (set_day + 50 < world.last)
    closed_day = np.where(early, np.minimum(set_day + 45, world.last), closes)
    status = np.where(closed_day == NEVER, "open", np.where(met | early, "met", "put_aside"))
    goal_id = out.ids("plans_goal", len(plan))
    first = order == 0
    plans.first_goal, plans.first_goal_day, plans.first_goal_end = (
        goal_id[first],
        set_day[first],
        closed_day[first],
    )
    by = lead_on(world, plan, set_day)
    closed_at = np.where(closed_day < NEVER, at(closed_day, TWO + 1800), NEVER_AT)
    last_by = lead_on(world, plan, closed_day - 1)
    out.write(
        "plans_goal",
        pl.DataFrame(
            {
                "id": goal_id, "plan_id": plans.id[plan], "child_id": pl.Series(np.where(for_child, people.id[eldest], 0)).replace(0, None),
                "words": texts, "need": needs, "status": status.tolist(), "set_date": dates(set_day), "closed_date": dates(closed_day),
                "version": np.where(closed_day < NEVER, 2, 1),
            }
        ),
        recorded_at=at(set_day, TWO), recorded_by=by, changes=[Change(closed_at, last_by, {"status": "open", "closed_date": None, "version": 1})],
    )  # fmt: skip
    world.events.add(
        "plans.goal_set",
        at(set_day, TWO),
        by,
        "Goal set with the family",
        about=about_children(world, plan),
        **of_plan(world, plan),
    )
    # Scores: at the start, on the way for those that went on for ten weeks, at the end of those that closed.
    stages = (("start", set_day, np.ones(len(plan), dtype=bool)),
              ("middle", np.minimum(set_day + 60, closed_day - 5), (np.minimum(closed_day, world.last) - set_day > 75)),
              ("end", closed_day, closed_day < NEVER))  # fmt: skip
    base = 1 + pick_index(chance, 4, len(plan), (2, 4, 3, 1))
    gain = np.where(status == "met", 4 + pick_index(chance, 3, len(plan)), np.where(status == "open", 3, 1))
    for stage, day, there in stages:
        kept = np.nonzero(there & (day <= world.last))[0]
        rows = np.concatenate([kept, kept[happens(chance, 0.6, len(kept))]])
        practitioner = np.concatenate(
            [np.ones(len(kept), dtype=bool), np.zeros(len(rows) - len(kept), dtype=bool)]
        )
        scorer = np.where(
            practitioner, "practitioner", np.where(for_child[rows] & (age[rows] > 7), "child", "parent")
        )
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[stage]
        score = np.clip(
            base[rows]
            + (gain[rows] * share).astype(np.int64)
            + np.where(practitioner, 0, pick_index(chance, 3, len(rows)) - 1),
            0,
            10,
        )
        who = lead_on(world, plan[rows], day[rows])
        out.write(
            "plans_goalscore",
            pl.DataFrame({"id": out.ids("plans_goalscore", len(rows)), "goal_id": goal_id[rows], "stage": pl.repeat(stage, len(rows), eager=True),
                          "score": score, "scored_by": scorer.tolist(), "day": dates(day[rows])}),
            recorded_at=at(day[rows], TWO + 900), recorded_by=who,
        )  # fmt: skip
        world.events.add(
            "plans.goal_scored", at(day[kept], TWO + 900), lead_on(world, plan[kept], day[kept]),
            "Distance travelled scored", about=about_children(world, plan[kept]), **of_plan(world, plan[kept], f', "stage": "{stage}"'),
        )  # fmt: skip
    _write_actions(world, out, plan, goal_id, set_day)


def _write_actions(
    world: World, out: Loader, plan: np.ndarray, goal_id: np.ndarray, set_day: np.ndarray
) -> None:
    from kith.demo.chapters.plans import about_children, lead_on, of_plan

    plans, chance = world.plans, world.chance("actions")
    goal, order = repeated(chance.integers(1, 4, size=len(plan)))
    of = plan[goal]
    added = np.minimum(set_day[goal] + 18 * order, np.minimum(world.last, plans.end[of] - 1))
    due = add_working_days(added, chance.integers(4, 22, size=len(goal)))
    # On the day of the demo somebody has something to do.
    due = np.where((due > world.today) & (due < world.today + 4) & (plans.end[of] == NEVER), world.today, due)
    done = due + chance.integers(-5, 9, size=len(goal))
    done = np.maximum(done, added + 1)
    done = np.where(
        (done <= np.minimum(world.last, plans.end[of])) & happens(chance, 0.9, len(goal)), done, NEVER
    )
    unhelped = np.isin(of, np.nonzero(plans.first_help > world.last)[0])
    which = pick_index(chance, len(words.ACTIONS), len(goal))
    is_help = np.array([words.ACTIONS[i][1] for i in range(len(words.ACTIONS))])[which]
    # Before any help has been given, nothing that is help has been done.
    done = np.where(is_help & (unhelped | (done < plans.first_help[of])), NEVER, done)
    by = lead_on(world, of, added)
    family_does = happens(chance, 0.3, len(goal)) & ~is_help
    owner_name = np.where(family_does, pick(chance, words.FAMILY_OWNERS, len(goal)), "")
    done_at = np.where(done < NEVER, at(done, 16 * 3600), NEVER_AT)
    done_by = lead_on(world, of, done)
    out.write(
        "plans_planaction",
        pl.DataFrame(
            {
                "id": out.ids("plans_planaction", len(goal)), "plan_id": plans.id[of], "goal_id": goal_id[goal],
                "what": [words.ACTIONS[i][0] for i in which.tolist()],
                "owner_worker_id": pl.Series(np.where(family_does, 0, lead_on(world, of, due))).replace(0, None),
                "owner_name": owner_name.tolist(), "due_date": dates(due), "done_date": dates(done), "is_help": is_help,
            }
        ),
        recorded_at=at(added, TWO + 2400), recorded_by=by, changes=[Change(done_at, done_by, {"done_date": None})],
    )  # fmt: skip
    world.events.add(
        "plans.action_added",
        at(added, TWO + 2400),
        by,
        "Action agreed",
        about=about_children(world, of),
        **of_plan(world, of),
    )
    did = np.nonzero(done < NEVER)[0]
    world.events.add(
        "plans.action_done",
        done_at[did],
        done_by[did],
        "Action done",
        about=about_children(world, of[did]),
        **of_plan(world, of[did]),
    )
    helps = did[is_help[did]]
    world.events.add(
        "plans.help_given", done_at[helps] + 60, done_by[helps], "Help given", about=about_children(world, of[helps]),
        **of_plan(world, of[helps]),
    )  # fmt: skip
