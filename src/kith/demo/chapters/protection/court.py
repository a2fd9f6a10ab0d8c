"""Care proceedings: the application, its twenty-six weeks, hearings, interim orders, and the orders that end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import pick_index
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Instants, at, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.words import legal_words as words
from kith.demo.world import World

if TYPE_CHECKING:
    from kith.demo.chapters.protection.legal import Gateways

WEEKS_26 = 182
# Orders that end proceedings: invented.
FINAL = {
    "care": 48,
    "supervision": 12,
    "special_guardianship": 20,
    "child_arrangements": 6,
    "placement": 11,
    "no_order": 3,
}
# With an interim care order until then: the children are in care.
INTO_CARE = ("care", "placement", "special_guardianship")


def made_on(issued: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the day of the interim order of applications issued on some days."""
    return next_working(issued + 5)


def final_orders(chance: np.random.Generator, many: int) -> NDArray[np.object_]:
    """Return the orders that end some proceedings."""
    return np.array(list(FINAL), dtype=object)[pick_index(chance, len(FINAL), many, tuple(FINAL.values()))]


def record(
    world: World,
    kind: str,
    word: str,
    number: NDArray[np.int64],
    children: Children,
    when: Instants,
    by: NDArray[np.int64],
    summary: str,
) -> None:
    """Record one step of some processes about all of their children, where it has happened."""
    rows = np.nonzero(when < NEVER_AT)[0]
    mine = np.isin(children.of, rows)
    world.events.add(
        f"protection.{kind}", when[rows], by[rows], summary, about=(np.searchsorted(rows, children.of[mine]), world.people.id[children.row[mine]]),
        thread=pl.Series([f"{word}:{each}" for each in number[rows].tolist()], dtype=pl.String),
        details=pl.Series([f'{{"{word}": {each}}}' for each in number[rows].tolist()], dtype=pl.String), team=world.workforce.team_of(by[rows]),
    )  # fmt: skip


def write(world: World, out: Loader, g: Gateways) -> None:
    """Write every application that has been issued."""
    p, chance, last = world.protection, world.chance("court"), world.last
    rows = np.nonzero(g.issued < NEVER)[0]
    many = len(rows)
    if not many:
        return
    number = out.ids("protection_careproceedings", many)
    mine = np.isin(g.children.of, rows)
    children = Children(np.searchsorted(rows, g.children.of[mine]), g.children.row[mine])
    issued, ends = g.issued[rows], g.ends[rows]
    ended = np.where(ends <= last, ends, NEVER)
    lead, due = p.lead[g.worry[rows]], issued + WEEKS_26
    longer = (ends > due) & (due - 14 <= last)
    issued_at, ended_at = at(issued, 12 * 3600 + 600), np.where(ended < NEVER, at(ended, 16 * 3600), NEVER_AT)
    extended_at = np.where(longer, at(next_working(due - 20), 15 * 3600), NEVER_AT)
    extended_at = np.where(extended_at // 86_400 <= last, extended_at, NEVER_AT)
    longer = extended_at < NEVER_AT
    over = ended < NEVER
    out.write(
        "protection_careproceedings",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[p.worries.family[g.worry[rows]]], "plan_id": world.plans.id[p.plan[g.worry[rows]]],
                "gateway_id": g.number[rows], "pre_proceedings_id": pl.Series(g.work_number[rows]).replace(0, None),
                "network_meeting_id": pl.Series([None] * many, dtype=pl.Int64), "why_no_family_meeting": one_of(chance, many, words.NO_MEETING),
                "kind": ["care"] * many, "issued_date": dates(issued), "court": one_of(chance, many, words.COURTS),
                "case_number": [f"ZZ{each % 90 + 10}C{each * 37 % 90000 + 10000}" for each in number.tolist()], "guardian": one_of(chance, many, words.GUARDIANS),
                "due_date": dates(due), "extended_until": dates(np.where(longer, np.maximum(due + 56, ends + 3), NEVER)),
                "extended_reason": where(longer, [words.EXTENDED] * many), "ended_date": dates(ended), "version": 1 + longer + over,
            }
        ),
        recorded_at=issued_at, recorded_by=lead,
        changes=[
            Change(extended_at, lead, {"extended_until": None, "extended_reason": "", "version": 1}),
            Change(ended_at, lead, {"ended_date": None, "version": pl.Series(1 + longer)}),
        ],
    )  # fmt: skip
    out.write(
        "protection_proceedingschild",
        pl.DataFrame({"id": out.ids("protection_proceedingschild", len(children.of)), "proceedings_id": number[children.of], "child_id": world.people.id[children.row]}),
        recorded_at=issued_at[children.of] + 30, recorded_by=lead[children.of],
    )  # fmt: skip
    record(
        world,
        "proceedings_issued",
        "proceedings",
        number,
        children,
        issued_at,
        lead,
        "An application about the children was made to the family court.",
    )
    record(
        world,
        "proceedings_extended",
        "proceedings",
        number,
        children,
        extended_at,
        lead,
        "The family court gave the case more time.",
    )
    _write_hearings(world, out, number, children, issued, ends, lead)
    _write_orders(world, out, chance, number, children, issued, ended, lead, g.final[mine])
    record(
        world,
        "proceedings_ended",
        "proceedings",
        number,
        children,
        ended_at,
        lead,
        "The family court's case about this child ended.",
    )
    world.say(f"{many:,} applications to the court, {int((~over).sum()):,} not ended")


