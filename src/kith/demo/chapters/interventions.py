"""Help with a name: what can be had here, and what was offered on each plan, begun, kept to or not, and how it ended."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.family_help.kinds_of_help import kinds_for_factors
from kith.demo.chance import Chance, happens, pick, pick_index, repeated
from kith.demo.chapters import sessions_and_scores
from kith.demo.chapters.choosing_help import choose
from kith.demo.chapters.deliveries import Deliveries, Participants, about, of_delivery
from kith.demo.chapters.plans import lead_on, record_first_help
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates, next_working
from kith.demo.help_here import CHILD, COUPLE, FAMILY, OURS, QUICK_WEEKS
from kith.demo.households import FATHER, GRANDMOTHER, LONE_FATHER, PARTNER
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import help_words as words
from kith.demo.world import World

HOW_MANY = (0.13, 0.42, 0.31, 0.14)  # of plans, how many are offered none, one, two and MOST
# Told families of whom it matters how much was offered: those who wait for help, and those with a long story.
TOLD_OFFERS = {"first_help_due": 1, "first_help_late": 2, "first_help_soon": 1, "nearly_there": 2, "covered": 2,
               "assessment_late": 1, "long_known": 3, "many_relatives": 3}  # fmt: skip
WAIT_FOR_HELP = ("first_help_due", "first_help_late", "first_help_soon", "assessment_late")
OFFERED, STARTED, ENDED = 10 * 3600 + 1800, 11 * 3600 + 2700, 15 * 3600 + 1800
OUTLASTS_NOT_OFFERED = 0.8
DOES_NOT_START = 0.10  # and two in a hundred more for each week of waiting


def write(world: World, out: Loader) -> None:
    """Write what can be had here, and every delivery with whom it is for, its sessions and its scores."""
    _write_availability(world, out)
    chance = world.chance("interventions")
    deliveries = _gather(world, out, chance)
    world.deliveries = deliveries
    # Where nothing could be had at once, the first help was something else.
    other = world.plans.session_first.copy()
    other[deliveries.plan[deliveries.is_first_help]] = False
    record_first_help(world, np.nonzero(other)[0])
    _write_deliveries(world, out, chance)
    participants = _write_participants(world, out)
    _record(world, participants)
    sessions_and_scores.write(world, out, participants)
    waiting = int(((deliveries.start == NEVER) & (deliveries.ending == "")).sum())
    world.say(f"{len(deliveries.id):,} offers of help, {waiting:,} of them not begun")


def _write_availability(world: World, out: Loader) -> None:
    """Write who gives each kind of help here and how long families wait for it."""
    here, many = world.catalogue, len(world.catalogue)
    since = np.full(many, world.first - 200) + np.arange(many) * 11
    out.write(
        "family_help_interventionavailability",
        pl.DataFrame(
            {
                "id": out.ids("family_help_interventionavailability", many), "intervention_id": [each.number for each in here],
                "provider": [each.given.provider or "Family Help teams" for each in here],
                "where": ["At home" if each.given.provider == OURS else f"{world.shape.name}" for each in here],
                "team_id": pl.repeat(None, many, dtype=pl.Int64, eager=True), "directory_service": pl.repeat(None, many, dtype=pl.String, eager=True),
                "wait_weeks": [each.given.wait for each in here], "start_date": dates(since),
                "end_date": pl.repeat(None, many, dtype=pl.Date, eager=True),
            }
        ),
        recorded_at=np.full(many, world.first * 86_400 + 8 * 3600), recorded_by=np.full(many, world.workforce.known["administrator"]),
    )  # fmt: skip


def _gather(world: World, out: Loader, chance: Chance) -> Deliveries:
    """Return every delivery: how many for each plan, which by need and age, and what became of it."""
    plans, last = world.plans, world.last
    room = np.minimum(plans.end, world.today) - plans.start
    many = pick_index(chance, len(HOW_MANY), len(plans.id), HOW_MANY)
    many = np.where(room < 21, 0, np.where((room < 75) & (plans.end < NEVER), np.minimum(many, 1), many))
    for key, offers in TOLD_OFFERS.items():
        many[plans.family == place_of(key)] = offers
    many = np.maximum(many, plans.session_first)
    chosen, child = choose(world, chance)
    plan, order = repeated(many)
    which = chosen[plan, order]
    has_one = which >= 0
    plan, order, which, about = plan[has_one], order[has_one], which[has_one], child[plan, which][has_one]
    here = world.catalogue
    waits, sessions, every, finish = (
        np.array([getattr(each.given, name) for each in here], dtype=np.int64)[which]
        for name in ("wait", "sessions", "every", "completed")
    )
    at_once = np.array([each.given.wait <= QUICK_WEEKS for each in here])
    is_first = plans.session_first[plan] & (order == 0) & at_once[which]
    begun, helped = plans.start[plan], plans.first_help[plan]
    is_told = np.isin(plans.family[plan], [place_of(key) for key in TOLD_OFFERS])
    later = order * np.where(is_told, 20, 40 + chance.integers(0, 70, size=len(plan)))
    offered = begun + np.where(order == 0, chance.integers(3, 30, size=len(plan)), later)
    # Those who wait for their first help have been offered some already.
    is_new = np.isin(plans.family[plan], [place_of(key) for key in WAIT_FOR_HELP])
    offered = np.where(is_new, np.minimum(begun + 3 + 2 * order, last - 1), offered)
    before_help = begun + 1 + ((helped - begun - 1) * chance.random(len(plan))).astype(np.int64)
    offered = np.where(is_first, before_help, next_working(offered))
    varies = np.where(is_told, 0.8, chance.lognormal(0, 0.45, len(plan)))
    waited = (waits * 7 * varies).astype(np.int64) + chance.integers(1, 9, size=len(plan))
    start = next_working(offered + waited)
    # No help with a name begins before the first help: where there has been none, this has not begun either.
    start = np.where(is_first, helped, np.maximum(start, np.where(helped <= last, helped + 1, NEVER)))
    kept = (offered <= last - 1) & (offered < plans.end[plan] - 5)
    # Where a plan nears its end, a course that would outlast it is seldom offered.
    outlasts = (plans.end[plan] < NEVER) & (start + (sessions - 1) * every >= plans.end[plan])
    kept = kept & ~(outlasts & happens(chance, OUTLASTS_NOT_OFFERED, len(plan))) | is_first
    plan, which, about, offered, start, is_first = (
        plan[kept],
        which[kept],
        about[kept],
        offered[kept],
        start[kept],
        is_first[kept],
    )
    sessions, every, finish, waits = sessions[kept], every[kept], finish[kept], waits[kept]
    size, closes = len(plan), plans.end[plan]
    refuses = ~is_first & ~is_told[kept] & happens(chance, DOES_NOT_START + 0.02 * waits, size)
    # A family that keeps most appointments keeps most of these.
    keeps = chance.beta(6.5, 2.2, len(plans.id))[plan]
    completes = happens(chance, np.clip(finish / 100 + 0.04 + (keeps - 0.75) * 0.7, 0.05, 0.99), size)
    cut = np.maximum((sessions * (0.12 + 0.6 * chance.random(size))).astype(np.int64), 1)
    to_hold = np.where(completes | (sessions == 1), sessions, np.minimum(cut, sessions - 1))
    limit = np.minimum(closes - 1, last)
    starts = ~refuses & (start <= limit)
    held = np.where(starts, np.minimum((limit - start) // every + 1, to_hold), 0)
    # On the days between, sessions fall on working days, so that the last may fall a day or two late.
    held = np.where(starts & (next_working(start + (held - 1) * every) > limit), held - 1, held)
    starts &= held > 0
    last_day = np.where(starts, next_working(start + (np.maximum(held, 1) - 1) * every), NEVER)
    lingers = chance.integers(1, 25, size=size)
    done = starts & (held == to_hold)
    cut_short = starts & ~done & (closes < NEVER)
    whole = done & (to_hold == sessions) | cut_short & (held >= 0.8 * sessions)
    gives_up = offered + np.maximum((waits * 7 * (0.4 + 1.1 * chance.random(size))).astype(np.int64), 8)
    lost = ~starts & (closes < NEVER) | refuses & (gives_up <= last)
    end = np.where(whole, last_day, np.where(done | cut_short, last_day + lingers, NEVER))
    end = np.where(lost, np.minimum(gives_up, np.where(closes < NEVER, closes - 1, last)), end)
    end = np.where(
        end < NEVER, np.maximum(np.minimum(end, closes - 1), np.where(starts, last_day, offered)), NEVER
    )
    end = np.where(end <= last, end, NEVER)
    ending = np.where(
        end == NEVER, "", np.where(lost, "never_started", np.where(whole, "completed", "stopped_early"))
    )
    return Deliveries(
        id=out.ids("family_help_interventiondelivery", size), plan=plan, help=which, offered=offered,
        start=np.where(starts, start, NEVER), end=end, ending=ending.astype(object), sessions=sessions, held=held,
        is_first_help=is_first & starts, parent=_parents(world, plan, offered), child=about,
    )  # fmt: skip


def _parents(world: World, plan: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
    """Return the row of the parent, or the grandmother, whom help is for: one who is alive that day; -1 for nobody."""
    people = world.people
    family = world.plans.family[plan]
    structure = people.households.structure[family]
    slots = [people.mothers(), *(people.row_in_slot(slot) for slot in (FATHER, PARTNER, GRANDMOTHER))]
    lone_father = structure == LONE_FATHER
    chosen = np.full(len(plan), -1, dtype=np.int64)
    for slot in (slots[1], *slots):
        row = slot[family]
        there = (row >= 0) & (people.households.died[row] > day) & (chosen < 0)
        if slot is slots[1]:
            there &= lone_father | (people.households.died[slots[0][family]] <= day)
        chosen[there] = row[there]
    return chosen


def _write_deliveries(world: World, out: Loader, chance: Chance) -> None:
    d, plans, people, here = world.deliveries, world.plans, world.people, world.catalogue
    many, begun, over = len(d.id), d.start < NEVER, d.end < NEVER
    ours = np.array([each.given.provider == OURS for each in here])[d.help]
    offered_by = lead_on(world, d.plan, d.offered)
    start_by, end_by = lead_on(world, d.plan, d.start), lead_on(world, d.plan, d.end - 1)
    goal = np.where(plans.first_goal_day[d.plan] <= d.offered, plans.first_goal[d.plan], 0)
    goal = np.where(plans.first_goal_end[d.plan] > d.offered, goal, 0)
    reason = np.where(
        d.ending == "stopped_early", pick(chance, tuple(words.STOPPED_REASONS), many, tuple(words.STOPPED_REASONS.values())),
        np.where(d.ending == "never_started", pick(chance, tuple(words.NEVER_REASONS), many, tuple(words.NEVER_REASONS.values())), ""),
    )  # fmt: skip
    draws = chance.integers(5040, size=(many, 2)).tolist()
    options = {
        "": ("",),
        "completed": words.COMPLETED,
        "stopped_early": words.STOPPED,
        "never_started": words.NEVER,
    }
    said = [
        options[how][draw[0] % len(options[how])] for how, draw in zip(d.ending.tolist(), draws, strict=True)
    ]
    need = world.front_door.need[plans.approach[d.plan]].tolist()
    # The offers of one plan are told by turns, so that no two give the same reason.
    turns = (d.plan * 7 + np.arange(many) - np.searchsorted(d.plan, d.plan)).tolist()
    why = []
    for code, which, parent, child, turn in zip(
        need, d.help.tolist(), d.parent.tolist(), d.child.tolist(), turns, strict=True
    ):
        kinds = [kind.code for kind in kinds_for_factors([code]) if kind.code in here[which].kinds]
        told = [reason for kind in kinds for reason in words.WHY[kind]] + list(words.WHY_ANY)
        named = people.given[parent] if parent >= 0 else "The family"
        why.append(told[turn % len(told)].format(parent=named, child=people.given[child]))
    out.write(
        "family_help_interventiondelivery",
        pl.DataFrame(
            {
                "id": d.id, "plan_id": plans.id[d.plan], "intervention_id": np.array([each.number for each in here])[d.help],
                "goal_id": pl.Series(goal).replace(0, None), "why_this": why,
                "provider": np.array([each.given.provider for each in here], dtype=object)[d.help].tolist(),
                "practitioner_id": pl.Series(np.where(ours, offered_by, 0)).replace(0, None),
                "offered_date": dates(d.offered), "planned_sessions": d.sessions, "start_date": dates(d.start), "end_date": dates(d.end),
                "ending": d.ending.tolist(), "ending_reason": reason.tolist(), "ending_words": said, "version": 1 + begun + over,
            }
        ),
        recorded_at=at(d.offered, OFFERED), recorded_by=offered_by,
        changes=[
            Change(np.where(begun, at(d.start, STARTED), NEVER_AT), start_by, {"start_date": None, "version": 1}),
            Change(np.where(over, at(d.end, ENDED), NEVER_AT), end_by, {
                "end_date": None, "ending": "", "ending_reason": "", "ending_words": "", "version": pl.Series(1 + begun)}),
        ],
    )  # fmt: skip


def _write_participants(world: World, out: Loader) -> Participants:
    """Write whom each help is for, and return (row of the delivery, row of the person), in order of delivery."""
    d, people = world.deliveries, world.people
    to = np.array([each.given.to for each in world.catalogue], dtype=object)[d.help]
    family = world.plans.family[d.plan]
    other = people.row_in_slot(PARTNER)[family]
    other = np.where(other >= 0, other, people.row_in_slot(FATHER)[family])
    other = np.where(
        (other >= 0) & (people.households.died[other] > d.offered) & (other != d.parent), other, -1
    )
    rows = np.arange(len(d.id))
    born = people.households.born[d.child] <= d.offered
    alone = d.parent < 0
    wanted = (
        (d.parent, (to != CHILD) & ~alone),
        (other, (to == COUPLE) & (other >= 0)),
        (d.child, np.isin(to, [CHILD, FAMILY]) & born | alone),
    )
    delivery = np.concatenate([rows[chosen] for _, chosen in wanted])
    person = np.concatenate([who[chosen] for who, chosen in wanted])
    left = np.setdiff1d(rows, delivery)
    delivery, person = (
        np.concatenate([delivery, left]),
        np.concatenate([person, np.where(alone, d.child, d.parent)[left]]),
    )
    order = np.lexsort((person, delivery))
    delivery, person = delivery[order], person[order]
    out.write(
        "family_help_deliveryparticipant",
        pl.DataFrame({"id": out.ids("family_help_deliveryparticipant", len(person)), "delivery_id": d.id[delivery], "person_id": people.id[person]}),
        recorded_at=at(d.offered, OFFERED)[delivery], recorded_by=lead_on(world, d.plan, d.offered)[delivery],
    )  # fmt: skip
    return delivery, person


def _record(world: World, participants: Participants) -> None:
    """Record offers, beginnings and endings."""
    d = world.deliveries
    ends = {
        "completed": "Help was completed",
        "stopped_early": "Help stopped before its end",
        "never_started": "Help that was offered never started",
    }
    for kind, day, second, summary in (
        ("family_help.intervention_offered", d.offered, OFFERED, "Help was offered"),
        ("family_help.intervention_started", d.start, STARTED, "Help that was offered began"),
    ):
        rows = np.nonzero(day < NEVER)[0]
        world.events.add(
            kind, at(day[rows], second), lead_on(world, d.plan[rows], day[rows]), summary,
            about=about(world, participants, rows), significant=True, **of_delivery(world, rows),
        )  # fmt: skip
    rows = np.nonzero(d.end < NEVER)[0]
    how = pl.Series(d.ending[rows].tolist(), dtype=pl.String)
    world.events.add(
        "family_help.intervention_ended", at(d.end[rows], ENDED), lead_on(world, d.plan[rows], d.end[rows] - 1),
        how.replace_strict(ends, return_dtype=pl.String), about=about(world, participants, rows), significant=True,
        **of_delivery(world, rows, pl.select(pl.format(', "ending": "{}"', how)).to_series()),
    )  # fmt: skip
