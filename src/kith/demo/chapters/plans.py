"""Plans: one for each family that needs one, with its tiers, goals, actions, team, agreement and sharing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick, repeated
from kith.demo.chapters import goals
from kith.demo.chapters.care.tiers import cared_days
from kith.demo.chapters.protection.made import protected_days
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates
from kith.demo.households import CHILD_SLOTS, FATHER, MOTHER, YEAR
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import plan_words as words
from kith.demo.world import World

FIRST_IS_SESSION = 0.24  # of plans with help, how many had a session of help with a name first of all
MORNING, NOON, AFTERNOON = 10 * 3600, 12 * 3600, 15 * 3600


class OfPlan(TypedDict):
    """What every event of a plan carries."""

    thread: pl.Series
    details: pl.Series


@dataclass
class Plans:
    """One row a plan, in order of family and time. `end` is NEVER while it is open. `episode` is its episode's row."""

    id: NDArray[np.int64]
    family: NDArray[np.int64]
    turn: NDArray[np.int64]
    episode: NDArray[np.int64]
    approach: NDArray[np.int64]
    start: Days
    end: Days
    first_help: Days
    steps_up: Days  # NEVER where the tier has not gone up by yesterday…
    steps_down: Days  # …or has not come down again
    protected: Days  # from when its children are on protection plans, NEVER where none is…
    unprotected: Days  # …and until when, NEVER where they still are
    cared: Days  # from when a child of it is in care, NEVER where none is…
    uncared: Days  # …and until when
    leaving: NDArray[np.bool_]  # whether it goes on then for a young person who has left care at eighteen
    referred: NDArray[np.bool_]
    child_rows: NDArray[np.int64]  # rows of people on plans…
    child_plan: NDArray[np.int64]  # …and the row of each one's plan
    session_first: NDArray[np.bool_]  # whether the first help is to be the first session of help with a name
    ending: NDArray[Any] = field(
        init=False
    )  # why each ended, '' where it is open; filled as plans are written
    # Filled by the goals: each plan's first goal, the day it was set and the day it was closed.
    first_goal: NDArray[np.int64] = field(init=False)
    first_goal_day: Days = field(init=False)
    first_goal_end: Days = field(init=False)


def write(world: World, out: Loader) -> None:
    """Write every plan with all that is in it."""
    plans = _gather(world, out)
    world.plans = plans
    helped = plans.first_help <= world.last
    room = np.minimum(plans.end, world.today) - plans.first_help
    plans.session_first = (
        helped & (room > 21) & happens(world.chance("first help"), FIRST_IS_SESSION, len(helped))
    )
    chance = world.chance("plans")
    _write_plans(world, out, chance)
    _write_leads(world, out)
    _write_requests(world, out, chance)
    _write_around(world, out, chance)
    goals.write(world, out)
    world.say(f"{len(plans.id):,} plans, {int((plans.end == NEVER).sum()):,} of them open")