def _write_hearings(
    world: World,
    out: Loader,
    number: NDArray[np.int64],
    children: Children,
    issued: NDArray[np.int64],
    ends: NDArray[np.int64],
    lead: NDArray[np.int64],
) -> None:
    """Write the three hearings of each, planned some weeks ahead."""
    last = world.last
    for kind, day in (
        ("case_management", next_working(issued + 12)),
        ("issues_resolution", next_working(ends - 38)),
        ("final", ends),
    ):
        known = np.maximum(issued + 1, day - 60)
        chosen = np.nonzero((known <= last) & (day >= issued + 1))[0]
        held = day[chosen] <= last
        held_at = np.where(held, at(day[chosen], 15 * 3600), NEVER_AT)
        hearing = out.ids("protection_courthearing", len(chosen))
        out.write(
            "protection_courthearing",
            pl.DataFrame({"id": hearing, "proceedings_id": number[chosen], "kind": [kind] * len(chosen), "hearing_date": dates(day[chosen]),
                          "was_held": held, "words": where(held, [words.HEARING_WORDS[kind]] * len(chosen))}),
            recorded_at=at(known[chosen], 14 * 3600), recorded_by=lead[chosen], changes=[Change(held_at, lead[chosen], {"was_held": False, "words": ""})],
        )  # fmt: skip
        mine = np.isin(children.of, chosen)
        theirs = Children(np.searchsorted(chosen, children.of[mine]), children.row[mine])
        name = {
            "case_management": "Case management hearing",
            "issues_resolution": "Issues resolution hearing",
            "final": "Final hearing",
        }[kind]
        record(
            world,
            "hearing_planned",
            "proceedings",
            number[chosen],
            theirs,
            at(known[chosen], 14 * 3600),
            lead[chosen],
            f"{name}: its day is known.",
        )
        record(
            world,
            "hearing_held",
            "proceedings",
            number[chosen],
            theirs,
            held_at,
            lead[chosen],
            f"{name}: it was held.",
        )


def _write_orders(
    world: World, out: Loader, chance: np.random.Generator, number: NDArray[np.int64], children: Children, issued: NDArray[np.int64],
    ended: NDArray[np.int64], lead: NDArray[np.int64], final: NDArray[np.object_],
) -> None:  # fmt: skip
    """Write each child's interim order, until the order that ends the proceedings for them."""
    last, of = world.last, children.of
    interim = np.where(np.isin(final, INTO_CARE), "interim_care", "interim_supervision")
    made, over = made_on(issued)[of], ended[of]
    rows = np.nonzero((made <= last) & (made < over))[0]
    over_at = np.where(over < NEVER, at(over, 15 * 3600 + 1800), NEVER_AT)
    for kind, chosen, start, end, is_final in (
        (interim, rows, made, over, False), (final, np.nonzero(over < NEVER)[0], over, np.full(len(of), NEVER), True),
    ):  # fmt: skip
        at_ = at(start[chosen], 15 * 3600 + 1800)
        by = lead[of[chosen]]
        order = out.ids("protection_courtorder", len(chosen))
        world.protection.orders.update(
            zip(
                zip(children.row[chosen].tolist(), [is_final] * len(chosen), strict=True),
                order.tolist(),
                strict=True,
            )
        )
        out.write(
            "protection_courtorder",
            pl.DataFrame(
                {
                    "id": order, "proceedings_id": number[of[chosen]], "child_id": world.people.id[children.row[chosen]],
                    "kind": kind[chosen].tolist(), "is_final": [is_final] * len(chosen), "words": one_of(chance, len(chosen), words.ORDER_WORDS),
                    "start_date": dates(start[chosen]), "end_date": dates(end[chosen]),
                },
                schema_overrides={"kind": pl.String, "words": pl.String, "is_final": pl.Boolean},
            ),
            recorded_at=at_, recorded_by=by, changes=[Change(np.full(len(chosen), NEVER_AT) if is_final else over_at[chosen], by, {"end_date": None})],
        )  # fmt: skip
        world.events.add(
            "protection.court_order_made", at_, by, "The family court made an order.", about=world.people.id[children.row[chosen]], significant=True,
            thread=pl.Series([f"proceedings:{each}" for each in number[of[chosen]].tolist()], dtype=pl.String),
            details=pl.Series([f'{{"proceedings": {each}}}' for each in number[of[chosen]].tolist()], dtype=pl.String),
        )  # fmt: skip
