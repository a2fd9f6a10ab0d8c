"""What has to be approved: homes outside the area, a parent's home, and relatives who care for the time being.

How often something is missing, or is extended, is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.chance import Chance, happens
from kith.demo.chapters.care.made import SHORT_BREAKS, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, add_working_days, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World


def write(world: World, out: Loader) -> None:
    """Write all of it."""
    chance = world.chance("approvals of placements")
    _write_approvals(world, out, chance)
    _write_temporary(world, out, chance)


def _write_approvals(world: World, out: Loader, chance: Chance) -> None:
    """Write approvals of placements outside the area and with parents, and the assessment of a parent's home."""
    care, s, homes = world.care, world.care.stays, world.care.homes
    first = np.append(True, s.home[1:] != s.home[:-1])
    rows = np.nonzero((s.start >= world.first - 365) & first & (care.periods.came[s.period] != SHORT_BREAKS))[
        0
    ]
    outside = np.array(
        [homes.authority[home] != world.shape.code for home in s.home[rows].tolist()], dtype=bool
    )
    # The authority's own foster carers and relatives need no such approval.
    needs = (
        outside
        & ~np.isin(s.kind[rows], ["U1", "U3", "A5", "A6"])
        & ~((s.provider[rows] == "PR1") & np.isin(s.kind[rows], ["U4", "U6"]))
    )
    east, north = np.array(homes.easting)[s.home[rows]], np.array(homes.northing)[s.home[rows]]
    middle = (
        np.median(world.lived.frame["easting"].to_numpy()),
        np.median(world.lived.frame["northing"].to_numpy()),
    )
    away = np.hypot(east - middle[0], north - middle[1]) > 25 * 1609
    parents = s.kind[rows] == "P1"
    kind = np.where(parents, "with_parents", np.where(away, "at_a_distance", "out_of_area")).astype(object)
    chosen = np.nonzero(needs | parents)[0]
    rows, kind = rows[chosen], kind[chosen]
    many, period = len(rows), s.period[rows]
    asked = np.maximum(s.start[rows] - chance.integers(0, 6, size=many), care.periods.start[period])
    decided = np.minimum(np.maximum(s.start[rows], asked), world.last)
    lead = care.lead(world, period, s.start[rows])
    director = np.full(many, world.workforce.known["director"])
    by = np.where(kind == "at_a_distance", director, care.manager(world, period, decided))
    asked_at = recorded(world, asked, 9 * 3600 + 900)
    decided_at = np.maximum(recorded(world, decided, 10 * 3600), asked_at + 600)
    known = happens(chance, 0.94, many)
    put(
        out, "care_placementapproval",
        pl.DataFrame(
            {
                "id": out.ids("care_placementapproval", many), "child_id": world.people.id[care.periods.row[period]], "placement_id": s.id[rows], "move_id": pl.Series([None] * many, dtype=pl.Int64),
                "kind": kind.tolist(), "asked_by_id": lead, "asked_date": dates(asked), "why": one_of(chance, many, words.APPROVAL_WHY), "wishes_known": known, "most_appropriate": np.ones(many, dtype=bool),
                "relatives_consulted": happens(chance, 0.85, many), "reviewing_officer_consulted": happens(chance, 0.9, many), "area_authority_told": np.ones(many, dtype=bool),
                "what_is_missing": where(~known, ["The young person had not been seen that day."] * many), "is_approved": np.ones(many, dtype=bool), "decided_date": dates(decided), "decided_by_id": by,
                "decision_words": one_of(chance, many, words.APPROVAL_WORDS), "version": np.full(many, 2),
            }
        ),
        recorded_at=asked_at, recorded_by=lead, changes=[Change(decided_at, by, {"is_approved": None, "decided_date": None, "decided_by_id": None, "decision_words": "", "version": 1})],
    )  # fmt: skip
    at_home = np.nonzero(kind == "with_parents")[0]
    took = add_working_days(s.start[rows[at_home]], chance.integers(0, 10, size=len(at_home)))
    done = took <= world.last
    begun_at = recorded(world, asked[at_home], 9 * 3600)
    put(
        out, "care_placementwithparents",
        pl.DataFrame({"id": out.ids("care_placementwithparents", len(at_home)), "child_id": world.people.id[care.periods.row[period[at_home]]], "home_id": homes.id[s.home[rows[at_home]]],
                      "started_date": dates(asked[at_home]), "finished_date": dates(np.where(done, took, NEVER)), "assessor_id": lead[at_home],
                      "words": where(done, one_of(chance, len(at_home), words.WITH_PARENT)), "is_suitable": pl.Series([True if one else None for one in done.tolist()], dtype=pl.Boolean)}),
        recorded_at=begun_at, recorded_by=lead[at_home],
        changes=[Change(np.where(done, np.maximum(recorded(world, np.where(done, took, NEVER), 16 * 3600), begun_at + 60), NEVER_AT), lead[at_home], {"finished_date": None, "words": "", "is_suitable": None})],
    )  # fmt: skip


