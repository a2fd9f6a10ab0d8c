"""Chronologies that the cast wrote: one finished, about a family long known, and one begun, where an assessment is late.

Their entries are written by hand: events have their numbers only in the timeline's chapter, which is the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from kith.demo.days import at, dates, instants
from kith.demo.households import MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words.chronology_words import CHRONOLOGIES, ToldChronology
from kith.demo.world import World


@dataclass(frozen=True)
class _Whose:
    """Whom a told chronology is about: the mother's number and the children's, the eldest last."""

    mother: int
    children: list[int]

    def of(self, who: str) -> list[int]:
        """Return the numbers that a told entry means by its words."""
        if who == "all":
            return [self.mother, *self.children]
        return (
            [self.mother] if who == "mother" else self.children if who == "children" else [self.children[-1]]
        )


def write(world: World, out: Loader) -> None:
    """Write each told chronology whole: whom it is about, its entries, and what each is to whom."""
    for told in CHRONOLOGIES:
        _write(world, out, told)
    world.say(f"{len(CHRONOLOGIES)} chronologies")


def _write(world: World, out: Loader, told: ToldChronology) -> None:
    people, place = world.people, place_of(told.family)
    mother = int(people.id[people.row_in_slot(MOTHER)[place]])
    rows = [row for row in people.rows_of(place) if people.id[row] and people.id[row] != mother]
    born = people.households.born
    # The youngest first. A child who is still expected is in none.
    children = sorted(
        (row for row in rows if people.is_child[row] and born[row] <= world.last), key=lambda row: -born[row]
    )
    names = {
        "mother": people.given[people.row_in_slot(MOTHER)[place]],
        "eldest": people.given[children[-1]],
        "youngest": people.given[children[0]],
    }

    def said(words: str) -> str:
        return words.format(**names)

    whose = _Whose(mother, [int(people.id[row]) for row in children])
    by, first = world.workforce.known[told.by], int(people.known_day[place])
    began = at(np.array([world.last - told.began_ago]), 10 * 3600)
    finished = at(np.array([world.last - told.began_ago + 1]), 15 * 3600) if told.finished else None
    number = out.ids("timeline_authoredchronology", 1)
    one = np.array([by])

    def put(table: str, columns: dict[str, Any], many: int, changes: Sequence[Change] = ()) -> None:
        out.write(
            table, pl.DataFrame(columns), recorded_at=np.repeat(began, many), recorded_by=np.repeat(one, many),
            changes=changes,
        )  # fmt: skip

    put(
        "timeline_authoredchronology",
        {
            "id": number, "family_id": [int(people.family_id[place])], "purpose": [told.purpose],
            "from_date": dates(np.array([first])), "to_date": dates(np.array([world.last - told.began_ago])),
            "introduction": [said(told.introduction)], "analysis": [said(told.analysis)], "started_at": instants(began),
            "written_by_id": one,
            "finished_at": instants(finished) if finished is not None else pl.Series([None], dtype=pl.Datetime("us", "UTC")),
            "finished_by_id": pl.Series([by if told.finished else None], dtype=pl.Int64), "version": [1],
        },
        1,
        [] if finished is None else [Change(finished, one, {"finished_at": None, "finished_by_id": None})],
    )  # fmt: skip
    everyone = whose.of("all")
    thread = pl.Series([f"chronology:{int(number[0])}"], dtype=pl.String)
    about = (np.zeros(len(everyone), dtype=np.int64), np.array(everyone))
    world.events.add(
        "timeline.chronology_started", began, one, "A chronology was started.", about=about, thread=thread
    )
    if finished is not None:
        world.events.add(
            "timeline.chronology_finished",
            finished,
            one,
            "A chronology was finished.",
            about=about,
            thread=thread,
        )
    put(
        "timeline_chronologyperson",
        {
            "id": out.ids("timeline_chronologyperson", len(everyone)), "chronology_id": np.repeat(number, len(everyone)),
            "person_id": everyone, "may_read_the_whole": [person == whose.mother and told.finished for person in everyone],
        },
        len(everyone),
    )  # fmt: skip
    entries, many = told.entries, len(told.entries)
    numbers = out.ids("timeline_chronologyentry", many)
    # Spread over the days that it covers, in the order in which they are told.
    days = np.array(
        [first + int((world.last - told.began_ago - first) * part) for part in np.linspace(0.02, 0.95, many)]
    )
    put(
        "timeline_chronologyentry",
        {
            "id": numbers, "chronology_id": np.repeat(number, many), "day": dates(days),
            "source": [said(entry.source) for entry in entries], "what_happened": [said(entry.happened) for entry in entries],
            "why_it_matters": [said(entry.matters) for entry in entries], "impact": [said(entry.impact) for entry in entries],
        },
        many,
    )  # fmt: skip
    marks = [
        (int(entry), person, bearing)
        for entry, words in zip(numbers, entries, strict=True)
        for who, bearing in ((words.about, "about"), (words.withheld, "withheld"))
        if who
        for person in whose.of(who)
    ]
    put(
        "timeline_chronologyentrysubject",
        {
            "id": out.ids("timeline_chronologyentrysubject", len(marks)), "entry_id": [mark[0] for mark in marks],
            "person_id": [mark[1] for mark in marks], "bearing": [mark[2] for mark in marks],
        },
        len(marks),
    )  # fmt: skip