def lead_on(world: World, rows: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
    """Return who leads each of some plans on a day."""
    return world.holdings.worker_on(world.plans.episode[rows], np.minimum(day, world.last))


def of_plan(world: World, rows: NDArray[np.int64], more: str = "") -> OfPlan:
    """Return the thread and the details of events of some plans; `more` is JSON to be added to the details."""
    numbers_of = world.plans.id[rows].tolist()
    return {
        "thread": pl.Series([f"plan:{number}" for number in numbers_of], dtype=pl.String),
        "details": pl.Series([f'{{"plan": {number}{more}}}' for number in numbers_of], dtype=pl.String),
    }


def _gather(world: World, out: Loader) -> Plans:
    journeys, episodes, people = world.journeys, world.episodes, world.people
    episode = np.nonzero(episodes.plan_start < NEVER)[0]
    family, turn = episodes.family[episode], episodes.turn[episode]
    end = journeys.plan_end[family, turn]
    approach = np.array(
        [world.front_door.contact_of[key] for key in zip(family.tolist(), turn.tolist(), strict=True)],
        dtype=np.int64,
    )
    start = episodes.plan_start[episode]
    slots = np.stack([people.row_in_slot(slot)[family] for slot in range(CHILD_SLOTS)], axis=1)
    plan, slot = np.nonzero(slots >= 0)
    child = slots[plan, slot]
    born = people.households.born[child]
    kept = (start[plan] - born < 18 * YEAR) | (born == NEVER)
    since, until = protected_days(world, family, turn)
    up, down = _tier_days(world, episode, start, end, since, until)
    cared, uncared, leaving = cared_days(world, family, turn)
    in_care = cared < NEVER
    up, since = np.where(up < cared, up, NEVER), np.where(since < cared, since, NEVER)
    until = np.where(in_care & (since < NEVER), cared, until)
    down = np.where(in_care & (down < np.where(uncared < NEVER, uncared + 20, NEVER + 1)), NEVER, down)
    down = np.where(leaving, NEVER, down)
    return Plans(
        out.ids("plans_plan", len(family)), family, turn, episode, approach, start,
        np.where(end <= world.last, end, NEVER), journeys.first_help_day[family, turn], up, down, since, until, cared, uncared, leaving,
        episodes.referred[episode], child[kept], plan[kept], np.zeros(len(family), dtype=bool),
    )  # fmt: skip


def _tier_days(
    world: World, episode: NDArray[np.int64], start: Days, end: Days, since: Days, until: Days
) -> tuple[Days, Days]:
    """Return when each plan's tier went up to child in need, and when it came down again: two in three do before the end.

    One whose children are protected before it went up steps down to it when they no longer are.
    """
    chance = world.chance("tiers")
    up = world.episodes.steps_up[episode]
    up = np.where((up > start) & (up <= world.last) & (up < np.minimum(end, world.today)), up, NEVER)
    up = np.where(up < since, up, until)
    down = end - chance.integers(28, 80, size=len(end))
    latest = np.where(since < NEVER, until, up)
    steps = (
        (up < NEVER)
        & (latest < NEVER)
        & (down > latest + 42)
        & (down <= world.last)
        & happens(chance, 0.66, len(end))
    )
    return up, np.where(steps, down, NEVER)


def about_children(world: World, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for some plans in order, (place among them, child's number): whom an event of the plan is about."""
    plans = world.plans
    first = np.searchsorted(plans.child_plan, rows)
    counts = np.searchsorted(plans.child_plan, rows, side="right") - first
    place, order = repeated(counts)
    return place, world.people.id[plans.child_rows[first[place] + order]]


def _write_plans(world: World, out: Loader, chance: Chance) -> None:
    plans, many = world.plans, len(world.plans.id)
    rows = np.arange(many)
    closes = plans.end < NEVER
    begun_at = at(plans.start, MORNING) + rows % 7000
    # A plan opened on the day of the decision is opened after it.
    begun_at = np.maximum(begun_at, world.approaches.decided_at[plans.approach] + 1200)
    closed_at = np.where(closes, at(plans.end, AFTERNOON) + rows % 5000, NEVER_AT)
    lead = lead_on(world, rows, plans.start)
    last_lead = lead_on(world, rows, plans.end - 1)
    ending, summaries, views = _endings(world)
    out.write(
        "plans_plan",
        pl.DataFrame(
            {
                "id": plans.id, "family_id": world.people.family_id[plans.family],
                "what_we_want": [words.WANTS[number % len(words.WANTS)] for number in (rows * 3 + plans.family).tolist()],
                "what_is_strong": [words.STRONG[number % len(words.STRONG)] for number in (rows * 5 + plans.family).tolist()],
                "closing_reason": ending, "closing_summary": summaries, "closing_family_view": views, "version": np.where(closes, 2, 1),
                "start_date": dates(plans.start), "end_date": dates(plans.end),
            }
        ),
        recorded_at=begun_at, recorded_by=lead,
        changes=[Change(closed_at, last_lead, {"closing_reason": "", "closing_summary": "", "closing_family_view": "",
                                                "version": 1, "end_date": None})],
    )  # fmt: skip
    many_children = len(plans.child_rows)
    of = plans.child_plan
    start = np.maximum(
        plans.start[of],
        np.minimum(
            np.where(
                world.people.households.born[plans.child_rows] < NEVER,
                # A child who is expected is on the plan some months before.
                world.people.households.born[plans.child_rows] - 140,
                plans.start[of],
            ),
            world.last,
        ),
    )
    start = np.where(plans.end[of] <= start, plans.start[of], start)
    out.write(
        "plans_planchild",
        pl.DataFrame(
            {
                "id": out.ids("plans_planchild", many_children), "plan_id": plans.id[of],
                "child_id": world.people.id[plans.child_rows], "start_date": dates(start), "end_date": dates(plans.end[of]),
            }
        ),
        recorded_at=begun_at[of] + 30, recorded_by=lead[of], changes=[Change(closed_at[of], last_lead[of], {"end_date": None})],
    )  # fmt: skip
    world.events.add(
        "plans.plan_started",
        begun_at,
        lead,
        "Plan started",
        about=about_children(world, rows),
        significant=True,
        **of_plan(world, rows, ', "tier": "family_help"'),
    )
    over = np.nonzero(closes)[0]
    world.events.add(
        "plans.plan_closed",
        closed_at[over],
        last_lead[over],
        "Plan closed",
        about=about_children(world, over),
        significant=True,
        thread=of_plan(world, over)["thread"],
        details=pl.Series(
            [
                f'{{"plan": {number}, "closing_reason": "{ending[row]}"}}'
                for number, row in zip(plans.id[over].tolist(), over.tolist(), strict=True)
            ],
            dtype=pl.String,
        ),
    )
    _write_tiers(world, out, begun_at, closed_at)
    record_first_help(world, np.nonzero((plans.first_help <= world.last) & ~plans.session_first)[0])


def record_first_help(world: World, rows: NDArray[np.int64]) -> None:
    """Record the first help of some plans where it was not a session of help with a name."""
    plans = world.plans
    world.events.add(
        "plans.help_given", at(plans.first_help[rows], NOON), lead_on(world, rows, plans.first_help[rows]),
        "First help given", about=about_children(world, rows), significant=True, recorded_after=3 * 3600,
        details=pl.Series([f'{{"plan": {number}, "what": "{words.FIRST_HELP[row % len(words.FIRST_HELP)]}"}}'
                           for number, row in zip(plans.id[rows].tolist(), rows.tolist(), strict=True)], dtype=pl.String),
        thread=pl.Series([f"contact:{number}" for number in world.front_door.contact_id[plans.approach[rows]].tolist()], dtype=pl.String),
    )  # fmt: skip


def _endings(world: World) -> tuple[list[str], list[str], list[str]]:
    """Return, for each plan, why it ended, what had changed and what the family says of it; empty where it is open."""
    plans, chance = world.plans, world.chance("endings")
    drawn = pick(chance, tuple(words.ENDINGS), len(plans.id), tuple(words.ENDINGS.values()))
    # A plan whose youngest child has turned eighteen ended for that.
    youngest = np.full(len(plans.id), -NEVER)
    born = world.people.households.born[plans.child_rows]
    np.maximum.at(youngest, plans.child_plan, born)
    drawn[plans.end - youngest > 18 * YEAR] = "grown_up"
    endings, summaries, views = [], [], []
    turns = chance.integers(60, size=len(plans.id)).tolist()
    for reason, ended, turn in zip(drawn.tolist(), (plans.end < NEVER).tolist(), turns, strict=True):
        said, seen = words.ENDING_VIEWS[reason], words.ENDING_SUMMARIES[reason]
        endings.append(reason if ended else "")
        summaries.append(seen[turn % len(seen)] if ended else "")
        views.append(said[turn % len(said)] if ended else "")
    plans.ending = np.array(endings, dtype=object)
    return endings, summaries, views


def _write_tiers(world: World, out: Loader, begun_at: Any, closed_at: Any) -> None:
    """Write each plan's tiers: up where more was needed, down again before the end for most of those."""
    plans, rows = world.plans, np.arange(len(world.plans.id))
    reasons = [
        words.START_REASONS[bool(referred)][row % 2] for row, referred in enumerate(plans.referred.tolist())
    ]
    before = np.nonzero(plans.steps_up < plans.protected)[0]
    guarded = np.nonzero(plans.protected < NEVER)[0]
    after = np.nonzero((plans.unprotected < NEVER) & (plans.unprotected < plans.cared))[0]
    cared, home = np.nonzero(plans.cared < NEVER)[0], np.nonzero(plans.uncared < NEVER)[0]
    needs, leaves = home[~plans.leaving[home]], home[plans.leaving[home]]
    down = np.nonzero(plans.steps_down < NEVER)[0]

    def said(options: tuple[str, ...], of: NDArray[np.int64]) -> list[str]:
        return [options[row % len(options)] for row in (of * 7 + plans.family[of]).tolist()]

    never = np.full(len(rows), NEVER)
    first_step = np.minimum(np.minimum(plans.steps_up, plans.protected), plans.cared)
    _write_tier(world, out, rows, "family_help", plans.start, first_step, begun_at + 40, closed_at,
                (reasons, said(words.START_CHANGED, rows), [""] * len(rows)))  # fmt: skip
    for of, tier, start, until, told in (
        (before, "child_in_need", plans.steps_up, np.minimum(np.where(plans.protected < NEVER, plans.protected, plans.steps_down), plans.cared),
         (words.STEP_UP, words.STEP_UP_CHANGED, words.STEP_UP_VIEWS)),
        (guarded, "child_protection", plans.protected, plans.unprotected,
         (words.PROTECTED, words.PROTECTED_CHANGED, words.PROTECTED_VIEWS)),
        (cared, "looked_after", plans.cared, plans.uncared, (words.CARED, words.CARED_CHANGED, words.CARED_VIEWS)),
        (needs, "child_in_need", plans.uncared, plans.steps_down, (words.UNCARED, words.UNCARED_CHANGED, words.UNCARED_VIEWS)),
        (leaves, "leaving_care", plans.uncared, never, (words.LEFT_CARE, words.LEFT_CARE_CHANGED, words.LEFT_CARE_VIEWS)),
        (after, "child_in_need", plans.unprotected, np.minimum(plans.steps_down, plans.cared),
         (words.UNPROTECTED, words.UNPROTECTED_CHANGED, words.UNPROTECTED_VIEWS)),
        (down, "family_help", plans.steps_down, never,
         (words.STEP_DOWN, words.STEP_DOWN_CHANGED, words.STEP_DOWN_VIEWS)),
    ):  # fmt: skip
        reason, changed, view = (said(options, of) for options in told)
        _write_tier(world, out, of, tier, start, until, _step_at(start), closed_at, (reason, changed, view))
    into = [
        (cared[before_care == tier], tier)
        for before_care in [_tier_before_care(world, cared)]
        for tier in ("family_help", "child_in_need", "child_protection")
    ]
    from_help = guarded[plans.steps_up[guarded] >= plans.protected[guarded]]
    from_need = guarded[plans.steps_up[guarded] < plans.protected[guarded]]
    for of, day, summary, moved in (
        (before, plans.steps_up, "Plan stepped up to child in need", ', "from": "family_help", "to": "child_in_need"'),
        (from_help, plans.protected, "Plan stepped up to child protection", ', "from": "family_help", "to": "child_protection"'),
        (from_need, plans.protected, "Plan stepped up to child protection", ', "from": "child_in_need", "to": "child_protection"'),
        (after, plans.unprotected, "Plan stepped down to child in need", ', "from": "child_protection", "to": "child_in_need"'),
        *((of, plans.cared, "Plan stepped up to looked after", f', "from": "{tier}", "to": "looked_after"') for of, tier in into),
        (needs, plans.uncared, "Plan stepped down to child in need", ', "from": "looked_after", "to": "child_in_need"'),
        (leaves, plans.uncared, "Plan changed to leaving care", ', "from": "looked_after", "to": "leaving_care"'),
        (down, plans.steps_down, "Plan stepped down to Family Help", ', "from": "child_in_need", "to": "family_help"'),
    ):  # fmt: skip
        world.events.add(
            "plans.tier_changed", _step_at(day)[of], lead_on(world, of, day[of]), summary, about=about_children(world, of),
            **of_plan(world, of, moved), significant=True,
        )  # fmt: skip


def _tier_before_care(world: World, rows: NDArray[np.int64]) -> NDArray[Any]:
    """Return the tier of some plans on the day before a child of theirs came into care."""
    plans = world.plans
    guarded = (plans.protected[rows] < plans.cared[rows]) & (plans.unprotected[rows] >= plans.cared[rows])
    needs = (plans.steps_up[rows] < plans.cared[rows]) | (plans.unprotected[rows] < plans.cared[rows])
    return np.where(guarded, "child_protection", np.where(needs, "child_in_need", "family_help")).astype(
        object
    )


def _step_at(day: Days) -> NDArray[np.int64]:
    """Return when a step of that day was recorded."""
    return np.where(day < NEVER, at(day, AFTERNOON - 3600), NEVER_AT)


def _write_tier(
    world: World, out: Loader, of: NDArray[np.int64], tier: str, start: Days, next_step: Days, begun_at: Any, closed_at: Any,
    said: tuple[list[str], list[str], list[str]],
) -> None:  # fmt: skip
    """Write one tier of some plans, from its day until the next step or the plan's end."""
    plans = world.plans
    end = np.minimum(next_step, plans.end)[of]
    ends_at = np.where(next_step < NEVER, _step_at(next_step), closed_at)[of]
    ends_by = lead_on(world, of, np.where(next_step < NEVER, next_step, plans.end - 1)[of])
    out.write(
        "plans_plantier",
        pl.DataFrame(
            {
                "id": out.ids("plans_plantier", len(of)), "plan_id": plans.id[of], "tier": pl.repeat(tier, len(of), eager=True),
                "reason": said[0], "what_changed": said[1], "family_view": said[2],
                "start_date": dates(start[of]), "end_date": dates(end),
            },
            schema_overrides={"reason": pl.String, "what_changed": pl.String, "family_view": pl.String},
        ),
        recorded_at=begun_at[of], recorded_by=lead_on(world, of, start[of]), changes=[Change(ends_at, ends_by, {"end_date": None})],
    )  # fmt: skip


def _write_leads(world: World, out: Loader) -> None:
    """Write the lead of each plan over time: whoever held the family, from the day the plan began."""
    plans, holdings = world.plans, world.holdings
    plan_of = np.full(len(world.episodes.family), -1)
    plan_of[plans.episode] = np.arange(len(plans.id))
    plan = plan_of[holdings.episode]
    start = np.maximum(holdings.start, plans.start[plan])
    end = np.minimum(holdings.end, plans.end[plan])
    kept = np.nonzero((plan >= 0) & (start < end) & (start <= world.last))[0]
    plan, start = plan[kept], start[kept]
    end = np.where(end[kept] <= world.last, end[kept], NEVER)
    first = start == plans.start[plan]
    out.write(
        "plans_planlead",
        pl.DataFrame(
            {
                "id": out.ids("plans_planlead", len(kept)), "plan_id": plans.id[plan], "worker_id": holdings.worker[kept],
                "reason": np.where(first, "Began the work with the family", "Took over from a colleague").tolist(),
                "start_date": dates(start), "end_date": dates(end),
            }
        ),
        recorded_at=np.maximum(at(start, MORNING) + 7300, world.approaches.decided_at[plans.approach[plan]] + 1300),
        recorded_by=holdings.worker[kept],
        changes=[Change(np.where(end < NEVER, at(end, AFTERNOON) + 5100, NEVER_AT), holdings.worker[kept], {"end_date": None})],
    )  # fmt: skip


def _write_requests(world: World, out: Loader, chance: Chance) -> None:
    """Write the request for help behind each plan that one began."""
    plans = world.plans
    asked = np.nonzero(~plans.referred)[0]
    by = lead_on(world, asked, plans.start[asked])
    taken_at = np.maximum(
        at(plans.start[asked], MORNING), world.approaches.decided_at[plans.approach[asked]] + 1300
    )
    out.write(
        "front_door_requestforhelp",
        pl.DataFrame(
            {
                "id": out.ids("front_door_requestforhelp", len(asked)),
                "contact_id": world.front_door.contact_id[plans.approach[asked]],
                "family_id": world.people.family_id[plans.family[asked]], "plan_id": plans.id[asked],
                "team_id": world.workforce.team_of(by), "taken_date": dates(plans.start[asked]),
            }
        ),
        recorded_at=taken_at, recorded_by=world.taken_by[plans.approach[asked]],
    )  # fmt: skip
    world.events.add(
        "front_door.request_taken", taken_at, world.taken_by[plans.approach[asked]], "Request for help taken to Family Help",
        about=about_children(world, asked), team=world.workforce.team_of(by),
        thread=pl.Series([f"contact:{number}" for number in world.front_door.contact_id[plans.approach[asked]].tolist()], dtype=pl.String),
    )  # fmt: skip


def _write_around(world: World, out: Loader, chance: Chance) -> None:
    """Write the team around each family, the family's agreement, and what was shared with whom."""
    plans, people = world.plans, world.people
    source, order = repeated(chance.integers(1, 4, size=len(plans.id)))
    start = np.minimum(plans.start[source] + 6 + 5 * order, np.minimum(world.last, plans.end[source] - 1))
    known = world.workforce.known
    worker = np.zeros(len(source), dtype=np.int64)
    for key, told in (
        ("partner_school", ("long_known", "nearly_there")),
        ("partner_health", ("assessment_soon", "first_help_due")),
    ):
        for family in told:
            worker[(plans.family[source] == place_of(family)) & (order == 0)] = known[key]
    mother = people.row_in_slot(MOTHER)[plans.family[source]]
    is_parent = (order == 0) & (worker == 0)
    names = [
        f"{a} {b}"
        for a, b in zip(
            people.given[(source * 31 + order) % len(people.given)],
            people.surname[(source * 37 + order) % len(people.given)],
            strict=True,
        )
    ]
    by = lead_on(world, source, start)
    closes = np.where(plans.end[source] < NEVER, at(plans.end[source], AFTERNOON) + 5200, NEVER_AT)
    out.write(
        "plans_teammember",
        pl.DataFrame(
            {
                "id": out.ids("plans_teammember", len(source)), "plan_id": plans.id[source],
                "worker_id": pl.Series(worker).replace(0, None),
                "person_id": pl.Series(np.where(is_parent, people.id[mother], 0)).replace(0, None),
                "name": ["" if own or told else name for own, told, name in zip(is_parent.tolist(), (worker > 0).tolist(), names, strict=True)],
                "part": np.where(is_parent, "Parent", np.where(worker > 0, "Partner", np.array(words.PARTS, dtype=object)[(source + order) % len(words.PARTS)])).tolist(),
                "start_date": dates(start), "end_date": dates(plans.end[source]),
            }
        ),
        recorded_at=at(start, AFTERNOON), recorded_by=by, changes=[Change(np.maximum(closes, at(start, AFTERNOON) + 60), lead_on(world, source, plans.end[source] - 1), {"end_date": None})],
    )  # fmt: skip
    both = [
        np.arange(len(plans.id)),
        np.nonzero((people.row_in_slot(FATHER)[plans.family] >= 0) & happens(chance, 0.5, len(plans.id)))[0],
    ]
    plan = np.concatenate(both)
    who = np.concatenate(
        [people.row_in_slot(MOTHER)[plans.family[both[0]]], people.row_in_slot(FATHER)[plans.family[both[1]]]]
    )
    living = people.households.died[who] == NEVER
    plan, who = plan[living], who[living]
    day = np.minimum(plans.start[plan] + 1 + plan % 9, np.minimum(world.last, plans.end[plan] - 1))
    answer = np.where(
        happens(chance, np.where(plans.referred[plan], 0.08, 0.02), len(plan)), "declined", "agreed"
    )
    said = [
        words.DECLINED[row % 2] if no else words.AGREED[row % len(words.AGREED)]
        for row, no in zip((plan + who).tolist(), (answer == "declined").tolist(), strict=True)
    ]
    by = lead_on(world, plan, day)
    out.write(
        "plans_agreement",
        pl.DataFrame({"id": out.ids("plans_agreement", len(plan)), "plan_id": plans.id[plan], "person_id": people.id[who],
                      "answer": answer.tolist(), "day": dates(day), "words": said}),
        recorded_at=at(day, 13 * 3600), recorded_by=by,
    )  # fmt: skip
    world.events.add(
        "plans.agreement_recorded",
        at(day, 13 * 3600),
        by,
        "Agreement to help recorded",
        about=people.id[who],
        **of_plan(world, plan),
    )
    _write_sharing(world, out, chance)


def _write_sharing(world: World, out: Loader, chance: Chance) -> None:
    plans = world.plans
    plan, order = repeated(chance.integers(0, 3, size=len(plans.id)))
    day = np.minimum(plans.start[plan] + 4 + 11 * order, np.minimum(world.last, plans.end[plan] - 1))
    which = (plan + order) % len(words.SHARED)
    refused = happens(chance, 0.07, len(plan))
    consent = happens(chance, 0.85, len(plan))
    by = lead_on(world, plan, day)
    out.write(
        "plans_sharing",
        pl.DataFrame(
            {
                "id": out.ids("plans_sharing", len(plan)), "family_id": world.people.family_id[plans.family[plan]],
                "recipient": [words.SHARED[i][0].capitalize() for i in which.tolist()], "what": [words.SHARED[i][1] for i in which.tolist()],
                "purpose": [words.SHARED[i][2] for i in which.tolist()],
                "lawful_basis": np.where(consent & (order == 0), "consent", "public_task").tolist(), "consent_sought": consent,
                "was_shared": ~refused, "reason_not_shared": np.where(refused, "The family said no, and nothing makes it necessary", "").tolist(),
                "day": dates(day), "decided_by_id": by,
            }
        ),
        recorded_at=at(day, 16 * 3600), recorded_by=by,
    )  # fmt: skip
