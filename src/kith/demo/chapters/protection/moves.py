"""Moves between authorities of children on protection plans, and the papers that are drafted from conferences. How many is invented."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chapters.protection.beside import some
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates, instants, next_working
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import NO_ENQUIRY
from kith.demo.words import outside_words as words
from kith.demo.world import World


def write(world: World, out: Loader) -> None:
    """Write moves away and moves in, and drafts."""
    _write_moves_away(world, out)
    _write_moves_in(world, out)
    _write_drafts(world, out)


def _write_moves_away(world: World, out: Loader) -> None:
    """Write the move behind each plan that ended since another authority took it on."""
    p = world.protection
    child = np.nonzero(
        (p.child_plan_end < NEVER)
        & (p.ending[p.child_plan_worry] == "moved_away")
        & (p.child_plan_end == p.worries.plan_end[p.child_plan_worry])
    )[0]
    worry, ended, start = p.child_plan_worry[child], p.child_plan_end[child], p.child_plan_start[child]
    told = next_working(np.maximum(ended - 34, start + 2))
    _write(
        world,
        out,
        "out",
        p.child_plan_row[child],
        worry,
        told,
        next_working(told + 4),
        ended,
        start,
        np.zeros(len(child), dtype=bool),
    )


def _write_moves_in(world: World, out: Loader) -> None:
    """Write children who came on another authority's plan and whose family went back: some are still to be answered."""
    p, last = world.protection, world.last
    there = np.nonzero((p.worries.kind == NO_ENQUIRY) & (p.plan >= 0) & (p.held_at < NEVER_AT))[0]
    rows = some(world, "moves in", max(len(there) * 0.03, 2), there)
    children = p.children_of(rows)
    worry = rows[children.of]
    kept = world.people.households.born[children.row] < p.held_on[worry] - 120
    one = np.zeros(len(worry), dtype=bool)
    one[np.unique(children.row, return_index=True)[1]] = True
    worry, row = worry[kept & one], children.row[kept & one]
    told = next_working(p.held_on[worry] + 1)
    answered = next_working(told + 24)
    kept = told <= last
    worry, row, told, answered = worry[kept], row[kept], told[kept], answered[kept]
    _write(
        world,
        out,
        "in",
        row,
        worry,
        told,
        next_working(told + 3),
        np.where(answered <= last, answered, NEVER),
        told - 100,
        np.ones(len(worry), dtype=bool),
    )


