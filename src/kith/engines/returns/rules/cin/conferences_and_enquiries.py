"""Section 47 enquiries and initial child protection conferences."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import alike, among, blank, c, filled, other_than, same, true
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import NO, YES, rule
from kith.engines.returns.rules.cin.views import WITH_EPISODE, pairs
from kith.engines.returns.working_days import working_days_before
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
START, CONFERENCE, NOT_REQUIRED = "S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"


@rule(
    "1104",
    f"Section47 {CONFERENCE} CINdetailsID LAchildID; CINdetails CINreferralDate",
    "The initial conference was held before the referral. Correct one of the dates.",
)
def conference_is_after_referral(year: CollectionYear) -> Flag:
    """The enquiry's DateOfInitialCPC is before the CINreferralDate of its episode."""
    return flag(
        WITH_EPISODE["Section47"], c(CONFERENCE) < c("episode_CINreferralDate"), "Section47", "CINdetails"
    )


@rule(
    "2889",
    f"Section47 {START} CINdetailsID LAchildID; CINdetails CINreferralDate",
    "The enquiry started before the referral. Correct one of the dates.",
)
def enquiry_is_after_referral(year: CollectionYear) -> Flag:
    """S47ActualStartDate is before the CINreferralDate of its episode."""
    return flag(WITH_EPISODE["Section47"], c(START) < c("episode_CINreferralDate"), "Section47", "CINdetails")


@view("Section47", "CINdetails")
def conferences_at_both_levels(t: Tables) -> Frame:
    """Enquiries beside each episode of the same child that has a conference date."""
    episodes = t["CINdetails"].filter(filled(CONFERENCE))
    return t["Section47"].join(
        episodes.select("child", "row_CINdetails", c(CONFERENCE).alias("episode_conference")),
        on="child",
        how="inner",
    )


@rule(
    "2884",
    f"Section47 {CONFERENCE} LAchildID; CINdetails {CONFERENCE} CINdetailsID",
    "One initial conference is recorded twice, in the enquiry and in the episode. Record it in one place.",
)
def conference_is_recorded_once(year: CollectionYear) -> Flag:
    """An enquiry and an episode of the child have the same DateOfInitialCPC; two days are two conferences."""
    return flag(conferences_at_both_levels, same(CONFERENCE, "episode_conference"), "Section47", "CINdetails")


@view("ChildProtectionPlans", "CINdetails", "Section47")
def plans_and_conferences(t: Tables) -> Frame:
    """Plans that started in the year with what they are compared with: enquiries that needed a conference, or else the episode.

    `matched` says that one of those conferences was on the day on which the plan started.
    """
    start = c("CPPstartDate")
    plans = t["ChildProtectionPlans"].filter(true((start >= t.year.start) & (start <= t.year.end)))
    plans = plans.select("episode", "row_ChildProtectionPlans", "CPPstartDate")
    enquiries = (
        t["Section47"].filter(other_than(NOT_REQUIRED, YES)).select("episode", "row_Section47", CONFERENCE)
    )
    with_enquiry = plans.join(enquiries, on="episode", how="inner").with_columns(
        row_CINdetails=nw.lit(None).cast(nw.Int64)
    )
    episodes = t["CINdetails"].select(c("row_CINdetails").alias("episode"), "row_CINdetails", CONFERENCE)
    with_episode = plans.join(enquiries.select("episode").unique(), on="episode", how="anti")
    with_episode = with_episode.join(episodes, on="episode", how="inner").with_columns(
        row_Section47=nw.lit(None).cast(nw.Int64)
    )
    columns = ["row_ChildProtectionPlans", "CPPstartDate", "row_Section47", "row_CINdetails", CONFERENCE]
    both = nw.concat(
        [
            with_enquiry.select(
                *[c(name).cast(nw.Int64) if name.startswith("row_") else c(name) for name in columns]
            ),
            with_episode.select(
                *[c(name).cast(nw.Int64) if name.startswith("row_") else c(name) for name in columns]
            ),
        ],
        how="vertical",
    )
    hit = nw.when(same("CPPstartDate", CONFERENCE)).then(nw.lit(1)).otherwise(nw.lit(0))
    return both.with_columns(matched=hit.max().over("row_ChildProtectionPlans") == 1)


@rule(
    "2885",
    f"ChildProtectionPlans CPPstartDate CINdetailsID LAchildID; CINdetails {CONFERENCE}; Section47 {CONFERENCE} {NOT_REQUIRED}; Header ReferenceDate",
    "A protection plan did not start on the day of an initial conference. Correct the plan's start, or enter the conference.",
)
def plan_starts_at_a_conference(year: CollectionYear) -> Flag:
    """A plan that started in the year starts on no conference date of its episode.

    Compared with the enquiries for which a conference was not ruled out ('true' counts as 1), or where
    there is none, with the episode's own date.
    """
    return flag(plans_and_conferences, ~c("matched"), "ChildProtectionPlans", "CINdetails", "Section47")


@view("Section47", "Assessments")
def enquiries_and_assessments(t: Tables) -> Frame:
    """Section47 with `assessed`: its episode has an assessment."""
    return having(t["Section47"], t["Assessments"], "assessed", on="episode")


@rule(
    "2991Q",
    "Section47 CINdetailsID LAchildID; Assessments LAchildID",
    "There is an enquiry but no assessment in the episode. Check whether one is missing.",
)
def enquiry_has_an_assessment(year: CollectionYear) -> Flag:
    """The enquiry's episode has no assessment."""
    return flag(enquiries_and_assessments, ~c("assessed"), "Section47")


