"""Episodes against the child's age and details in Header."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import (
    ADOPTED,
    RESPITE,
    among,
    any_filled,
    birthday,
    blank,
    c,
    days_after,
    filled,
    other_than,
    true,
)
from kith.engines.returns.frames import Tables, prefixed
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes_with_header
from kith.engines.returns.years import CollectionYear

_STARTED = "Episodes CHILD DECOM PLACE; Header CHILD DOB"
_ENDED = "Episodes CHILD DEC REC; Header CHILD DOB"


@rule(
    "352",
    "Episodes CHILD DECOM RNE; Header CHILD DOB",
    "Care starts (S) on or after the child's 18th birthday. Correct the date, the reason or the date of birth.",
)
def care_starts_before_18(year: CollectionYear) -> Flag:
    """RNE is S and DECOM is on or after the 18th birthday."""
    return flag(episodes_with_header, among("RNE", "S") & true(c("DECOM") >= birthday("Header_DOB", 18)))


@rule(
    "358",
    "Episodes CHILD DECOM LS; Header CHILD DOB",
    "The child has a criminal legal status (J1 to J3) at the age of ten or less. Correct the status, the date or the date of birth.",
)
def criminal_status_is_after_10(year: CollectionYear) -> Flag:
    """LS is J1 to J3 and DECOM is on or before the 10th birthday; the birthday itself is flagged."""
    young = true(c("DECOM") <= birthday("Header_DOB", 10))
    return flag(episodes_with_header, among("LS", "J1", "J2", "J3") & young, "Episodes", "Header")


@rule(
    "359",
    "Episodes CHILD DEC LS PLACE; Header CHILD DOB",
    "The child turned 18 before the year ended and the episode is still open. End it on the birthday, unless the person stays in a children's home (V2, K2).",
)
def care_ends_at_18(year: CollectionYear) -> Flag:
    """DEC is empty and the 18th birthday is before 31 March, unless LS is V2 and PLACE is K2."""
    stays = among("LS", "V2") & among("PLACE", "K2")
    turned_18 = true(c("Header_DOB") < year.years_before(year.end, 18))
    return flag(episodes_with_header, blank("DEC") & turned_18 & ~stays)


def _at_least(
    code: str, place: str, years: int, what: str, *, since: int = 2023, until: int | None = None
) -> None:
    @rule(
        code,
        f"{_STARTED}; Episodes DEC",
        f"The child is placed in {what} under the age of {years}. Correct the placement or the date of birth.",
        since=since,
        until=until,
    )
    def placement_is_from_an_age(year: CollectionYear) -> Flag:
        """The child was under the placement's age at DECOM.

        Practice elsewhere never looks at an episode that is still open, where it matters most; it is
        checked here.
        """
        young = true(birthday("Header_DOB", years) > c("DECOM"))
        return flag(episodes_with_header, among("PLACE", place) & young)


_at_least("371", "H5", 16, "semi-independent living", until=2024)
_at_least("371", "K3", 16, "supported accommodation", since=2025)
_at_least("372", "R5", 10, "a young offender institution")
_at_least("373", "S1", 4, "a residential school")
_at_least("374", "P3", 14, "residential employment")


def _at_most(code: str, place: str, days: int, what: str) -> None:
    @rule(
        code,
        f"{_STARTED}; Episodes DEC",
        f"A temporary {what} ({place}) lasts more than {days} days. Correct the dates, or record it as a change of placement.",
    )
    def temporary_placement_is_short(year: CollectionYear) -> Flag:
        """DEC is later than DECOM and the days allowed; a child with no date of birth in Header passes."""
        long = true(c("DEC") > days_after("DECOM", days))
        return flag(episodes_with_header, among("PLACE", place) & filled("Header_DOB") & long)


_at_most("375", "T1", 42, "stay in hospital")
_at_most("376", "T3", 21, "placement for a carer's holiday")
_at_most("379", "T4", 7, "placement")


@rule(
    "386",
    _ENDED,
    "The child left care by adoption on or after the 18th birthday. Correct the date, the reason or the date of birth.",
)
def adopted_before_18(year: CollectionYear) -> Flag:
    """REC is E11 or E12 and DEC is on or after the 18th birthday."""
    return flag(episodes_with_header, among("REC", ADOPTED) & true(c("DEC") >= birthday("Header_DOB", 18)))


@rule(
    "387",
    _ENDED,
    "The child left care to live independently (E5, E6) before the age of 14. Correct the reason, the date or the date of birth.",
)
def independent_from_14(year: CollectionYear) -> Flag:
    """REC is E5 or E6 and DEC is before the 14th birthday; an ended episode with no date of birth fails too."""
    of_age = true(c("DEC") >= birthday("Header_DOB", 14))
    return flag(episodes_with_header, among("REC", "E5", "E6") & filled("DEC") & ~of_age)


@rule(
    "389",
    _ENDED,
    "The child moved to adult residential care (E7) before the age of 16. Correct the reason, the date or the date of birth.",
)
def adult_care_from_16(year: CollectionYear) -> Flag:
    """REC is E7 and DEC is not on or after the 16th birthday, or either date is missing."""
    return flag(episodes_with_header, among("REC", "E7") & ~true(c("DEC") >= birthday("Header_DOB", 16)))


@rule(
    "407",
    _ENDED,
    "The child left care under special guardianship (E45 to E48) after the 18th birthday. Correct the reason, the date or the date of birth.",
)
def guardianship_by_18(year: CollectionYear) -> Flag:
    """REC is E45 to E48 and DEC is after the 18th birthday."""
    late = true(c("DEC") > birthday("Header_DOB", 18))
    return flag(episodes_with_header, among("REC", "E45", "E46", "E47", "E48") & late, "Episodes", "Header")


@rule(
    "460",
    _ENDED,
    "The child left care to stay with the carers as an adult (E17) before the 18th birthday. Correct the reason, the date or the date of birth.",
)
def staying_put_from_18(year: CollectionYear) -> Flag:
    """REC is E17 and DEC is before the 18th birthday."""
    return flag(episodes_with_header, among("REC", "E17") & true(c("DEC") < birthday("Header_DOB", 18)))


@view("Episodes", "Header", "Reviews")
def short_break_children(t: Tables) -> nw.LazyFrame[Any]:
    """Episodes of children who have only short breaks, beside Header and each review."""
    others = t["Episodes"].filter(other_than("LS", RESPITE)).select("CHILD").unique()
    frame = t["Episodes"].filter(filled("CHILD")).join(others, on="CHILD", how="anti")
    header = prefixed(t["Header"], "Header", ["CHILD", "row_Header", "MOTHER"])
    frame = frame.select("CHILD", "row_Episodes").join(header, on="CHILD", how="left")
    reviews = t["Reviews"].select("CHILD", "row_Reviews", "REVIEW_text", "REVIEW_CODE")
    return frame.join(reviews, on="CHILD", how="left")


@rule(
    "399",
    "Episodes CHILD LS; Header CHILD MOTHER; Reviews CHILD REVIEW REVIEW_CODE",
    "A child with only short breaks (V3, V4) has a mother marker or reviews, which are not collected for short breaks. Remove them.",
)
def short_breaks_have_no_reviews(year: CollectionYear) -> Flag:
    """All the child's episodes are V3 or V4, and MOTHER, REVIEW or REVIEW_CODE is filled."""
    given = any_filled("Header_MOTHER", "REVIEW_text", "REVIEW_CODE")
    return flag(short_break_children, given, "Episodes", "Header", "Reviews")
