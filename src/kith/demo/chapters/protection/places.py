"""Who is asked to a conference: parents first, then those who work with the children; their reports, and whether they came."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens
from kith.demo.chapters.protection.meetings import Meetings
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, at, dates
from kith.demo.households import FATHER, MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.words import conference_words as words
from kith.demo.world import World


def write(
    world: World, out: Loader, m: Meetings, came: dict[str, NDArray[np.bool_]], chance: np.random.Generator
) -> list[str]:
    """Write who was asked, their reports and whether they came; return who saw it otherwise, for each conference."""
    p, people, many = world.protection, world.people, len(m.worry)
    family = p.worries.family[m.worry]
    booked, held = m.booked_at < NEVER_AT, m.held_at < NEVER_AT
    rows = np.nonzero(booked)[0]
    otherwise = np.full(many, "", dtype=object)
    parts = []
    for slot, share, who in ((MOTHER, 0.86, "Mother"), (FATHER, 0.5, "Father")):
        row = people.row_in_slot(slot)[family]
        there = booked & (row >= 0)
        there &= np.where(row >= 0, (people.id[row] > 0) & (people.households.died[row] > m.planned), False)
        chosen = np.nonzero(there)[0]
        drawn = chance.random(len(chosen))
        how = np.where(
            drawn < share,
            "came",
            np.where(
                drawn < share + 0.05, "by_video", np.where(drawn < share + 0.09, "sent_words", "did_not_come")
            ),
        ).astype(object)
        how[(drawn > 0.98) & (slot == FATHER)] = "left_out"
        parts.append(
            (
                chosen,
                "parent",
                "",
                people.id[row[chosen]],
                np.zeros(len(chosen), dtype=np.int64),
                [""] * len(chosen),
                who,
                how,
            )
        )
    parts.append(
        (
            rows,
            "professional",
            "social_care",
            np.zeros(len(rows), dtype=np.int64),
            p.lead[m.worry[rows]],
            [""] * len(rows),
            "Social worker",
            np.full(len(rows), "came", dtype=object),
        )
    )
    for agency, post in (
        ("police", "Officer, child abuse team"),
        ("health", "Health visitor or school nurse"),
        ("education", "Safeguarding lead"),
    ):
        how = np.where(
            came[agency][rows],
            "came",
            np.where(happens(chance, 0.6, len(rows)), "sent_words", "did_not_come"),
        ).astype(object)
        turn = rows * 41 + len(agency)
        names = [
            f"{a} {b}"
            for a, b in zip(
                people.given[turn % len(people.given)],
                people.surname[(turn * 3) % len(people.given)],
                strict=True,
            )
        ]
        zero = np.zeros(len(rows), dtype=np.int64)
        parts.append((rows, "professional", agency, zero, zero, names, post, how))
    row = np.concatenate([part[0] for part in parts])
    frame = pl.concat(
        [
            pl.DataFrame(
                {"part": [kind] * len(of), "agency": [agency] * len(of), "person_id": person, "worker_id": worker, "name": names, "post": [post] * len(of), "came": how.tolist()},
                schema_overrides={"part": pl.String, "agency": pl.String, "name": pl.String, "post": pl.String, "came": pl.String},
            )
            for of, kind, agency, person, worker, names, post, how in parts
        ]
    ).with_columns(pl.col("person_id", "worker_id").replace(0, None))  # fmt: skip
    there = held[row]
    came_now = where(there, frame["came"].to_list())
    reports = (
        (frame["part"] == "professional").to_numpy()
        & (there | (m.planned[row] - 2 <= world.last))
        & happens(chance, 0.8, len(row))
    )
    received = np.minimum(m.planned[row] - 1 - row % 3, world.last)
    reports &= received >= m.requested[row]
    dissents = (
        there & (np.isin(frame["came"].to_numpy(), ["came", "by_video"])) & happens(chance, 0.05, len(row))
    )
    said = where(dissents, one_of(chance, len(row), words.OTHERWISE))
    for place, text, kind in zip(row.tolist(), said, frame["part"].to_list(), strict=True):
        if text and not otherwise[place]:
            otherwise[place] = f"{'Parent or carer' if kind == 'parent' else 'Professional'}: {text}"
    left_out = np.array([each == "left_out" for each in came_now], dtype=bool)
    manager = p.manager[m.worry[row]]
    received_at = np.where(reports, np.maximum(at(received, 17 * 3600), m.booked_at[row] + 60), NEVER_AT)
    received_at = np.where(there & reports, np.minimum(received_at, m.held_at[row] - 120), received_at)
    out.write(
        "protection_conferenceplace",
        frame.with_columns(
            id=out.ids("protection_conferenceplace", len(row)), conference_id=pl.Series(p.meeting_id[row]), came=pl.Series(came_now),
            report_received_date=dates(np.where(reports, received, NEVER)), report_shared_date=dates(np.where(reports & (received % 4 > 0), received, NEVER)),
            left_out_reason=pl.Series(where(left_out, one_of(chance, len(row), words.LEFT_OUT))), sees_it_otherwise=pl.Series(said),
        ),
        recorded_at=m.booked_at[row] + 30, recorded_by=manager,
        changes=[
            Change(received_at, manager, {"report_received_date": None, "report_shared_date": None}),
            Change(np.where(there, m.held_at[row], NEVER_AT), m.chair[row], {"came": "", "left_out_reason": "", "sees_it_otherwise": ""}),
        ],
    )  # fmt: skip
    return otherwise.tolist()
