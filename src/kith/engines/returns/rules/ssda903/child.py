"""The child's own details: Header."""

from __future__ import annotations

import datetime

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    alike,
    among,
    birthday,
    blank,
    c,
    filled,
    filled_with_other,
    other_than,
    same,
    true,
    unreadable,
)
from kith.engines.returns.rule import Flag, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import (
    episodes_with_header,
    header_both_years,
    header_with_episodes,
)
from kith.engines.returns.rules.ssda903.views_of_mothers import (
    latest_end_with_header,
    mothers,
    mothers_among_leavers,
    mothers_both_years,
)
from kith.engines.returns.years import CollectionYear

UNKNOWN_UPN = ("UN1", "UN2", "UN3", "UN4", "UN5")


def male(year: CollectionYear) -> str:
    """The code for a boy: 1 until 2023/24, M since."""
    return "1" if year.ends <= 2024 else "M"


def female(year: CollectionYear) -> str:
    """The code for a girl: 2 until 2023/24, F since."""
    return "2" if year.ends <= 2024 else "F"


@rule(
    "101",
    "Header SEX",
    "Sex is missing or is not a code of this year's list. Enter M, F or U (1 or 2 before 2024/25).",
)
def sex_is_a_code_of_the_year(year: CollectionYear) -> Flag:
    """SEX is empty or not in the year's list."""
    return flag("Header", other_than("SEX", codes_of("ssda903", "SEX", year)))


@rule("102", "Header DOB", "Date of birth is missing or is not a date. Enter it as dd/mm/yyyy.")
def date_of_birth_is_a_date(year: CollectionYear) -> Flag:
    """DOB is empty or cannot be read as a date."""
    return flag("Header", blank("DOB"))


@rule(
    "103",
    "Header ETHNIC",
    "Ethnic origin is missing or is not a code of the list. Enter one of the 20 codes; NOBT where not yet obtained.",
)
def ethnic_origin_is_a_code(year: CollectionYear) -> Flag:
    """ETHNIC is empty or outside the list."""
    return flag("Header", other_than("ETHNIC", codes_of("ssda903", "ETHNIC", year)))


@rule(
    "105",
    "Header UASC",
    "The unaccompanied asylum seeker marker is not 0 or 1. Enter 1 where the child has this status, otherwise 0.",
    only_from="xml",
)
def asylum_marker_is_0_or_1(year: CollectionYear) -> Flag:
    """UASC is neither 0 nor 1 in an XML return; in CSV files the marker follows from the UASC file."""
    return flag("Header", other_than("UASC", "0", "1"))


@rule(
    "165",
    "Header MOTHER SEX; Episodes LS DECOM DEC; OC3 IN_TOUCH ACTIV ACCOM",
    "The mother marker is not 0 or 1, is given for a boy, or is missing for a girl who was looked after in the year. Correct the marker or the sex.",
    optional="OC3",
)
def mother_marker_fits_the_child(year: CollectionYear) -> list[Flag]:
    """MOTHER is neither 0 nor 1; or given for a boy; or missing for a girl in care; or given for a girl with only leaver data.

    Practice elsewhere still compares SEX with 1 and 2, which no child has since 2024/25. The year's own
    codes are used, so that the rule keeps its meaning.
    """

    given, girl = filled("MOTHER"), among("SEX", female(year))
    wrong = (
        filled_with_other("MOTHER", "0", "1")
        | (given & among("SEX", male(year)))
        | (blank("MOTHER") & girl & c("in_care_in_year"))
        | (given & girl & ~c("in_care_in_year") & c("has_leaver_data"))
    )
    return [flag(mothers, wrong), flag(mothers_among_leavers, wrong, "OC3")]


@rule(
    "168",
    "Header UPN",
    "The unique pupil number is not in a form that exists. Enter a letter (not I, O or S) and 12 digits, a letter, 11 digits and a letter, or UN1 to UN5.",
)
def pupil_number_has_a_known_form(year: CollectionYear) -> Flag:
    """UPN is neither UN1 to UN5, nor a letter and 12 digits, nor a letter, 11 digits and a letter."""
    known = true(c("UPN").str.contains(r"^[A-HJ-NP-RT-Z](\d{12}|\d{11}[A-Z])$"))
    return flag("Header", filled_with_other("UPN", UNKNOWN_UPN) & ~known)


