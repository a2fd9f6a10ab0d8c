"""Adoption: AD1, and decisions that a child should be placed (PlacedAdoption)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    ADOPTED,
    ADOPTIVE,
    RESPITE,
    among,
    any_blank,
    any_filled,
    blank,
    c,
    filled,
    filled_with_other,
    other_than,
    same,
    true,
    unreadable,
)
from kith.engines.returns.frames import Tables, earliest, having, in_order, prefixed
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import (
    ADOPTION_FIELDS,
    PLACED_COLUMNS,
    episodes_with_adoption,
    episodes_with_decision,
)
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
_ALL = " ".join(ADOPTION_FIELDS)


def _date(code: str, table: str, column: str, what: str) -> None:
    @rule(code, f"{table} {column}", f"{what} is not a date. Enter it as dd/mm/yyyy.")
    def is_a_date(year: CollectionYear) -> Flag:
        """The column is filled with something that is not a date."""
        return flag(table, unreadable(column))


_date("112", "AD1", "DATE_INT", "The day of the decision that the child should be placed for adoption")
_date("113", "AD1", "DATE_MATCH", "The day of the match with adopters")
_date("115", "PlacedAdoption", "DATE_PLACED", "The day of the decision to place for adoption")
_date("116", "PlacedAdoption", "DATE_PLACED_CEASED", "The day on which the decision was reversed")


def _code(code: str, table: str, column: str, what: str) -> None:
    @rule(code, f"{table} {column}", f"{what} is not a code of the list. Enter a current code.")
    def is_a_code(year: CollectionYear) -> Flag:
        """The column is filled with a code that is not in the list."""
        return flag(table, filled_with_other(column, codes_of("ssda903", column, year)))


_code("114", "AD1", "FOSTER_CARE", "Whether the adopter was the foster carer")
_code("120", "PlacedAdoption", "REASON_PLACED_CEASED", "The reason for reversing the decision to place")
_code("175", "AD1", "NB_ADOPTR", "The number of adopters")
_code("176", "AD1", "SEX_ADOPTR", "The sex of the adopters")
_code("177", "AD1", "LS_ADOPTR", "The legal status of the adopters")


@view("Episodes", "PlacedAdoption")
def last_episode_with_decision(t: Tables) -> Frame:
    """Each child's latest episode whose REC is not X1, beside each adoption decision."""
    latest = earliest(
        t["Episodes"].filter(other_than("REC", "X1")),
        by="CHILD",
        order="DECOM",
        row="row_Episodes",
        last=True,
    )
    return latest.join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "117",
    "Episodes CHILD DEC DECOM REC; PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED",
    "The decision to place for adoption, or its reversal, is dated after the child left care or after the year ended. Correct the date.",
)
def decision_is_while_in_care(year: CollectionYear) -> Flag:
    """DATE_PLACED or DATE_PLACED_CEASED is after 31 March or after the DEC of the latest episode not ended by X1."""
    late = [
        true(c(name) > limit)
        for name in ("DATE_PLACED", "DATE_PLACED_CEASED")
        for limit in (year.end, c("DEC"))
    ]
    return flag(
        last_episode_with_decision, nw.any_horizontal(*late, ignore_nulls=False), "Episodes", "PlacedAdoption"
    )


@view("Episodes", "PlacedAdoption")
def first_full_episode_with_decision(t: Tables) -> Frame:
    """Each child's earliest episode other than a short break, beside each adoption decision."""
    first = earliest(
        t["Episodes"].filter(other_than("LS", RESPITE)), by="CHILD", order="DECOM", row="row_Episodes"
    )
    return first.join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "118",
    "Episodes CHILD DECOM LS; PlacedAdoption CHILD DATE_PLACED_CEASED",
    "The decision to place was reversed before the child came into care or before the year began. Correct the date.",
)
def reversal_is_in_the_year_and_in_care(year: CollectionYear) -> Flag:
    """DATE_PLACED_CEASED is before the first DECOM, short breaks aside, or before 1 April."""
    early = true(c("DATE_PLACED_CEASED") < c("DECOM")) | true(c("DATE_PLACED_CEASED") < year.start)
    return flag(first_full_episode_with_decision, early, "Episodes", "PlacedAdoption")