def _write_temporary(world: World, out: Loader, chance: Chance) -> None:
    """Write temporary approvals of relatives with whom children went to live at once: sixteen weeks, once up to eight more."""
    care, s, last = world.care, world.care.stays, world.last
    rows = np.nonzero(
        (s.kind == "U3") & (s.start >= world.first - 250) & np.append(True, s.home[1:] != s.home[:-1])
    )[0]
    many, period = len(rows), s.period[rows]
    start = s.start[rows]
    due = start + 112
    longer = happens(chance, 0.3, many) & (due - 6 < s.end[rows]) & (due - 6 <= last)
    extended = np.where(longer, next_working(due - 12), NEVER)
    until = np.where(longer, due + 56, NEVER)
    approved = start + np.where(
        longer, chance.integers(118, 164, size=many), chance.integers(70, 110, size=many)
    )
    end = np.minimum(approved, s.end[rows])
    because = np.where(
        approved <= s.end[rows],
        "approved",
        np.where(np.isin(care.periods.why[period], ["E45", "E47"]), "order_made", "moved"),
    )
    ended = end <= last
    lead, manager = care.lead(world, period, start), care.manager(world, period, start)
    whom, number = world.people.id[care.periods.row[period]], out.ids("care_temporaryapproval", many)
    start_at = recorded(world, start, 10 * 3600 + 120)
    longer &= extended < np.minimum(end, last + 1)
    extended_at = np.where(
        longer,
        np.maximum(recorded(world, np.where(longer, extended, NEVER), 12 * 3600), start_at + 60),
        NEVER_AT,
    )
    end_at = np.where(
        ended,
        np.maximum(
            recorded(world, np.where(ended, end, NEVER), 12 * 3600),
            np.where(longer, extended_at, start_at) + 60,
        ),
        NEVER_AT,
    )
    put(
        out, "care_temporaryapproval",
        pl.DataFrame(
            {
                "id": number, "child_id": whom, "home_id": care.homes.id[s.home[rows]], "viability_date": dates(start), "viability_words": one_of(chance, many, words.VIABILITY), "given_by_id": manager,
                "due_date": dates(due), "extended_date": dates(np.where(longer, extended, NEVER)), "extended_until_date": dates(np.where(longer, until, NEVER)),
                "extended_by_id": pl.Series(np.where(longer, manager, 0)).replace(0, None), "extension_reason": where(longer, one_of(chance, many, words.EXTENDED)),
                "panel_views": where(longer, ["The panel agrees."] * many), "reviewing_officer_told_date": dates(np.where(longer, extended, NEVER)),
                "ended_because": where(ended, because.tolist()), "version": 1 + longer + ended, "start_date": dates(start), "end_date": dates(np.where(ended, end, NEVER)),
            }
        ),
        recorded_at=start_at, recorded_by=manager,
        changes=[
            Change(extended_at, manager, {"extended_date": None, "extended_until_date": None, "extended_by_id": None, "extension_reason": "", "panel_views": "", "reviewing_officer_told_date": None, "version": 1}),
            Change(end_at, lead, {"ended_because": "", "end_date": None, "version": pl.Series(1 + longer)}),
        ],
    )  # fmt: skip
    thread = [f"placement:{each}" for each in s.id[rows].tolist()]
    for kind, when, day, summary in (
        (
            "care.temporary_approval_given",
            start_at,
            start,
            "A relative or friend was approved as a carer for the time being.",
        ),
        (
            "care.temporary_approval_extended",
            extended_at,
            extended,
            "The approval for the time being was extended.",
        ),
        ("care.temporary_approval_ended", end_at, end, "The approval for the time being ended."),
    ):
        tell(
            world.events,
            kind,
            when,
            day,
            manager,
            summary,
            whom=whom,
            thread=thread,
            details=[f'{{"approval": {each}}}' for each in number.tolist()],
        )