@rule(
    "171", "Header MC_DOB", "The date of birth of the child's own baby is not a date. Enter it as dd/mm/yyyy."
)
def babys_birth_is_a_date(year: CollectionYear) -> Flag:
    """MC_DOB is filled with something that is not a date."""
    return flag("Header", unreadable("MC_DOB"))


@rule(
    "174",
    "Header MC_DOB SEX",
    "A boy has a date of birth for a baby of his own, which is collected for mothers only. Remove the date or correct the sex.",
)
def boy_has_no_babys_birth(year: CollectionYear) -> Flag:
    """SEX is male and MC_DOB is filled, with a date or anything else."""
    return flag("Header", among("SEX", male(year)) & filled("MC_DOB_text"))


@rule(
    "202",
    "Header CHILD SEX; Header_last SEX",
    "Sex differs from last year's return. Confirm which is right and correct the other.",
)
def sex_as_last_year(year: CollectionYear) -> Flag:
    """SEX differs from last year's; a value against none differs too.

    Practice elsewhere compares the text, so every child differs in 2024/25, when 1 and 2 became M and F.
    Here last year's 1 and 2 are read as M and F.
    """
    changed = ~alike("SEX", "last_SEX")
    recoded = (among("SEX", "M") & among("last_SEX", "1")) | (among("SEX", "F") & among("last_SEX", "2"))
    return flag(header_both_years, changed & ~recoded)


@rule(
    "203",
    "Header CHILD DOB; Header_last DOB",
    "Date of birth differs from last year's return. Confirm which is right and correct the other.",
)
def date_of_birth_as_last_year(year: CollectionYear) -> Flag:
    """DOB differs from last year's; a date against none differs too."""
    return flag(header_both_years, ~alike("DOB", "last_DOB"))


@rule(
    "204",
    "Header CHILD ETHNIC; Header_last ETHNIC",
    "Ethnic origin differs from last year's return. Confirm which is right and correct the other.",
)
def ethnic_origin_as_last_year(year: CollectionYear) -> Flag:
    """ETHNIC differs from last year's; a code against none differs too."""
    return flag(header_both_years, ~alike("ETHNIC", "last_ETHNIC"))


@rule(
    "207",
    "Header CHILD MOTHER; Header_last MOTHER; Episodes CHILD",
    "The child was recorded as a mother last year and is not now. Restore the marker, or correct last year's.",
)
def once_a_mother_stays_one(year: CollectionYear) -> Flag:
    """MOTHER was 1 last year and is anything else now, for a child with episodes."""

    return flag(mothers_both_years, among("last_MOTHER", "1") & other_than("MOTHER", "1") & c("has_episode"))


@rule(
    "208",
    "Header CHILD UPN; Header_last UPN",
    "The unique pupil number differs from last year's return. Confirm which is right and correct the other.",
)
def pupil_number_as_last_year(year: CollectionYear) -> Flag:
    """UPN changed, other than from UN1 or none to UN2-UN5, or from any unknown to a real number."""
    was_unknown = among("last_UPN", UNKNOWN_UPN) | blank("last_UPN")
    explained = (among("last_UPN", "UN1") | blank("last_UPN")) & among("UPN", UNKNOWN_UPN[1:])
    found = was_unknown & filled_with_other("UPN", UNKNOWN_UPN)
    return flag(header_both_years, ~alike("UPN", "last_UPN") & ~explained & ~found)


@rule(
    "209",
    "Header DOB UPN",
    "The child is old enough for school, but the reason for having no pupil number is UN1 (below school age). Enter the number or another reason.",
)
def child_of_school_age_has_a_number(year: CollectionYear) -> Flag:
    """UPN is UN1 and the child was 4 by 31 August of the year before the collection year began."""
    by = datetime.date(year.start.year - 1, 8, 31)
    return flag("Header", among("UPN", "UN1") & true(c("DOB") <= year.years_before(by, 4)))


@rule(
    "210",
    "Header CHILD UPN; Episodes CHILD DECOM",
    "The pupil number is 'not yet known' (UN4) for a child looked after more than a week before the year ended. Enter the number or another reason.",
)
def number_is_known_after_a_week(year: CollectionYear) -> Flag:
    """UPN is UN4 and an episode started before 24 March of the year's end.

    UN4 is for children newly looked after, and the department asks about those in care for more than a
    week. Practice elsewhere flags those who started on or after 24 March instead; this follows the intent.
    """
    week = datetime.date(year.end.year, 3, 24)
    return flag(
        episodes_with_header, among("Header_UPN", "UN4") & true(c("DECOM") < week), "Episodes", "Header"
    )