@rule(
    "119",
    "PlacedAdoption DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The reversal of the decision to place has a date or a reason, but not both. Enter the other.",
)
def reversal_has_date_and_reason(year: CollectionYear) -> Flag:
    """Exactly one of DATE_PLACED_CEASED and REASON_PLACED_CEASED is filled."""
    return flag("PlacedAdoption", filled("DATE_PLACED_CEASED") != filled("REASON_PLACED_CEASED"))


@view("AD1", "OC3")
def adopted_and_leavers(t: Tables) -> Frame:
    """AD1 with `is_leaver`: the child has leaver data in OC3."""
    return having(t["AD1"], t["OC3"].filter(any_filled("IN_TOUCH", "ACTIV", "ACCOM")), "is_leaver")


@rule(
    "134",
    f"AD1 CHILD {_ALL}; OC3 CHILD IN_TOUCH ACTIV ACCOM",
    "The child has adoption data and care leaver data, which cannot both be right. Remove one of them.",
)
def adopted_child_is_no_care_leaver(year: CollectionYear) -> Flag:
    """An adoption field is filled and the child has leaver data."""
    return flag(adopted_and_leavers, c("is_leaver") & any_filled(*ADOPTION_FIELDS), "AD1")


@rule(
    "151",
    f"AD1 {_ALL}",
    "Some but not all of the adoption fields are filled. Complete them, or remove them all.",
)
def adoption_is_complete(year: CollectionYear) -> Flag:
    """Some but not all of the six adoption fields are filled."""
    return flag("AD1", any_filled(*ADOPTION_FIELDS) & any_blank(*ADOPTION_FIELDS))


@view("PlacedAdoption", "Header")
def decision_with_header(t: Tables) -> Frame:
    """PlacedAdoption beside the child's Header (empty where none)."""
    return t["PlacedAdoption"].join(prefixed(t["Header"], "Header", ["CHILD", "DOB"]), on="CHILD", how="left")


@rule(
    "184",
    "PlacedAdoption CHILD DATE_PLACED; Header CHILD DOB",
    "The decision to place for adoption is dated before the child was born. Correct one of the dates.",
)
def decision_is_after_birth(year: CollectionYear) -> Flag:
    """DATE_PLACED is before Header's DOB, or is filled with no readable DOB to compare."""
    return flag(decision_with_header, filled("DATE_PLACED") & ~true(c("DATE_PLACED") >= c("Header_DOB")))


@rule(
    "331",
    "AD1 CHILD DATE_MATCH; Episodes CHILD DECOM REC",
    "The match with adopters is dated after the adoptive placement began. Correct the date of the match or the episode.",
)
def matched_before_placed(year: CollectionYear) -> Flag:
    """REC is E11 or E12 and DATE_MATCH is after DECOM."""
    late = true(c("DATE_MATCH") > c("DECOM"))
    return flag(episodes_with_adoption, among("REC", ADOPTED) & late, "AD1", "Episodes")


@rule(
    "333",
    "AD1 DATE_INT DATE_MATCH",
    "The match with adopters is dated before the decision that the child should be placed, or that decision has no date. Correct the dates.",
)
def decided_before_matched(year: CollectionYear) -> Flag:
    """DATE_MATCH is filled and DATE_INT is empty or after it."""
    return flag("AD1", filled("DATE_MATCH") & ~true(c("DATE_INT") <= c("DATE_MATCH")))


@view("Episodes", "AD1")
def last_start_with_adoption(t: Tables) -> Frame:
    """Each child's latest episode with RNE=S, beside AD1."""
    latest = earliest(
        t["Episodes"].filter(among("RNE", "S")), by="CHILD", order="DECOM", row="row_Episodes", last=True
    )
    return latest.join(t["AD1"].select("CHILD", "row_AD1", "DATE_INT"), on="CHILD", how="inner")


@rule(
    "334",
    "AD1 CHILD DATE_INT; Episodes CHILD DECOM RNE",
    "The decision that the child should be placed for adoption is dated before the child's latest start in care. Correct one of the dates.",
)
def decided_in_care(year: CollectionYear) -> Flag:
    """DATE_INT is before the DECOM of the child's latest episode with RNE=S."""
    return flag(last_start_with_adoption, c("DATE_INT") < c("DECOM"), "AD1", "Episodes")


