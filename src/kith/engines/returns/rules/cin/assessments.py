"""Assessments and the factors that they found."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import alike, among, blank, c, filled, other_than, true
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import rule
from kith.engines.returns.rules.cin.views import WITH_EPISODE, pairs
from kith.engines.returns.working_days import working_days_before
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
START, AUTHORISED = "AssessmentActualStartDate", "AssessmentAuthorisationDate"


@rule(
    "1103",
    f"Assessments {START} CINdetailsID LAchildID; CINdetails CINreferralDate",
    "The assessment started before the referral. Correct one of the dates.",
)
def assessed_after_referral(year: CollectionYear) -> Flag:
    """AssessmentActualStartDate is before the CINreferralDate of its episode."""
    return flag(
        WITH_EPISODE["Assessments"], c(START) < c("episode_CINreferralDate"), "Assessments", "CINdetails"
    )


@rule(
    "8608",
    f"Assessments {START} {AUTHORISED} LAchildID",
    "The assessment was authorised before it started. Correct one of the dates.",
)
def authorised_after_start(year: CollectionYear) -> Flag:
    """AssessmentActualStartDate is after AssessmentAuthorisationDate."""
    return flag("Assessments", c(START) > c(AUTHORISED))


@rule(
    "8670Q",
    f"Assessments {START} {AUTHORISED} LAchildID; Header ReferenceDate",
    "The assessment is still open after 45 working days. Check whether it was authorised.",
)
def open_assessment_is_within_45_days(year: CollectionYear) -> Flag:
    """The assessment is open and started more than 45 working days before the reference date.

    Practice elsewhere counts 44.
    """
    return flag("Assessments", blank(AUTHORISED) & true(c(START) < working_days_before(year.end, 45)))


@rule(
    "8696",
    f"Assessments {AUTHORISED}; Header ReferenceDate",
    "The assessment was authorised outside the year of the census. Correct the date, or leave the assessment out.",
)
def authorised_in_the_year(year: CollectionYear) -> Flag:
    """AssessmentAuthorisationDate is before the year or after the reference date."""
    return flag("Assessments", true(c(AUTHORISED) < year.start) | true(c(AUTHORISED) > year.end))


@rule(
    "8736",
    f"Assessments {START} {AUTHORISED} CINdetailsID LAchildID; Header ReferenceDate",
    "An open assessment did not start in the year of the census. Correct its start, or enter when it was authorised.",
)
def open_assessment_started_in_the_year(year: CollectionYear) -> Flag:
    """The assessment is open, and its start is empty or outside the year."""
    in_year = true((c(START) >= year.start) & (c(START) <= year.end))
    return flag("Assessments", blank(AUTHORISED) & ~in_year)


@rule(
    "8867",
    f"Assessments {AUTHORISED} CINdetailsID LAchildID; CINdetails CINclosureDate",
    "The episode is closed, but an assessment in it was not authorised. Enter when it was.",
)
def closed_episode_has_no_open_assessment(year: CollectionYear) -> Flag:
    """The episode is closed and AssessmentAuthorisationDate is empty."""
    wrong = filled("episode_CINclosureDate") & blank(AUTHORISED)
    return flag(WITH_EPISODE["Assessments"], wrong, "Assessments", "CINdetails")


@rule(
    "8896",
    f"Assessments {AUTHORISED} CINdetailsID LAchildID",
    "The episode has more than one open assessment. Enter when the earlier ones were authorised.",
)
def one_open_assessment(year: CollectionYear) -> Flag:
    """More than one assessment of the episode has no AssessmentAuthorisationDate; all its assessments are flagged."""
    many = nw.when(blank(AUTHORISED)).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over("episode")
    return flag("Assessments", many > 1)


@view("Assessments", shared=True)
def pairs_of_assessments(t: Tables) -> Frame:
    """Every two assessments of an episode that do not have the same two dates."""
    frame = pairs(t["Assessments"], "row_Assessments", [START, AUTHORISED], on="episode")
    return frame.filter(~(alike(START, f"other_{START}") & alike(AUTHORISED, f"other_{AUTHORISED}")))


@view("Assessments")
def pairs_of_other_assessments(t: Tables) -> Frame:
    """The same pairs, numbered by the other assessment."""
    return t.view(pairs_of_assessments).with_columns(row_Assessments=c("other_row_Assessments"))


@rule(
    "8863Q",
    f"Assessments {START} {AUTHORISED} CINdetailsID LAchildID; Header ReferenceDate",
    "Two assessments of the episode overlap. Check the dates.",
)
def assessments_do_not_overlap(year: CollectionYear) -> list[Flag]:
    """Another assessment started on or after this start and by this authorisation (or the census, while open)."""
    later = true(c(f"other_{START}") >= c(START))
    before = true(c(f"other_{START}") <= c(AUTHORISED)) | (
        blank(AUTHORISED) & true(c(f"other_{START}") <= year.end)
    )
    return [flag(pairs_of_assessments, later & before), flag(pairs_of_other_assessments, later & before)]


@view("Assessments", "AssessmentFactorsList", shared=True)
def assessments_with_factors(t: Tables) -> Frame:
    """Assessments with `factors` (how many), and whether they have 18A, 19A, 21, an unknown one or one twice."""
    factors = t["AssessmentFactorsList"].filter(filled("AssessmentFactor"))
    known = codes_of("cin", "AssessmentFactor", t.year)
    # A factor that was replaced is still a factor: 8945Q and 8950Q ask about those.
    known = (*known, "18A", "19A")
    frame = t["Assessments"].with_columns(assessment=c("row_Assessments"))
    counted = factors.group_by("assessment").agg(factors=c("row_AssessmentFactorsList").count())
    frame = frame.join(counted, on="assessment", how="left").with_columns(
        factors=nw.when(c("factors").is_null()).then(nw.lit(0)).otherwise(c("factors"))
    )
    for name, code in (("has_18A", "18A"), ("has_19A", "19A"), ("has_21", "21")):
        frame = having(frame, factors.filter(among("AssessmentFactor", code)), name, on="assessment")
    frame = having(
        frame, factors.filter(other_than("AssessmentFactor", known)), "has_unknown", on="assessment"
    )
    twice = factors.group_by("assessment", "AssessmentFactor").agg(
        many=c("row_AssessmentFactorsList").count()
    )
    return having(frame, twice.filter(c("many") > 1), "has_one_twice", on="assessment")


_FACTORS = "AssessmentFactorsList AssessmentFactor"


@rule(
    "8614",
    f"Assessments {AUTHORISED} LAchildID; {_FACTORS}",
    "The assessment has factors, but was not authorised. Enter when it was, or remove the factors.",
)
def factors_need_authorisation(year: CollectionYear) -> Flag:
    """The assessment has factors and no AssessmentAuthorisationDate."""
    return flag(assessments_with_factors, (c("factors") > 0) & blank(AUTHORISED))


@rule(
    "8869",
    f"Assessments {AUTHORISED} CINdetailsID LAchildID; {_FACTORS}",
    "The assessment has 'no factors' (21) beside another factor. Remove one of them.",
)
def no_factor_stands_alone(year: CollectionYear) -> Flag:
    """The assessment has factor 21 and another.

    Practice elsewhere compares text with a list, and so finds nothing in a real census.
    """
    return flag(assessments_with_factors, c("has_21") & (c("factors") > 1))


@view("Assessments", "AssessmentFactorsList", "CINdetails")
def only_assessments(t: Tables) -> Frame:
    """Assessments that are the only one of their episode, beside it."""
    frame = t.view(assessments_with_factors).with_columns(_many=c("row_Assessments").count().over("episode"))
    episode = t["CINdetails"].select(
        c("row_CINdetails").alias("episode"), "row_CINdetails", "ReasonForClosure"
    )
    return frame.filter(c("_many") == 1).join(episode, on="episode", how="inner")


@rule(
    "8873Q",
    f"Assessments {START} LAchildID; {_FACTORS}; CINdetails ReasonForClosure",
    "The only assessment found no factors (21), but the episode did not close after it (RC8, RC9). Check the factors and the closure.",
)
def no_factors_ends_the_episode(year: CollectionYear) -> Flag:
    """The episode's only assessment has factor 21 and ReasonForClosure is not RC8 or RC9; open ones count."""
    wrong = c("has_21") & other_than("ReasonForClosure", "RC8", "RC9")
    return flag(only_assessments, wrong, "Assessments", "CINdetails")


