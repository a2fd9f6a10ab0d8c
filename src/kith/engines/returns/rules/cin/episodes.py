"""Episodes of need: referral, closure, and what lies between."""

from __future__ import annotations

import datetime
from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    among,
    any_filled,
    blank,
    c,
    filled,
    filled_with_other,
    other_than,
    true,
)
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import NO, YES, rule
from kith.engines.returns.rules.cin.views import MODULES, WITH_EPISODE, episodes_with_modules, pairs
from kith.engines.returns.working_days import working_days_before
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
CLOSED_AFTER_ASSESSMENT = ("RC8", "RC9")


@rule(
    "8568",
    "CINdetails ReferralNFA",
    "Whether the referral led to no further action is missing or is not true or false. Enter it.",
)
def no_further_action_is_known(year: CollectionYear) -> Flag:
    """ReferralNFA is not 0, 1, true or false."""
    known = true(c("ReferralNFA").str.to_lowercase().is_in(["0", "1", "true", "false"]))
    return flag("CINdetails", ~known)


@rule(
    "8569Q",
    "CINdetails CINdetailsID CINreferralDate LAchildID ReferralNFA; Header ReferenceDate",
    "A referral from before the year led to no further action, so it belongs to an earlier census. Remove it, or correct the date.",
)
def no_further_action_is_this_years(year: CollectionYear) -> Flag:
    """CINreferralDate is more than a working day before the year and ReferralNFA is not false; empty counts.

    Practice elsewhere counts one working day too few, so that the day before the year is queried.
    """
    early = true(c("CINreferralDate") < working_days_before(year.start, 1))
    return flag("CINdetails", early & other_than("ReferralNFA", NO))


@rule(
    "8600",
    "CINdetails CINreferralDate; Header ReferenceDate",
    "The date of referral is missing or after the census. Correct it.",
)
def referred_by_the_census(year: CollectionYear) -> Flag:
    """CINreferralDate is empty or after the reference date."""
    return flag("CINdetails", blank("CINreferralDate") | true(c("CINreferralDate") > year.end))


@rule(
    "8610",
    "CINdetails CINdetailsID LAchildID PrimaryNeedCode ReferralNFA",
    "The child's primary need is missing. Enter it.",
)
def need_is_given(year: CollectionYear) -> Flag:
    """ReferralNFA is false and PrimaryNeedCode is empty."""
    return flag("CINdetails", among("ReferralNFA", NO) & blank("PrimaryNeedCode"))


@rule(
    "8620",
    "CINdetails CINclosureDate; Header ReferenceDate",
    "The episode closed outside the year of the census. Correct the date, or leave the episode out.",
)
def closed_in_the_year(year: CollectionYear) -> Flag:
    """CINclosureDate is before the year or after the reference date."""
    day = c("CINclosureDate")
    return flag("CINdetails", true(day < year.start) | true(day > year.end))


@rule(
    "8630",
    "CINdetails CINclosureDate CINreferralDate LAchildID",
    "The episode closed before the referral. Correct one of the dates.",
)
def closed_after_referral(year: CollectionYear) -> Flag:
    """CINclosureDate is before CINreferralDate."""
    return flag("CINdetails", c("CINclosureDate") < c("CINreferralDate"))


@rule(
    "8640",
    "CINdetails ReasonForClosure",
    "The reason for closure is not a code of the list. Enter RC1 to RC9.",
)
def reason_for_closure_is_a_code(year: CollectionYear) -> Flag:
    """ReasonForClosure is filled and not in the list."""
    return flag(
        "CINdetails", filled_with_other("ReasonForClosure", codes_of("cin", "ReasonForClosure", year))
    )


@rule("8650", "CINdetails PrimaryNeedCode", "The primary need is not a code of the list. Enter N0 to N9.")
def need_is_a_code(year: CollectionYear) -> Flag:
    """PrimaryNeedCode is filled and not in the list."""
    return flag("CINdetails", filled_with_other("PrimaryNeedCode", codes_of("cin", "PrimaryNeedCode", year)))


@rule(
    "8805",
    "CINdetails CINclosureDate LAchildID ReasonForClosure",
    "The episode is closed, but the reason is missing. Enter it.",
)
def closure_has_a_reason(year: CollectionYear) -> Flag:
    """CINclosureDate is filled and ReasonForClosure is empty."""
    return flag("CINdetails", filled("CINclosureDate") & blank("ReasonForClosure"))


@rule(
    "8810",
    "CINdetails CINclosureDate CINdetailsID LAchildID ReasonForClosure",
    "There is a reason for closure, but no date. Enter it, or remove the reason.",
)
def closure_has_a_date(year: CollectionYear) -> Flag:
    """ReasonForClosure is filled and CINclosureDate is empty."""
    return flag("CINdetails", filled("ReasonForClosure") & blank("CINclosureDate"))


def _open_in_need() -> nw.Expr:
    return blank("CINclosureDate") & among("ReferralNFA", NO)