@rule(
    "335",
    "AD1 CHILD FOSTER_CARE; Episodes CHILD PLACE REC",
    "Whether the adopter was the foster carer does not fit the last placement (A3, A5 with foster carers; A4, A6 not). Correct one of them.",
)
def foster_carer_fits_the_placement(year: CollectionYear) -> Flag:
    """REC is E1, E11 or E12, and FOSTER_CARE is 0 in A2, A3 or A5, or 1 in A1, A4 or A6."""
    not_carer = among("PLACE", "A2", "A3", "A5") & among("FOSTER_CARE", "0")
    carer = among("PLACE", "A1", "A4", "A6") & among("FOSTER_CARE", "1")
    return flag(episodes_with_adoption, among("REC", "E1", ADOPTED) & (not_carer | carer), "AD1", "Episodes")


_COUPLES = "AD1 LS_ADOPTR SEX_ADOPTR"


@rule(
    "511",
    "AD1 NB_ADOPTR SEX_ADOPTR",
    "There are two adopters, but the sex is that of one. Enter MM, FF or MF, or correct the number.",
)
def two_adopters_have_two_sexes(year: CollectionYear) -> Flag:
    """NB_ADOPTR is 2 and SEX_ADOPTR is M1 or F1."""
    return flag("AD1", among("NB_ADOPTR", "2") & among("SEX_ADOPTR", "M1", "F1"))


def _adopters(code: str, status: str, sexes: tuple[str, ...], what: str) -> None:
    @rule(
        code,
        _COUPLES,
        f"The adopters are {what}, which does not fit their sex. The sex should be {' or '.join(sexes)}; correct one of them.",
    )
    def sex_fits_the_legal_status(year: CollectionYear) -> Flag:
        """LS_ADOPTR is this one and SEX_ADOPTR is not among those that it can be; empty fails."""
        return flag("AD1", among("LS_ADOPTR", status) & other_than("SEX_ADOPTR", sexes))


_adopters("514", "L0", ("M1", "F1"), "single")
_adopters("517", "L3", ("MF",), "an unmarried couple of different genders")
_adopters("518", "L4", ("MM", "FF"), "a couple of the same gender, neither married nor civil partners")
_adopters("519", "L2", ("MM", "FF", "MF"), "civil partners")
_adopters("520", "L11", ("MF",), "a married couple of different genders")
_adopters("524", "L12", ("MM", "FF"), "a married couple of the same gender")


@rule(
    "521",
    "AD1 CHILD DATE_INT; Episodes CHILD DECOM PLACE",
    "The decision that the child should be placed is dated after the adoptive placement began. Correct one of the dates.",
)
def decided_before_placed(year: CollectionYear) -> Flag:
    """PLACE is A3 to A6 and DATE_INT is after DECOM."""
    late = true(c("DATE_INT") > c("DECOM"))
    return flag(episodes_with_adoption, among("PLACE", ADOPTIVE) & late, "AD1", "Episodes")


@rule(
    "522",
    "PlacedAdoption DATE_PLACED DATE_PLACED_CEASED",
    "The decision to place was reversed before it was made. Correct one of the dates.",
)
def reversed_after_decided(year: CollectionYear) -> Flag:
    """DATE_PLACED_CEASED is before DATE_PLACED."""
    return flag("PlacedAdoption", c("DATE_PLACED_CEASED") < c("DATE_PLACED"))


@view("AD1", "PlacedAdoption")
def adoption_and_decision(t: Tables) -> Frame:
    """AD1 beside each decision of the same child; only children in both."""
    return t["AD1"].join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "523",
    "AD1 CHILD DATE_INT; PlacedAdoption CHILD DATE_PLACED",
    "The day of the decision to place for adoption differs between the two files. Correct one of them.",
)
def decision_has_one_date(year: CollectionYear) -> Flag:
    """DATE_INT and DATE_PLACED are both dates and differ."""
    return flag(adoption_and_decision, c("DATE_INT") != c("DATE_PLACED"), "AD1", "PlacedAdoption")


@rule(
    "525",
    f"AD1 CHILD {_ALL}; PlacedAdoption CHILD DATE_PLACED_CEASED",
    "The decision to place was reversed, yet the child has adoption data. Remove one of them.",
)
def reversed_decision_has_no_adoption(year: CollectionYear) -> Flag:
    """DATE_PLACED_CEASED is filled and so is an adoption field of the child's AD1."""
    wrong = filled("DATE_PLACED_CEASED") & any_filled(*ADOPTION_FIELDS)
    return flag(adoption_and_decision, wrong, "AD1", "PlacedAdoption")


