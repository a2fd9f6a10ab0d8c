"""Child protection plans and their reviews."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import blank, c, or_if_open, other_than, same, true
from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import rule
from kith.engines.returns.rules.cin.views import WITH_CHILD, WITH_EPISODE, pairs
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
PLANS = "ChildProtectionPlans"


@rule(
    "1105",
    f"{PLANS} CPPstartDate CINdetailsID LAchildID; CINdetails CINreferralDate",
    "The protection plan started before the referral. Correct one of the dates.",
)
def plan_starts_after_referral(year: CollectionYear) -> Flag:
    """CPPstartDate is before the CINreferralDate of its episode."""
    return flag(WITH_EPISODE[PLANS], c("CPPstartDate") < c("episode_CINreferralDate"), PLANS, "CINdetails")


@rule(
    "8720",
    f"{PLANS} CPPstartDate CPPID; Header ReferenceDate",
    "The start of the protection plan is missing or after the census. Correct it.",
)
def plan_starts_by_the_census(year: CollectionYear) -> Flag:
    """CPPstartDate is empty or after the reference date."""
    return flag(PLANS, blank("CPPstartDate") | true(c("CPPstartDate") > year.end))


@rule(
    "8730",
    f"{PLANS} NumberOfPreviousCPP",
    "The number of earlier protection plans is missing or is not a whole number. Enter it; 0 where there were none.",
)
def number_of_earlier_plans_is_given(year: CollectionYear) -> Flag:
    """NumberOfPreviousCPP is not a whole number of 0 or more.

    Practice elsewhere stops at the first value that is no number, and then flags nothing at all.
    """
    return flag(PLANS, ~true(c("NumberOfPreviousCPP").str.contains(r"^\s*\+?\d+(\.0+)?\s*$")))


@rule(
    "8840",
    f"{PLANS} CPPstartDate CPPendDate LAchildID",
    "The protection plan started and ended on the same day. Correct a date or remove the plan.",
)
def plan_lasts_a_day(year: CollectionYear) -> Flag:
    """CPPstartDate is CPPendDate."""
    return flag(PLANS, same("CPPstartDate", "CPPendDate"))


@rule(
    "8925",
    f"{PLANS} CPPstartDate CPPendDate LAchildID",
    "The protection plan ended before it started. Correct one of the dates.",
)
def plan_ends_after_it_starts(year: CollectionYear) -> Flag:
    """CPPendDate is before CPPstartDate."""
    return flag(PLANS, c("CPPendDate") < c("CPPstartDate"))


@rule(
    "8930",
    f"{PLANS} CPPendDate; Header ReferenceDate",
    "The protection plan ended outside the year of the census. Correct the date, or leave the plan out.",
)
def plan_ends_in_the_year(year: CollectionYear) -> Flag:
    """CPPendDate is before the year or after the reference date."""
    return flag(PLANS, true(c("CPPendDate") < year.start) | true(c("CPPendDate") > year.end))


def _category(code: str, column: str, which: str) -> None:
    @rule(
        code,
        f"{PLANS} {column}",
        f"The {which} category of abuse is missing or is not a code of the list. Enter NEG, PHY, SAB, EMO or MUL.",
    )
    def category_is_a_code(year: CollectionYear) -> Flag:
        """The category is empty or outside the list."""
        return flag(PLANS, other_than(column, codes_of("cin", "CategoryOfAbuse", year)))


_category("8905", "InitialCategoryOfAbuse", "first")
_category("8910", "LatestCategoryOfAbuse", "latest")


@rule(
    "8915",
    f"{PLANS} CPPstartDate LAchildID; ChildIdentifiers PersonDeathDate",
    "The protection plan started after the child's death. Correct one of the dates.",
)
def plan_starts_before_death(year: CollectionYear) -> Flag:
    """CPPstartDate is after PersonDeathDate."""
    return flag(WITH_CHILD[PLANS], c("CPPstartDate") > c("PersonDeathDate"), PLANS, "ChildIdentifiers")


@rule(
    "8920",
    f"{PLANS} CPPendDate LAchildID; ChildIdentifiers PersonDeathDate",
    "The protection plan ended after the child's death. Correct one of the dates.",
)
def plan_ends_by_death(year: CollectionYear) -> Flag:
    """CPPendDate is after PersonDeathDate."""
    return flag(WITH_CHILD[PLANS], c("CPPendDate") > c("PersonDeathDate"), PLANS, "ChildIdentifiers")


@rule(
    "8935",
    f"{PLANS} CPPID CPPendDate LAchildID",
    "The child has more than one open protection plan. End the earlier ones.",
)
def one_open_plan(year: CollectionYear) -> Flag:
    """The child has more than one plan with no CPPendDate.

    Practice elsewhere compares plans by a number that restarts in each episode, and misses two open
    plans in one episode.
    """
    many = nw.when(blank("CPPendDate")).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("child")
    return flag(PLANS, blank("CPPendDate") & (many > 1))


@view(PLANS, shared=True)
def pairs_of_plans(t: Tables) -> Frame:
    """Every two different protection plans of a child."""
    return pairs(t[PLANS], f"row_{PLANS}", ["CPPstartDate", "CPPendDate"], on="child")


@view(PLANS)
def pairs_of_other_plans(t: Tables) -> Frame:
    """The same pairs, numbered by the other plan."""
    return t.view(pairs_of_plans).with_columns(c(f"other_row_{PLANS}").alias(f"row_{PLANS}"))


@rule(
    "8940",
    f"{PLANS} CPPID CPPendDate CPPstartDate LAchildID; Header ReferenceDate",
    "Two protection plans of the child overlap. Correct the dates so that one ends before the next starts.",
)
def plans_do_not_overlap(year: CollectionYear) -> list[Flag]:
    """Another plan started on or after this start and by this end (or the census, while open).

    Practice elsewhere never compares plans that have the same number in different episodes.
    """
    later = true(c("other_CPPstartDate") >= c("CPPstartDate"))
    before = true(c("other_CPPstartDate") <= or_if_open("CPPendDate", year.end))
    return [flag(pairs_of_plans, later & before), flag(pairs_of_other_plans, later & before)]


@view("Reviews", PLANS)
def reviews_with_plan(t: Tables) -> Frame:
    """Reviews beside the plan that they review."""
    plans = t[PLANS].select(c(f"row_{PLANS}").alias("plan"), f"row_{PLANS}", "CPPstartDate")
    return t["Reviews"].join(plans, on="plan", how="inner")


@rule(
    "8841",
    f"Reviews CINdetailsID CPPID CPPreviewDate LAchildID; {PLANS} CPPstartDate",
    "The protection plan was reviewed on or before the day on which it started. Correct one of the dates.",
)
def reviewed_after_start(year: CollectionYear) -> Flag:
    """CPPreviewDate is on or before the CPPstartDate of the same plan; every date of a group is tested."""
    return flag(reviews_with_plan, c("CPPreviewDate") <= c("CPPstartDate"), "Reviews", PLANS)


@rule("8842Q", "Reviews CPPreviewDate", "A review of a protection plan has no date. Enter it.")
def review_has_a_date(year: CollectionYear) -> Flag:
    """CPPreviewDate is empty or cannot be read as a date."""
    return flag("Reviews", blank("CPPreviewDate"))