@rule(
    "8815",
    "CINdetails CINclosureDate CINdetailsID LAchildID ReferralNFA; Header ReferenceDate",
    "The child has more than one open episode. Close or join the earlier ones.",
)
def one_open_episode(year: CollectionYear) -> Flag:
    """The child has more than one open episode with ReferralNFA false."""
    many = nw.when(_open_in_need()).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("child") > 1
    return flag("CINdetails", _open_in_need() & many)


@view("CINdetails")
def open_and_later_episodes(t: Tables) -> Frame:
    """Each open episode in need that is not the child's latest referral, and that latest one (`row_CINdetails`)."""
    latest = c("CINreferralDate").max().over("child")
    frame = t["CINdetails"].with_columns(_latest=latest)
    earlier = frame.filter(_open_in_need(), ~true(c("CINreferralDate") == c("_latest")), filled("_latest"))
    last = frame.filter(true(c("CINreferralDate") == c("_latest")))
    last = last.with_columns(_first=c("row_CINdetails").min().over("child")).filter(
        c("row_CINdetails") == c("_first")
    )
    last = last.join(earlier.select("child").unique(), on="child", how="semi")
    return nw.concat([earlier.select("row_CINdetails"), last.select("row_CINdetails")], how="vertical")


@rule(
    "8816",
    "CINdetails CINclosureDate CINdetailsID CINreferralDate LAchildID ReferralNFA",
    "An episode is open though the child was referred again later. Close it, or correct the dates.",
)
def only_the_latest_episode_is_open(year: CollectionYear) -> Flag:
    """An open episode with ReferralNFA false is not the child's latest referral; both are flagged."""
    return flag(open_and_later_episodes, filled("row_CINdetails"))


@view("CINdetails", shared=True)
def pairs_of_episodes(t: Tables) -> Frame:
    """Every two different episodes of a child."""
    columns = ["CINreferralDate", "CINclosureDate", "ReferralNFA"]
    frame = pairs(t["CINdetails"], "row_CINdetails", columns, on="child")
    return frame.with_columns(row_other=c("other_row_CINdetails"))


@rule(
    "8820",
    "CINdetails CINclosureDate CINdetailsID CINreferralDate LAchildID ReferralNFA; Header ReferenceDate",
    "Two episodes of the child overlap. Correct the dates so that one closes before the next opens.",
)
def episodes_do_not_overlap(year: CollectionYear) -> list[Flag]:
    """Another episode was referred on or after this referral and before this closure (or the census, while open and in need)."""
    later = true(c("other_CINreferralDate") >= c("CINreferralDate"))
    before_closure = true(c("other_CINreferralDate") < c("CINclosureDate"))
    while_open = _open_in_need() & true(c("other_CINreferralDate") < year.end)
    overlap = later & (before_closure | while_open)
    return [
        flag(pairs_of_episodes, overlap, "CINdetails"),
        flag(pairs_of_other_episodes, overlap, "CINdetails"),
    ]


@view("CINdetails")
def pairs_of_other_episodes(t: Tables) -> Frame:
    """The same pairs, numbered by the other episode, so that both of a pair can be flagged."""
    return t.view(pairs_of_episodes).with_columns(row_CINdetails=c("other_row_CINdetails"))


@rule(
    "8866",
    "CINdetails CINreferralDate LAchildID ReferralSource",
    "The source of the referral is missing or is not a code of the list. Enter it.",
)
def source_is_a_code(year: CollectionYear) -> Flag:
    """A referral since 1 April 2013 whose ReferralSource is empty or outside the list."""
    since = true(c("CINreferralDate") >= datetime.date(2013, 4, 1))
    return flag("CINdetails", since & other_than("ReferralSource", codes_of("cin", "ReferralSource", year)))


@rule(
    "2990",
    "CINdetails CINdetailsID DateOfInitialCPC LAchildID ReasonForClosure; CINplanDates LAchildID; Section47 LAchildID; ChildProtectionPlans LAchildID",
    "The episode closed after assessment (RC8, RC9), and yet has a conference, an enquiry or a plan. Correct the reason or remove them.",
)
def closed_after_assessment_has_no_plan(year: CollectionYear) -> list[Flag]:
    """ReasonForClosure is RC8 or RC9 and the episode has a conference date, an enquiry or a plan of either kind."""
    closed = among("ReasonForClosure", CLOSED_AFTER_ASSESSMENT)
    modules = ("CINplanDates", "Section47", "ChildProtectionPlans")
    some = (
        filled("DateOfInitialCPC")
        | c("has_CINplanDates")
        | c("has_Section47")
        | c("has_ChildProtectionPlans")
    )
    by_module = among("episode_ReasonForClosure", CLOSED_AFTER_ASSESSMENT)
    return [
        flag(episodes_with_modules, closed & some),
        *[flag(WITH_EPISODE[table], by_module, table) for table in modules],
    ]


