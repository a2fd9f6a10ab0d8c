"""Child protection conferences, initial and review: who was asked and came, what was said, and what was decided for each child."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import pick_index, repeated
from kith.demo.chapters.protection import places
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.discussions import write_actions
from kith.demo.chapters.protection.made import Children, eighteen
from kith.demo.chapters.protection.meetings import Meetings, gather
from kith.demo.chapters.protection.offers import offer
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, at, dates, instants
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import PLAN
from kith.demo.words import conference_words as words
from kith.demo.words import protection_words
from kith.demo.world import World

OUTCOMES = {
    "plan": "A child protection plan", "plan_continues": "The child protection plan goes on",
    "plan_ends": "The child protection plan ends", "no_plan": "No child protection plan",
}  # fmt: skip
CATEGORY = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "more than one category",
}
PARTICIPATION = {"PN1": 30, "PN2": 8, "PN3": 4, "PN4": 3, "PN5": 20, "PN6": 30, "PN7": 5}  # invented
# How often each agency was there: invented.
CAME = {"police": 0.55, "health": 0.86, "education": 0.82}


def write(world: World, out: Loader) -> None:
    """Write every conference that was asked for."""
    p, chance = world.protection, world.chance("what conferences say")
    p.meetings = m = gather(world)
    w, many = p.worries, len(m.worry)
    number = out.ids("protection_childprotectionconference", many)
    p.meeting_id = number
    p.meeting_children = children = _children(world, m)
    is_held, is_booked = m.held_at < NEVER_AT, m.booked_at < NEVER_AT
    named = first_of(children.of, many)
    child, parent = names_of(world, children.row[named]), [p.parents(world)[row] for row in m.worry.tolist()]
    came = {agency: chance.random(many) < share for agency, share in CAME.items()}
    quorate = np.sum(list(came.values()), axis=0) >= 2
    protects = is_held & (w.kind[m.worry] == PLAN) & ~m.ends
    nothing = [0] * many
    told = {
        "going_well": where(is_held, say(chance, nothing, {0: words.GOING_WELL}, child, parent)),
        "worries": where(is_held, say(chance, nothing, {0: words.WORRIES}, child, parent)),
        "discussion": where(is_held, say(chance, nothing, {0: words.DISCUSSION}, child, parent)),
        "family_view": where(is_held, one_of(chance, many, protection_words.PARENT_SAYS)),
        "what_must_change": where(protects, say(chance, nothing, {0: words.MUST_CHANGE}, child, parent)),
        "if_it_does_not": where(protects, say(chance, nothing, {0: (words.IF_NOT,)}, child, parent)),
        "why_not_quorate": where(is_held & ~quorate, one_of(chance, many, words.NOT_QUORATE)),
    }  # fmt: skip
    next_review = np.where(protects, np.where(m.is_initial, m.planned + 91, m.planned + 181), NEVER)
    requested_by = np.where(m.is_initial, p.manager[m.worry], p.lead[m.worry])
    manager = p.manager[m.worry]
    first = np.where(p.plan >= 0, world.plans.id[p.plan], 0)[m.worry]
    out.write(
        "protection_childprotectionconference",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[w.family[m.worry]], "kind": np.where(m.is_initial, "initial", "review").tolist(),
                "status": np.where(is_held, "held", np.where(is_booked, "booked", "requested")).tolist(),
                "enquiry_id": pl.Series(np.where(m.is_initial, p.enquiry_id[m.worry], 0)).replace(0, None), "plan_id": pl.Series(first).replace(0, None),
                "requested_date": dates(m.requested), "requested_by_id": requested_by, "chair_id": pl.Series(np.where(is_booked, m.chair, 0)).replace(0, None),
                "planned_at": instants(np.where(is_booked, at(m.planned, 10 * 3600 + 1800 * (m.worry % 7)), NEVER_AT)), "where": where(is_booked, one_of(chance, many, words.WHERE)),
                "held_how": where(is_held, one_of(chance, many, ("meeting", "meeting", "meeting", "video"))), "held_date": dates(m.held),
                "is_quorate": pl.Series([enough if there else None for enough, there in zip(quorate.tolist(), is_held.tolist(), strict=True)], dtype=pl.Boolean), **told,
                "visit_every_days": pl.Series(np.where(protects, 10, 0)).replace(0, None), "next_review_date": dates(next_review),
                "stood_down_reason": [""] * many, "version": 1 + is_booked + is_held,
            }
        ),
        recorded_at=m.requested_at, recorded_by=requested_by,
        changes=[
            Change(m.booked_at, manager, {"status": "requested", "chair_id": None, "planned_at": None, "where": "", "version": 1}),
            Change(m.held_at, m.chair, {"status": "booked", "held_how": "", "held_date": None, "is_quorate": None, "visit_every_days": None,
                                        "next_review_date": None, **dict.fromkeys(told, ""), "version": 2}),
        ],
    )  # fmt: skip
    _record(world, m, children, quorate, requested_by)
    offers = _offer(world, out, m, children)
    dissent = places.write(world, out, m, came, chance)
    _write_children(world, out, m, children, offers, dissent, parent)
    _write_actions(world, out, m, children)
    world.say(f"{many:,} conferences, {int(is_held.sum()):,} of them held")


def _children(world: World, m: Meetings) -> Children:
    """Return whom each conference is about: at a review those who are still on a plan."""
    p = world.protection
    first = np.searchsorted(p.children.of, m.worry)
    place, order = repeated(np.searchsorted(p.children.of, m.worry, side="right") - first)
    row = p.children.row[first[place] + order]
    kept = m.is_initial[place] | (eighteen(world, row) > m.planned[place])
    return Children(place[kept], row[kept])


def _offer(world: World, out: Loader, m: Meetings, children: Children) -> NDArray[np.int64]:
    """Write the offer with which each conference ends that makes no plan."""
    p = world.protection
    chosen = np.nonzero((m.held_at < NEVER_AT) & (p.worries.kind[m.worry] != PLAN))[0]
    mine = np.isin(children.of, chosen)
    offers = np.zeros(len(m.worry), dtype=np.int64)
    offers[chosen] = offer(
        world, out, m.worry[chosen], Children(np.searchsorted(chosen, children.of[mine]), children.row[mine]),
        m.held_at[chosen] + 30, p.manager[m.worry[chosen]],
        pl.Series([f"conference:{each}" for each in p.meeting_id[chosen].tolist()], dtype=pl.String), "conferences",
    )  # fmt: skip
    return offers


def _write_children(
    world: World,
    out: Loader,
    m: Meetings,
    children: Children,
    offers: NDArray[np.int64],
    dissent: list[str],
    parent: list[str],
) -> None:
    """Write each child's part: how they took part, what they say, and what was decided."""
    p, chance, people = world.protection, world.chance("children at conferences"), world.people
    of, many = children.of, len(children.of)
    kind, held = p.worries.kind[m.worry][of], m.held_at[of] < NEVER_AT
    outcome = np.where(
        m.is_initial[of],
        np.where(kind == PLAN, "plan", "no_plan"),
        np.where(m.ends[of], "plan_ends", "plan_continues"),
    ).astype(object)
    category = p.category[m.worry[of]]
    goes_on = held & np.isin(outcome, ["plan", "plan_continues"])
    small = m.planned[of] - people.households.born[children.row] < 4 * 365.25
    part = np.where(
        small,
        "PN0",
        np.array(list(PARTICIPATION))[pick_index(chance, 7, many, tuple(PARTICIPATION.values()))],
    )
    speaks = held & ~small & ~np.isin(part, ["PN4", "PN7"])
    names, parents = names_of(world, children.row), [parent[place] for place in of.tolist()]
    made = np.nonzero(held)[0]
    decision = np.zeros(many, dtype=np.int64)
    decided = [
        f"{OUTCOMES[each]}: {CATEGORY[code]}" if on else OUTCOMES[each]
        for each, code, on in zip(
            outcome[made].tolist(), category[made].tolist(), goes_on[made].tolist(), strict=True
        )
    ]
    decision[made] = decide(
        world, out, child=children.row[made], kind="conference", decided=decided, parent=[parents[i] for i in made],
        reasons=say(chance, outcome[made], words.REASONS, [names[i] for i in made], [parents[i] for i in made]),
        decided_at=m.held_at[of[made]] + 60, by=m.chair[of[made]], other_views=[dissent[i] for i in of[made]],
        address=[f"/conferences/{each}/" for each in p.meeting_id[of[made]].tolist()], looks=0.015,
    )  # fmt: skip
    out.write(
        "protection_conferencechild",
        pl.DataFrame(
            {
                "id": out.ids("protection_conferencechild", many), "conference_id": p.meeting_id[of], "child_id": people.id[children.row],
                "participation": where(held, part.tolist()), "advocate": where(held & np.isin(part, ["PN2", "PN5"]), one_of(chance, many, words.ADVOCATES)),
                "child_words": where(speaks, one_of(chance, many, protection_words.CHILD_SAYS)), "child_words_date": dates(np.where(speaks, m.planned[of] - 1, NEVER)),
                "outcome": where(held, outcome.tolist()), "category": where(goes_on, category.tolist()),
                "help_offer_id": pl.Series(offers[of]).replace(0, None), "decision_id": pl.Series(decision).replace(0, None), "version": 1 + held,
            }
        ),
        recorded_at=m.requested_at[of] + 30, recorded_by=np.where(m.is_initial[of], p.manager[m.worry[of]], p.lead[m.worry[of]]),
        changes=[Change(np.where(held, m.held_at[of] + 60, NEVER_AT), m.chair[of], {
            "participation": "", "advocate": "", "child_words": "", "child_words_date": None, "outcome": "", "category": "",
            "help_offer_id": None, "decision_id": None, "version": 1})],
    )  # fmt: skip


