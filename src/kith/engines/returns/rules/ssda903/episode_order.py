"""A child's episodes one after another."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import (
    ADOPTED,
    ADOPTIVE,
    FOSTER,
    TEMPORARY,
    alike,
    among,
    any_blank,
    blank,
    c,
    filled,
    other_than,
    same,
    true,
)
from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes
from kith.engines.returns.years import CollectionYear

LEFT_CARE = (
    *(
        "E2",
        "E3",
        "E4A",
        "E4B",
        "E5",
        "E6",
        "E7",
        "E8",
        "E9",
        "E11",
        "E12",
        "E13",
        "E14",
        "E15",
        "E16",
        "E17",
    ),
    *("E41", "E45", "E46", "E47", "E48"),
)
PLACEMENT = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")


def follows() -> nw.Expr:
    """The child has an episode before this one."""
    return filled("previous_row_Episodes")


@rule(
    "142",
    "Episodes CHILD DEC DECOM REC",
    "An earlier episode of the child has no end date or no reason for ending, though a later one has started. Enter both.",
)
def earlier_episode_has_ended(year: CollectionYear) -> Flag:
    """DEC or REC is empty on an episode that a later one of the child follows."""
    return flag(episodes, filled("DECOM", "next_DECOM") & any_blank("DEC", "REC"))


@rule(
    "225",
    "Episodes CHILD DECOM PLACE REASON_PLACE_CHANGE REC RNE",
    "The child changed placement after this episode, but the reason for the change is missing. Enter it.",
)
def change_of_placement_has_a_reason(year: CollectionYear) -> Flag:
    """REC is X1 with no REASON_PLACE_CHANGE and the next RNE is P, B, T or U; neither placement temporary."""
    moved = among("next_RNE", "P", "B", "T", "U") & other_than("next_PLACE", TEMPORARY)
    unexplained = among("REC", "X1") & blank("REASON_PLACE_CHANGE") & other_than("PLACE", TEMPORARY)
    return flag(episodes, unexplained & moved)


@rule(
    "226",
    "Episodes CHILD DECOM PLACE REASON_PLACE_CHANGE",
    "A reason for a change of placement is given on moving to or from a temporary placement, where none is collected. Remove it.",
)
def temporary_placement_needs_no_reason(year: CollectionYear) -> Flag:
    """PLACE is temporary, and its own or the previous REASON_PLACE_CHANGE is filled."""
    given = filled("REASON_PLACE_CHANGE") | filled("previous_REASON_PLACE_CHANGE")
    return flag(episodes, among("PLACE", TEMPORARY) & given)


@rule(
    "336",
    "Episodes CHILD DECOM PLACE",
    "The child is placed for adoption, but the episode before is neither a foster nor an adoptive placement. Correct one of the placements.",
)
def adoptive_placement_follows_a_carer(year: CollectionYear) -> Flag:
    """PLACE is A3 or A4, not the child's first episode, and the previous PLACE is not A3-A6 or U1-U6."""
    return flag(
        episodes, among("PLACE", "A3", "A4") & follows() & other_than("previous_PLACE", ADOPTIVE, FOSTER)
    )


@rule(
    "357",
    "Episodes CHILD DECOM RNE",
    "The child's first episode starts in the year for a reason other than S. The first episode of a period of care starts with S; or an earlier episode is missing.",
)
def first_episode_starts_care(year: CollectionYear) -> Flag:
    """The earliest episode starts on or after 1 April and RNE is not S."""
    first = (c("position") == 1) & ~c("CHILD").is_null()
    return flag(episodes, first & true(c("DECOM") >= year.start) & other_than("RNE", "S"))


@rule(
    "377",
    "Episodes CHILD DECOM PLACE",
    "The child has more than two temporary placements for a carer's holiday (T3). At most two a year are temporary: record the others as changes of placement.",
)
def at_most_two_holiday_placements(year: CollectionYear) -> Flag:
    """The child has more than two episodes with PLACE T3 in the return, which covers one year."""
    holidays = nw.when(among("PLACE", "T3")).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("CHILD")
    return flag(episodes, among("PLACE", "T3") & filled("CHILD") & (holidays > 2))


