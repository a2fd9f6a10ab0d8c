"""Whether the files belong together: every child in Header, once, with one date of birth.

These are not rules of the department; they find what makes its rules misfire.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import c, filled
from kith.engines.returns.frames import Tables, having, prefixed
from kith.engines.returns.rule import INTEGRITY, Flag, View, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
SOURCE = "Kith: the files of one return must agree about who the children are"


def _with_header(table: str) -> View:
    def build(t: Tables) -> Frame:
        frame = having(t[table], t["Header"], "in_header")
        return frame.join(prefixed(t["Header"], "Header", ["CHILD", "DOB", "SEX"]), on="CHILD", how="left")

    return View(f"{table}_with_header", (table, "Header"), (), build)


WITH_HEADER = {
    table: _with_header(table)
    for table in ("AD1", "PlacedAdoption", "Episodes", "Missing", "OC2", "OC3", "PrevPerm", "Reviews", "UASC")
}


def _in_header(code: str, table: str) -> None:
    @rule(
        code,
        f"{table} CHILD; Header CHILD",
        f"The child is in {table} but not in Header. Add the child to Header, or correct the number.",
        kind=INTEGRITY,
        source=SOURCE,
    )
    def child_is_in_header(year: CollectionYear) -> Flag:
        """The CHILD of this row is not in Header."""
        return flag(WITH_HEADER[table], ~c("in_header"))


for _number, _table in enumerate(WITH_HEADER, start=1):
    _in_header(f"INT{_number:02d}", _table)


def _same_birth(code: str, table: str) -> None:
    @rule(
        code,
        f"{table} CHILD DOB; Header CHILD DOB",
        f"The date of birth in {table} differs from Header's. Correct one of them.",
        kind=INTEGRITY,
        source=SOURCE,
    )
    def date_of_birth_agrees(year: CollectionYear) -> Flag:
        """DOB differs from Header's, both being dates."""
        return flag(WITH_HEADER[table], c("DOB") != c("Header_DOB"))


for _number, _table in enumerate(
    ("AD1", "PlacedAdoption", "Missing", "OC2", "OC3", "PrevPerm", "Reviews", "UASC"), start=11
):
    _same_birth(f"INT{_number}", _table)


@rule(
    "INT21",
    "UASC CHILD SEX; Header CHILD SEX",
    "The sex in UASC differs from Header's. Correct one of them.",
    kind=INTEGRITY,
    source=SOURCE,
)
def sex_agrees(year: CollectionYear) -> Flag:
    """SEX differs from Header's, both being filled."""
    return flag(WITH_HEADER["UASC"], c("SEX") != c("Header_SEX"))


def _once(code: str, table: str) -> None:
    @rule(
        code,
        f"{table} CHILD",
        f"The child has more than one row in {table}. Keep one.",
        kind=INTEGRITY,
        source=SOURCE,
    )
    def child_occurs_once(year: CollectionYear) -> Flag:
        """The CHILD of this row occurs on another too."""
        return flag(table, filled("CHILD") & (c(f"row_{table}").count().over("CHILD") > 1))


for _number, _table in enumerate(("AD1", "Header", "OC2", "OC3", "PrevPerm", "UASC"), start=31):
    _once(f"INT{_number}", _table)


def _with_episodes(table: str) -> View:
    def build(t: Tables) -> Frame:
        return having(t[table], t["Episodes"], "has_episode")

    return View(f"{table}_and_episodes", (table, "Episodes"), (), build)


NEEDS_EPISODES = {
    table: _with_episodes(table)
    for table in ("PlacedAdoption", "Missing", "Reviews", "AD1", "PrevPerm", "OC2")
}


@rule(
    "1012",
    "; ".join(["Episodes CHILD", *(f"{table} CHILD" for table in NEEDS_EPISODES)]),
    "The child has a record here but no episode in this year's return. Add the episodes, or remove the record.",
    any_of=" ".join(NEEDS_EPISODES),
)
def record_belongs_to_a_child_with_episodes(year: CollectionYear) -> list[Flag]:
    """The child of a row in six of the files has no episode."""
    return [flag(view, ~c("has_episode")) for view in NEEDS_EPISODES.values()]
