"""Unique pupil numbers."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import among, blank, c, filled, other_than, true
from kith.engines.returns.frames import Tables, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import YES, rule
from kith.engines.returns.rules.cin.views import in_need
from kith.engines.returns.years import CollectionYear

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@rule(
    "1510",
    "ChildIdentifiers UPN",
    "The first letter of the pupil number does not fit its digits, so one of them is wrong. Correct the number.",
)
def check_letter_fits(year: CollectionYear) -> Flag:
    """The first letter is not the one for the sum of each digit times its place (2 to 13), modulo 23.

    Numbers that are not 13 characters with 12 digits, temporary ones among them, are not tested.
    """
    testable = true(c("UPN").str.contains(r"^.\d{12}$"))
    number = nw.when(testable).then(c("UPN")).otherwise(nw.lit("A000000000000"))
    total = nw.lit(0)
    for place in range(2, 14):
        total = total + number.str.slice(place - 1, 1).cast(nw.Int64) * place
    right = [
        (total % 23 == rest) & (number.str.slice(0, 1) == letter) for rest, letter in enumerate(CHECK_LETTERS)
    ]
    return flag("ChildIdentifiers", testable & ~nw.any_horizontal(*right, ignore_nulls=True))


@rule(
    "1520",
    "ChildIdentifiers LAchildID UPN",
    "Two or more children share one pupil number. Find whose it is and correct the others.",
)
def number_belongs_to_one_child(year: CollectionYear) -> Flag:
    """UPN occurs on more than one child."""
    return flag("ChildIdentifiers", filled("UPN") & (c("row_ChildIdentifiers").count().over("UPN") > 1))


def _thirteen() -> nw.Expr:
    return true(c("UPN").str.len_chars() == 13)


@rule(
    "1530",
    "ChildIdentifiers UPN",
    "Characters 2 to 4 of the pupil number are not the code of an authority. Correct the number.",
)
def number_names_an_authority(year: CollectionYear) -> Flag:
    """A 13-character UPN whose characters 2 to 4 are not a code of the list (942 and 943 since 2023/24)."""
    known = true(c("UPN").str.slice(1, 3).is_in(list(codes_of("cin", "UPN_AUTHORITY", year))))
    return flag("ChildIdentifiers", _thirteen() & ~known)


@rule(
    "1540",
    "ChildIdentifiers UPN",
    "Characters 5 to 12 of the pupil number are not all digits. Correct the number.",
)
def number_has_digits(year: CollectionYear) -> Flag:
    """Characters 5 to 12 are not eight digits, whatever the length."""
    digits = true(c("UPN").str.slice(4, 8).str.contains(r"^\d{8}$"))
    return flag("ChildIdentifiers", filled("UPN") & ~digits)


@rule(
    "1550",
    "ChildIdentifiers UPN",
    "The last character of the pupil number is neither a digit nor a letter other than I, O and S. Correct the number.",
)
def number_ends_rightly(year: CollectionYear) -> Flag:
    """Character 13 of a 13-character UPN is not a digit, or is I, O, S or no letter."""
    good = true(c("UPN").str.slice(12, 1).str.contains(r"^[0-9A-HJ-NP-RT-Z]$"))
    return flag("ChildIdentifiers", _thirteen() & ~good)


@rule(
    "1560Q", "ChildIdentifiers FormerUPN", "The former pupil number is not a letter and 12 digits. Check it."
)
def former_number_has_a_known_form(year: CollectionYear) -> Flag:
    """FormerUPN is filled and is not a letter and 12 digits; a former temporary number is queried too."""
    good = true(c("FormerUPN").str.contains(r"^[A-Za-z]\d{12}$"))
    return flag("ChildIdentifiers", filled("FormerUPN") & ~good)


@view("ChildIdentifiers", "CINdetails")
def children_in_need(t: Tables) -> nw.LazyFrame[Any]:
    """ChildIdentifiers with `in_need`: an episode was not closed with no further action at referral."""
    return having(t["ChildIdentifiers"], in_need(t), "in_need", on="child")


@rule(
    "8770Q",
    "ChildIdentifiers PersonBirthDate UPN UPNunknown; CINdetails ReferralNFA; Header ReferenceDate",
    "A child of school age has neither a pupil number nor a reason for having none. Enter the number, or UN2 to UN7.",
)
def child_of_school_age_has_a_number(year: CollectionYear) -> Flag:
    """A child in need who is 6 by 31 August after the census, with no UPN and UPNunknown not UN2 to UN7.

    Six by then is five when the school year of the census began, the age at which school is compulsory.
    """
    by = year.end.replace(month=8, day=31)
    of_age = true(c("PersonBirthDate") <= year.years_before(by, 6))
    no_reason = other_than("UPNunknown", "UN2", "UN3", "UN4", "UN5", "UN6", "UN7")
    return flag(children_in_need, c("in_need") & of_age & blank("UPN") & no_reason)


@view("ChildIdentifiers", "CINdetails")
def children_with_episodes(t: Tables) -> nw.LazyFrame[Any]:
    """ChildIdentifiers beside each episode of the child (empty where none)."""
    episodes = t["CINdetails"].select("child", "row_CINdetails", "ReferralNFA")
    return t["ChildIdentifiers"].join(episodes, on="child", how="left")


@rule(
    "8772",
    "ChildIdentifiers UPNunknown; CINdetails ReferralNFA",
    "The reason for having no pupil number is UN7, which is only for referrals with no further action. Enter the number or another reason.",
)
def un7_is_for_no_further_action(year: CollectionYear) -> Flag:
    """UPNunknown is UN7 and an episode's ReferralNFA is not true; empty, or no episode, counts."""
    wrong = among("UPNunknown", "UN7") & other_than("ReferralNFA", YES)
    return flag(children_with_episodes, wrong, "ChildIdentifiers", "CINdetails")
