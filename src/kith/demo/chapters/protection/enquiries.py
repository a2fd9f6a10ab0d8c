"""Section 47 enquiries: each child seen and heard, what was found, what comes next, and never an end in nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.managers import manager_on
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.offers import offer
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, Instants, at, dates, instants, last_working, next_working
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import NO_CONFERENCE, NO_PLAN
from kith.demo.told_families import place_of
from kith.demo.told_protection import REASONS_FOR_LATE
from kith.demo.words import protection_words as words
from kith.demo.world import World

FINDINGS = {
    "unsubstantiated": "The worry was not borne out",
    "substantiated_safe": "It was borne out, and the child is not at continuing risk of significant harm",
    "substantiated_at_risk": "It was borne out, and the child is likely to suffer significant harm",
}
OUTCOMES = {
    "1": "Initial child protection conference", "2": "Another service keeps watch", "3": "The family assessment goes on",
    "5": "Help as a child in need (section 17)", "7": "Nothing further from us",
}  # fmt: skip
NOT_BORNE_OUT, SENT_BACK, SEEN_ALONE = 0.44, 0.08, 0.72  # invented


def write(world: World, out: Loader) -> None:
    """Write every enquiry that has begun."""
    p, chance, last = world.protection, world.chance("enquiries"), world.last
    w = p.worries
    rows = np.nonzero((p.held_at < NEVER_AT) & (w.kind >= NO_CONFERENCE))[0]
    many = len(rows)
    p.enquiry_id = np.zeros(len(w), dtype=np.int64)
    p.enquiry_id[rows] = number = out.ids("protection_sectionfortysevenenquiry", many)
    children = p.children_of(rows)
    held, submitted, decided = w.held[rows], w.submitted[rows], w.decided[rows]
    start_at = p.held_at[rows] + 300
    spread = rows * 7919 % 2400
    submitted_at = np.where(
        submitted <= last, np.maximum(at(submitted, 15 * 3600) + spread, start_at + 7200), NEVER_AT
    )
    decided_at = np.where(
        decided <= last, np.maximum(at(decided, 16 * 3600) + spread, submitted_at + 1800), NEVER_AT
    )
    back = happens(chance, SENT_BACK, many) & (submitted - held > 8) & (submitted <= last)
    returned_at = np.where(back, at(last_working(submitted - 1), 10 * 3600) + spread, NEVER_AT)
    first_at = np.where(back, at(last_working(submitted - 3), 15 * 3600) + spread, NEVER_AT)
    ended, sent = decided_at < NEVER_AT, submitted_at < NEVER_AT
    lead = p.lead[rows]
    decider = manager_on(world, lead, np.minimum(decided, last))
    # What was found is written by the first time that it is sent.
    written_at = np.where(back, first_at, submitted_at) - 3600
    written_at = np.where(sent, np.maximum(written_at, start_at + 1800), NEVER_AT)
    finding = np.where(
        w.kind[rows] >= NO_PLAN,
        "substantiated_at_risk",
        np.where(happens(chance, NOT_BORNE_OUT, many), "unsubstantiated", "substantiated_safe"),
    ).astype(object)
    finding[np.isin(w.family[rows], [place_of("ended_with_help"), place_of("harm_outside")])] = (
        "substantiated_safe"
    )
    child, parent = (
        names_of(world, children.row[first_of(children.of, many)]),
        [p.parents(world)[row] for row in rows.tolist()],
    )
    theirs = {
        "what_was_found": where(sent, say(chance, finding, words.FOUND_BY_FINDING, child, parent)),
        "strengths": where(sent, say(chance, [0] * many, {0: words.STRENGTHS}, child, parent)),
        "analysis": where(sent, say(chance, finding, words.ANALYSIS, child, parent)),
        "family_view": where(sent, one_of(chance, many, words.PARENT_SAYS)),
    }  # fmt: skip
    not_told = happens(chance, 0.05, many) & p.joint[rows]
    status = np.where(ended, "ended", np.where(sent, "submitted", "under_way"))
    begun_words = {"how_it_begins": say(chance, [0] * many, {0: (words.HOW_IT_BEGINS,)}, child, parent)}
    steps = np.stack([sent, back, back, sent, ended]).cumsum(axis=0)
    who_sent = pl.Series(np.where(sent, lead, 0)).replace(0, None)
    nothing = dict.fromkeys(theirs, "")
    out.write(
        "protection_sectionfortysevenenquiry",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[w.family[rows]], "discussion_id": p.discussion_id[rows],
                "plan_id": p.plan_id(world).gather(rows), "kind": np.where(p.joint[rows], "joint", "single").tolist(), "status": status.tolist(),
                "lead_id": lead, "start_date": dates(held), "end_date": dates(np.where(ended, decided, NEVER)), **begun_words,
                "parents_told_date": dates(np.where(not_told, NEVER, held)), "why_parents_not_told": where(not_told, [words.NOT_TOLD] * many),
                **theirs, "submitted_at": instants(submitted_at), "submitted_by_id": who_sent, "returned_words": where(back, one_of(chance, many, words.RETURNED)),
                "decided_by_id": pl.Series(np.where(ended, decider, 0)).replace(0, None), "version": 1 + steps[-1],
            }
        ),
        recorded_at=start_at, recorded_by=p.manager[rows],
        changes=[
            Change(written_at, lead, {**nothing, "version": 1}),
            Change(first_at, lead, {"status": "under_way", "submitted_at": None, "submitted_by_id": None, "version": pl.Series(1 + steps[0])}),
            Change(returned_at, decider, {"status": "submitted", "submitted_at": instants(first_at), "submitted_by_id": pl.Series(lead), "returned_words": "", "version": pl.Series(1 + steps[1])}),
            Change(submitted_at, lead, {"status": "under_way", "submitted_at": None, "submitted_by_id": None, "version": pl.Series(1 + steps[2])}),
            Change(decided_at, decider, {"status": "submitted", "end_date": None, "decided_by_id": None, "version": pl.Series(1 + steps[3])}),
        ],
    )  # fmt: skip
    thread = pl.Series([f"enquiry:{each}" for each in number.tolist()], dtype=pl.String)
    _record(
        world,
        rows,
        children,
        thread,
        start_at,
        first_at,
        returned_at,
        submitted_at,
        decided_at,
        lead,
        decider,
        finding,
    )
    without = np.nonzero(ended & (w.kind[rows] == NO_CONFERENCE))[0]
    offers = np.zeros(many, dtype=np.int64)
    mine = np.isin(children.of, without)
    offers[without] = offer(
        world, out, rows[without], Children(np.searchsorted(without, children.of[mine]), children.row[mine]),
        np.maximum(decided_at[without] - 300, submitted_at[without] + 60), decider[without], thread.gather(without), "enquiries",
    )  # fmt: skip
    _write_children(
        world, out, rows, children, start_at, written_at, decided_at, lead, decider, finding, offers, parent
    )
    world.say(f"{many:,} section 47 enquiries, {int((~ended).sum()):,} of them under way")


def _write_children(
    world: World, out: Loader, rows: NDArray[np.int64], children: Children, start_at: Instants, written_at: Instants,
    decided_at: Instants, lead: NDArray[np.int64], decider: NDArray[np.int64], finding: NDArray[np.object_], offers: NDArray[np.int64],
    parent: list[str],
) -> None:  # fmt: skip
    """Write each child's part: seen within days, found out about, decided for."""
    p, chance, last = world.protection, world.chance("children in enquiries"), world.last
    of, many, people = children.of, len(children.of), world.people
    held = p.held_on[rows][of]
    unborn = people.households.born[children.row] > held
    seen = next_working(
        held
        + np.minimum(
            pick_index(chance, 6, many, (50, 22, 12, 8, 5, 3)),
            np.maximum(p.worries.submitted[rows][of] - held, 0),
        )
    )
    seen_at = np.maximum(at(seen, 14 * 3600 + 1800) + children.row % 1500, start_at[of] + 900)
    seen_at = np.where((seen <= last) & ~unborn, np.minimum(seen_at, written_at[of] - 60), NEVER_AT)
    seen_at = np.where(seen_at < NEVER_AT, np.maximum(seen_at, start_at[of] + 300), NEVER_AT)
    was_seen = seen_at < NEVER_AT
    small = held - people.households.born[children.row] < 3 * 365
    alone = was_seen & happens(chance, SEEN_ALONE, many) & ~small
    speaks = was_seen & ~small & happens(chance, 0.9, many)
    written, ended = written_at[of] < NEVER_AT, decided_at[of] < NEVER_AT
    conference = p.worries.kind[rows][of] >= NO_PLAN
    drawn = np.where(p.plan[rows][of] >= 0, np.array(["5", "3", "2"])[pick_index(chance, 3, len(rows), (70, 24, 6))[of]],
                     np.array(["3", "7", "2"])[pick_index(chance, 3, len(rows), (62, 28, 10))[of]])  # fmt: skip
    outcome = np.where(conference, "1", drawn).astype(object)
    names, parents = names_of(world, children.row), [parent[place] for place in of.tolist()]
    reason = say(
        chance, outcome, {code: (lines,) for code, lines in words.OUTCOME_REASONS.items()}, names, parents
    )
    made = np.nonzero(ended)[0]
    decision = np.zeros(many, dtype=np.int64)
    decision[made] = decide(
        world, out, child=children.row[made], kind="enquiry", parent=[parents[i] for i in made],
        decided=[f"{OUTCOMES[outcome[i]]}. {FINDINGS[finding[of[i]]]}."[:200] for i in made.tolist()], reasons=[reason[i] for i in made],
        decided_at=decided_at[of[made]] + 30, by=decider[of[made]],
        address=[f"/enquiries/{number}/" for number in p.enquiry_id[rows][of[made]].tolist()],
    )  # fmt: skip
    why_not = [
        words.WHY_NOT_SEEN[2].replace("{child}", name) if not_born else words.WHY_NOT_SEEN[turn].replace("{child}", name) if not there or (not lone and not little) else ""
        for name, not_born, there, lone, little, turn in zip(names, unborn.tolist(), was_seen.tolist(), alone.tolist(), small.tolist(), (~was_seen).astype(int).tolist(), strict=True)
    ]  # fmt: skip
    turned = [words.WHY_NOT_SEEN[1].replace("{child}", name) if there and text and not not_born else text
              for name, there, text, not_born in zip(names, was_seen.tolist(), why_not, unborn.tolist(), strict=True)]  # fmt: skip
    said = where(speaks, one_of(chance, many, words.CHILD_SAYS))
    of_offer = offers[of]
    out.write(
        "protection_enquirychild",
        pl.DataFrame(
            {
                "id": out.ids("protection_enquirychild", many), "enquiry_id": p.enquiry_id[rows][of], "child_id": people.id[children.row],
                "seen_date": dates(np.where(was_seen, seen_at // 86_400, NEVER)), "seen_alone": alone, "why_not_seen": where(written | was_seen, turned),
                "child_words": said, "child_words_date": dates(np.where(speaks, seen_at // 86_400, NEVER)),
                "what_was_found": where(written, say(chance, [0] * many, {0: words.CHILD_FOUND}, names, parents)),
                "finding": where(written, finding[of].tolist()), "outcome": where(written, outcome.tolist()), "outcome_reason": where(written, reason),
                "help_offer_id": pl.Series(of_offer).replace(0, None), "end_date": dates(np.where(ended, p.worries.decided[rows][of], NEVER)),
                "decision_id": pl.Series(decision).replace(0, None), "version": 1 + was_seen + written + ended,
            }
        ),
        recorded_at=start_at[of] + 30, recorded_by=p.manager[rows][of],
        changes=[
            Change(seen_at, lead[of], {"seen_date": None, "seen_alone": False, "why_not_seen": "", "child_words": "", "child_words_date": None, "version": 1}),
            Change(np.where(written, written_at[of] + 60, NEVER_AT), lead[of], {"what_was_found": "", "finding": "", "outcome": "", "outcome_reason": "", "version": pl.Series(1 + was_seen)}),
            Change(np.where(ended, decided_at[of] + 30, NEVER_AT), decider[of], {"help_offer_id": None, "end_date": None, "decision_id": None, "version": pl.Series(1 + was_seen + written)}),
        ],
    )  # fmt: skip
    there = np.nonzero(was_seen)[0]
    world.events.add(
        "protection.child_seen", seen_at[there], lead[of[there]], pl.Series(np.where(alone[there], "The child was seen alone.", "The child was seen.").tolist(), dtype=pl.String),
        about=people.id[children.row[there]], thread=pl.Series([f"enquiry:{each}" for each in p.enquiry_id[rows][of[there]].tolist()], dtype=pl.String),
        details=pl.Series([f'{{"alone": {"true" if lone else "false"}}}' for lone in alone[there].tolist()], dtype=pl.String),
    )  # fmt: skip


def _record(
    world: World, rows: NDArray[np.int64], children: Children, thread: pl.Series, start_at: Instants, first_at: Instants,
    returned_at: Instants, submitted_at: Instants, decided_at: Instants, lead: NDArray[np.int64], decider: NDArray[np.int64],
    finding: NDArray[np.object_],
) -> None:  # fmt: skip
    """Record each step of every enquiry about all of its children."""
    p = world.protection
    whom = world.people.id[children.row]
    without = p.worries.kind[rows] == NO_CONFERENCE
    kinds = np.where(p.joint[rows], '{"kind": "joint"}', '{"kind": "single"}').tolist()
    none = np.full(len(rows), "{}").tolist()
    for kind, when, by, summary, details, said in (
        ("section_47_started", start_at, p.manager[rows], "Enquiries under section 47 began.", kinds, None),
        ("section_47_submitted", first_at, lead, "The enquiry was sent to a manager.", none, None),
        ("section_47_returned", returned_at, decider, "The enquiry was sent back to be changed.", none, None),
        ("section_47_submitted", submitted_at, lead, "The enquiry was sent to a manager.", none, None),
        ("section_47_ended", decided_at, decider, "The enquiries under section 47 ended.", none, None),
        ("section_47_ended_without_conference", decided_at + 30, decider, "The enquiry ended, and no conference is needed.", none, without),
    ):  # fmt: skip
        happened = when < NEVER_AT if said is None else (when < NEVER_AT) & said
        chosen = np.nonzero(happened)[0]
        mine = np.isin(children.of, chosen)
        world.events.add(
            f"protection.{kind}", when[chosen], by[chosen], summary, about=(np.searchsorted(chosen, children.of[mine]), whom[mine]),
            thread=thread.gather(chosen), details=pl.Series([details[place] for place in chosen.tolist()], dtype=pl.String),
            team=world.workforce.team_of(lead[chosen]), significant=kind in ("section_47_started", "section_47_ended"),
        )  # fmt: skip
    for key, reason in REASONS_FOR_LATE.items():
        for place in np.nonzero(p.worries.family[rows] == place_of(key))[0].tolist():
            world.reasons_for_late[thread[place]] = reason