@rule(
    "8897Q",
    f"Assessments {AUTHORISED} LAchildID; {_FACTORS}; Header ReferenceDate",
    "The assessment has no factor, or one that is not a code of the list. Enter each that applies, or 21 for none.",
)
def factors_are_codes(year: CollectionYear) -> Flag:
    """An assessment authorised in the year or later has no factor, or one outside the list."""
    wrong = (c("factors") == 0) | c("has_unknown")
    return flag(assessments_with_factors, true(c(AUTHORISED) >= year.start) & wrong)


@rule(
    "8898",
    f"Assessments {START} CINdetailsID LAchildID; {_FACTORS}",
    "The assessment has the same factor twice. Remove one.",
)
def factor_is_recorded_once(year: CollectionYear) -> Flag:
    """A factor occurs more than once in the assessment."""
    return flag(assessments_with_factors, c("has_one_twice"))


@rule(
    "8945Q",
    f"Assessments LAchildID; {_FACTORS}",
    "Physical abuse is recorded as 18A, which was replaced. Use 18B (by a child) or 18C (by an adult).",
    since=2025,
)
def physical_abuse_says_by_whom(year: CollectionYear) -> Flag:
    """The assessment has factor 18A.

    Practice elsewhere compares text with a list, and so finds nothing in a real census.
    """
    return flag(assessments_with_factors, c("has_18A"))


@rule(
    "8950Q",
    f"Assessments LAchildID; {_FACTORS}",
    "Sexual abuse is recorded as 19A, which was replaced. Use 19B (by a child) or 19C (by an adult).",
    since=2025,
)
def sexual_abuse_says_by_whom(year: CollectionYear) -> Flag:
    """The assessment has factor 19A.

    Practice elsewhere compares text with a list, and so finds nothing in a real census.
    """
    return flag(assessments_with_factors, c("has_19A"))
