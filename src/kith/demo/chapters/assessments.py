"""Assessments: one for each referral that is assessed and for most Family Help plans, signed off by another than its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick_index
from kith.demo.chapters import assessed_children
from kith.demo.chapters.managers import manager_on
from kith.demo.days import (
    NEVER,
    NEVER_AT,
    Days,
    Instants,
    add_working_days,
    at,
    dates,
    instants,
    next_working,
)
from kith.demo.households import CHILD_SLOTS, FATHER, GRANDMOTHER, KINSHIP, LONE_FATHER, YEAR
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import assessment_words as words
from kith.demo.world import World

FAMILY_HELP_ASSESSED = 0.86  # of plans that the family agreed to, how many have an assessment of their own
RETURNED = 0.13
SECTION_17, FAMILY_HELP = "section_17", "family_help"


@dataclass
class Assessments:
    """One row an assessment, in order of family and time; what has not happened by yesterday is NEVER.

    `first_sent` is the day of the first submission where it was returned, else that of the only one.
    `outcome` is what it says, or would say, should come next; `plan` is the row of its plan, or -1.
    """

    id: NDArray[np.int64]
    family: NDArray[np.int64]
    episode: NDArray[np.int64]
    approach: NDArray[np.int64]
    plan: NDArray[np.int64]
    statutory: NDArray[np.bool_]
    start_at: Instants
    written_at: Instants
    first_sent_at: Instants
    returned_at: Instants
    sent_at: Instants
    authorised_at: Instants
    written_by: NDArray[np.int64]
    sent_by: NDArray[np.int64]
    authorised_by: NDArray[np.int64]
    outcome: NDArray[Any]
    parent: NDArray[np.int64]  # the row of whoever brings the children up

    @property
    def start(self) -> Days:
        """The day on which each began."""
        return np.asarray(self.start_at // 86_400)

    @property
    def complete_at(self) -> Instants:
        """When each was first whole, so that it could be sent for sign-off."""
        return np.minimum(self.first_sent_at, self.sent_at)


def write(world: World, out: Loader) -> None:
    """Write every assessment with its children's parts, their factors, and what happened to it."""
    chance = world.chance("assessments")
    assessments = _gather(world, out, chance)
    world.assessments = assessments
    _write_assessments(world, out)
    parts = assessed_children.write(world, out)
    _record(world, parts)
    _write_tasks(world, out, parts)
    done = int((assessments.authorised_at < NEVER_AT).sum())
    world.say(f"{len(assessments.id):,} assessments, {done:,} of them signed off")