@rule(
    "8825Q",
    "CINdetails CINdetailsID LAchildID ReasonForClosure; Assessments LAchildID",
    "The episode closed after assessment (RC8, RC9), but has no assessment. Add it, or correct the reason.",
)
def closed_after_assessment_was_assessed(year: CollectionYear) -> Flag:
    """ReasonForClosure is RC8 or RC9 and the episode has no assessment."""
    closed = among("ReasonForClosure", CLOSED_AFTER_ASSESSMENT)
    return flag(episodes_with_modules, closed & ~c("has_Assessments"))


_CLOSING = {
    "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    "Section47": ("S47ActualStartDate", "DateOfInitialCPC"),
    "ChildProtectionPlans": ("CPPendDate",),
    "CINplanDates": ("CINPlanStartDate", "CINPlanEndDate"),
}


@view("CINdetails", *MODULES)
def episodes_outlived(t: Tables) -> Frame:
    """CINdetails with `outlived`: a module of the episode has a date after its closure."""
    frame = t["CINdetails"].with_columns(episode=c("row_CINdetails"))
    outlived = nw.lit(False)
    for table, columns in _CLOSING.items():
        late = [true(c("episode_CINclosureDate") < c(name)) for name in columns]
        rows = t.view(WITH_EPISODE[table]).filter(nw.any_horizontal(*late, ignore_nulls=False))
        frame = having(frame, rows, f"_{table}", on="episode")
        outlived = outlived | c(f"_{table}")
    return frame.with_columns(outlived=outlived)


@rule(
    "8565",
    "CINdetails CINclosureDate CINdetailsID DateOfInitialCPC LAchildID; Assessments AssessmentActualStartDate AssessmentAuthorisationDate; Section47 S47ActualStartDate DateOfInitialCPC; ChildProtectionPlans CPPendDate; CINplanDates CINPlanStartDate CINPlanEndDate",
    "The episode closed before something in it was done. Correct the closure or the later date.",
)
def nothing_happens_after_closure(year: CollectionYear) -> list[Flag]:
    """CINclosureDate is before a conference, assessment, enquiry, end of protection plan or CIN plan in the episode.

    Practice elsewhere replaces the protection plans with one made-up row, so their ends go unchecked.
    """
    own = true(c("CINclosureDate") < c("DateOfInitialCPC"))
    flags = [flag(episodes_outlived, own | c("outlived"))]
    for table, columns in _CLOSING.items():
        late = [true(c("episode_CINclosureDate") < c(name)) for name in columns]
        flags.append(flag(WITH_EPISODE[table], nw.any_horizontal(*late, ignore_nulls=False), table))
    return flags


@view("CINdetails", "Assessments", "Section47", shared=True)
def ended_at_referral(t: Tables) -> Frame:
    """Episodes with no further action and yet a conference date, a started enquiry or an assessment."""
    frame = t["CINdetails"].filter(among("ReferralNFA", YES)).with_columns(episode=c("row_CINdetails"))
    frame = having(frame, t["Section47"].filter(filled("S47ActualStartDate")), "_enquiry", on="episode")
    dated = t["Assessments"].filter(any_filled("AssessmentActualStartDate", "AssessmentAuthorisationDate"))
    frame = having(frame, dated, "_assessment", on="episode")
    return frame.filter(filled("DateOfInitialCPC") | c("_enquiry") | c("_assessment"))


@view("Section47", "CINdetails", "Assessments")
def enquiries_after_ending_at_referral(t: Tables) -> Frame:
    """Section47 rows of those episodes."""
    return t["Section47"].join(t.view(ended_at_referral).select("episode"), on="episode", how="semi")


@view("Assessments", "CINdetails", "Section47")
def assessments_after_ending_at_referral(t: Tables) -> Frame:
    """Assessments of those episodes."""
    return t["Assessments"].join(t.view(ended_at_referral).select("episode"), on="episode", how="semi")


@rule(
    "8831",
    "CINdetails CINdetailsID DateOfInitialCPC LAchildID ReferralNFA; Assessments AssessmentActualStartDate AssessmentAuthorisationDate; Section47 S47ActualStartDate",
    "The referral led to no further action, and yet there is a conference, an enquiry or an assessment. Correct one of them.",
)
def no_further_action_means_none(year: CollectionYear) -> list[Flag]:
    """ReferralNFA is true, and the episode has a conference date, a started enquiry or an assessment."""
    return [
        flag(ended_at_referral, filled("row_CINdetails"), "CINdetails"),
        flag(enquiries_after_ending_at_referral, filled("row_Section47"), "Section47"),
        flag(assessments_after_ending_at_referral, filled("row_Assessments"), "Assessments"),
    ]


@rule(
    "8832",
    "CINdetails CINdetailsID LAchildID ReferralNFA; ChildProtectionPlans LAchildID",
    "The referral led to no further action, and yet there is a protection plan. Correct one of them.",
)
def no_further_action_means_no_protection_plan(year: CollectionYear) -> Flag:
    """ReferralNFA is true and the episode has a protection plan."""
    return flag(
        WITH_EPISODE["ChildProtectionPlans"],
        among("episode_ReferralNFA", YES),
        "CINdetails",
        "ChildProtectionPlans",
    )
