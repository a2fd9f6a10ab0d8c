"""Codes and dates of one episode, read alone."""

from __future__ import annotations

import datetime

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    ADOPTED,
    ADOPTIVE,
    FOSTER,
    RESPITE,
    TEMPORARY,
    among,
    blank,
    c,
    days_after,
    filled,
    filled_with_other,
    or_if_open,
    other_than,
    same,
    true,
    unreadable,
)
from kith.engines.returns.rule import Flag, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes
from kith.engines.returns.years import CollectionYear


def other_placement(year: CollectionYear) -> tuple[str, ...]:
    """The codes for a placement listed on a schedule: Z1, and since 2025/26 its four kinds."""
    return ("Z1",) if year.ends <= 2025 else ("Z11", "Z12", "Z13", "Z14")


@rule("141", "Episodes DECOM", "The day on which the episode started is not a date. Enter it as dd/mm/yyyy.")
def start_is_a_date(year: CollectionYear) -> Flag:
    """DECOM is filled with something that is not a date."""
    return flag(episodes, unreadable("DECOM"))


@rule(
    "143",
    "Episodes RNE",
    "The reason for the new episode is not a code of the list. Enter S, L, P, T, B or U.",
)
def reason_for_new_episode_is_a_code(year: CollectionYear) -> Flag:
    """RNE is filled and not in the list."""
    return flag(episodes, filled_with_other("RNE", codes_of("ssda903", "RNE", year)))


@rule(
    "144",
    "Episodes LS",
    "The legal status is not a code of the list. Enter the code of the order or agreement.",
)
def legal_status_is_a_code(year: CollectionYear) -> Flag:
    """LS is filled and not in the list."""
    return flag(episodes, filled_with_other("LS", codes_of("ssda903", "LS", year)))


@rule("145", "Episodes CIN", "The category of need is not a code of the list. Enter N1 to N8.")
def category_of_need_is_a_code(year: CollectionYear) -> Flag:
    """CIN is filled and not N1 to N8."""
    return flag(episodes, filled_with_other("CIN", codes_of("ssda903", "CIN", year)))


@rule(
    "146",
    "Episodes PLACE",
    "The placement is not a code of this year's list. Enter a current code (H5 and P2 ended in 2023/24, Z1 in 2024/25).",
)
def placement_is_a_code_of_the_year(year: CollectionYear) -> Flag:
    """PLACE is filled and not in the year's list."""
    return flag(episodes, filled_with_other("PLACE", codes_of("ssda903", "PLACE", year)))


@rule("147", "Episodes DEC", "The day on which the episode ended is not a date. Enter it as dd/mm/yyyy.")
def end_is_a_date(year: CollectionYear) -> Flag:
    """DEC is filled with something that is not a date."""
    return flag(episodes, unreadable("DEC"))


@rule(
    "148",
    "Episodes DEC REC",
    "The episode has an end date or a reason for ending, but not both. Enter the other, or remove it while the episode is open.",
)
def end_has_date_and_reason(year: CollectionYear) -> Flag:
    """Exactly one of DEC and REC is filled."""
    return flag(episodes, filled("DEC") != filled("REC"))


@rule(
    "149", "Episodes REC", "The reason for the episode's end is not a code of the list. Enter a current code."
)
def reason_for_end_is_a_code(year: CollectionYear) -> Flag:
    """REC is filled and not in the list."""
    return flag(episodes, filled_with_other("REC", codes_of("ssda903", "REC", year)))


@rule(
    "1009",
    "Episodes PLACE REASON_PLACE_CHANGE",
    "The reason for the change of placement is not a code of the list. Enter a current code.",
)
def reason_for_change_is_a_code(year: CollectionYear) -> Flag:
    """REASON_PLACE_CHANGE is filled and not in the list."""
    return flag(
        episodes, filled_with_other("REASON_PLACE_CHANGE", codes_of("ssda903", "REASON_PLACE_CHANGE", year))
    )


@rule(
    "178",
    "Episodes PLACE PLACE_PROVIDER",
    "The placement provider is not a code, or is given for a temporary or scheduled placement that has none. Enter PR0 to PR5, or leave it empty for those.",
)
def provider_is_a_code(year: CollectionYear) -> Flag:
    """PLACE_PROVIDER is filled and is not PR0 to PR5, or PLACE is T0-T3 or another scheduled placement.

    T4 is not among the placements that this rule names; 213 reports a provider on a T4.
    """
    without = among("PLACE", "T0", "T1", "T2", "T3", other_placement(year))
    bad = filled_with_other("PLACE_PROVIDER", codes_of("ssda903", "PLACE_PROVIDER", year))
    return flag(episodes, bad | (filled("PLACE_PROVIDER") & without))


@rule(
    "213",
    "Episodes PLACE PLACE_PROVIDER",
    "A provider is given for a temporary or scheduled placement, which has none. Remove it, or correct the placement.",
)
def temporary_placement_has_no_provider(year: CollectionYear) -> Flag:
    """PLACE is temporary or scheduled and PLACE_PROVIDER is filled."""
    return flag(episodes, among("PLACE", TEMPORARY, other_placement(year)) & filled("PLACE_PROVIDER"))


