"""The child: identifiers, characteristics, disabilities."""

from __future__ import annotations

import datetime
from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import among, birthday, blank, c, days_after, filled, other_than, true
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import rule
from kith.engines.returns.rules.cin.views import WITH_CHILD, in_need
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "1570",
    "ChildIdentifiers LAchildID",
    "The child's identifier is longer than 20 characters. Shorten it.",
    since=2025,
)
def identifier_is_at_most_20(year: CollectionYear) -> Flag:
    """LAchildID has more than 20 characters."""
    return flag("ChildIdentifiers", c("LAchildID").str.len_chars() > 20)


@rule(
    "1580",
    "ChildIdentifiers LAchildID",
    "The child's identifier has a character that is neither a letter nor a digit. Remove it.",
    since=2025,
)
def identifier_is_alphanumeric(year: CollectionYear) -> Flag:
    """LAchildID has a character other than letters and digits of any script."""
    return flag(
        "ChildIdentifiers", filled("LAchildID") & ~true(c("LAchildID").str.contains(r"^[\p{L}\p{N}]+$"))
    )


@rule("4180", "ChildIdentifiers Sex", "Sex is missing or is not a code of the list. Enter M, F or U.")
def sex_is_a_code(year: CollectionYear) -> Flag:
    """Sex is empty or not M, F or U."""
    return flag("ChildIdentifiers", other_than("Sex", codes_of("cin", "Sex", year)))


@rule(
    "4220",
    "ChildCharacteristics Ethnicity",
    "Ethnicity is missing or is not a code of the list. Enter one of the 20 codes; NOBT where not yet obtained.",
)
def ethnicity_is_a_code(year: CollectionYear) -> Flag:
    """Ethnicity is empty or outside the list."""
    return flag("ChildCharacteristics", other_than("Ethnicity", codes_of("cin", "Ethnicity", year)))


@rule("8500", "ChildIdentifiers LAchildID", "The child has no identifier. Enter it.")
def child_has_an_identifier(year: CollectionYear) -> Flag:
    """LAchildID is empty."""
    return flag("ChildIdentifiers", blank("LAchildID"))


@rule(
    "8510",
    "ChildIdentifiers LAchildID",
    "The child's identifier occurs more than once. Join the child's records under one entry, or correct the identifier.",
)
def identifier_is_one_childs(year: CollectionYear) -> Flag:
    """LAchildID occurs on more than one child; two empty ones count."""
    return flag("ChildIdentifiers", c("row_ChildIdentifiers").count().over("LAchildID") > 1)


@rule(
    "8520",
    "ChildIdentifiers PersonBirthDate; Header ReferenceDate",
    "The date of birth is after the census. Correct it, or enter it as the expected date of birth.",
)
def born_by_the_census(year: CollectionYear) -> Flag:
    """PersonBirthDate is after the reference date."""
    return flag("ChildIdentifiers", c("PersonBirthDate") > year.end)


@rule(
    "8525Q",
    "ChildIdentifiers ExpectedPersonBirthDate LAchildID PersonBirthDate",
    "The child has both a date of birth and an expected one, or neither. Enter the one that applies.",
)
def one_date_of_birth(year: CollectionYear) -> Flag:
    """Both or neither of PersonBirthDate and ExpectedPersonBirthDate are filled."""
    return flag("ChildIdentifiers", filled("PersonBirthDate") == filled("ExpectedPersonBirthDate"))


@rule(
    "8530Q",
    "ChildIdentifiers ExpectedPersonBirthDate LAchildID; Header ReferenceDate",
    "The expected date of birth is not from 30 days before the census to nine months after. Check it, or enter the date of birth.",
)
def expected_birth_is_near(year: CollectionYear) -> Flag:
    """ExpectedPersonBirthDate is 30 days or more before the reference date, or nine months or more after."""
    early = year.end - datetime.timedelta(days=30)
    late = (
        datetime.date(year.end.year, 12, 31)
        if (year.end.month, year.end.day) == (3, 31)
        else _months_later(year.end, 9)
    )
    expected = c("ExpectedPersonBirthDate")
    return flag("ChildIdentifiers", true(expected <= early) | true(expected >= late))


def _months_later(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = datetime.date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - datetime.timedelta(days=1)).day
    return datetime.date(day.year + years, month + 1, min(day.day, last_day))


@rule(
    "8535Q",
    "ChildIdentifiers LAchildID PersonBirthDate PersonDeathDate",
    "The child's death is dated before birth, or there is no date of birth. Check the dates.",
)
def death_is_after_birth(year: CollectionYear) -> Flag:
    """PersonDeathDate is filled, and PersonBirthDate is empty or later."""
    return flag(
        "ChildIdentifiers", filled("PersonDeathDate") & ~true(c("PersonBirthDate") <= c("PersonDeathDate"))
    )


@rule(
    "8545Q",
    "ChildIdentifiers PersonDeathDate; Header ReferenceDate",
    "The child's death is dated outside the year of the census. Check the date.",
)
def death_is_in_the_year(year: CollectionYear) -> Flag:
    """PersonDeathDate is before the year or after the reference date."""
    died = c("PersonDeathDate")
    return flag("ChildIdentifiers", true(died < year.start) | true(died > year.end))


