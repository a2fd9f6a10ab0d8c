"""Legal gateways, work before proceedings, and applications to the family court with hearings and orders.

Applications are as many as was published of the authority; what comes before and after them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.protection import court
from kith.demo.chapters.protection.core_groups import on_plans
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import legal_words as words
from kith.demo.world import World

BACK, WORK, ISSUE = "back", "pre_proceedings", "issue"
YEARS, MOST = 3, 0.5  # of families with protection plans, no more than half come to court
ENDED_SAFE = 0.35  # for each application, families whose work before proceedings ended with the children safe: invented


@dataclass
class Gateways:
    """One row a legal gateway meeting, in order of worry: what it decided, and the days of what followed; NEVER for no such thing."""

    worry: NDArray[np.int64]
    number: NDArray[np.int64]
    children: Children
    outcome: NDArray[np.object_]
    asked: Days
    held: Days
    letter: Days
    work_ends: Days
    issued: Days
    ends: Days
    work_number: NDArray[np.int64]
    final: NDArray[
        np.object_
    ]  # one row a child: the order that ends, or will end, what the court has of them


def write(world: World, out: Loader) -> None:
    """Write gateways, work before proceedings and proceedings."""
    gateways = world.protection.gateways
    if not len(gateways.worry):
        return
    gateways.number = out.ids("protection_legalgatewaymeeting", len(gateways.worry))
    _write_gateways(world, out, gateways)
    _write_work(world, out, gateways)
    court.write(world, out, gateways)


def foresee(world: World) -> Gateways:
    """Return every gateway and application, and what the court orders: whether children come into care follows from it."""
    p, chance, last = world.protection, world.chance("legal"), world.last
    w, rows = p.worries, on_plans(world)
    plan_end = world.journeys.plan_end[w.family, w.turn]
    plan_end = np.where(plan_end <= last, plan_end, NEVER)
    family_end = np.minimum(plan_end[rows], last + 200)
    since = w.conference[rows]
    room = family_end - since
    told = w.family[rows] == place_of("going_to_court")
    # Those who came into care did so through the court.
    order = np.argsort(
        chance.random(len(rows)) - 2 * told - (p.ending[rows] == "came_into_care"), kind="stable"
    )
    order = order[room[order] > 150]
    wanted = min(world.protection_shape.care_applications * world.scale * YEARS, MOST * len(rows))
    wanted = max(round(wanted), int(told.any()))
    to_court, rest = order[:wanted], order[wanted:]
    safe = rest[: round(wanted * ENDED_SAFE)]
    back = rest[len(safe) : len(safe) + round(wanted * 0.2)]
    chosen = np.concatenate([to_court, safe, back])
    many = len(chosen)
    worry, since, room = rows[chosen], since[chosen], room[chosen]
    goes = np.arange(many) < len(to_court)
    worked = np.where(
        goes, (room > 260) & happens(chance, 0.62, many), np.arange(many) < len(to_court) + len(safe)
    )
    worked |= told[chosen]
    outcome = np.where(worked, WORK, np.where(goes, ISSUE, BACK)).astype(object)
    # From the gateway to the court: at once, or after some months of work.
    gap = np.where(worked, chance.integers(80, 140, size=many), chance.integers(6, 20, size=many))
    spare = np.maximum(room - gap - 130, 0)
    asked = next_working(since + 12 + (spare * 0.8 * chance.random(many)).astype(np.int64))
    asked[told[chosen]] = since[told[chosen]] + 90
    held = next_working(asked + chance.integers(3, 10, size=many))
    ends_work = np.where(worked, next_working(held + gap), NEVER)
    issued = np.where(goes, np.where(worked, ends_work, next_working(held + gap)), NEVER)
    lasts = 7 * np.where(
        happens(chance, 0.55, many), chance.integers(17, 27, size=many), chance.integers(27, 45, size=many)
    )
    ends = np.where(
        goes,
        np.minimum(issued + lasts, np.where(plan_end[worry] < NEVER, family_end[chosen] - 4, NEVER)),
        NEVER,
    )
    kept = (asked <= last) & (held + 12 < plan_end[worry])
    # What there is no time for before the family's plan ends does not begin.
    issued = np.where(ends > issued + 40, issued, NEVER)
    ends = np.where(issued < NEVER, ends, NEVER)
    ends_work = np.where(ends_work < plan_end[worry] - 3, ends_work, NEVER)
    outcome[(outcome == ISSUE) & (issued == NEVER)] = BACK
    outcome[(outcome == WORK) & (ends_work == NEVER)] = BACK
    issued = np.where(outcome == BACK, NEVER, issued)
    place = np.nonzero(kept)[0][np.argsort(worry[kept], kind="stable")]
    worry = worry[place]
    children = p.children_of(worry)
    return Gateways(
        worry, np.zeros(len(worry), dtype=np.int64), children, outcome[place], asked[place],
        np.where(held[place] <= last, held[place], NEVER), next_working(held[place] + 8), np.where(outcome[place] == WORK, ends_work[place], NEVER),
        np.where(issued[place] <= last, issued[place], NEVER), ends[place], np.zeros(len(worry), dtype=np.int64),
        court.final_orders(chance, len(worry))[children.of],
    )  # fmt: skip


def after_coming_in(
    world: World, chance: np.random.Generator, worry: NDArray[np.int64], day: Days, children: Children
) -> Gateways:
    """Return gateways and applications about children who came into care by agreement on some days, some weeks later."""
    many, last = len(worry), world.last
    asked = next_working(day + chance.integers(8, 40, size=many))
    held = next_working(asked + chance.integers(3, 9, size=many))
    issued = next_working(held + chance.integers(6, 20, size=many))
    there = held <= last
    outcome = np.full(many, ISSUE, dtype=object)
    lasts = 7 * chance.integers(22, 40, size=many)
    final = np.array(court.INTO_CARE, dtype=object)[pick_index(chance, 3, many, (62, 14, 24))]
    found = Gateways(
        worry, np.zeros(many, dtype=np.int64), children, outcome, asked, np.where(there, held, NEVER), next_working(held + 8),
        np.full(many, NEVER), np.where(issued <= last, issued, NEVER), issued + lasts, np.zeros(many, dtype=np.int64), final[children.of],
    )  # fmt: skip
    return _some(found, asked <= last)


def _some(g: Gateways, kept: NDArray[np.bool_]) -> Gateways:
    """Return some gateways with their children."""
    mine = kept[g.children.of]
    to = np.cumsum(kept) - 1
    children = Children(to[g.children.of[mine]], g.children.row[mine])
    return Gateways(
        children=children, final=g.final[mine], **{name: getattr(g, name)[kept] for name in _COLUMNS}
    )


def together(one: Gateways, other: Gateways) -> Gateways:
    """Return both in one, in order of worry."""
    columns = [np.concatenate([getattr(one, name), getattr(other, name)]) for name in _COLUMNS]
    order = np.argsort(columns[0], kind="stable")
    to = np.empty(len(order), dtype=np.int64)
    to[order] = np.arange(len(order))
    of = to[np.concatenate([one.children.of, other.children.of + len(one.worry)])]
    row, final = (
        np.concatenate([one.children.row, other.children.row]),
        np.concatenate([one.final, other.final]),
    )
    turn = np.lexsort((np.arange(len(of)), of))
    sorted_columns = {name: column[order] for name, column in zip(_COLUMNS, columns, strict=True)}
    return Gateways(children=Children(of[turn], row[turn]), final=final[turn], **sorted_columns)


_COLUMNS = (
    "worry",
    "number",
    "outcome",
    "asked",
    "held",
    "letter",
    "work_ends",
    "issued",
    "ends",
    "work_number",
)


def _write_gateways(world: World, out: Loader, g: Gateways) -> None:
    p, chance, many = world.protection, world.chance("what gateways say"), len(g.worry)
    lead, manager = p.lead[g.worry], p.manager[g.worry]
    asked_at = at(g.asked, 12 * 3600) + g.worry * 7919 % 2400
    held_at = np.where(g.held < NEVER, at(g.held, 14 * 3600) + g.worry * 7919 % 2400, NEVER_AT)
    is_held = held_at < NEVER_AT
    names, parent = (
        names_of(world, g.children.row[first_of(g.children.of, many)]),
        [p.parents(world)[row] for row in g.worry.tolist()],
    )
    out.write(
        "protection_legalgatewaymeeting",
        pl.DataFrame(
            {
                "id": g.number, "family_id": world.people.family_id[p.worries.family[g.worry]], "plan_id": world.plans.id[p.plan[g.worry]],
                "asked_date": dates(g.asked), "asked_by_id": lead, "why_asked": say(chance, [0] * many, {0: words.WHY_GATEWAY}, names, parent),
                "held_date": dates(g.held), "led_by_id": pl.Series(np.where(is_held, manager, 0)).replace(0, None),
                "legal_adviser": where(is_held, one_of(chance, many, words.ADVISERS)),
                "advice": where(is_held, [words.ADVICE[2] if each == BACK else words.ADVICE[turn % 2] for each, turn in zip(g.outcome.tolist(), g.worry.tolist(), strict=True)]),
                "version": 1 + is_held,
            }
        ),
        recorded_at=asked_at, recorded_by=lead,
        changes=[Change(held_at, manager, {"held_date": None, "led_by_id": None, "legal_adviser": "", "advice": "", "version": 1})],
    )  # fmt: skip
    of, child = g.children.of, g.children.row
    made = np.nonzero(is_held[of])[0]
    decision = np.zeros(len(of), dtype=np.int64)
    decision[made] = decide(
        world, out, child=child[made], kind="legal_gateway", decided=[words.OUTCOMES[each] for each in g.outcome[of[made]].tolist()],
        reasons=say(chance, [0] * len(made), {0: words.GATEWAY_REASONS}, names_of(world, child[made])), decided_at=held_at[of[made]] + 60, by=manager[of[made]],
        address=[f"/legal-gateways/{each}/" for each in g.number[of[made]].tolist()], parent=[parent[i] for i in of[made].tolist()], looks=0.0,
    )  # fmt: skip
    out.write(
        "protection_legalgatewaychild",
        pl.DataFrame(
            {
                "id": out.ids("protection_legalgatewaychild", len(of)), "gateway_id": g.number[of], "child_id": world.people.id[child],
                "outcome": where(is_held[of], g.outcome[of].tolist()), "decision_id": pl.Series(decision).replace(0, None),
            }
        ),
        recorded_at=asked_at[of] + 30, recorded_by=lead[of],
        changes=[Change(np.where(is_held[of], held_at[of] + 60, NEVER_AT), manager[of], {"outcome": "", "decision_id": None})],
    )  # fmt: skip
    court.record(
        world,
        "legal_gateway_asked_for",
        "gateway",
        g.number,
        g.children,
        asked_at,
        lead,
        "A meeting of the service with its lawyers was asked for.",
    )
    court.record(
        world,
        "legal_gateway_held",
        "gateway",
        g.number,
        g.children,
        held_at,
        manager,
        "The service met with its lawyers.",
    )


def _write_work(world: World, out: Loader, g: Gateways) -> None:
    """Write work before proceedings: the letter, meetings, an assessment and a review, and how it ended."""
    p, chance, last = world.protection, world.chance("before proceedings"), world.last
    rows = np.nonzero((g.outcome == WORK) & (g.held + 3 <= last))[0]
    many = len(rows)
    if not many:
        return
    g.work_number[rows] = number = out.ids("protection_preproceedings", many)
    start = next_working(g.held[rows] + 1)
    letter = np.where(g.letter[rows] <= last, g.letter[rows], NEVER)
    end = np.where(g.work_ends[rows] <= last, g.work_ends[rows], NEVER)
    lead = p.lead[g.worry[rows]]
    start_at, letter_at = at(start, 11 * 3600), np.where(letter < NEVER, at(letter, 12 * 3600), NEVER_AT)
    end_at = np.where(end < NEVER, at(end, 11 * 3600), NEVER_AT)
    sent, ended = letter < NEVER, end < NEVER
    ending = np.where(g.issued[rows] < NEVER, "proceedings", "safe")
    out.write(
        "protection_preproceedings",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[p.worries.family[g.worry[rows]]], "plan_id": world.plans.id[p.plan[g.worry[rows]]],
                "gateway_id": g.number[rows], "lead_id": lead, "letter_sent_date": dates(letter),
                "what_we_worry_about": where(sent, one_of(chance, many, words.LETTER)), "what_must_change": where(sent, one_of(chance, many, words.LETTER_CHANGE)),
                "help_offered": where(sent, one_of(chance, many, words.LETTER_HELP)), "network_meeting_id": pl.Series([None] * many, dtype=pl.Int64),
                "next_review_date": dates(start + 42), "ending": where(ended, ending.tolist()), "version": 1 + sent + ended, "start_date": dates(start), "end_date": dates(end),
            }
        ),
        recorded_at=start_at, recorded_by=lead,
        changes=[
            Change(letter_at, lead, {"letter_sent_date": None, "what_we_worry_about": "", "what_must_change": "", "help_offered": "", "version": 1}),
            Change(end_at, lead, {"ending": "", "end_date": None, "version": pl.Series(1 + sent)}),
        ],
    )  # fmt: skip
    children = _theirs(g, rows)
    out.write(
        "protection_preproceedingschild",
        pl.DataFrame({"id": out.ids("protection_preproceedingschild", len(children.of)), "pre_proceedings_id": number[children.of],
                      "child_id": world.people.id[children.row], "decision_id": pl.Series([None] * len(children.of), dtype=pl.Int64)}),
        recorded_at=start_at[children.of] + 30, recorded_by=lead[children.of],
    )  # fmt: skip
    for kind, when, summary in (
        ("pre_proceedings_started", start_at, "Work with the parents before proceedings began."),
        ("letter_before_proceedings_sent", letter_at, "A letter before proceedings was sent to the parents."),
        ("pre_proceedings_ended", end_at, "Work with the parents before proceedings ended."),
    ):
        court.record(world, kind, "pre_proceedings", number, children, when, lead, summary)
    for place, (kind, what, said) in enumerate(words.STEPS):
        planned = next_working(start + 16 + 24 * place)
        there = (planned - 6 <= last) & (planned < np.minimum(end, NEVER))
        chosen = np.nonzero(there)[0]
        done = np.where(planned[chosen] <= last, planned[chosen], NEVER)
        added_at = np.maximum(start_at[chosen] + 60, at(planned[chosen] - 7, 10 * 3600))
        done_at = np.where(done < NEVER, at(done, 16 * 3600), NEVER_AT)
        is_meeting = kind == "meeting"
        out.write(
            "protection_preproceedingsstep",
            pl.DataFrame(
                {
                    "id": out.ids("protection_preproceedingsstep", len(chosen)), "pre_proceedings_id": number[chosen], "kind": [kind] * len(chosen),
                    "planned_date": dates(planned[chosen]), "done_date": dates(done), "what": [what] * len(chosen),
                    "parents_had_a_lawyer": pl.Series([True if is_meeting and was else None for was in (done < NEVER).tolist()], dtype=pl.Boolean),
                    "words": where(done < NEVER, [said] * len(chosen)),
                }
            ),
            recorded_at=added_at, recorded_by=lead[chosen], changes=[Change(done_at, lead[chosen], {"done_date": None, "parents_had_a_lawyer": None, "words": ""})],
        )  # fmt: skip
    world.say(f"{len(g.worry):,} legal gateways, {many:,} families worked with before proceedings")


def _theirs(g: Gateways, rows: NDArray[np.int64]) -> Children:
    """Return the children of some gateways, by place among `rows`."""
    mine = np.isin(g.children.of, rows)
    return Children(np.searchsorted(rows, g.children.of[mine]), g.children.row[mine])
