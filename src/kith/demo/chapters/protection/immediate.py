"""Police protection and emergency protection orders: few, short, and each with its end. How many is invented."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.protection.beside import some
from kith.demo.chapters.protection.decisions import decide
from kith.demo.chapters.protection.saying import names_of, one_of, say
from kith.demo.days import NEVER_AT, SECONDS, at, date_of, instants
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import NO_CONFERENCE
from kith.demo.words import legal_words as words
from kith.demo.world import World

POLICE, ORDER = "police_protection", "emergency_protection_order"
OF_ENQUIRIES = {POLICE: 0.022, ORDER: 0.006}
SPAN = {POLICE: 72 * 3600, ORDER: 8 * SECONDS}
ENDINGS = ("home", "relative", "accommodated", "order")
KINDS = {POLICE: ("police_protection_started", "police_protection_ended", "Police protection began.", "Police protection ended."),
         ORDER: ("emergency_protection_order_made", "emergency_protection_order_ended", "A court made an emergency protection order.", "The emergency protection order ended.")}  # fmt: skip


def write(world: World, out: Loader) -> None:
    """Write each use of a power, a child at a time, in the days after a strategy discussion."""
    w = world.protection.worries
    enquiries = np.nonzero(
        (world.protection.held_at < NEVER_AT) & (w.kind >= NO_CONFERENCE) & (w.decided <= world.last - 12)
    )[0]
    for kind, share in OF_ENQUIRIES.items():
        _write(world, out, kind, some(world, kind, len(enquiries) * share, enquiries))


def _write(world: World, out: Loader, kind: str, rows: NDArray[np.int64]) -> None:
    p, chance = world.protection, world.chance("immediate protection", kind)
    children = p.children_of(rows)
    kept = world.people.households.born[children.row] <= p.held_on[rows][children.of]
    of, child = children.of[kept], children.row[kept]
    many = len(child)
    if not many:
        return
    worry = rows[of]
    began = (at(p.held_on[rows] + 1, (19 if kind == POLICE else 14) * 3600) + rows * 7919 % 5400)[of]
    lasts = (SPAN[kind] * (0.35 + 0.55 * chance.random(len(rows)))).astype(np.int64)[of]
    extended = (happens(chance, 0.3, len(rows))[of]) & (kind == ORDER)
    extended_at = np.where(extended, began + 6 * SECONDS, NEVER_AT)
    ended_at = began + lasts + np.where(extended, 5 * SECONDS, 0)
    ending = np.array(ENDINGS, dtype=object)[pick_index(chance, 4, len(rows), (38, 30, 18, 14))[of]]
    limit = instants(began) + pl.Series([SPAN[kind] * 1_000_000] * many).cast(pl.Duration("us"))
    number, lead = out.ids("protection_immediateprotection", many), p.lead[worry]
    manager = p.manager[worry]
    names = names_of(world, child)
    label = (
        "Police protection (Children Act 1989, section 46)"
        if kind == POLICE
        else "Emergency protection order (Children Act 1989, section 44)"
    )
    decision = decide(
        world, out, child=child, kind="immediate", decided=[label] * many, reasons=say(chance, [0] * many, {0: words.POWER_REASONS}, names), decided_at=began + 1800,
        by=manager, address=[f"/people/{each}/" for each in world.people.id[child].tolist()], looks=0.0, parent=[p.parents(world)[each] for each in worry.tolist()],
    )  # fmt: skip
    told = {
        "child_told": one_of(chance, many, words.CHILD_TOLD),
        "parents_told": one_of(chance, many, words.PARENTS_TOLD),
    }
    out.write(
        "protection_immediateprotection",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[child], "family_id": world.people.family_id[p.worries.family[worry]], "kind": [kind] * many,
                "started_at": instants(began), "must_end_at": limit, "extended_at": instants(extended_at),
                "extended_until": instants(np.where(extended, began + 13 * SECONDS, NEVER_AT)),
                "ended_at": instants(ended_at), "ending": ending.tolist(), "end_words": [words.END_WORDS[each] for each in ending.tolist()],
                "who_used_it": one_of(chance, many, words.OFFICERS) if kind == POLICE else [words.COURT] * many,
                "reference": [f"{'PP' if kind == POLICE else 'EPO'}{each % 100000:05}" for each in (number * 7919).tolist()], **told,
                "decision_id": decision, "version": np.where(extended, 3, 2),
            }
        ),
        recorded_at=began + 1800, recorded_by=manager,
        changes=[
            Change(np.where(extended, extended_at + 1800, NEVER_AT), manager, {"extended_at": None, "extended_until": None, "version": 1}),
            Change(ended_at + 1800, lead, {"ended_at": None, "ending": "", "end_words": "", "version": pl.Series(np.where(extended, 2, 1))}),
        ],
    )  # fmt: skip
    thread = pl.Series([f"power:{each}" for each in number.tolist()], dtype=pl.String)
    started, over, began_words, ended_words = KINDS[kind]
    whom = world.people.id[child]
    days = [date_of(day).isoformat() for day in (began // SECONDS + (3 if kind == POLICE else 8)).tolist()]
    world.events.add(f"protection.{started}", began, manager, began_words, about=whom, thread=thread, significant=True, recorded_after=1800,
                     details=pl.Series([f'{{"power": {n}, "until_date": "{day}"}}' for n, day in zip(number.tolist(), days, strict=True)], dtype=pl.String))  # fmt: skip
    longer = np.nonzero(extended)[0]
    world.events.add("protection.emergency_protection_order_extended", extended_at[longer], manager[longer], "The court extended the emergency protection order.",
                     about=whom[longer], thread=thread.gather(longer), recorded_after=1800,
                     details=pl.Series([f'{{"power": {n}}}' for n in number[longer].tolist()], dtype=pl.String))  # fmt: skip
    world.events.add(f"protection.{over}", ended_at, lead, ended_words, about=whom, thread=thread, recorded_after=1800,
                     details=pl.Series([f'{{"power": {n}, "in_time": true}}' for n in number.tolist()], dtype=pl.String))  # fmt: skip
    world.say(f"{many:,} uses of {kind.replace('_', ' ')}")
