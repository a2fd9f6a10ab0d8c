"""Caseloads: who holds each child and why it changed, cover for those away, and supervision."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.casework.access.roles import Role
from kith.demo.chance import happens, pick_index, repeated
from kith.demo.days import NEVER, NEVER_AT, at, dates, is_working
from kith.demo.households import CHILD_SLOTS, YEAR
from kith.demo.loader import Change, Loader
from kith.demo.words import note_words as words
from kith.demo.world import World

END_REASONS = {"worker_left": "The worker left", "handover": "The family's needs changed", "caseload": "Caseloads were evened out",
               "asked_for": "The family asked for a change"}  # fmt: skip


def write(world: World, out: Loader) -> None:
    """Write allocations, cover and supervision."""
    child, worker, start, end = _write_allocations(world, out)
    _write_cover(world, out)
    _write_supervision(world, out, child, worker, start, end)


def _write_allocations(world: World, out: Loader) -> tuple[np.ndarray, ...]:
    people, episodes, holdings = world.people, world.episodes, world.holdings
    slots = np.stack(
        [people.row_in_slot(slot)[episodes.family[holdings.episode]] for slot in range(CHILD_SLOTS)], axis=1
    )
    of, slot = np.nonzero(slots >= 0)
    child = slots[of, slot]
    start, end = holdings.start[of], holdings.end[of]
    begun = episodes.start[holdings.episode[of]]
    eighteen = people.households.born[child] + int(18 * YEAR) + 1
    grown = (people.households.born[child] < NEVER) & (eighteen <= begun + 14)
    end = np.where(
        people.households.born[child] < NEVER, np.minimum(end, np.maximum(eighteen, begun + 14)), end
    )
    kept = np.nonzero(~grown & (start < end) & (start <= world.last))[0]
    of, child, start, end = of[kept], child[kept], start[kept], end[kept]
    # What has been agreed to end later has not ended.
    end = np.where(end <= world.last, end, NEVER)
    worker, reason = holdings.worker[of], holdings.reason[of]
    follows = np.append(holdings.episode[1:] == holdings.episode[:-1], False)
    next_reason = np.append(holdings.reason[1:], "first")
    why_ended = np.where(
        end == NEVER,
        "",
        np.where(follows[of], [END_REASONS.get(why, "") for why in next_reason[of]], "The work ended"),
    )
    order = np.lexsort((child, start))
    child, worker, start, end, reason, why_ended = (
        column[order] for column in (child, worker, start, end, reason, why_ended)
    )
    of = of[order]
    # Allocated after the decision that brought the family, which was made on the same day.
    decided = world.journeys.decided_day[
        episodes.family[holdings.episode[of]], episodes.turn[holdings.episode[of]]
    ]
    row = np.array(
        [
            world.front_door.contact_of[key]
            for key in zip(
                episodes.family[holdings.episode[of]].tolist(),
                episodes.turn[holdings.episode[of]].tolist(),
                strict=True,
            )
        ],
        dtype=np.int64,
    )
    begun_at = np.where(start == decided, world.approaches.decided_at[row] + 1800, at(start, 9 * 3600 + 1800))
    ended_at = np.where(end < NEVER, at(end, 16 * 3600 + 1800), NEVER_AT)
    manager = _manager_of(world)[worker - 1]
    out.write(
        "workforce_allocation",
        pl.DataFrame(
            {
                "id": out.ids("workforce_allocation", len(child)), "child_id": people.id[child], "worker_id": worker,
                "role": pl.repeat("lead", len(child), eager=True), "reason": reason.tolist(),
                "reason_words": pl.repeat("", len(child), eager=True), "end_reason": why_ended.tolist(),
                "start_date": dates(start), "end_date": dates(end),
            }
        ),
        recorded_at=begun_at, recorded_by=manager, changes=[Change(ended_at, manager, {"end_date": None, "end_reason": ""})],
    )  # fmt: skip
    changed = reason != "first"
    world.events.add(
        "workforce.allocated", begun_at, manager,
        pl.Series(np.where(changed, "A new worker took over", "Allocated to a worker").tolist(), dtype=pl.String), about=people.id[child],
        details=pl.Series([f'{{"worker": {number}, "role": "lead", "reason": "{why}"}}' for number, why in zip(worker.tolist(), reason.tolist(), strict=True)], dtype=pl.String),
        team=world.workforce.team_of(worker),
    )  # fmt: skip
    over = np.nonzero(end < NEVER)[0]
    world.events.add(
        "workforce.allocation_ended",
        ended_at[over],
        manager[over],
        "A worker's time with the child ended",
        about=people.id[child[over]],
    )
    world.say(f"{len(child):,} allocations, {int((end == NEVER).sum()):,} of them now")
    return child, worker, start, end


def _manager_of(world: World) -> np.ndarray:
    """Return the number of each worker's present team manager, the director for a team without one."""
    workforce = world.workforce
    director = workforce.known["director"]
    managers = {
        int(workforce.team[place]): int(workforce.id[place])
        for place in np.nonzero(
            workforce.is_manager & (workforce.end == NEVER) & (workforce.role == Role.TEAM_MANAGER)
        )[0].tolist()
    }
    return np.array([managers.get(team, director) for team in workforce.team.tolist()], dtype=np.int64)