@rule(
    "8750",
    "ChildIdentifiers ExpectedPersonBirthDate LAchildID PersonBirthDate Sex",
    "The child is not yet born, so sex should be U. Correct it, or enter the date of birth.",
)
def unborn_child_has_no_sex(year: CollectionYear) -> Flag:
    """An expected date of birth and no date of birth, and Sex is not U."""
    unborn = blank("PersonBirthDate") & filled("ExpectedPersonBirthDate")
    return flag("ChildIdentifiers", unborn & other_than("Sex", "U"))


@view("ChildIdentifiers", "CINdetails")
def children_and_episodes(t: Tables) -> Frame:
    """ChildIdentifiers with `has_episode`."""
    return having(t["ChildIdentifiers"], t["CINdetails"], "has_episode", on="child")


@rule(
    "8590",
    "ChildIdentifiers LAchildID; CINdetails LAchildID",
    "The child has no episode of need. Add it, or remove the child.",
)
def child_has_an_episode(year: CollectionYear) -> Flag:
    """The child has no CINdetails."""
    return flag(children_and_episodes, ~c("has_episode"))


@rule(
    "8555Q",
    "ChildIdentifiers LAchildID PersonDeathDate; CINdetails CINreferralDate",
    "The referral is dated after the child's death. Check the dates.",
)
def referred_before_death(year: CollectionYear) -> Flag:
    """CINreferralDate is after PersonDeathDate."""
    late = c("CINreferralDate") > c("PersonDeathDate")
    return flag(WITH_CHILD["CINdetails"], late, "CINdetails", "ChildIdentifiers")


@rule(
    "8585Q",
    "ChildIdentifiers LAchildID PersonDeathDate; CINdetails ReasonForClosure",
    "The episode closed because the child died (RC2), but there is no date of death. Enter it, or correct the reason.",
)
def child_who_died_has_a_date(year: CollectionYear) -> Flag:
    """ReasonForClosure is RC2 and PersonDeathDate is empty."""
    wrong = among("ReasonForClosure", "RC2") & blank("PersonDeathDate")
    return flag(WITH_CHILD["CINdetails"], wrong, "CINdetails", "ChildIdentifiers")


@rule(
    "8606",
    "ChildIdentifiers ExpectedPersonBirthDate LAchildID PersonBirthDate; CINdetails CINreferralDate",
    "The referral is dated more than 40 weeks before the child's birth. Correct one of the dates.",
)
def referred_after_conception(year: CollectionYear) -> Flag:
    """CINreferralDate is more than 280 days before PersonBirthDate or ExpectedPersonBirthDate."""
    early = [
        true(c("CINreferralDate") < days_after(name, -280))
        for name in ("PersonBirthDate", "ExpectedPersonBirthDate")
    ]
    return flag(WITH_CHILD["CINdetails"], early[0] | early[1], "CINdetails", "ChildIdentifiers")


@rule(
    "8775Q",
    "ChildIdentifiers LAchildID PersonBirthDate; CINdetails CINclosureDate; Header ReferenceDate",
    "A person over 25 is still in need, or was after that birthday. Check the dates.",
)
def nobody_is_over_25(year: CollectionYear) -> Flag:
    """Over 25 on the reference date, with an episode that is open or closed after the 25th birthday."""
    over_25 = true(c("PersonBirthDate") < year.years_before(year.end, 25))
    still = blank("CINclosureDate") | true(c("CINclosureDate") > birthday("PersonBirthDate", 25))
    return flag(WITH_CHILD["CINdetails"], over_25 & still, "CINdetails", "ChildIdentifiers")


@view("ChildIdentifiers", "CINdetails", "Disabilities")
def children_in_need_with_disabilities(t: Tables) -> Frame:
    """Born children in need beside their episodes and each disability (empty where none)."""
    episodes = in_need(t).select("child", "row_CINdetails")
    disabilities = t["Disabilities"].select("child", "row_Disabilities", "Disability")
    frame = t["ChildIdentifiers"].filter(filled("PersonBirthDate")).join(episodes, on="child", how="inner")
    return frame.join(disabilities, on="child", how="left")


@rule(
    "8540",
    "ChildIdentifiers LAchildID PersonBirthDate; CINdetails ReferralNFA; Disabilities Disability",
    "Disability is missing or is not a code of the list. Enter each that applies, or NONE.",
)
def disability_is_a_code(year: CollectionYear) -> Flag:
    """A born child in need has a Disability outside the list, or none recorded.

    Practice elsewhere does not see a child with no disability recorded, and mixes the rows of three
    tables; each row here is that of its own table.
    """
    return flag(
        children_in_need_with_disabilities,
        other_than("Disability", codes_of("cin", "Disability", year)),
        *("ChildIdentifiers", "CINdetails", "Disabilities"),
    )


@rule(
    "8790",
    "Disabilities Disability LAchildID",
    "The child has 'no disability' (NONE) beside a disability. Remove one of them.",
)
def none_stands_alone(year: CollectionYear) -> Flag:
    """The child also has NONE; the other codes are flagged."""
    none = nw.when(among("Disability", "NONE")).then(nw.lit(1)).otherwise(nw.lit(0)).max().over("child") == 1
    return flag("Disabilities", none & other_than("Disability", "NONE"))


@rule(
    "8794",
    "Disabilities Disability LAchildID",
    "The same disability is recorded twice for the child. Remove one.",
)
def disability_is_recorded_once(year: CollectionYear) -> Flag:
    """The child has the same code more than once."""
    return flag(
        "Disabilities", filled("Disability") & (c("row_Disabilities").count().over("child", "Disability") > 1)
    )