@rule("526", "Episodes PLACE PLACE_PROVIDER", "The placement provider is missing. Enter PR0 to PR5.")
def placement_has_a_provider(year: CollectionYear) -> Flag:
    """PLACE_PROVIDER is empty and PLACE is neither temporary nor scheduled; an empty PLACE is flagged too."""
    return flag(episodes, blank("PLACE_PROVIDER") & other_than("PLACE", TEMPORARY, other_placement(year)))


def _provider_cannot_give(code: str, provider: str, places: tuple[str, ...], who: str) -> None:
    @rule(
        code,
        "Episodes PLACE PLACE_PROVIDER",
        f"{who} ({provider}) is recorded as providing a kind of placement that it cannot. Correct the provider or the placement.",
    )
    def provider_can_give_the_placement(year: CollectionYear) -> Flag:
        """The provider is one that cannot give this kind of placement."""
        return flag(episodes, among("PLACE_PROVIDER", provider) & among("PLACE", places))


_provider_cannot_give("527", "PR1", ("P1", "R2", "R5"), "The authority itself")
_provider_cannot_give("528", "PR2", ("P1", "R2", "R5"), "Another authority")
_provider_cannot_give("529", "PR3", (*ADOPTIVE, "K1", "K2", "P1", *FOSTER), "Another public body")
_provider_cannot_give("530", "PR4", ("P1",), "A private provider")
_provider_cannot_give("531", "PR5", ("P1",), "A voluntary organisation")


@rule(
    "550",
    "Episodes PLACE PLACE_PROVIDER",
    "The provider is a parent (PR0), but the child isn't placed with a parent (P1). Correct the provider or the placement.",
)
def parent_provides_only_placement_with_parent(year: CollectionYear) -> Flag:
    """PLACE_PROVIDER is PR0 and PLACE is not P1."""
    return flag(episodes, among("PLACE_PROVIDER", "PR0") & other_than("PLACE", "P1"))


@rule(
    "214",
    "Episodes LS PL_POST URN",
    "A short break (V3, V4) has a placement postcode or an Ofsted number, which are not collected for it. Remove them.",
)
def short_break_has_no_address(year: CollectionYear) -> Flag:
    """LS is V3 or V4 and PL_POST or URN is filled."""
    return flag(episodes, among("LS", RESPITE) & (filled("PL_POST") | filled("URN")))


@rule(
    "217",
    "Episodes DECOM PLACE RNE",
    "The child was placed for adoption with current foster carers (A3, A5), so the episode should start for reason S, T or U. Correct the reason or the placement.",
)
def adoption_by_carers_starts_with_s_t_or_u(year: CollectionYear) -> Flag:
    """PLACE is A3 or A5 from 1 April 2015 and RNE is not S, T or U."""
    since = true(c("DECOM") >= datetime.date(2015, 4, 1))
    return flag(episodes, among("PLACE", "A3", "A5") & since & other_than("RNE", "S", "T", "U"))


@rule(
    "233",
    "Episodes DEC REASON_PLACE_CHANGE",
    "A reason for a change of placement is given, but the episode is still open. Remove it or end the episode.",
    since=2026,
)
def reason_for_change_needs_an_end(year: CollectionYear) -> Flag:
    """REASON_PLACE_CHANGE is filled and DEC is empty.

    Practice elsewhere looks for a column that no file has; DEC is what the department means.
    """
    return flag(episodes, filled("REASON_PLACE_CHANGE") & blank("DEC"))


@rule(
    "353",
    "Episodes DECOM",
    "The episode starts before 14 October 1991, when the Children Act 1989 began. Correct the date.",
)
def starts_under_the_children_act(year: CollectionYear) -> Flag:
    """DECOM is before 14 October 1991."""
    return flag(episodes, c("DECOM") < datetime.date(1991, 10, 14))


@rule(
    "354",
    "Episodes DECOM",
    "The episode starts after the collection year ended. Correct the date or leave it for next year's return.",
)
def starts_by_the_years_end(year: CollectionYear) -> Flag:
    """DECOM is after 31 March."""
    return flag(episodes, c("DECOM") > year.end)


@rule(
    "355",
    "Episodes DEC DECOM",
    "The episode starts and ends on the same day. Correct a date or remove the episode.",
)
def lasts_at_least_a_day(year: CollectionYear) -> Flag:
    """DECOM and DEC are written alike.

    Practice elsewhere also flags an episode with neither date, because two blanks compare as equal; a
    blank start and end are not the same day, so that episode is left to the rules on missing dates.
    """
    return flag(episodes, same("DECOM_text", "DEC_text"))


@rule("356", "Episodes DEC DECOM", "The episode ends before it starts. Correct one of the dates.")
def ends_after_it_starts(year: CollectionYear) -> Flag:
    """DEC is before DECOM."""
    return flag(episodes, c("DEC") < c("DECOM"))