def _write_actions(world: World, out: Loader, m: Meetings, children: Children) -> None:
    p, chance = world.protection, world.chance("agreed at conferences")
    held = np.nonzero((m.held_at < NEVER_AT) & (p.worries.kind[m.worry] == PLAN) & ~m.ends)[0]
    place, turn = repeated(chance.integers(2, 5, size=len(held)))
    row = held[place]
    first = np.searchsorted(children.of, row)
    at_row, order = repeated(np.searchsorted(children.of, row, side="right") - first)
    theirs = Children(at_row, children.row[first[at_row] + order])
    options = tuple(text.replace("{parent}", "The parent") for text in words.AGREED)
    write_actions(world, out, chance, "conference_id", p.meeting_id[row], row, turn, m.held_at[row], p.lead[m.worry[row]],
                  "conference", p.meeting_id[row], theirs, options)  # fmt: skip


def _record(
    world: World, m: Meetings, children: Children, quorate: NDArray[np.bool_], requested_by: NDArray[np.int64]
) -> None:
    """Record each conference asked for, booked and held: the first on its enquiry's thread, a review on its own."""
    p = world.protection
    whom = world.people.id[children.row]
    own = pl.Series([f"conference:{each}" for each in p.meeting_id.tolist()], dtype=pl.String)
    of_enquiry = pl.Series([f"enquiry:{each}" for each in p.enquiry_id[m.worry].tolist()], dtype=pl.String)
    kinds = np.where(m.is_initial, '{"kind": "initial"}', '{"kind": "review"}').tolist()
    numbers = p.meeting_id.tolist()
    booked = [
        f'{{"chair": {chair}, "planned_date": "{day}", "again": false}}'
        for chair, day in zip(m.chair.tolist(), dates(m.planned).to_list(), strict=True)
    ]
    words_of = {
        goes_on: [f'{{"conference": {n}, "is_quorate": {"true" if enough else "false"}{more}}}' for n, enough in zip(numbers, quorate.tolist(), strict=True)]
        for goes_on, more in ((None, ""), (True, ', "plan_continues": true'), (False, ', "plan_continues": false'))
    }  # fmt: skip
    always = np.ones(len(numbers), dtype=bool)
    for kind, when, by, chosen, thread, details, summary in (
        ("conference_requested", m.requested_at, requested_by, always, own, kinds, pl.Series(np.where(m.is_initial, "Asked for: Initial child protection conference.", "Asked for: Review child protection conference.").tolist())),
        ("conference_booked", m.booked_at, p.manager[m.worry], always, own, booked, "The conference was booked."),
        ("initial_conference_held", m.held_at, m.chair, m.is_initial, of_enquiry, words_of[None], "The initial child protection conference was held."),
        ("review_conference_held", m.held_at, m.chair, ~m.is_initial & ~m.ends, own, words_of[True], "A review child protection conference was held."),
        ("review_conference_held", m.held_at, m.chair, ~m.is_initial & m.ends, own, words_of[False], "A review child protection conference was held."),
    ):  # fmt: skip
        rows = np.nonzero((when < NEVER_AT) & chosen)[0]
        mine = np.isin(children.of, rows)
        world.events.add(
            f"protection.{kind}", when[rows], by[rows], summary.gather(rows) if isinstance(summary, pl.Series) else summary,
            about=(np.searchsorted(rows, children.of[mine]), whom[mine]), thread=thread.gather(rows),
            details=pl.Series([details[place] for place in rows.tolist()], dtype=pl.String), team=world.workforce.team_of(p.lead[m.worry[rows]]),
            significant=kind.endswith("held"),
        )  # fmt: skip