@rule(
    "383",
    "Episodes CHILD DECOM PLACE PL_POST RNE",
    "After a temporary placement the child should return (reason P) to the placement and postcode before it. Correct the episode, or record the temporary one as a lasting change.",
)
def child_returns_after_a_temporary_placement(year: CollectionYear) -> Flag:
    """The previous PLACE is temporary, and RNE is not P or PLACE and PL_POST are not those before it.

    Two temporary placements in a row, and an empty postcode, are no return.
    """
    returned = (
        among("RNE", "P")
        & same("PLACE", "before_previous_PLACE")
        & same("PL_POST", "before_previous_PL_POST")
    )
    return flag(episodes, among("previous_PLACE", TEMPORARY) & ~returned)


@rule(
    "388",
    "Episodes CHILD DEC DECOM REC",
    "The reason for the episode's end does not fit the next episode: X1 needs one that starts the same day, and any other reason needs a gap. Correct the reason or the dates.",
)
def reason_for_end_fits_the_next_episode(year: CollectionYear) -> Flag:
    """X1 and the next DECOM is another day; not X1 and it is the same day; or X1 on an ended last episode."""
    has_next = filled("next_row_Episodes")
    meets = same("DEC", "next_DECOM")
    gap = among("REC", "X1") & has_next & ~meets
    touching = other_than("REC", "X1") & has_next & meets
    last = among("REC", "X1") & ~has_next & filled("DEC", "CHILD")
    return flag(episodes, gap | touching | last)


@rule(
    "431",
    "Episodes CHILD DEC DECOM RNE",
    "Care starts again (S) on or before the day that the last episode ended. Correct the dates, or the reason if care went on.",
)
def care_restarts_after_a_gap(year: CollectionYear) -> Flag:
    """RNE is S and DECOM is on or before the previous DEC."""
    return flag(episodes, among("RNE", "S") & true(c("DECOM") <= c("previous_DEC")))


@rule(
    "432",
    "Episodes CHILD DECOM REC RNE",
    "The child left care in the episode before, so this one should start with S. Correct this reason, or the reason for the other's end.",
)
def episode_after_leaving_starts_care(year: CollectionYear) -> Flag:
    """The previous REC ended care and RNE is not S."""
    return flag(episodes, among("previous_REC", LEFT_CARE) & other_than("RNE", "S"))


@rule(
    "433",
    "Episodes CHILD DEC DECOM RNE",
    "The episode continues a period of care, but does not start on the day that the one before ended. Correct the dates or the reason.",
)
def continuing_episode_meets_the_one_before(year: CollectionYear) -> Flag:
    """RNE is P, L, T, U or B and DECOM is not the previous DEC, or either is empty."""
    return flag(episodes, among("RNE", "P", "L", "T", "U", "B") & follows() & ~same("DECOM", "previous_DEC"))


def _unchanged_placement() -> nw.Expr:
    return nw.all_horizontal(*[alike(name, f"previous_{name}") for name in PLACEMENT], ignore_nulls=False)


_CHANGE_FIELDS = "Episodes CHILD DECOM LS PLACE PLACE_PROVIDER PL_POST RNE URN"


@rule(
    "434",
    _CHANGE_FIELDS,
    "The reason says that only the legal status changed (L), but it did not, or the placement did. Correct the reason or what changed.",
)
def only_legal_status_changed(year: CollectionYear) -> Flag:
    """RNE is L, and LS is as before or PLACE, PL_POST, URN or PLACE_PROVIDER changed; two blanks are alike."""
    wrong = alike("LS", "previous_LS") | ~_unchanged_placement()
    return flag(episodes, among("RNE", "L") & follows() & wrong)