@rule("232", "Header SEX", "Sex is recorded as unknown (U). Enter M or F if it is known.", since=2025)
def sex_is_known(year: CollectionYear) -> Flag:
    """SEX is U."""
    return flag("Header", among("SEX", "U"))


@rule(
    "301",
    "Header DOB",
    "Date of birth is after the end of the collection year. Correct it, or leave the child for next year's return.",
)
def born_before_the_year_ends(year: CollectionYear) -> Flag:
    """DOB is after 31 March."""
    return flag("Header", c("DOB") > year.end)


@rule(
    "351",
    "Header DOB",
    "The child was already over 25 when the year began. Correct the date of birth or leave the person out.",
)
def not_over_25(year: CollectionYear) -> Flag:
    """The 25th birthday is before 1 April."""
    return flag("Header", c("DOB") < year.years_before(year.start, 25))


@rule(
    "393",
    "Header CHILD MOTHER SEX; Episodes CHILD LS",
    "A girl who was looked after has no mother marker. Enter 1 if she is a mother, otherwise 0.",
)
def girl_in_care_has_a_mother_marker(year: CollectionYear) -> Flag:
    """SEX is female and MOTHER is empty, for a child with an episode other than a short break."""
    return flag(header_with_episodes, among("SEX", female(year)) & blank("MOTHER") & c("has_full_episode"))


@rule(
    "442",
    "Header CHILD UPN; Episodes CHILD LS",
    "There is no pupil number for a child looked after. Enter the number, or UN1 to UN5 for why there is none.",
)
def child_in_care_has_a_pupil_number(year: CollectionYear) -> Flag:
    """UPN is empty for a child with an episode other than a short break."""
    return flag(header_with_episodes, blank("UPN") & c("has_full_episode"))


@rule(
    "444",
    "Header UPN",
    "Two or more children share one pupil number. Find whose it is and correct the others.",
    since=2026,
)
def pupil_number_belongs_to_one_child(year: CollectionYear) -> Flag:
    """UPN, other than UN1 to UN5, occurs on more than one row."""
    return flag("Header", filled_with_other("UPN", UNKNOWN_UPN) & (c("row_Header").count().over("UPN") > 1))


@rule(
    "611",
    "Header MC_DOB MOTHER",
    "The child is a mother, but her baby's date of birth is missing. Enter it, or correct the marker.",
)
def mother_has_babys_birth(year: CollectionYear) -> Flag:
    """MOTHER is 1 and MC_DOB is empty."""
    return flag("Header", among("MOTHER", "1") & blank("MC_DOB"))


@rule(
    "612",
    "Header MC_DOB MOTHER SEX",
    "A baby's date of birth is given for a girl who is not marked as a mother. Correct the marker or remove the date.",
)
def babys_birth_is_a_mothers(year: CollectionYear) -> Flag:
    """SEX is female, MOTHER is 0 or empty and MC_DOB is filled."""
    not_marked = among("MOTHER", "0") | blank("MOTHER")
    return flag("Header", among("SEX", female(year)) & not_marked & filled("MC_DOB_text"))


@rule(
    "620",
    "Header DOB MOTHER",
    "The child is marked as a mother and was under 11 when the year began. Check the marker and the date of birth.",
)
def mother_is_at_least_11(year: CollectionYear) -> Flag:
    """MOTHER is 1 and the 11th birthday is after 1 April."""
    return flag("Header", among("MOTHER", "1") & true(c("DOB") > year.years_before(year.start, 11)))


@rule(
    "621",
    "Header DOB MC_DOB",
    "The baby's date of birth is not after its mother's. Correct one of the dates.",
)
def baby_is_younger_than_its_mother(year: CollectionYear) -> Flag:
    """MC_DOB is filled and not later than DOB, or DOB is missing."""
    return flag("Header", filled("MC_DOB") & ~true(c("MC_DOB") > c("DOB")))


