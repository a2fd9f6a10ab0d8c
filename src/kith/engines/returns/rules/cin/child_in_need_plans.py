"""Child in need plans."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import among, blank, c, filled, or_if_open, same, true
from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import YES, rule
from kith.engines.returns.rules.cin.views import WITH_CHILD, WITH_EPISODE, pairs
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
START, END = "CINPlanStartDate", "CINPlanEndDate"


@rule(
    "4000",
    "CINplanDates CINdetailsID LAchildID; CINdetails ReferralNFA",
    "The referral led to no further action, and yet there is a child in need plan. Correct one of them.",
)
def no_further_action_means_no_plan(year: CollectionYear) -> Flag:
    """ReferralNFA is true and the episode has a child in need plan."""
    return flag(WITH_EPISODE["CINplanDates"], among("episode_ReferralNFA", YES), "CINplanDates", "CINdetails")


@view("CINplanDates", "ChildProtectionPlans")
def both_plans_of_an_episode(t: Tables) -> Frame:
    """Child in need plans beside each protection plan of the same episode."""
    plans = t["ChildProtectionPlans"].select("episode", "row_ChildProtectionPlans", "CPPendDate")
    return t["CINplanDates"].join(plans, on="episode", how="inner")


@rule(
    "4001",
    f"CINplanDates {START} {END} CINdetailsID LAchildID; ChildProtectionPlans CPPendDate CPPID",
    "A child in need plan and a protection plan are both open. End one of them.",
)
def one_kind_of_plan_is_open(year: CollectionYear) -> Flag:
    """Both plans of one episode are open."""
    both = blank("CPPendDate", END) & filled(START)
    return flag(both_plans_of_an_episode, both, "CINplanDates", "ChildProtectionPlans")


@view("CINplanDates", "ChildProtectionPlans", "Reviews")
def plans_and_protection_reviews(t: Tables) -> Frame:
    """Child in need plans beside each protection plan review of the child, with its plan's end."""
    plans = t["ChildProtectionPlans"].select(
        c("row_ChildProtectionPlans").alias("plan"), "row_ChildProtectionPlans", "CPPendDate"
    )
    reviews = (
        t["Reviews"]
        .select("child", "plan", "row_Reviews", "CPPreviewDate")
        .join(plans, on="plan", how="inner")
    )
    return t["CINplanDates"].join(reviews, on="child", how="inner")


@rule(
    "4003",
    f"CINplanDates {START} {END} LAchildID; ChildProtectionPlans CPPendDate CPPID; Reviews CPPreviewDate",
    "A protection plan was reviewed while a child in need plan was open. Correct the dates.",
)
def no_plan_during_a_protection_review(year: CollectionYear) -> Flag:
    """A CPPreviewDate is within a child in need plan of the child, unless the protection plan ended that day.

    Practice elsewhere skips open plans of both kinds; an open child in need plan runs to the census, and
    an open protection plan has not ended on any day.
    """
    within = true(c(START) <= c("CPPreviewDate")) & (
        true(c("CPPreviewDate") < c(END)) | (blank(END) & true(c("CPPreviewDate") <= year.end))
    )
    return flag(
        plans_and_protection_reviews,
        within & ~same("CPPreviewDate", "CPPendDate"),
        *("CINplanDates", "ChildProtectionPlans", "Reviews"),
    )


@rule(
    "4004",
    f"CINplanDates {END} CINdetailsID LAchildID",
    "The episode has more than one open child in need plan. End the earlier ones.",
)
def one_open_plan(year: CollectionYear) -> Flag:
    """More than one plan of the episode has no CINPlanEndDate; all its plans are flagged."""
    many = nw.when(blank(END)).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("episode")
    return flag("CINplanDates", many > 1)


@rule(
    "4008",
    f"CINplanDates {START} LAchildID; ChildIdentifiers PersonDeathDate",
    "The child in need plan started after the child's death. Correct one of the dates.",
)
def plan_starts_before_death(year: CollectionYear) -> Flag:
    """CINPlanStartDate is after PersonDeathDate."""
    return flag(
        WITH_CHILD["CINplanDates"], c(START) > c("PersonDeathDate"), "CINplanDates", "ChildIdentifiers"
    )


@rule(
    "4009Q",
    f"CINplanDates {END} LAchildID; ChildIdentifiers PersonDeathDate",
    "The child in need plan ended after the child's death. Check the dates.",
)
def plan_ends_by_death(year: CollectionYear) -> Flag:
    """CINPlanEndDate is after PersonDeathDate."""
    return flag(WITH_CHILD["CINplanDates"], c(END) > c("PersonDeathDate"), "CINplanDates", "ChildIdentifiers")