def _write_cover(world: World, out: Loader) -> None:
    """Write who stands in for whom today: the cast's colleague, and a few others who are away."""
    workforce, chance = world.workforce, world.chance("cover")
    away = [(workforce.known["colleague_away"], workforce.known["family_help_practitioner"], "Annual leave")]
    pool = [
        place
        for place in workforce.pool(Role.SOCIAL_WORKER, "family_help").tolist()
        if workforce.end[place] == NEVER
    ]
    for first, second in zip(pool[::14], pool[7::14], strict=False):
        away.append(
            (
                int(workforce.id[first]),
                int(workforce.id[second]),
                "Annual leave" if chance.random() < 0.7 else "Training",
            )
        )
    starts = world.today - 1 - chance.integers(0, 5, size=len(away))
    out.write(
        "workforce_cover",
        pl.DataFrame(
            {
                "id": out.ids("workforce_cover", len(away)), "absent_worker_id": [a for a, _, _ in away], "covered_by_id": [b for _, b, _ in away],
                "reason": [why for _, _, why in away], "start_date": dates(starts), "end_date": dates(starts + 14),
            }
        ),
        recorded_at=at(starts, 8 * 3600), recorded_by=np.full(len(away), workforce.known["team_manager"]),
    )  # fmt: skip


def _write_supervision(
    world: World,
    out: Loader,
    child: np.ndarray,
    worker: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> None:
    """Write a meeting a month for everyone who holds families, with entries for some of the children they held then."""
    workforce, chance = world.workforce, world.chance("supervision")
    holds = np.nonzero(
        np.isin(workforce.role, [Role.SOCIAL_WORKER, Role.FAMILY_HELP_PRACTITIONER])
        & np.isin(workforce.id, worker)
    )[0]
    months = (world.last - world.first) // 30
    who = np.repeat(holds, months)
    day = (
        world.first
        + 30 * np.tile(np.arange(months), len(holds))
        + (workforce.id[who] * 7 + np.tile(np.arange(months), len(holds)) * 5) % 24
    )
    day = np.where(is_working(day), day, day + 3)
    there = (
        (day > workforce.start[who] + 14)
        & (day < workforce.end[who])
        & (day <= world.last)
        & is_working(day)
        & happens(chance, 0.9, len(day))
    )
    who, day = who[there], day[there]
    order = np.lexsort((who, day))
    who, day = who[order], day[order]
    supervisor = _manager_of(world)[who]
    number = out.ids("workforce_supervision", len(who))
    then = at(day, 14 * 3600)
    out.write(
        "workforce_supervision",
        pl.DataFrame(
            {
                "id": number, "worker_id": workforce.id[who], "supervisor_id": supervisor, "held_date": dates(day),
                "next_date": dates(day + 28), "wellbeing": [words.WELLBEING[i % len(words.WELLBEING)] for i in (number + workforce.id[who]).tolist()],
                "version": np.ones(len(who), dtype=np.int64),
            }
        ),
        recorded_at=then, recorded_by=supervisor,
    )  # fmt: skip
    # The children whom each worker held on the day: the allocations are in order of worker and start.
    by_worker = np.lexsort((start, worker))
    first = np.searchsorted(worker[by_worker], workforce.id[who])
    many = np.searchsorted(worker[by_worker], workforce.id[who], side="right") - first
    meeting, place = repeated(np.minimum(many, 40))
    drawn = by_worker[first[meeting] + (place + day[meeting]) % np.maximum(many[meeting], 1)]
    held = (start[drawn] <= day[meeting]) & (end[drawn] > day[meeting])
    meeting, drawn = meeting[held], drawn[held]
    position = np.arange(len(meeting)) - np.searchsorted(meeting, meeting)
    meeting, drawn = meeting[position < 4], drawn[position < 4]
    one = np.unique(meeting * (len(world.people.id) + 1) + child[drawn], return_index=True)[1]
    meeting, drawn = meeting[np.sort(one)], drawn[np.sort(one)]
    people = world.people
    draw = pick_index(chance, 1000, len(meeting))
    out.write(
        "workforce_supervisionentry",
        pl.DataFrame(
            {
                "id": out.ids("workforce_supervisionentry", len(meeting)), "supervision_id": number[meeting], "child_id": people.id[child[drawn]],
                "discussion": [words.DISCUSSED[i % len(words.DISCUSSED)].format(name=workforce.name[w].split(" ")[0], child=people.given[c])
                               for i, w, c in zip((draw + drawn).tolist(), who[meeting].tolist(), child[drawn].tolist(), strict=True)],
                "decision": [words.DECIDED[i % len(words.DECIDED)].format(child=people.given[c]) for i, c in zip((draw + meeting).tolist(), child[drawn].tolist(), strict=True)],
            }
        ),
        recorded_at=then[meeting] + 600, recorded_by=supervisor[meeting],
    )  # fmt: skip
    world.events.add(
        "workforce.supervision_held", then, supervisor, "Spoken of in supervision.",
        about=(meeting, people.id[child[drawn]]),
        thread=pl.Series([f"supervision:{each}" for each in number.tolist()], dtype=pl.String),
    )  # fmt: skip