def _gather(world: World, out: Loader, chance: Chance) -> Assessments:
    """Return every assessment that has begun, with the days of each step of it."""
    episodes, plans, door, last = world.episodes, world.plans, world.front_door, world.last
    plan_of = np.full(len(episodes.family), -1)
    plan_of[plans.episode] = np.arange(len(plans.id))
    agreed_at = np.full(len(world.approaches), NEVER_AT)
    agreed_at[door.referral_approach] = door.referral_decided_at
    row_of = np.array(
        [door.contact_of[key] for key in zip(episodes.family.tolist(), episodes.turn.tolist(), strict=True)],
        dtype=np.int64,
    )
    assessed = world.journeys.assessed_day[episodes.family, episodes.turn]
    told = episodes.family < place_of("comes_back")
    helped = ~episodes.referred & (plan_of >= 0)
    helped &= told | happens(chance, FAMILY_HELP_ASSESSED, len(helped))
    by_law = episodes.referred & (agreed_at[row_of] < NEVER_AT)
    episode = np.nonzero(by_law | helped)[0]
    statutory, plan, approach = by_law[episode], plan_of[episode], row_of[episode]
    many = len(episode)
    wait = next_working(np.where(statutory, 0, plans.start[plan]) + chance.integers(1, 9, size=many))
    start_at = np.where(statutory, agreed_at[approach] + 1800, at(wait, 10 * 3600 + 1800))
    start = start_at // 86_400
    takes = np.clip(chance.lognormal(3.15, 0.4, many), 9, 75).astype(np.int64)
    ends = np.where(statutory, assessed[episode], add_working_days(np.minimum(start, last), takes))
    # A plan that closed took its assessment's end with it.
    room = np.where(statutory | (plan < 0), NEVER, plans.end[plan] - 3)
    ends = np.minimum(ends, np.where(room < NEVER - 10, next_working(np.minimum(room, last) - 3), NEVER))
    steps = _steps(world, chance, start, ends, episodes.family[episode])
    kept = (start <= last) & (steps[1] > start + 2) & (ends > start + 3)
    kept &= _one_open_at_once(episodes.family[episode], start, steps[4], last, kept)
    keep = np.nonzero(kept)[0]
    episode, plan, approach = episode[keep], plan[keep], approach[keep]
    statutory, start_at = statutory[keep], start_at[keep]
    written, first_sent, returned, sent, authorised = (day[keep] for day in steps)
    family, many = episodes.family[episode], len(keep)
    spread = np.arange(many) * 7919 % 2400

    def when(day: Days, second: int) -> Instants:
        return np.where(day <= last, at(day, second) + spread, NEVER_AT)

    sent_by = world.holdings.worker_on(episode, np.minimum(sent, last))
    journeys, turn = world.journeys, episodes.turn[episode]
    stays, needs = journeys.stays_referred[family, turn], journeys.in_need[family, turn]
    outcome = np.where(stays, "child_in_need", np.where(needs | ~statutory, "family_help", "nothing_further"))
    return Assessments(
        id=out.ids("family_help_familyassessment", many), family=family, episode=episode, approach=approach,
        plan=plan, statutory=statutory, start_at=start_at, written_at=when(written, 16 * 3600),
        first_sent_at=when(first_sent, 15 * 3600), returned_at=when(returned, 10 * 3600), sent_at=when(sent, 11 * 3600),
        authorised_at=when(authorised, 13 * 3600), written_by=world.holdings.worker_on(episode, start_at // 86_400),
        sent_by=sent_by, authorised_by=manager_on(world, sent_by, np.minimum(authorised, last)),
        outcome=outcome.astype(object), parent=who_brings_them_up(world, family),
    )  # fmt: skip


def _steps(
    world: World, chance: Chance, start: Days, ends: Days, family: NDArray[np.int64]
) -> tuple[Days, Days, Days, Days, Days]:
    """Return the days of first writing, first submission, return, last submission and sign-off; NEVER for no such step."""
    many, last = len(start), world.last
    sent = next_working(
        ends - np.array([0, 1, 2, 3, 4, 6])[pick_index(chance, 6, many, (18, 26, 20, 16, 12, 8))]
    )
    sent = np.maximum(np.minimum(sent, ends), start + 3)
    comes_back = happens(chance, RETURNED, many) & (sent > start + 16)
    returned = next_working(sent - chance.integers(2, 5, size=many))
    first = next_working(returned - chance.integers(3, 6, size=many))
    returned = np.maximum(np.minimum(returned, sent - 1), first + 1)
    # Where holidays leave no day between, it was not sent back.
    comes_back &= returned < sent
    authorised = ends.copy()
    for key, days in (
        ("assessment_due", (NEVER, NEVER, last)),
        ("assessment_late", (last - 4, last - 1, NEVER)),
    ):
        # One waits for the manager this morning; one was sent back yesterday and is late already.
        of = family == place_of(key)
        first[of], returned[of], sent[of] = days[0], days[1], days[2]
        comes_back[of] = days[0] < NEVER
    sent = np.where(sent == NEVER, np.maximum(ends, last + 1), sent)
    first, returned = np.where(comes_back, first, NEVER), np.where(comes_back, returned, NEVER)
    whole = np.minimum(first, sent)
    written = next_working(start + 1 + ((whole - start) * (0.2 + 0.3 * chance.random(many))).astype(np.int64))
    written = np.where(written < whole, written, NEVER)
    return written, first, returned, sent, authorised


def _one_open_at_once(
    family: NDArray[np.int64], start: Days, authorised: Days, last: int, kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which may stand: a family that comes again while it is being assessed goes on with that assessment."""
    is_open = np.nonzero(kept & (authorised > last))[0]
    first = is_open[np.unique(family[is_open], return_index=True)[1]]
    stands = np.ones(len(family), dtype=bool)
    stands[is_open] = False
    stands[first] = True
    return stands


def who_brings_them_up(world: World, family: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the row of the parent at home with the children, or of the grandmother who has them."""
    people = world.people
    structure = people.households.structure[family]
    mother = people.mothers()[family]
    father, grandmother = people.row_in_slot(FATHER)[family], people.row_in_slot(GRANDMOTHER)[family]
    chosen = np.where((structure == LONE_FATHER) & (father >= 0), father, mother)
    return np.where((structure == KINSHIP) & (grandmother >= 0), grandmother, chosen)


def _write_assessments(world: World, out: Loader) -> None:
    """Write the rows, each with its history: begun blank, written on, sent, sent back, signed off."""
    a, people, chance = world.assessments, world.people, world.chance("what assessments say")
    told = _texts(world, chance)
    wrote, sent, back, done = (
        at_ < NEVER_AT for at_ in (a.written_at, a.sent_at, a.returned_at, a.authorised_at)
    )
    first = a.first_sent_at < NEVER_AT
    whole = first | sent
    waits = sent | (first & ~back)
    status = np.where(done, "authorised", np.where(waits, "submitted", "draft"))
    begins = np.where(a.plan >= 0, world.plans.start[a.plan], NEVER)
    plan_id = np.where(a.plan >= 0, world.plans.id[a.plan], 0)
    at_start, at_writing = begins <= a.start, begins < a.written_at // 86_400
    linked_early = np.where(at_start, plan_id, 0)
    linked = np.where(wrote & at_writing, plan_id, linked_early)
    at_end = np.where(done, plan_id, linked)
    submitted_at = np.where(sent, a.sent_at, np.where(waits, a.first_sent_at, NEVER_AT))
    steps = np.stack([wrote, first, back, sent, done]).cumsum(axis=0)

    def number(values: NDArray[np.int64]) -> pl.Series:
        return pl.Series(values).replace(0, None)

    def shown(texts: list[str], there: NDArray[np.bool_]) -> pl.Series:
        return pl.Series(
            [text if is_there else "" for text, is_there in zip(texts, there.tolist(), strict=True)],
            dtype=pl.String,
        )

    later = ("parenting", "around_the_family", "analysis", "family_view")
    frame = pl.DataFrame(
        {
            "id": a.id, "family_id": people.family_id[a.family], "plan_id": number(at_end),
            "kind": np.where(a.statutory, SECTION_17, FAMILY_HELP).tolist(), "status": status.tolist(),
            "start_date": dates(a.start), "written_by_id": a.written_by,
            "in_their_words": shown(told["in_their_words"], wrote | whole), "strengths": shown(told["strengths"], wrote | whole),
            **{name: shown(told[name], whole) for name in later},
            "submitted_at": instants(submitted_at), "submitted_by_id": number(np.where(waits, a.sent_by, 0)),
            "returned_words": shown(told["returned_words"], back),
            "authorised_date": dates(np.where(done, a.authorised_at // 86_400, NEVER)),
            "authorised_at": instants(a.authorised_at), "authorised_by_id": number(np.where(done, a.authorised_by, 0)),
            "authorised_words": shown(told["authorised_words"], done), "version": 1 + steps[-1],
        }
    )  # fmt: skip
    blank = {"status": "draft", "submitted_at": None, "submitted_by_id": None}
    not_yet = {name: shown(told[name], first) for name in later}
    early = {name: shown(told[name], wrote) for name in ("in_their_words", "strengths")}
    after_return = {name: shown(told[name], wrote | first) for name in ("in_their_words", "strengths")}
    changes = [
        Change(a.written_at, a.written_by, {"in_their_words": "", "strengths": "", "plan_id": number(linked_early), "version": 1}),
        Change(a.first_sent_at, a.sent_by, {**blank, **dict.fromkeys(later, ""), **early, "version": pl.Series(1 + steps[0])}),
        Change(a.returned_at, a.authorised_by, {"status": "submitted", "submitted_at": instants(np.where(back, a.first_sent_at, NEVER_AT)),
                                                "submitted_by_id": number(a.sent_by), "returned_words": "", "version": pl.Series(1 + steps[1])}),
        Change(a.sent_at, a.sent_by, {**blank, **not_yet, **after_return, "version": pl.Series(1 + steps[2])}),
        Change(a.authorised_at, a.authorised_by, {"status": "submitted", "plan_id": number(linked), "authorised_date": None, "authorised_at": None,
                                                  "authorised_by_id": None, "authorised_words": "", "version": pl.Series(1 + steps[3])}),
    ]  # fmt: skip
    out.write(
        "family_help_familyassessment",
        frame,
        recorded_at=a.start_at,
        recorded_by=a.written_by,
        changes=changes,
    )


def _eldest(world: World) -> NDArray[np.int64]:
    """Return the row of the eldest child of each assessment who is not grown up."""
    a, people = world.assessments, world.people
    row = people.starts[a.family] + world.journeys.children[a.family] - 1
    for _ in range(CHILD_SLOTS - 1):
        grown = (a.start - people.households.born[row] >= 18 * YEAR) & (row > people.starts[a.family])
        row = row - grown
    return row


def _texts(world: World, chance: Chance) -> dict[str, list[str]]:
    """Return what each assessment says, in every field: varied, and about this family by name."""
    a, people = world.assessments, world.people
    texts: dict[str, list[str]] = {name: [] for name in (
        "in_their_words", "strengths", "parenting", "around_the_family", "analysis", "family_view", "returned_words", "authorised_words"
    )}  # fmt: skip
    eldest = _eldest(world)
    need = world.front_door.need[a.approach]
    draws = chance.integers(5040, size=(len(a.id), 9)).tolist()
    rows = zip(eldest.tolist(), a.parent.tolist(), need.tolist(), a.outcome.tolist(), draws, strict=True)
    for child, parent, code, outcome, draw in rows:
        names = {
            "child": people.given[child], "parent": people.given[parent],
            "themself": "herself" if people.households.female[child] else "himself",
        }  # fmt: skip

        def one(
            options: tuple[str, ...], which: int, draw: list[int] = draw, names: dict[str, str] = names
        ) -> str:
            return options[draw[which] % len(options)].format(**names)

        texts["in_their_words"].append(one(words.IN_THEIR_WORDS.get(code, words.IN_THEIR_WORDS["20"]), 0))
        texts["strengths"].append(one(words.STRENGTHS, 1))
        texts["parenting"].append(one(words.PARENTING, 2))
        texts["around_the_family"].append(one(words.AROUND, 3))
        seen = words.ANALYSIS_NEED.get(code, words.ANALYSIS_NEED["20"]).format(**names)
        means, weighed = one(words.ANALYSIS_CHILDREN, 4), one(words.ANALYSIS_WEIGHED, 5)
        texts["analysis"].append(f"{seen} {means} {weighed} {one(words.ANALYSIS_NEXT[outcome], 6)}")
        texts["family_view"].append(one(words.FAMILY_VIEW, 7))
        texts["returned_words"].append(one(words.RETURNED, 8))
        texts["authorised_words"].append(one(words.AUTHORISED[outcome], 8))
    return texts


def _record(world: World, parts: assessed_children.Parts) -> None:
    """Record the events of every assessment, each about the children in it."""
    a, people = world.assessments, world.people
    for kind, when, by, summary in (
        ("family_help.assessment_started", a.start_at, a.written_by, "An assessment with the family began"),
        ("family_help.assessment_submitted", a.first_sent_at, a.sent_by, "The assessment was sent for sign-off"),
        ("family_help.assessment_returned", a.returned_at, a.authorised_by, "The assessment was sent back to be changed"),
        ("family_help.assessment_submitted", a.sent_at, a.sent_by, "The assessment was sent for sign-off"),
        ("family_help.assessment_authorised", a.authorised_at, a.authorised_by, "The assessment was signed off"),
    ):  # fmt: skip
        of = np.nonzero(when < NEVER_AT)[0]
        kind_of = np.where(a.statutory[of], SECTION_17, FAMILY_HELP).tolist()
        says_kind = kind.endswith(("started", "authorised"))
        place = np.full(len(a.id), -1)
        place[of] = np.arange(len(of))
        about = place[parts.assessment] >= 0
        world.events.add(
            kind, when[of], by[of], summary,
            about=(place[parts.assessment[about]], people.id[parts.child[about]]),
            thread=threads(a.id[of]),
            details=pl.Series([f'{{"assessment": {n}, "kind": "{k}"}}' if says_kind else f'{{"assessment": {n}}}'
                               for n, k in zip(a.id[of].tolist(), kind_of, strict=True)], dtype=pl.String),
            team=world.workforce.team_of(by[of]), significant=kind.endswith("authorised"),
        )  # fmt: skip
    seen = np.nonzero(parts.seen_at < NEVER_AT)[0]
    number = a.id[parts.assessment[seen]]
    for alone, summary in ((True, "The child was seen alone"), (False, "The child was seen")):
        chosen = parts.alone[seen] == alone
        world.events.add(
            "family_help.child_seen", parts.seen_at[seen[chosen]], a.written_by[parts.assessment[seen[chosen]]], summary,
            about=people.id[parts.child[seen[chosen]]], thread=threads(number[chosen]),
            details=pl.Series([f'{{"assessment": {n}, "alone": {str(alone).lower()}}}' for n in number[chosen].tolist()], dtype=pl.String),
        )  # fmt: skip


def threads(numbers_of: NDArray[np.int64]) -> pl.Series:
    """Return the threads of some assessments."""
    return pl.Series("thread", [f"assessment:{number}" for number in numbers_of.tolist()], dtype=pl.String)


def _write_tasks(world: World, out: Loader, parts: assessed_children.Parts) -> None:
    """Write what waits this morning: assessments to be signed off, for the manager, and to be changed, for their writers."""
    a = world.assessments
    open_now = a.authorised_at == NEVER_AT
    sent = np.where(
        a.sent_at < NEVER_AT, a.sent_at, np.where(a.returned_at == NEVER_AT, a.first_sent_at, NEVER_AT)
    )
    back = open_now & (a.returned_at < NEVER_AT) & (a.sent_at == NEVER_AT)
    waits = np.nonzero(open_now & ((sent < NEVER_AT) | back))[0]
    is_back = back[waits]
    made = np.where(is_back, a.returned_at[waits], sent[waits])
    child = parts.child[np.searchsorted(parts.assessment, waits)]
    whose = np.where(is_back, a.written_by[waits], a.authorised_by[waits])
    team = world.workforce.team_of(a.sent_by[waits])
    nobody = pl.repeat(None, len(waits), dtype=pl.Int64, eager=True)
    out.write(
        "timeline_task",
        pl.DataFrame(
            {
                "id": out.ids("timeline_task", len(waits)),
                "title": np.where(is_back, "Change an assessment that was sent back", "Read an assessment and sign it off").tolist(),
                "person_id": world.people.id[child], "worker_id": pl.Series(whose).replace(0, None),
                "team_id": pl.Series(np.where(whose > 0, 0, team)).replace(0, None), "due_date": dates(made // 86_400),
                "done_at": instants(np.full(len(waits), NEVER_AT)), "done_by_id": nobody,
                "link": [f"/assessments/{number}/" for number in a.id[waits].tolist()],
            }
        ),
        recorded_at=made, recorded_by=np.where(is_back, a.authorised_by[waits], a.sent_by[waits]),
    )  # fmt: skip