def _write(
    world: World, out: Loader, direction: str, row: NDArray[np.int64], worry: NDArray[np.int64], told: Days, papers: Days, answered: Days, since: Days,
    not_taken_on: NDArray[np.bool_],
) -> None:  # fmt: skip
    p, chance, last, many = world.protection, world.chance("moves", direction), world.last, len(row)
    if not many:
        return
    papers = np.where((papers <= last) & (papers <= answered), papers, NEVER)
    by, number = (
        world.holdings.worker_on(p.episode[worry], told),
        out.ids("protection_protectiontransfer", many),
    )
    told_at = at(told, 11 * 3600)
    papers_at = np.where(papers < NEVER, at(papers, 12 * 3600), NEVER_AT)
    # Another authority's conference is before ours ends the plan, on the day.
    answered_at = np.where(answered < NEVER, at(answered, 12 * 3600 + 1800), NEVER_AT)
    over = answered < NEVER
    came = papers < NEVER
    out.write(
        "protection_protectiontransfer",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[row], "family_id": world.people.family_id[p.worries.family[worry]], "direction": [direction] * many,
                "other_authority": one_of(chance, many, words.AUTHORITIES), "moved_date": dates(told - 2), "told_date": dates(told), "told_by": one_of(chance, many, ("Duty manager", "Social worker there")),
                "papers_date": dates(papers), "category": p.category[worry].tolist(), "plan_since_date": dates(since), "conference_id": pl.Series([None] * many, dtype=pl.Int64),
                "taken_on_date": dates(np.where(not_taken_on, NEVER, answered)), "not_taken_on_reason": where(over & not_taken_on, [words.NOT_TAKEN_ON] * many), "version": 1 + came + over,
            }
        ),
        recorded_at=told_at, recorded_by=by,
        changes=[
            Change(papers_at, by, {"papers_date": None, "version": 1}),
            Change(answered_at, by, {"taken_on_date": None, "not_taken_on_reason": "", "version": pl.Series(1 + came)}),
        ],
    )  # fmt: skip
    names = {
        "out": ("transfer_out_told", "transfer_papers_sent", "transfer_taken_on_there", "Another authority was told that a child on a protection plan moves to it.",
                "The papers of the protection plan were sent.", "Another authority took on the protection plan."),
        "in": ("transfer_in_told", "transfer_papers_received", "transfer_not_taken_on", "A child on another authority's protection plan has come to us.",
               "The papers of the protection plan were received.", "The protection plan was not taken on, with the reason."),
    }[direction]  # fmt: skip
    for kind, when, summary in zip(names[:3], (told_at, papers_at, answered_at), names[3:], strict=True):
        rows = np.nonzero(when < NEVER_AT)[0]
        world.events.add(
            f"protection.{kind}", when[rows], by[rows], summary, about=world.people.id[row[rows]], team=world.workforce.team_of(by[rows]),
            thread=pl.Series([f"transfer:{each}" for each in number[rows].tolist()], dtype=pl.String),
            details=pl.Series([f'{{"transfer": {each}}}' for each in number[rows].tolist()], dtype=pl.String),
        )  # fmt: skip


def _write_drafts(world: World, out: Loader) -> None:
    """Write minutes that are drafted and have not gone yet, of conferences of the last weeks."""
    p, m = world.protection, world.protection.meetings
    rows = np.nonzero((m.held < NEVER) & (m.held > world.last - 21))[0]
    many = len(rows)
    if not many:
        return
    number, by = out.ids("protection_paper", many), m.chair[rows]
    made_at = m.held_at[rows] + 3600
    out.write(
        "protection_paper",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[p.worries.family[m.worry[rows]]], "kind": ["conference_minutes"] * many,
                "thread": [f"conference:{each}" for each in p.meeting_id[rows].tolist()], "title": ["Minutes of the conference"] * many, "for_whom": ["The professionals who were there"] * many, "for_part": ["professional"] * many,
                "made_at": instants(made_at), "made_by_id": by, "sent_date": dates(np.full(many, NEVER)), "sent_by_id": pl.Series([None] * many, dtype=pl.Int64),
                "document_id": pl.Series([None] * many, dtype=pl.Int64), "version": np.ones(many, dtype=np.int64),
            }
        ),
        recorded_at=made_at, recorded_by=by,
    )  # fmt: skip
    theirs: Children = p.meeting_children
    mine = np.isin(theirs.of, rows)
    of, row = np.searchsorted(rows, theirs.of[mine]), theirs.row[mine]
    out.write(
        "protection_paperchild",
        pl.DataFrame({"id": out.ids("protection_paperchild", len(of)), "paper_id": number[of], "child_id": world.people.id[row]}),
        recorded_at=made_at[of] + 1, recorded_by=by[of],
    )  # fmt: skip
    of, place = np.repeat(np.arange(many), 3), np.tile(np.arange(3), many)
    out.write(
        "protection_paperpassage",
        pl.DataFrame({"id": out.ids("protection_paperpassage", len(of)), "paper_id": number[of], "place": place + 1,
                      "heading": [words.PASSAGES[each] for each in place.tolist()], "words": [words.PASSAGE_WORDS[each] for each in place.tolist()], "left_out": np.zeros(len(of), dtype=bool)}),
        recorded_at=made_at[of] + 2, recorded_by=by[of],
    )  # fmt: skip
