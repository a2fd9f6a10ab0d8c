"""Notes: what workers wrote as plans went on, once about everyone concerned, some passages about one child alone."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import schools
from kith.demo.chance import happens, pick, repeated
from kith.demo.chapters.plans import about_children, lead_on
from kith.demo.days import NEVER, at, dates, instants, next_working
from kith.demo.households import MOTHER, YEAR
from kith.demo.loader import Loader
from kith.demo.words import note_words as words
from kith.demo.world import World

EVERY = 26  # days between notes, about
MOST_NOTES = 40


def write(world: World, out: Loader) -> None:
    """Write the notes of every plan, with their passages and subjects."""
    plans, people, chance = world.plans, world.people, world.chance("notes")
    until = np.minimum(plans.end, world.last)
    plan, order = repeated(np.clip((until - plans.start) // EVERY + 1, 1, MOST_NOTES))
    day = next_working(plans.start[plan] + 2 + order * EVERY + chance.integers(0, 20, size=len(plan)))
    kept = (day <= world.last) & (day < plans.end[plan])
    plan, order, day = plan[kept], order[kept], day[kept]
    kind = pick(
        chance,
        ("visit", "telephone", "meeting", "case_note", "manager", "child_words"),
        len(plan),
        (46, 16, 14, 14, 4, 6),
    )
    by = lead_on(world, plan, day)
    written = at(day, 15 * 3600) + chance.integers(0, 9000, size=len(plan))
    # The record of numbers runs as it was written.
    turn = np.argsort(written, kind="stable")
    plan, order, day, kind, by, written = (
        plan[turn],
        order[turn],
        day[turn],
        kind[turn],
        by[turn],
        written[turn],
    )
    many = len(plan)
    place, child = about_children(world, plan)
    child_row = _rows(world, child)
    alive = (people.households.born[child_row] <= day[place]) & (people.households.born[child_row] < NEVER)
    place, child, child_row = place[alive], child[alive], child_row[alive]
    first = np.searchsorted(place, np.arange(many))
    with_child = (first < len(place)) & (place[np.minimum(first, max(len(place) - 1, 0))] == np.arange(many))
    # The notes of a plan take its children in turn.
    counts = np.searchsorted(place, np.arange(many), side="right") - first
    lead_child = child_row[np.minimum(first + order % np.maximum(counts, 1), max(len(child_row) - 1, 0))]
    mother = people.row_in_slot(MOTHER)[plans.family[plan]]
    lead_child = np.where(with_child, lead_child, mother)
    kind = np.where(with_child | (kind != "child_words"), kind, "case_note").astype(object)
    number = out.ids("timeline_note", many)
    titles = [
        words.TITLES[k].format(child=people.given[c])
        for k, c in zip(kind.tolist(), lead_child.tolist(), strict=True)
    ]
    out.write(
        "timeline_note",
        pl.DataFrame({"id": number, "kind": kind.tolist(), "title": titles, "day": dates(day), "written_by_id": by,
                      "written_at": instants(written), "version": np.ones(many, dtype=np.int64)}),
        recorded_at=written, recorded_by=by,
    )  # fmt: skip
    parent_too = happens(chance, 0.6, many) & (kind != "child_words")
    rows = np.concatenate([place, np.nonzero(parent_too | ~with_child)[0]])
    who = np.concatenate([child, people.id[mother[parent_too | ~with_child]]])
    sort = np.lexsort((who, rows))
    rows, who = rows[sort], who[sort]
    out.write(
        "timeline_notesubject",
        pl.DataFrame({"id": out.ids("timeline_notesubject", len(rows)), "note_id": number[rows], "person_id": who, "day": dates(day[rows])}),
        recorded_at=written[rows], recorded_by=by[rows],
    )  # fmt: skip
    world.events.add("timeline.note_written", written, by, "Note written", about=(rows, who),
                     thread=pl.Series([f"note:{n}" for n in number.tolist()], dtype=pl.String))  # fmt: skip
    _write_passages(
        world,
        out,
        number,
        plan,
        order,
        day,
        kind,
        lead_child,
        mother,
        written,
        by,
        place,
        child_row,
        first,
        counts,
        parent_too,
    )
    world.say(f"{many:,} notes")


def _rows(world: World, numbers_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of people by their numbers."""
    row = np.zeros(int(world.people.id.max(initial=0)) + 1, dtype=np.int64)
    on = np.nonzero(world.people.id > 0)[0]
    row[world.people.id[on]] = on
    return np.asarray(row[numbers_of])