@rule(
    "624",
    "Header CHILD MC_DOB; Header_last MC_DOB",
    "The baby's date of birth differs from last year's return. Confirm which is right and correct the other.",
)
def babys_birth_as_last_year(year: CollectionYear) -> Flag:
    """MC_DOB, as written, differs from a filled MC_DOB of last year."""
    return flag(header_both_years, filled("last_MC_DOB_text") & ~same("MC_DOB_text", "last_MC_DOB_text"))


@rule(
    "625",
    "Header CHILD MC_DOB; Episodes CHILD DEC",
    "The baby was born after the mother left care or after the year ended. Correct the baby's date of birth.",
)
def baby_was_born_while_mother_in_care(year: CollectionYear) -> list[Flag]:
    """MC_DOB is after 31 March, or after the child's latest DEC.

    Practice elsewhere skips a mother whose episodes are all open, even for a birth after the year's end.
    Her Header is flagged here for such a birth.
    """

    late = true(c("Header_MC_DOB") > year.end) | true(c("Header_MC_DOB") > c("DEC"))
    return [
        flag(latest_end_with_header, late, "Episodes", "Header"),
        flag(header_with_episodes, c("has_episode") & true(c("MC_DOB") > year.end)),
    ]


@rule(
    "626",
    "Header CHILD MC_DOB MOTHER; Header_last MOTHER",
    "The child became a mother since last year's return, but her baby was born before this year began. Correct the date, or last year's marker.",
)
def new_mothers_baby_was_born_this_year(year: CollectionYear) -> Flag:
    """MOTHER is 1 now and 0 last year, and MC_DOB is before 1 April."""
    newly = among("MOTHER", "1") & among("last_MOTHER", "0")
    return flag(header_both_years, newly & true(c("MC_DOB") < year.start))


@rule(
    "628",
    "Header CHILD MOTHER; Episodes CHILD; OC3 CHILD IN_TOUCH ACTIV ACCOM",
    "A care leaver who was not looked after in the year has a mother marker, which is not collected. Remove it.",
)
def care_leaver_has_no_mother_marker(year: CollectionYear) -> Flag:
    """MOTHER is filled for a child with no episode and with leaver data."""
    return flag(header_with_episodes, filled("MOTHER") & ~c("has_episode") & c("has_leaver_data"))


@rule(
    "EPI",
    "Header CHILD; Episodes CHILD; OC3 CHILD",
    "The child is in Header with neither an episode nor a care leaver record. Add what is missing or remove the child.",
)
def child_has_an_episode_or_leaver_record(year: CollectionYear) -> Flag:
    """The child has neither an episode nor an OC3 row."""
    return flag(header_with_episodes, ~c("has_episode") & ~c("has_leaver_row"))


@rule(
    "607",
    "Header CHILD MOTHER SEX; Episodes CHILD DEC LS REC",
    "A girl left care in the year with no mother marker. Enter 1 if she is a mother, otherwise 0.",
)
def girl_leaving_care_has_a_mother_marker(year: CollectionYear) -> Flag:
    """SEX is female, MOTHER is empty, and an episode other than a short break ended care in the year."""
    left = filled_with_other("REC", "X1") & true((c("DEC") >= year.start) & (c("DEC") <= year.end))
    girl = among("Header_SEX", female(year)) & blank("Header_MOTHER")
    return flag(episodes_with_header, girl & left & other_than("LS", "V3", "V4"), "Episodes", "Header")


@rule(
    "302",
    "Header CHILD DOB; Episodes CHILD DECOM",
    "The child's first episode starts before the child was born. Correct one of the dates.",
)
def care_starts_after_birth(year: CollectionYear) -> Flag:
    """The earliest DECOM is before DOB."""
    first = (c("position") == 1) & ~c("CHILD").is_null()
    return flag(episodes_with_header, first & true(c("DECOM") < c("Header_DOB")), "Episodes", "Header")


@rule(
    "234",
    "Episodes CHILD DECOM REASON_PLACE_CHANGE; Header CHILD DOB",
    "Custody is the reason for a change of placement of a child under 10. Correct the reason or the date of birth.",
    since=2026,
)
def custody_is_from_10(year: CollectionYear) -> Flag:
    """REASON_PLACE_CHANGE is CUSTOD and the child was under 10 at DECOM, the day that the department's rule tests."""
    under_10 = true(birthday("Header_DOB", 10) > c("DECOM"))
    return flag(episodes_with_header, among("REASON_PLACE_CHANGE", "CUSTOD") & under_10, "Episodes", "Header")