@rule(
    "551",
    "Episodes CHILD PLACE; PlacedAdoption CHILD DATE_PLACED",
    "The child is placed for adoption, but the decision to place has no date. Enter it.",
)
def placement_has_a_decision(year: CollectionYear) -> Flag:
    """PLACE is A3 to A6 and the child has no decision, or one without DATE_PLACED."""
    return flag(episodes_with_decision, among("PLACE", ADOPTIVE) & blank("DATE_PLACED"))


@view("Episodes", "PlacedAdoption")
def first_adoptive_placement(t: Tables) -> Frame:
    """Each child's first adoptive placement beside the latest decision."""
    first = earliest(
        t["Episodes"].filter(among("PLACE", ADOPTIVE)), by="CHILD", order="DECOM", row="row_Episodes"
    )
    latest = earliest(
        t["PlacedAdoption"], by="CHILD", order="DATE_PLACED", row="row_PlacedAdoption", last=True
    )
    return first.join(latest.select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "552",
    "Episodes CHILD DECOM PLACE; PlacedAdoption CHILD DATE_PLACED",
    "The decision to place is dated after the child was first placed for adoption. Correct one of the dates.",
)
def decided_before_first_placed(year: CollectionYear) -> Flag:
    """The latest DATE_PLACED is after the DECOM of the child's first A3-A6 episode."""
    return flag(first_adoptive_placement, c("DATE_PLACED") > c("DECOM"), "Episodes", "PlacedAdoption")


@view("PlacedAdoption", "Episodes")
def decision_and_open_order(t: Tables) -> Frame:
    """PlacedAdoption with `has_open_order`: the child has an open E1 episode."""
    return having(
        t["PlacedAdoption"], t["Episodes"].filter(among("LS", "E1"), blank("DEC")), "has_open_order"
    )


@rule(
    "553",
    "Episodes CHILD DEC LS; PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The child has a placement order (E1) with no decision to place, or with one that was reversed while the order goes on. Enter the decision or correct the reversal.",
)
def placement_order_has_a_decision(year: CollectionYear) -> list[Flag]:
    """An E1 episode with no PlacedAdoption row; and a reversed decision of a child with an open E1 episode."""
    return [
        flag(episodes_with_decision, among("LS", "E1") & blank("row_PlacedAdoption"), "Episodes"),
        flag(
            decision_and_open_order,
            c("has_open_order") & any_filled("DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
            "PlacedAdoption",
        ),
    ]


@view("Episodes", "PlacedAdoption")
def first_placement_order(t: Tables) -> Frame:
    """Each child's earliest E1 episode beside each decision."""
    first = earliest(t["Episodes"].filter(among("LS", "E1")), by="CHILD", order="DECOM", row="row_Episodes")
    return first.join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "554",
    "Episodes CHILD DECOM LS; PlacedAdoption CHILD DATE_PLACED",
    "The decision to place is dated after the placement order began. Correct one of the dates.",
)
def decided_before_the_order(year: CollectionYear) -> Flag:
    """DATE_PLACED is after the DECOM of the child's earliest E1 episode."""
    return flag(first_placement_order, c("DATE_PLACED") > c("DECOM"), "Episodes", "PlacedAdoption")


@rule(
    "557",
    "Episodes CHILD LS PLACE REC; PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The child left an adoptive placement or placement order other than by adoption, but the decision to place was not reversed. Enter the date and reason of its reversal.",
)
def leaving_otherwise_reverses_the_decision(year: CollectionYear) -> Flag:
    """A3-A6 or E1 ended by other than X1, E11 or E12, with no decision or one without date and reason of reversal.

    Until 2023/24 a freeing order (D1) counted as E1 does.
    """
    orders = ["E1"] if year.ends >= 2025 else ["D1", "E1"]
    was_placed = among("PLACE", ADOPTIVE) | among("LS", orders)
    left = filled_with_other("REC", "X1", ADOPTED)
    not_reversed = any_blank("DATE_PLACED_CEASED", "REASON_PLACED_CEASED")
    return flag(episodes_with_decision, was_placed & left & not_reversed, "Episodes", "PlacedAdoption")


