"""Frames that several census rules share.

Every table has `child` (the child's identifier, or a stand-in for a child with none) and, below an
episode, `episode` (the row of CINdetails that it is in), so that a row is joined to its own parent.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import among, c
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import View, view
from kith.engines.returns.rules.cin.book import NO

Frame = nw.LazyFrame[Any]
MODULES = ("Assessments", "CINplanDates", "Section47", "ChildProtectionPlans")
EPISODE_COLUMNS = ("CINreferralDate", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC", "ReferralNFA")


def _with_episode(table: str) -> View:
    def build(t: Tables) -> Frame:
        episode = t["CINdetails"].select(
            c("row_CINdetails").alias("episode"),
            "row_CINdetails",
            *[c(name).alias(f"episode_{name}") for name in EPISODE_COLUMNS],
        )
        return t[table].join(episode, on="episode", how="inner")

    return View(f"{table}_with_episode", (table, "CINdetails"), (), build)


def _with_child(table: str) -> View:
    def build(t: Tables) -> Frame:
        child = t["ChildIdentifiers"].select(
            "child",
            "row_ChildIdentifiers",
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "PersonDeathDate",
            "UPNunknown",
        )
        return t[table].join(child, on="child", how="inner")

    return View(f"{table}_with_child", (table, "ChildIdentifiers"), (), build)


# Each module beside the episode that it is in (`episode_…`), and each table beside its child.
WITH_EPISODE = {table: _with_episode(table) for table in MODULES}
WITH_CHILD = {table: _with_child(table) for table in ("CINdetails", "CINplanDates", "ChildProtectionPlans")}


@view("CINdetails", *MODULES)
def episodes_with_modules(t: Tables) -> Frame:
    """CINdetails with `has_<module>` for each of the four modules."""
    frame = t["CINdetails"].with_columns(episode=c("row_CINdetails"))
    for table in MODULES:
        frame = having(frame, t[table], f"has_{table}", on="episode")
    return frame


def in_need(t: Tables) -> Frame:
    """The episodes that were not closed with no further action at referral."""
    return t["CINdetails"].filter(among("ReferralNFA", NO))


def pairs(frame: Frame, row: str, columns: list[str], *, on: str) -> Frame:
    """Every two different rows with the same `on`: one as it is, the other with `other_` before its columns."""
    other = frame.select(
        on, c(row).alias(f"other_{row}"), *[c(name).alias(f"other_{name}") for name in columns]
    )
    return frame.join(other, on=on, how="inner").filter(c(row) != c(f"other_{row}"))