@rule(
    "8615",
    f"Section47 {CONFERENCE} LAchildID {START}",
    "The enquiry started after its conference, or its start is missing. Correct it.",
)
def enquiry_is_before_conference(year: CollectionYear) -> Flag:
    """DateOfInitialCPC is filled, and S47ActualStartDate is later or empty."""
    return flag("Section47", filled(CONFERENCE) & ~true(c(START) <= c(CONFERENCE)))


@rule(
    "8675Q",
    f"Section47 {CONFERENCE} {NOT_REQUIRED} LAchildID {START}; Header ReferenceDate",
    "The enquiry needs a conference, and none was held within 15 working days. Check whether it was.",
)
def conference_is_within_15_days(year: CollectionYear) -> Flag:
    """No DateOfInitialCPC, ICPCnotRequired is false, and it started over 15 working days before the census.

    Practice elsewhere counts 14.
    """
    late = true(c(START) < working_days_before(year.end, 15))
    return flag("Section47", blank(CONFERENCE) & among(NOT_REQUIRED, NO) & late)


@rule(
    "8715",
    f"Section47 {CONFERENCE}; Header ReferenceDate",
    "The conference was held outside the year of the census. Correct the date, or leave the enquiry out.",
)
def conference_is_in_the_year(year: CollectionYear) -> Flag:
    """DateOfInitialCPC is before the year or after the reference date."""
    return flag("Section47", true(c(CONFERENCE) < year.start) | true(c(CONFERENCE) > year.end))


@rule(
    "8740",
    f"Section47 {CONFERENCE} {NOT_REQUIRED} LAchildID {START}; Header ReferenceDate",
    "An enquiry that still needs a conference did not start in the year of the census. Correct its start, or enter the conference.",
)
def open_enquiry_started_in_the_year(year: CollectionYear) -> Flag:
    """No DateOfInitialCPC, ICPCnotRequired is false ('false' counts as 0), and the start is outside the year."""
    in_year = true((c(START) >= year.start) & (c(START) <= year.end))
    return flag("Section47", blank(CONFERENCE) & among(NOT_REQUIRED, NO) & ~in_year)


@rule(
    "8839",
    f"Section47 CINdetailsID {CONFERENCE} {NOT_REQUIRED} LAchildID",
    "The episode has more than one open enquiry. Enter the conference of the earlier ones, or that none was needed.",
)
def one_open_enquiry(year: CollectionYear) -> Flag:
    """More than one enquiry of the episode has no conference date and is not marked as needing none."""
    still_open = blank(CONFERENCE) & other_than(NOT_REQUIRED, YES)
    many = nw.when(still_open).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("episode")
    return flag("Section47", still_open & (many > 1))


@rule(
    "8868",
    f"Section47 CINdetailsID {CONFERENCE} {NOT_REQUIRED} LAchildID; CINdetails CINclosureDate",
    "The episode is closed, and an enquiry in it has neither a conference nor the mark that none was needed, or has both. Enter one.",
)
def closed_episode_has_no_open_enquiry(year: CollectionYear) -> Flag:
    """The episode is closed; the enquiry has neither DateOfInitialCPC nor ICPCnotRequired true, or has both."""
    unsettled = filled(CONFERENCE) == among(NOT_REQUIRED, YES)
    return flag(
        WITH_EPISODE["Section47"], filled("episode_CINclosureDate") & unsettled, "Section47", "CINdetails"
    )


def _weekend(column: str) -> nw.Expr:
    return true(c(column).dt.weekday() >= 6)


@rule(
    "8870Q",
    "Section47 InitialCPCtarget",
    "The day by which a conference was due is at a weekend. Check the date.",
)
def target_is_a_weekday(year: CollectionYear) -> Flag:
    """InitialCPCtarget is a Saturday or a Sunday.

    Practice elsewhere reads the day before the month, so that the dates of a real census are not read.
    """
    return flag("Section47", _weekend("InitialCPCtarget"))


@rule("8875", f"Section47 {CONFERENCE}", "The conference was held at a weekend. Correct the date.")
def conference_is_on_a_weekday(year: CollectionYear) -> Flag:
    """DateOfInitialCPC is a Saturday or a Sunday."""
    return flag("Section47", _weekend(CONFERENCE))


@view("Section47", shared=True)
def pairs_of_enquiries(t: Tables) -> Frame:
    """Every two enquiries of an episode that are not alike in start, conference and whether one was needed."""
    frame = pairs(t["Section47"], "row_Section47", [START, CONFERENCE, NOT_REQUIRED], on="episode")
    same_all = alike(START, f"other_{START}") & alike(CONFERENCE, f"other_{CONFERENCE}")
    return frame.filter(~(same_all & alike(NOT_REQUIRED, f"other_{NOT_REQUIRED}")))


@view("Section47")
def pairs_of_other_enquiries(t: Tables) -> Frame:
    """The same pairs, numbered by the other enquiry."""
    return t.view(pairs_of_enquiries).with_columns(row_Section47=c("other_row_Section47"))


@rule(
    "8890",
    f"Section47 CINdetailsID {CONFERENCE} {NOT_REQUIRED} LAchildID {START}; Header ReferenceDate",
    "Two enquiries of the episode overlap. Correct the dates, or enter the conference of the first.",
)
def enquiries_do_not_overlap(year: CollectionYear) -> list[Flag]:
    """Another enquiry started on or after this start and by this conference (or the census, while one is needed)."""
    other = c(f"other_{START}")
    while_open = blank(CONFERENCE) & among(NOT_REQUIRED, NO) & true(other <= year.end)
    overlap = true(other >= c(START)) & (true(other <= c(CONFERENCE)) | while_open)
    return [flag(pairs_of_enquiries, overlap), flag(pairs_of_other_enquiries, overlap)]