@view("Episodes", "PlacedAdoption")
def episodes_all_reversed(t: Tables) -> Frame:
    """Episodes with `all_reversed`: the child has decisions, and every one was reversed."""
    standing = t["PlacedAdoption"].filter(blank("DATE_PLACED_CEASED"))
    frame = having(having(t["Episodes"], t["PlacedAdoption"], "_has"), standing, "_standing")
    return frame.with_columns(all_reversed=c("_has") & ~c("_standing"))


@rule(
    "558",
    "Episodes CHILD REC; PlacedAdoption CHILD DATE_PLACED_CEASED",
    "The child was adopted, but the decision to place was reversed. Correct the reason for leaving or the decision.",
)
def adopted_child_has_a_standing_decision(year: CollectionYear) -> Flag:
    """REC is E11 or E12 and every decision of the child was reversed.

    Practice elsewhere needs two reversed decisions before it says so; one is enough for the department.
    """
    return flag(episodes_all_reversed, among("REC", ADOPTED) & c("all_reversed"))


@view("PlacedAdoption", "PlacedAdoption_last")
def decision_both_years(t: Tables) -> Frame:
    """PlacedAdoption beside the same child's rows of last year (`last_…`, empty where none)."""
    columns = [
        *("CHILD", "row_PlacedAdoption_last", "DATE_PLACED", "DATE_PLACED_text"),
        *("DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    ]
    last = prefixed(t["PlacedAdoption_last"], "last", columns)
    return t["PlacedAdoption"].join(last, on="CHILD", how="left")


_TWO = "PlacedAdoption CHILD DATE_PLACED; PlacedAdoption_last CHILD DATE_PLACED"


@rule(
    "559",
    _TWO,
    "The decision to place is dated before the year began, but last year's return does not have it. Correct the date, or last year's return.",
)
def earlier_decision_was_returned(year: CollectionYear) -> Flag:
    """DATE_PLACED is before 1 April and last year has no row, or one without DATE_PLACED."""
    return flag(decision_both_years, true(c("DATE_PLACED") < year.start) & blank("last_DATE_PLACED"))


@rule(
    "560",
    f"{_TWO} DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The decision to place differs from last year's, which was not reversed. Correct the date.",
)
def standing_decision_keeps_its_date(year: CollectionYear) -> Flag:
    """DATE_PLACED, as written, differs from last year's, which was filled and not reversed."""
    standing = filled("last_DATE_PLACED_text") & blank("last_DATE_PLACED_CEASED", "last_REASON_PLACED_CEASED")
    return flag(decision_both_years, standing & ~same("DATE_PLACED_text", "last_DATE_PLACED_text"))


@rule(
    "561",
    f"{_TWO} DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The decision to place is the one that was reversed in last year's return. Enter the new decision, or remove this one.",
)
def reversed_decision_is_not_repeated(year: CollectionYear) -> Flag:
    """DATE_PLACED, as written, is last year's, which was reversed."""
    was_reversed = any_filled("last_DATE_PLACED_CEASED", "last_REASON_PLACED_CEASED")
    return flag(decision_both_years, was_reversed & same("DATE_PLACED_text", "last_DATE_PLACED_text"))


@rule(
    "563",
    "PlacedAdoption DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "The decision to place was reversed, but has no date of its own. Enter it.",
)
def reversed_decision_has_a_date(year: CollectionYear) -> Flag:
    """DATE_PLACED is empty and DATE_PLACED_CEASED and REASON_PLACED_CEASED are filled."""
    return flag("PlacedAdoption", blank("DATE_PLACED") & filled("DATE_PLACED_CEASED", "REASON_PLACED_CEASED"))


@view("PlacedAdoption")
def decisions_in_order(t: Tables) -> Frame:
    """Dated decisions, each with its neighbours in the child's order of DATE_PLACED."""
    frame = t["PlacedAdoption"].filter(filled("CHILD", "DATE_PLACED"))
    return in_order(
        frame,
        by=["CHILD"],
        order=["DATE_PLACED", "row_PlacedAdoption"],
        previous=["row_PlacedAdoption", "DATE_PLACED_CEASED"],
        following=["row_PlacedAdoption"],
    )


@rule(
    "579",
    "PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED",
    "A new decision to place was made before the one before it was reversed. Correct the dates.",
)
def decisions_do_not_overlap(year: CollectionYear) -> Flag:
    """The previous decision was not reversed, or was after this DATE_PLACED."""
    ended = true(c("previous_DATE_PLACED_CEASED") <= c("DATE_PLACED"))
    return flag(decisions_in_order, filled("previous_row_PlacedAdoption") & ~ended)


@rule(
    "583",
    "PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED",
    "An earlier decision to place has no date of reversal, though a later decision was made. Enter when it was reversed.",
)
def earlier_decision_was_reversed(year: CollectionYear) -> Flag:
    """DATE_PLACED_CEASED is empty on a decision that is not the child's latest.

    Practice elsewhere orders the dates as text and so flags the wrong decision; their true order is used.
    """
    return flag(decisions_in_order, filled("next_row_PlacedAdoption") & blank("DATE_PLACED_CEASED"))


@rule(
    "584",
    f"{_TWO} DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "Last year's decision to place was reversed, and this year's is missing or is not later. Enter the new decision, or remove the row.",
)
def new_decision_is_later(year: CollectionYear) -> Flag:
    """Last year's decision was reversed, and DATE_PLACED is empty or not later than last year's.

    Practice elsewhere compares the dates as text and reports the wrong row; dates and rows are true here.
    """
    was_reversed = any_filled("last_DATE_PLACED_CEASED", "last_REASON_PLACED_CEASED")
    return flag(
        decision_both_years,
        was_reversed & (blank("DATE_PLACED") | true(c("DATE_PLACED") <= c("last_DATE_PLACED"))),
    )


@rule(
    "582",
    "AD1 CHILD DATE_MATCH; Episodes CHILD DEC REC",
    "The adoption order has the same date as the match with adopters. Correct one of them.",
)
def matched_before_the_order(year: CollectionYear) -> Flag:
    """REC is E11 or E12 and DEC is written as DATE_MATCH is."""
    return flag(
        episodes_with_adoption, among("REC", ADOPTED) & same("DEC_text", "DATE_MATCH_text"), "Episodes"
    )


def _adopted_in(year: CollectionYear) -> nw.Expr:
    return among("REC", ADOPTED) & true((c("DEC") >= year.start) & (c("DEC") <= year.end))


@rule(
    "601",
    f"AD1 CHILD {_ALL}; Episodes CHILD DEC REC",
    "The child was adopted in the year, but the adoption fields are not all filled. Complete them.",
)
def adoption_in_the_year_is_complete(year: CollectionYear) -> Flag:
    """An episode ended in the year by E11 or E12, and an adoption field of the child's AD1 is empty."""
    return flag(episodes_with_adoption, _adopted_in(year) & any_blank(*ADOPTION_FIELDS), "AD1", "Episodes")


@view("AD1", "Episodes")
def adoption_and_leaving(t: Tables) -> Frame:
    """AD1 with `adopted_in_year`: an episode of the child ended in the year by E11 or E12."""
    return having(t["AD1"], t["Episodes"].filter(_adopted_in(t.year)), "adopted_in_year")


@rule(
    "602",
    f"AD1 CHILD {_ALL}; Episodes CHILD DEC REC",
    "There are adoption data for a child who was not adopted in the year. Remove them, or correct the episodes.",
)
def adoption_data_are_of_adopted_children(year: CollectionYear) -> Flag:
    """An adoption field is filled and no episode ended in the year by E11 or E12."""
    return flag(adoption_and_leaving, ~c("adopted_in_year") & any_filled(*ADOPTION_FIELDS), "AD1")


@view("Episodes", "PlacedAdoption")
def first_start_with_decision(t: Tables) -> Frame:
    """Each child's earliest episode with RNE=S beside each decision."""
    first = earliest(t["Episodes"].filter(among("RNE", "S")), by="CHILD", order="DECOM", row="row_Episodes")
    return first.join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="inner")


@rule(
    "1003",
    "Episodes CHILD DECOM RNE; PlacedAdoption CHILD DATE_PLACED",
    "The decision to place is dated before the child came into care. Correct one of the dates.",
)
def decided_after_care_began(year: CollectionYear) -> Flag:
    """DATE_PLACED is before the DECOM of the child's earliest episode with RNE=S."""
    return flag(first_start_with_decision, c("DATE_PLACED") < c("DECOM"), "Episodes", "PlacedAdoption")