@rule(
    "435",
    _CHANGE_FIELDS,
    "The reason says that only the placement changed (P, T), but the legal status did, or the placement did not. Correct the reason or what changed.",
)
def only_placement_changed(year: CollectionYear) -> Flag:
    """RNE is P or T, and LS changed or PLACE, PL_POST, URN and PLACE_PROVIDER are all as before.

    Two blanks are not alike here, unlike in 434 and 436.
    """
    all_same = nw.all_horizontal(*[same(name, f"previous_{name}") for name in PLACEMENT], ignore_nulls=False)
    return flag(episodes, among("RNE", "P", "T") & follows() & (~same("LS", "previous_LS") | all_same))


@rule(
    "436",
    _CHANGE_FIELDS,
    "The reason says that legal status and placement changed (B, U), but one of them did not. Correct the reason or what changed.",
)
def legal_status_and_placement_changed(year: CollectionYear) -> Flag:
    """RNE is U or B, and LS is as before or PLACE, PL_POST, URN and PLACE_PROVIDER all are."""
    wrong = alike("LS", "previous_LS") | _unchanged_placement()
    return flag(episodes, among("RNE", "U", "B") & follows() & wrong)


@rule(
    "437",
    "Episodes CHILD DECOM REC",
    "The child died, or was found to be an adult, in this episode, and yet has a later one. Correct the reason or remove the later episode.",
)
def nothing_follows_death(year: CollectionYear) -> Flag:
    """REC is E2 or E15 and the child has a later episode."""
    return flag(episodes, among("REC", "E2", "E15") & filled("next_row_Episodes"))


@rule(
    "501",
    "Episodes CHILD DEC DECOM",
    "The episode starts before the child's previous one ended. Correct the dates so that they do not overlap.",
)
def episodes_do_not_overlap(year: CollectionYear) -> Flag:
    """DECOM is before the previous DEC."""
    return flag(episodes, c("DECOM") < c("previous_DEC"))


@rule(
    "504",
    "Episodes CHILD CIN DEC DECOM REC",
    "The category of need changed during one period of care. It stays what it was when care started: correct it.",
)
def category_of_need_stays(year: CollectionYear) -> Flag:
    """The previous episode ended with X1 on this DECOM, and CIN differs; two blanks count as different."""
    continues = among("previous_REC", "X1") & same("previous_DEC", "DECOM")
    return flag(episodes, continues & ~same("CIN", "previous_CIN"))


@view("Episodes", "Episodes_last")
def episodes_both_years(t: Tables) -> nw.LazyFrame[Any]:
    """This and last year's episodes in one order, with `adopted_before`: adoption on an earlier one."""
    columns = ["CHILD", "DECOM", "REC"]
    this = t["Episodes"].select(*columns, "row_Episodes", nw.lit(1).alias("_year"))
    last = t["Episodes_last"].select(
        *columns,
        nw.lit(None).cast(nw.Int64).alias("row_Episodes"),
        nw.lit(0).alias("_year"),
        c("row_Episodes_last").alias("_row"),
    )
    both = nw.concat(
        [this.with_columns(_row=c("row_Episodes")), last.select(*columns, "row_Episodes", "_year", "_row")],
        how="vertical",
    )
    both = both.filter(filled("CHILD", "DECOM")).with_columns(
        _adopted=nw.when(among("REC", ADOPTED)).then(nw.lit(1)).otherwise(nw.lit(0))
    )
    return both.with_columns(
        adopted_before=c("_adopted").cum_sum().over("CHILD", order_by=["DECOM", "_year", "_row"])
        - c("_adopted")
        > 0
    )


@rule(
    "199",
    "Episodes CHILD DECOM REC; Episodes_last CHILD DECOM REC",
    "The child was adopted in an earlier episode, in this or last year's return. Correct the reason, or use the adopted child's new number.",
)
def adopted_child_does_not_return_under_the_old_number(year: CollectionYear) -> Flag:
    """An earlier episode of the child, in either year, ended with E11 or E12."""
    return flag(episodes_both_years, c("adopted_before"))
