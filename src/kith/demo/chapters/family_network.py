"""The family's own people: meetings offered, answered, held and looked at again, and who came to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters import network_offers, staying_in_touch
from kith.demo.chapters.plans import about_children, lead_on, of_plan
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at, dates, next_working
from kith.demo.households import AUNT, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, PARTNER
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import network_words as words
from kith.demo.world import World

OFFERED, ACCEPTED, GROUP, TIME_ALONE = 0.52, 0.68, 0.3, 0.66
# Where relatives may be part of what is feared, a meeting is more often not offered.
NOT_SAFE, NOT_OFFERED_THERE, NOT_OFFERED_ELSEWHERE = ("3B", "18C"), 0.2, 0.025
# Told families who have met, one who is to meet next week, and one who has yet to answer.
HAVE_MET, WILL_MEET, TO_ANSWER = (
    ("long_known", "nearly_there", "many_relatives"),
    "covered",
    "assessment_late",
)
TEN = 10 * 3600


@dataclass
class Meetings:
    """One row a meeting, or an offer or a decision not to make one; days that have not come by yesterday are NEVER."""

    id: NDArray[np.int64]
    plan: NDArray[np.int64]  # its row
    offered: Days
    not_offered: NDArray[np.bool_]
    answered: Days
    accepts: NDArray[np.bool_]
    planned: Days  # when it was planned…
    planned_for: Days  # …and for when, which may lie ahead
    held: Days
    agreed: Days
    agreement: NDArray[Any]
    review: Days
    reviewed: Days

    def at(self, day: Days, second: int) -> Instants:
        """Return when something of each day was recorded."""
        return np.where(day < NEVER, at(day, second), NEVER_AT)


def write(world: World, out: Loader) -> None:
    """Write meetings with who came, then what people offered and did, and who stays in touch."""
    chance = world.chance("family network")
    meetings = _gather(world, out, chance)
    _write_meetings(world, out, chance, meetings)
    _write_places(world, out, chance, meetings)
    _record(world, meetings)
    network_offers.write(world, out, meetings.plan, meetings.held, meetings.id)
    staying_in_touch.write(world, out)
    world.say(
        f"{len(meetings.id):,} offers of a family's own meeting, {int((meetings.held < NEVER).sum()):,} held"
    )


def _gather(world: World, out: Loader, chance: Chance) -> Meetings:
    """Return the meetings of every plan, each step no later than yesterday and before the plan ended."""
    plans, last = world.plans, world.last
    need = world.front_door.need[plans.approach]
    many = len(plans.id)
    refused = happens(
        chance, np.where(np.isin(need, NOT_SAFE), NOT_OFFERED_THERE, NOT_OFFERED_ELSEWHERE), many
    )
    offers = happens(chance, OFFERED, many)
    told_met = np.isin(plans.family, [place_of(key) for key in HAVE_MET])
    told = told_met | np.isin(plans.family, [place_of(WILL_MEET), place_of(TO_ANSWER)])
    refused &= ~told
    wait = chance.integers(9, 60, size=many)
    offered = next_working(plans.start + np.where(told, 9, wait))
    limit = np.minimum(plans.end - 1, last)
    plan = np.nonzero((refused | offers | told) & (offered <= limit - 8))[0]
    offered, limit, refused, told_met = offered[plan], limit[plan], refused[plan], told_met[plan]
    many = len(plan)
    waits = plans.family[plan] == place_of(TO_ANSWER)

    def then(day: Days, low: int, high: int, there: NDArray[np.bool_]) -> Days:
        """Return a working day some days later, where there is to be one and it has come in time."""
        later = next_working(day + chance.integers(low, high, size=many))
        return np.where(there & (day < NEVER) & (later <= limit), later, NEVER)

    answered = then(offered, 0, 12, ~refused & ~waits)
    accepts = (answered < NEVER) & (
        happens(chance, ACCEPTED, many) | told_met | (plans.family[plan] == place_of(WILL_MEET))
    )
    planned = then(answered, 1, 9, accepts)
    planned_for = next_working(planned + chance.integers(7, 24, size=many))
    planned_for = np.where(
        plans.family[plan] == place_of(WILL_MEET), next_working(np.full(many, world.today + 6)), planned_for
    )
    takes_place = (planned < NEVER) & (planned_for <= limit) & (happens(chance, 0.9, many) | told_met)
    held = np.where(takes_place, planned_for, NEVER)
    planned_for = np.where(planned < NEVER, planned_for, NEVER)
    agreed = then(held, 0, 6, happens(chance, 0.97, many) | told_met)
    agreement = np.where(
        agreed < NEVER, pick(chance, ("agreed", "agreed_in_part", "not_agreed"), many, (80, 17, 3)), ""
    )
    review = np.where(
        np.isin(agreement, ["agreed", "agreed_in_part"]),
        next_working(agreed + chance.integers(38, 66, size=many)),
        NEVER,
    )
    reviewed = then(np.where(review < NEVER, review - 2, NEVER), 0, 12, happens(chance, 0.8, many))
    return Meetings(
        out.ids("family_help_familynetworkmeeting", many), plan, offered, refused, answered, accepts, planned, planned_for, held,
        agreed, agreement.astype(object), review, reviewed,
    )  # fmt: skip


def _write_meetings(world: World, out: Loader, chance: Chance, m: Meetings) -> None:
    """Write the rows, each with its history: offered, answered, planned, held, answered by the service, looked at again."""
    many, plans = len(m.id), world.plans
    draws = chance.integers(5040, size=(9, many))

    def said(options: tuple[str, ...], which: int, there: NDArray[np.bool_]) -> list[str]:
        return [
            options[draw % len(options)] if is_there else ""
            for draw, is_there in zip(draws[which].tolist(), there.tolist(), strict=True)
        ]

    answers, plans_it, holds = m.answered < NEVER, m.planned < NEVER, m.held < NEVER
    agrees, reviews = m.agreed < NEVER, m.reviewed < NEVER
    group = happens(chance, GROUP, many)
    alone = holds & (group | happens(chance, TIME_ALONE, many))
    says = [
        f"{accepted}{declined}"
        for accepted, declined in zip(
            said(words.ACCEPTED, 0, m.accepts), said(words.DECLINED, 1, answers & ~m.accepts), strict=True
        )
    ]
    partly, refused = (
        said(words.NOT_ALL_AGREED, 2, m.agreement == "agreed_in_part"),
        said(words.NOT_AGREED, 2, m.agreement == "not_agreed"),
    )
    answer_by = lead_on(world, m.plan, m.agreed)
    steps = np.stack([answers, plans_it, holds, agrees, reviews]).cumsum(axis=0)
    frame = pl.DataFrame(
        {
            "id": m.id, "plan_id": plans.id[m.plan], "kind": np.where(group, "group_decision_making", "network_meeting").tolist(),
            "offered_date": dates(m.offered), "offered_by_id": lead_on(world, m.plan, m.offered),
            "why_not_offered": said(words.NOT_OFFERED, 3, m.not_offered),
            "answer": np.where(answers, np.where(m.accepts, "accepted", "declined"), "").tolist(), "answered_date": dates(m.answered), "answer_words": says,
            "coordinator": said(words.COORDINATORS, 4, plans_it), "planned_date": dates(m.planned_for), "where": said(words.WHERE, 5, plans_it),
            "held_date": dates(m.held), "private_family_time": alone, "child_took_part": said(words.CHILD_TOOK_PART, 6, holds),
            "family_plan": said(words.FAMILY_PLAN, 7, holds), "agreed": m.agreement.tolist(), "agreed_date": dates(m.agreed),
            "agreed_by_id": pl.Series(np.where(agrees, answer_by, 0)).replace(0, None),
            "why_not_agreed": [f"{part}{none}" for part, none in zip(partly, refused, strict=True)], "review_date": dates(m.review),
            "reviewed_date": dates(m.reviewed), "review_words": said(words.REVIEWED, 8, reviews), "version": 1 + steps[-1],
        }
    )  # fmt: skip
    before: list[tuple[Days, int, dict[str, Any]]] = [
        (m.answered, 3600, {"answer": "", "answered_date": None, "answer_words": ""}),
        (m.planned, 7200, {"coordinator": "", "planned_date": None, "where": ""}),
        (
            m.held,
            6 * 3600,
            {"held_date": None, "private_family_time": False, "child_took_part": "", "family_plan": ""},
        ),
        (
            m.agreed,
            7 * 3600,
            {
                "agreed": "",
                "agreed_date": None,
                "agreed_by_id": None,
                "why_not_agreed": "",
                "review_date": None,
            },
        ),
        (m.reviewed, 7 * 3600, {"reviewed_date": None, "review_words": ""}),
    ]
    changes = [
        Change(m.at(day, TEN + second), lead_on(world, m.plan, day), {**was, "version": pl.Series(1 + (steps[turn - 1] if turn else steps[0] * 0))})
        for turn, (day, second, was) in enumerate(before)
    ]  # fmt: skip
    out.write(
        "family_help_familynetworkmeeting",
        frame,
        recorded_at=at(m.offered, TEN),
        recorded_by=lead_on(world, m.plan, m.offered),
        changes=changes,
    )


def _write_places(world: World, out: Loader, chance: Chance, m: Meetings) -> None:
    """Write who was asked to each meeting that was planned, how they are related, and whether they came."""
    people, planned = world.people, np.nonzero(m.planned < NEVER)[0]
    family = world.plans.family[m.plan[planned]]
    need = world.front_door.need[world.plans.approach[m.plan[planned]]]
    meeting: list[NDArray[np.int64]] = []
    person: list[NDArray[np.int64]] = []
    relation: list[str] = []
    name: list[str] = []
    for slot, what, likely in (
        (MOTHER, "Mother", 0.97), (FATHER, "Father", 0.62), (PARTNER, "Mum's partner", 0.7), (GRANDMOTHER, "Grandmother", 0.93),
        (GRANDFATHER, "Grandfather", 0.8), (AUNT, "Aunt", 0.85),
    ):  # fmt: skip
        row = people.row_in_slot(slot)[family]
        there = (
            (row >= 0)
            & (people.households.died[row] > m.planned[planned])
            & happens(chance, likely, len(row))
        )
        # Somebody who has been hurt is not asked to sit with the person who did it.
        there &= ~((need == "3B") & np.isin(slot, [FATHER, PARTNER]))
        meeting.append(planned[there])
        person.append(people.id[row[there]])
        relation += [
            "Uncle" if slot == AUNT and not people.households.female[each] else what
            for each in row[there].tolist()
        ]
        name += [""] * int(there.sum())
    told = planned[family == place_of("many_relatives")][:1]
    for each in told.tolist():
        for key, what in TOLD_PLACES:
            if key in world.relatives:
                meeting.append(np.array([each]))
                person.append(np.array([world.relatives[key]]))
                relation.append(what)
                name.append("")
    others = np.repeat(planned, chance.integers(1, 4, size=len(planned)))
    order = np.arange(len(others)) - np.searchsorted(others, others)
    drawn = chance.integers(len(people.given), size=(2, len(others)))
    meeting.append(others)
    person.append(np.zeros(len(others), dtype=np.int64))
    relation += [FRIENDS[place] for place in ((others * 3 + order) % len(FRIENDS)).tolist()]
    name += [f"{people.given[a]} {people.surname[b]}" for a, b in drawn.T.tolist()]
    of, who = np.concatenate(meeting), np.concatenate(person)
    held = m.held[of] < NEVER
    came = np.where(
        held,
        pick(chance, ("came", "by_telephone", "sent_words", "did_not_come"), len(of), (76, 10, 5, 9)),
        "",
    )
    first = np.unique(of, return_index=True)[1]
    came[first] = np.where(held[first], "came", "")  # a meeting to which nobody came was not held
    sort = np.argsort(of, kind="stable")
    out.write(
        "family_help_meetingplace",
        pl.DataFrame(
            {
                "id": out.ids("family_help_meetingplace", len(of)), "meeting_id": m.id[of[sort]], "person_id": pl.Series(who[sort]).replace(0, None),
                "name": [name[place] for place in sort.tolist()], "relation": [relation[place] for place in sort.tolist()], "came": came[sort].tolist(),
            }
        ),
        recorded_at=m.at(m.planned, TEN + 7260)[of[sort]], recorded_by=lead_on(world, m.plan, m.planned)[of[sort]],
        changes=[Change(m.at(m.held, TEN + 6 * 3600)[of[sort]], lead_on(world, m.plan, m.held)[of[sort]], {"came": ""})],
    )  # fmt: skip


FRIENDS = (
    "Mum's friend",
    "Neighbour",
    "Godmother",
    "Football coach",
    "Family friend from church",
    "Dad's cousin",
    "Old neighbour who minded them",
)
TOLD_PLACES = (("fathers_mother", "Grandmother, Dad's side"), ("fathers_brother", "Uncle"), ("uncles_wife", "Uncle's wife"), ("half_sister", "Half-sister, grown up"),
               ("mothers_brother", "Uncle"), ("mothers_half_sister", "Aunt"), ("aunts_husband", "Aunt's husband"), ("partners_mother", "Mum's partner's mother"),
               ("fathers_half_brother", "Uncle"), ("step_grandmother", "Step-grandmother"))  # fmt: skip


def _record(world: World, m: Meetings) -> None:
    """Record each step, about the plan's children."""
    answer = np.where(m.accepts, "accepted", "declined")
    for kind, day, second, there, summary, more in (
        ("meeting_offered", m.offered, 0, ~m.not_offered, "A meeting of the family's own people was offered", None),
        ("meeting_not_offered", m.offered, 0, m.not_offered, "It was decided not to offer a meeting of the family's own people, with the reason", None),
        ("meeting_answered", m.answered, 3600, m.accepts, "A meeting of the family's own people was accepted", ("answer", answer)),
        ("meeting_answered", m.answered, 3600, ~m.accepts, "A meeting of the family's own people was declined", ("answer", answer)),
        ("meeting_planned", m.planned, 7200, m.accepts, "The meeting of the family's own people was planned", None),
        ("meeting_held", m.held, 6 * 3600, m.accepts, "The family's own people met and made a plan of their own", None),
        ("family_plan_answered", m.agreed, 7 * 3600, m.accepts, "The service answered the family's own plan", ("agreed", m.agreement)),
        ("meeting_reviewed", m.reviewed, 7 * 3600, m.accepts, "The family's own plan was looked at again", None),
    ):  # fmt: skip
        rows = np.nonzero((day < NEVER) & there)[0]
        if not len(rows):
            continue
        told = of_plan(world, m.plan[rows])
        extra = pl.Series(
            [f', "{more[0]}": "{value}"' for value in more[1][rows].tolist()] if more else [""] * len(rows),
            dtype=pl.String,
        )
        told["details"] = pl.select(
            pl.concat_str(
                told["details"].str.strip_suffix("}"),
                pl.lit(', "meeting": '),
                pl.Series(m.id[rows]).cast(pl.String),
                extra,
                pl.lit("}"),
            )
        ).to_series()
        world.events.add(
            f"family_help.{kind}", at(day[rows], TEN + second), lead_on(world, m.plan[rows], day[rows]), summary,
            about=about_children(world, m.plan[rows]), significant=kind == "meeting_held", **told,
        )  # fmt: skip
