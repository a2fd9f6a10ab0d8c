"""Health, conviction and strengths and difficulties: OC2, about children looked after the whole year."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    among,
    any_blank,
    any_filled,
    blank,
    c,
    filled,
    filled_with_other,
    true,
)
from kith.engines.returns.frames import Tables, earliest
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import continuously_looked_after, health_of_continuous
from kith.engines.returns.years import CollectionYear

HEALTH = (
    *("CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE"),
    *("INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
)
CORE = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")
_YEAR_LONG = "Episodes CHILD DECOM DEC RNE REC LS"
_NOT_YEAR_LONG = (
    "was not looked after for the whole year, so it is not collected. Remove it, or correct the episodes."
)


@rule(
    "157",
    f"OC2 DOB SDQ_REASON SDQ_SCORE; {_YEAR_LONG}",
    "The strengths and difficulties score is missing because of the child's age (SDQ1), but the child was between 4 and 16. Enter the score or another reason.",
)
def score_is_due_between_4_and_16(year: CollectionYear) -> Flag:
    """SDQ_REASON is SDQ1 with no score; the child was 4 by 1 April, and not past the 16th birthday on 31 March."""
    of_age = true(
        (c("DOB") <= year.years_before(year.start, 4)) & (c("DOB") >= year.years_before(year.end, 16))
    )
    wrong = among("SDQ_REASON", "SDQ1") & blank("SDQ_SCORE") & of_age
    return flag(health_of_continuous, c("continuous") & wrong, "OC2")


@rule(
    "158",
    "OC2 INTERVENTION_OFFERED INTERVENTION_RECEIVED",
    "The child received help with substance misuse, so whether it was offered is not asked. Remove the answer.",
)
def received_help_was_offered(year: CollectionYear) -> Flag:
    """INTERVENTION_RECEIVED is 1 and INTERVENTION_OFFERED is filled."""
    return flag("OC2", among("INTERVENTION_RECEIVED", "1") & filled("INTERVENTION_OFFERED"))


@rule(
    "159",
    "OC2 INTERVENTION_OFFERED INTERVENTION_RECEIVED SUBSTANCE_MISUSE",
    "The child misuses substances and received no help; whether help was offered is missing. Enter it.",
)
def help_not_received_was_offered_or_not(year: CollectionYear) -> Flag:
    """SUBSTANCE_MISUSE is 1, INTERVENTION_RECEIVED 0 and INTERVENTION_OFFERED empty."""
    asked = among("SUBSTANCE_MISUSE", "1") & among("INTERVENTION_RECEIVED", "0")
    return flag("OC2", asked & blank("INTERVENTION_OFFERED"))


@rule(
    "180",
    "OC2 SDQ_SCORE",
    "The strengths and difficulties score is not a whole number from 0 to 40. Correct it.",
)
def score_is_0_to_40(year: CollectionYear) -> Flag:
    """SDQ_SCORE is filled and not a whole number from 0 to 40."""
    good = true(c("SDQ_SCORE").str.contains(r"^\s*\+?0*([0-9]|[1-3][0-9]|40)\s*$"))
    return flag("OC2", filled("SDQ_SCORE") & ~good)


@rule(
    "181", f"OC2 {' '.join(HEALTH)}", "An answer about health or convictions is neither 0 nor 1. Correct it."
)
def health_answers_are_0_or_1(year: CollectionYear) -> Flag:
    """One of the eight answers is filled with something other than 0 or 1."""
    bad = [filled_with_other(name, "0", "1") for name in HEALTH]
    return flag("OC2", nw.any_horizontal(*bad, ignore_nulls=False))


@rule(
    "182",
    f"OC2 {' '.join(HEALTH)}",
    "Some answers about health or convictions are given, but one of immunisations, teeth, health assessment or substance misuse is missing. Enter it.",
)
def health_answers_are_complete(year: CollectionYear) -> Flag:
    """One of four answers is empty while CONVICTED, HEALTH_CHECK or an intervention is filled."""
    others = any_filled("CONVICTED", "HEALTH_CHECK", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")
    return flag("OC2", any_blank(*CORE) & others)


@rule(
    "185",
    f"OC2 CHILD SDQ_SCORE; {_YEAR_LONG}",
    f"A strengths and difficulties score is given, but the child {_NOT_YEAR_LONG}",
)
def score_is_for_the_whole_year(year: CollectionYear) -> Flag:
    """SDQ_SCORE is filled for a child not looked after the whole year."""
    return flag(health_of_continuous, ~c("continuous") & filled("SDQ_SCORE"), "OC2")


@rule(
    "186",
    f"OC2 DOB SDQ_REASON SDQ_SCORE; {_YEAR_LONG}",
    "The strengths and difficulties score, and the reason for having none, are missing for a child of 4 to 16. Enter one of them.",
)
def score_or_reason_is_given(year: CollectionYear) -> Flag:
    """Neither score nor reason; the child was 4 by 1 April and under 17 on 31 March."""
    of_age = true(
        (c("DOB") <= year.years_before(year.start, 4)) & (c("DOB") > year.years_before(year.end, 17))
    )
    return flag(health_of_continuous, c("continuous") & of_age & blank("SDQ_SCORE", "SDQ_REASON"), "OC2")


@rule(
    "188",
    "OC2 DOB SDQ_REASON SDQ_SCORE",
    "A strengths and difficulties score or reason is given for a child under four. Remove it.",
)
def no_score_under_4(year: CollectionYear) -> Flag:
    """SDQ_SCORE or SDQ_REASON is filled and the 4th birthday is after 31 March."""
    young = true(c("DOB") > year.years_before(year.end, 4))
    return flag("OC2", any_filled("SDQ_SCORE", "SDQ_REASON") & young)


@rule(
    "189",
    "OC2 DOB SDQ_REASON SDQ_SCORE",
    "A strengths and difficulties score or reason is given for a young person who was 17 before the year began. Remove it.",
)
def no_score_from_17(year: CollectionYear) -> Flag:
    """SDQ_SCORE or SDQ_REASON is filled and the 17th birthday is before 1 April."""
    old = true(c("DOB") < year.years_before(year.start, 17))
    return flag("OC2", any_filled("SDQ_SCORE", "SDQ_REASON") & old)


@rule(
    "190",
    f"OC2 {' '.join(HEALTH)}; {_YEAR_LONG}",
    f"An answer about health or convictions is given, but the child {_NOT_YEAR_LONG}",
)
def health_is_for_the_whole_year(year: CollectionYear) -> Flag:
    """One of the eight answers is filled for a child not looked after the whole year."""
    return flag(health_of_continuous, ~c("continuous") & any_filled(*HEALTH), "OC2")


@view("Episodes", "OC2")
def first_episodes_without_health(t: Tables) -> nw.LazyFrame[Any]:
    """The first episode of each child looked after the whole year who has no OC2 row."""
    first = earliest(t["Episodes"], by="CHILD", order="DECOM", row="row_Episodes")
    frame = first.join(t.view(continuously_looked_after), on="CHILD", how="semi")
    return frame.join(t["OC2"].filter(filled("CHILD")), on="CHILD", how="anti")


@rule(
    "191",
    f"OC2 {' '.join(CORE)}; {_YEAR_LONG}",
    "Immunisations, teeth, health assessment or substance misuse is missing for a child looked after the whole year. Enter all four.",
)
def health_is_given_for_the_whole_year(year: CollectionYear) -> list[Flag]:
    """A child looked after the whole year has one of four answers empty, or no OC2 row at all."""
    return [
        flag(health_of_continuous, c("continuous") & any_blank(*CORE), "OC2"),
        flag(first_episodes_without_health, filled("row_Episodes"), "Episodes"),
    ]


@rule(
    "192",
    "OC2 INTERVENTION_RECEIVED SUBSTANCE_MISUSE",
    "The child misuses substances; whether help was received is missing. Enter it.",
)
def misuse_says_if_help_was_received(year: CollectionYear) -> Flag:
    """SUBSTANCE_MISUSE is 1 and INTERVENTION_RECEIVED is empty."""
    return flag("OC2", among("SUBSTANCE_MISUSE", "1") & blank("INTERVENTION_RECEIVED"))


@rule(
    "193",
    "OC2 INTERVENTION_OFFERED INTERVENTION_RECEIVED SUBSTANCE_MISUSE",
    "Help with substance misuse is recorded for a child who does not misuse substances. Remove it, or correct the answer.",
)
def help_is_for_misuse(year: CollectionYear) -> Flag:
    """SUBSTANCE_MISUSE is 0 or empty and an intervention is filled."""
    none = blank("SUBSTANCE_MISUSE") | among("SUBSTANCE_MISUSE", "0")
    return flag("OC2", none & any_filled("INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"))


@rule(
    "196",
    "OC2 SDQ_REASON",
    "The reason for having no strengths and difficulties score is not a code of the list. Enter SDQ1 to SDQ5.",
)
def reason_for_no_score_is_a_code(year: CollectionYear) -> Flag:
    """SDQ_REASON is filled and not SDQ1 to SDQ5."""
    return flag("OC2", filled_with_other("SDQ_REASON", codes_of("ssda903", "SDQ_REASON", year)))


@rule(
    "197a",
    "OC2 SDQ_REASON SDQ_SCORE",
    "Both a strengths and difficulties score and a reason for having none are given. Remove one.",
)
def score_or_reason_not_both(year: CollectionYear) -> Flag:
    """SDQ_SCORE and SDQ_REASON are both filled."""
    return flag("OC2", filled("SDQ_SCORE", "SDQ_REASON"))


@rule(
    "197B",
    f"OC2 DOB SDQ_REASON SDQ_SCORE; {_YEAR_LONG}",
    "The child turned 4 or 17 in the year, with neither a strengths and difficulties score nor a reason. Enter one of them.",
)
def score_or_reason_in_the_year_of_4_or_17(year: CollectionYear) -> Flag:
    """The 4th or 17th birthday is in the year, and neither SDQ_SCORE nor SDQ_REASON is filled."""

    def turned(age: int) -> nw.Expr:
        first, last = year.years_before(year.start, age), year.years_before(year.end, age)
        return true((c("DOB") >= first) & (c("DOB") <= last))

    wrong = (turned(4) | turned(17)) & blank("SDQ_SCORE", "SDQ_REASON")
    return flag(health_of_continuous, c("continuous") & wrong, "OC2")


@rule(
    "198",
    f"OC2 CHILD SDQ_REASON; {_YEAR_LONG}",
    f"A reason for having no strengths and difficulties score is given, but the child {_NOT_YEAR_LONG}",
)
def reason_is_for_the_whole_year(year: CollectionYear) -> Flag:
    """SDQ_REASON is filled for a child not looked after the whole year."""
    return flag(health_of_continuous, ~c("continuous") & filled("SDQ_REASON"), "OC2")


@rule(
    "542",
    "OC2 CONVICTED DOB",
    "A conviction answer is given for a child under ten. Remove it, or correct the date of birth.",
)
def no_conviction_under_10(year: CollectionYear) -> Flag:
    """CONVICTED is filled and the 10th birthday is after 31 March."""
    return flag("OC2", filled("CONVICTED") & true(c("DOB") > year.years_before(year.end, 10)))


@rule(
    "543",
    f"OC2 CONVICTED DOB; {_YEAR_LONG}",
    "The conviction answer is missing for a child of ten or over. Enter 0 or 1.",
)
def conviction_from_10(year: CollectionYear) -> Flag:
    """CONVICTED is empty and the 10th birthday is before 31 March; a birthday on that day is not covered."""
    of_age = true(c("DOB") < year.years_before(year.end, 10))
    return flag(health_of_continuous, c("continuous") & of_age & blank("CONVICTED"), "OC2")


@rule(
    "544",
    f"OC2 CONVICTED {' '.join(CORE)}",
    "The child was convicted, but immunisations, teeth, health assessment or substance misuse is missing. Enter all four.",
)
def convicted_child_has_health_answers(year: CollectionYear) -> Flag:
    """CONVICTED is 1 and one of four answers is empty."""
    return flag("OC2", among("CONVICTED", "1") & any_blank(*CORE))


@rule(
    "545",
    f"OC2 DOB HEALTH_CHECK; {_YEAR_LONG}",
    "The development check is missing for a child under five. Enter 0 or 1.",
)
def development_check_under_5(year: CollectionYear) -> Flag:
    """HEALTH_CHECK is empty and the 5th birthday is after 31 March."""
    young = true(c("DOB") > year.years_before(year.end, 5))
    return flag(health_of_continuous, c("continuous") & young & blank("HEALTH_CHECK"), "OC2")


@rule(
    "546",
    f"OC2 DOB HEALTH_CHECK; {_YEAR_LONG}",
    "A development check is given for a child of five or over. Remove it, or correct the date of birth.",
)
def no_development_check_from_5(year: CollectionYear) -> Flag:
    """HEALTH_CHECK is filled and the 5th birthday is by 31 March."""
    old = true(c("DOB") <= year.years_before(year.end, 5))
    return flag(health_of_continuous, c("continuous") & old & filled("HEALTH_CHECK"), "OC2")


@rule(
    "547",
    f"OC2 HEALTH_CHECK {' '.join(CORE)}",
    "The development check was done, but immunisations, teeth, health assessment or substance misuse is missing. Enter all four.",
)
def checked_child_has_health_answers(year: CollectionYear) -> Flag:
    """HEALTH_CHECK is 1 and one of four answers is empty."""
    return flag("OC2", among("HEALTH_CHECK", "1") & any_blank(*CORE))