@rule(
    "4010",
    f"CINplanDates {START} LAchildID; Header ReferenceDate",
    "The start of the child in need plan is missing or after the census. Correct it.",
)
def plan_starts_by_the_census(year: CollectionYear) -> Flag:
    """CINPlanStartDate is empty or after the reference date."""
    return flag("CINplanDates", blank(START) | true(c(START) > year.end))


@rule(
    "4011",
    f"CINplanDates {START} {END} LAchildID",
    "The child in need plan ended before it started. Correct one of the dates.",
)
def plan_ends_after_it_starts(year: CollectionYear) -> Flag:
    """CINPlanEndDate is before CINPlanStartDate."""
    return flag("CINplanDates", c(END) < c(START))


@rule(
    "4012Q",
    f"CINplanDates {START} {END} LAchildID",
    "The child in need plan started and ended on the same day. Check the dates.",
)
def plan_lasts_a_day(year: CollectionYear) -> Flag:
    """CINPlanStartDate is CINPlanEndDate."""
    return flag("CINplanDates", same(START, END))


@rule(
    "4013",
    f"CINplanDates {END}; Header ReferenceDate",
    "The child in need plan ended outside the year of the census. Correct the date, or leave the plan out.",
)
def plan_ends_in_the_year(year: CollectionYear) -> Flag:
    """CINPlanEndDate is before the year or after the reference date."""
    return flag("CINplanDates", true(c(END) < year.start) | true(c(END) > year.end))


@view("CINplanDates", shared=True)
def pairs_of_plans(t: Tables) -> Frame:
    """Every two different child in need plans of a child."""
    return pairs(t["CINplanDates"], "row_CINplanDates", [START, END], on="child")


@view("CINplanDates")
def pairs_of_other_plans(t: Tables) -> Frame:
    """The same pairs, numbered by the other plan."""
    return t.view(pairs_of_plans).with_columns(row_CINplanDates=c("other_row_CINplanDates"))


@rule(
    "4014",
    f"CINplanDates {START} {END} LAchildID; Header ReferenceDate",
    "Two child in need plans of the child overlap. Correct the dates so that one ends before the next starts.",
)
def plans_do_not_overlap(year: CollectionYear) -> list[Flag]:
    """Another plan started on or after this start and by this end (or the census, while open), the end included."""
    later = true(c(f"other_{START}") >= c(START))
    before = true(c(f"other_{START}") <= or_if_open(END, year.end))
    return [flag(pairs_of_plans, later & before), flag(pairs_of_other_plans, later & before)]


@rule(
    "4015",
    f"CINplanDates {START} CINdetailsID LAchildID; CINdetails CINreferralDate",
    "The child in need plan started before the referral. Correct one of the dates.",
)
def plan_starts_after_referral(year: CollectionYear) -> Flag:
    """CINPlanStartDate is before the CINreferralDate of its episode."""
    return flag(
        WITH_EPISODE["CINplanDates"], c(START) < c("episode_CINreferralDate"), "CINplanDates", "CINdetails"
    )


@view("CINplanDates", "ChildProtectionPlans")
def both_plans_of_a_child(t: Tables) -> Frame:
    """Child in need plans beside each protection plan of the same child."""
    plans = t["ChildProtectionPlans"].select(
        "child", "row_ChildProtectionPlans", "CPPstartDate", "CPPendDate"
    )
    return t["CINplanDates"].join(plans, on="child", how="inner")


_BOTH = f"CINplanDates {START} LAchildID; ChildProtectionPlans CPPstartDate CPPendDate CPPID; Header ReferenceDate"


@rule("4016", _BOTH, "A child in need plan started during a protection plan. Correct the dates.")
def plan_does_not_start_during_protection(year: CollectionYear) -> Flag:
    """CINPlanStartDate is from CPPstartDate to before CPPendDate (or to the census, while open)."""
    ends = true(c(START) < c("CPPendDate")) | (blank("CPPendDate") & true(c(START) <= year.end))
    within = true(c("CPPstartDate") <= c(START)) & ends
    return flag(both_plans_of_a_child, within, "CINplanDates", "ChildProtectionPlans")


@rule(
    "4017",
    f"{_BOTH}; CINplanDates {END}",
    "A protection plan started during a child in need plan. End the child in need plan on that day.",
)
def protection_does_not_start_during_a_plan(year: CollectionYear) -> Flag:
    """CPPstartDate is from CINPlanStartDate to before CINPlanEndDate (or to the census, while open)."""
    start = c("CPPstartDate")
    ends = true(start < c(END)) | (blank(END) & true(start <= year.end))
    return flag(both_plans_of_a_child, true(c(START) <= start) & ends, "CINplanDates", "ChildProtectionPlans")