def _write_passages(
    world: World, out: Loader, number: NDArray[np.int64], plan: NDArray[np.int64], order: NDArray[np.int64], day: NDArray[np.int64],
    kind: NDArray[np.object_], lead_child: NDArray[np.int64], mother: NDArray[np.int64], written: NDArray[np.int64],
    by: NDArray[np.int64], place: NDArray[np.int64], child_row: NDArray[np.int64], first: NDArray[np.int64],
    counts: NDArray[np.int64], parent_too: NDArray[np.bool_],
) -> None:  # fmt: skip
    people, chance = world.people, world.chance("passages")
    many = len(number)
    age = (day - people.households.born[lead_child]) / YEAR
    school = schools.of_authority(world.shape.code, world.shape.name).of(people.family[lead_child], age)
    # Each plan begins somewhere and steps on by a number that shares no factor with the list, so that neighbours differ.
    begin = (plan * 17 + 3) % 997
    sibling = (counts > 1) & happens(chance, 0.35, many) & np.isin(kind, ["visit", "meeting", "case_note"])
    withheld = parent_too & (counts > 0) & happens(chance, 0.05, many) & np.isin(kind, ["visit", "telephone"])
    texts: list[str] = []
    of: list[int] = []
    position: list[int] = []
    bearing: list[tuple[int, int, str]] = []  # passage, row of the person, what it is to them
    columns = zip(kind.tolist(), lead_child.tolist(), mother.tolist(), school.tolist(), begin.tolist(), order.tolist(),
                  sibling.tolist(), withheld.tolist(), first.tolist(), counts.tolist(), strict=True)  # fmt: skip
    for row, (
        what,
        child,
        parent,
        at_school,
        start,
        turn,
        of_sibling,
        is_withheld,
        begins,
        children,
    ) in enumerate(columns):
        names = {
            "child": people.given[child],
            "parent": people.given[parent],
            "school": at_school or "the children's centre",
        }
        step = start + turn
        if what == "child_words":
            parts = [words.CHILD_SAID[step % len(words.CHILD_SAID)]]
        elif what == "manager":
            parts = [words.MANAGER[step % len(words.MANAGER)]]
        else:
            parts = [
                f"{words.OPENINGS[(start + turn * 5) % len(words.OPENINGS)]} {words.MIDDLES[(start * 3 + turn * 7) % len(words.MIDDLES)]}",
                words.CLOSES[(start + turn * 3) % len(words.CLOSES)],
            ]
        for place_in, text in enumerate(parts):
            texts.append(text.format(**names))
            of.append(row)
            position.append(place_in + 1)
        if of_sibling:
            other = int(child_row[begins + (turn + 1) % children])
            texts.append(words.SIBLING[step % len(words.SIBLING)].format(child=people.given[other]))
            of.append(row)
            position.append(len(parts) + 1)
            bearing.append((len(texts) - 1, other, "about"))
        if is_withheld:
            texts.append(words.WITHHELD[step % len(words.WITHHELD)].format(**names))
            of.append(row)
            position.append(len(parts) + 1 + of_sibling)
            bearing += [(len(texts) - 1, int(child_row[begins + i]), "withheld") for i in range(children)]
    rows = np.array(of, dtype=np.int64)
    passage = out.ids("timeline_notepassage", len(texts))
    out.write(
        "timeline_notepassage",
        pl.DataFrame({"id": passage, "note_id": number[rows], "position": position, "text": texts}),
        recorded_at=written[rows], recorded_by=by[rows],
    )  # fmt: skip
    which = np.array([each for each, _, _ in bearing], dtype=np.int64)
    out.write(
        "timeline_passagesubject",
        pl.DataFrame(
            {
                "id": out.ids("timeline_passagesubject", len(bearing)), "passage_id": passage[which],
                "person_id": people.id[np.array([who for _, who, _ in bearing], dtype=np.int64)],
                "bearing": [what for _, _, what in bearing],
            },
            schema_overrides={"bearing": pl.String},
        ),
        recorded_at=written[rows[which]], recorded_by=by[rows[which]],
    )  # fmt: skip