@rule(
    "365",
    "Episodes DEC DECOM LS",
    "A single short break (V3) lasts longer than 17 days. Correct the dates or the legal status.",
)
def short_break_is_at_most_17_days(year: CollectionYear) -> Flag:
    """LS is V3 and DEC, or 31 March while open, is later than DECOM and 17 days."""
    return flag(episodes, among("LS", "V3") & true(or_if_open("DEC", year.end) > days_after("DECOM", 17)))


@rule(
    "366",
    "Episodes LS RNE",
    "A short break (V3) can only start as a new period of care (S). Correct the reason or the legal status.",
)
def short_break_starts_care(year: CollectionYear) -> Flag:
    """LS is V3 and RNE is not S."""
    return flag(episodes, among("LS", "V3") & other_than("RNE", "S"))


@rule(
    "378",
    "Episodes LS PLACE",
    "A child accommodated by agreement (V2) cannot be placed with a parent (P1). Correct one of them.",
)
def accommodated_child_is_not_with_a_parent(year: CollectionYear) -> Flag:
    """PLACE is P1 and LS is V2."""
    return flag(episodes, among("PLACE", "P1") & among("LS", "V2"))


@rule(
    "380",
    "Episodes PLACE RNE",
    "A temporary placement (T0 to T4) can only start for reason P or B. Correct the reason or the placement.",
)
def temporary_placement_starts_with_p_or_b(year: CollectionYear) -> Flag:
    """PLACE is temporary and RNE is not P or B."""
    return flag(episodes, among("PLACE", TEMPORARY) & other_than("RNE", "P", "B"))


@rule(
    "381",
    "Episodes PLACE REC",
    "A temporary placement (T0 to T4) cannot end a period of care. The reason for its end should be X1.",
)
def temporary_placement_does_not_end_care(year: CollectionYear) -> Flag:
    """PLACE is temporary and REC is filled with other than X1."""
    return flag(episodes, among("PLACE", TEMPORARY) & filled_with_other("REC", "X1"))


@rule(
    "382",
    "Episodes LS PLACE",
    "A child on short breaks (V3, V4) cannot be in a temporary placement. Correct one of them.",
)
def short_break_is_not_temporary(year: CollectionYear) -> Flag:
    """LS is V3 or V4 and PLACE is temporary."""
    return flag(episodes, among("LS", RESPITE) & among("PLACE", TEMPORARY))


@rule(
    "384",
    "Episodes LS PLACE",
    "A child on short breaks (V3, V4) cannot be in a long-term foster placement (U1, U4). Correct one of them.",
)
def short_break_is_not_long_term(year: CollectionYear) -> Flag:
    """LS is V3 or V4 and PLACE is U1 or U4."""
    return flag(episodes, among("LS", RESPITE) & among("PLACE", "U1", "U4"))


@rule(
    "385", "Episodes DEC", "The episode ends after the collection year. Leave the end for next year's return."
)
def ends_by_the_years_end(year: CollectionYear) -> Flag:
    """DEC is after 31 March."""
    return flag(episodes, c("DEC") > year.end)


@rule(
    "390",
    "Episodes PLACE REC",
    "The child left care by adoption but wasn't placed for adoption (A3 to A6). Correct the reason or the placement.",
)
def adopted_child_was_placed_for_adoption(year: CollectionYear) -> Flag:
    """REC is E11 or E12 and PLACE is not A3 to A6."""
    return flag(episodes, among("REC", ADOPTED) & other_than("PLACE", ADOPTIVE))


@rule(
    "398",
    "Episodes HOME_POST LS PL_POST",
    "A short break (V3, V4) has a home or placement postcode, which are not collected for it. Remove them.",
)
def short_break_has_no_postcodes(year: CollectionYear) -> Flag:
    """LS is V3 or V4 and HOME_POST or PL_POST is filled."""
    return flag(episodes, among("LS", RESPITE) & (filled("HOME_POST") | filled("PL_POST")))


@rule(
    "408",
    "Episodes LS PLACE",
    "The child is placed for adoption under a placement order (A5, A6), but the legal status is not one (E1). Correct one of them.",
)
def placement_order_placement_has_the_order(year: CollectionYear) -> Flag:
    """PLACE is A5 or A6 and LS is not E1."""
    return flag(episodes, among("PLACE", "A5", "A6") & other_than("LS", "E1"))


@rule(
    "446",
    "Episodes DECOM LS",
    "A placement order (E1) starts before 1 December 2005, when such orders began. Correct the date or the legal status.",
)
def placement_order_is_from_december_2005(year: CollectionYear) -> Flag:
    """LS is E1 and DECOM is before 1 December 2005."""
    return flag(episodes, among("LS", "E1") & true(c("DECOM") < datetime.date(2005, 12, 1)))


@rule(
    "516",
    "Episodes PLACE REC",
    "The child left to a former foster carer under special guardianship (E45, E46) but wasn't in a foster placement. Correct one of them.",
)
def guardian_was_the_foster_carer(year: CollectionYear) -> Flag:
    """REC is E45 or E46 and PLACE is not U1 to U6."""
    return flag(episodes, among("REC", "E45", "E46") & other_than("PLACE", FOSTER))
