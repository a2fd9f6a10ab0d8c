"""Young people who have left care: OC3."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    ADOPTED,
    FAR_FUTURE,
    RESPITE,
    among,
    any_blank,
    any_filled,
    birthday,
    blank,
    c,
    filled,
    or_if_open,
    other_than,
    true,
)
from kith.engines.returns.frames import Tables, earliest, having, prefixed
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.health import HEALTH
from kith.engines.returns.rules.ssda903.legal_status import day_number
from kith.engines.returns.rules.ssda903.views import (
    ADOPTION_FIELDS,
    continuously_looked_after,
    leavers_with_episodes,
    overlaps_year,
)
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
LEAVER = ("IN_TOUCH", "ACTIV", "ACCOM")
_LEAVER = "OC3 IN_TOUCH ACTIV ACCOM"


def _code(code: str, column: str, what: str) -> None:
    @rule(code, f"OC3 {column}", f"{what} is missing or is not a code of the list. Enter a current code.")
    def is_a_code(year: CollectionYear) -> Flag:
        """The column is empty or not in the list."""
        return flag("OC3", other_than(column, codes_of("ssda903", column, year)))


_code("131", "IN_TOUCH", "Whether the authority is in touch with the care leaver")
_code("132", "ACTIV", "The care leaver's activity")
_code("133", "ACCOM", "The care leaver's accommodation")


@rule("153", _LEAVER, "Some but not all care leaver fields are filled. Complete them, or remove them all.")
def leaver_data_are_complete(year: CollectionYear) -> Flag:
    """Some but not all of the three fields are filled."""
    return flag("OC3", any_filled(*LEAVER) & any_blank(*LEAVER))


@view("AD1", "Episodes")
def adopted_continuously(t: Tables) -> Frame:
    """AD1 with `continuous`: the child was looked after the whole year."""
    return having(t["AD1"], t.view(continuously_looked_after), "continuous")


@rule(
    "187",
    f"{_LEAVER}; AD1 {' '.join(ADOPTION_FIELDS)}; Episodes CHILD DECOM DEC RNE REC LS",
    "The child was looked after for the whole year, so care leaver and adoption data cannot be right. Remove them, or correct the episodes.",
    any_of="OC3 AD1",
)
def child_in_care_all_year_has_not_left(year: CollectionYear) -> list[Flag]:
    """A leaver or adoption field is filled for a child looked after the whole year."""
    return [
        flag(leavers_with_episodes, c("continuous") & any_filled(*LEAVER), "OC3"),
        flag(adopted_continuously, c("continuous") & any_filled(*ADOPTION_FIELDS), "AD1"),
    ]


@view("OC2", "OC3")
def health_and_leavers(t: Tables) -> Frame:
    """OC2 beside OC3 of the same child."""
    return t["OC2"].join(t["OC3"].select("CHILD", "row_OC3", *LEAVER), on="CHILD", how="inner")


@rule(
    "215",
    f"OC2 CHILD {' '.join(HEALTH)}; OC3 CHILD IN_TOUCH ACTIV ACCOM",
    "The child has care leaver data and health data, which cannot both be right. Remove one of them.",
)
def care_leaver_has_no_health_data(year: CollectionYear) -> Flag:
    """A leaver field and one of the eight health or conviction fields are filled."""
    return flag(health_and_leavers, any_filled(*LEAVER) & any_filled(*HEALTH), "OC2", "OC3")


@rule(
    "344",
    _LEAVER,
    "The young person died or returned home, so activity and accommodation should both be 0. Correct them.",
)
def no_activity_after_death_or_return(year: CollectionYear) -> Flag:
    """IN_TOUCH is DIED or RHOM, unless ACTIV and ACCOM are both 0."""
    zero = among("ACTIV", "0") & among("ACCOM", "0")
    return flag("OC3", among("IN_TOUCH", "DIED", "RHOM") & ~zero)


@rule(
    "345",
    _LEAVER,
    "The authority is in touch with the care leaver, so activity and accommodation should be known (not 0). Enter them.",
)
def activity_is_known_if_in_touch(year: CollectionYear) -> Flag:
    """IN_TOUCH is YES, and ACTIV or ACCOM is 0."""
    return flag("OC3", among("IN_TOUCH", "YES") & (among("ACTIV", "0") | among("ACCOM", "0")))


@rule(
    "347",
    "OC3 ACCOM DOB",
    "A young person who was under 18 when the year began is recorded in a foyer. Check the accommodation.",
    since=2024,
)
def foyer_is_for_adults(year: CollectionYear) -> Flag:
    """ACCOM is T1 or T2 and the 18th birthday is after 1 April.

    Practice elsewhere looks for a code T, which does not exist, and so finds nothing; a foyer is T1 or T2.
    """
    return flag("OC3", among("ACCOM", "T1", "T2") & true(c("DOB") > year.years_before(year.start, 18)))


@view("OC3", "OC3_last")
def leavers_both_years(t: Tables) -> Frame:
    """OC3 beside the same child's row of last year (`last_…`)."""
    return t["OC3"].join(prefixed(t["OC3_last"], "last", ["CHILD", "IN_TOUCH"]), on="CHILD", how="inner")


@rule(
    "348",
    "OC3 CHILD IN_TOUCH; OC3_last CHILD IN_TOUCH",
    "Last year's return says that the young person died. Correct that, or enter DIED again.",
    since=2026,
)
def death_is_not_undone(year: CollectionYear) -> Flag:
    """IN_TOUCH was DIED last year and is anything else now."""
    return flag(leavers_both_years, among("last_IN_TOUCH", "DIED") & other_than("IN_TOUCH", "DIED"))


@rule(
    "391",
    f"{_LEAVER} DOB",
    "Care leaver data are given for a young person who is not 17 by the year's end. Remove them, or correct the date of birth.",
)
def leaver_is_17(year: CollectionYear) -> Flag:
    """A leaver field is filled and the 17th birthday is after 31 March."""
    return flag("OC3", any_filled(*LEAVER) & true(c("DOB") > year.years_before(year.end, 17)))


@view("OC3", "Episodes", optional=("Episodes_last",))
def leavers_and_deaths(t: Tables) -> Frame:
    """OC3 with `died`: an episode of the child, of this year or last, ended with E2."""
    frame = having(t["OC3"], t["Episodes"].filter(among("REC", "E2")), "died")
    if "Episodes_last" in t:
        frame = having(frame, t["Episodes_last"].filter(among("REC", "E2")), "died_last")
        frame = frame.with_columns(died=c("died") | c("died_last"))
    return frame


@rule(
    "1000",
    "OC3 CHILD; Episodes CHILD REC; Episodes_last CHILD REC",
    "The child died in care, so care leaver data cannot be right. Remove the record, or correct the reason for leaving.",
    optional="Episodes_last",
)
def child_who_died_is_no_care_leaver(year: CollectionYear) -> Flag:
    """The child has an episode, of this year or last, that ended with E2."""
    return flag(leavers_and_deaths, c("died"))


@view("OC3", "Episodes", "Episodes_last", "Header")
def leavers_time_in_care(t: Tables) -> Frame:
    """OC3 with the days in care after the 14th and 16th birthdays, and `adopted` by the latest episode.

    Episodes of both years are pooled, one for each child and DECOM, and an open latest one counts until
    31 March; short breaks do not count. A person of 20 by 31 March, or with no date of birth in Header
    or no episodes, has no total.
    """
    end = t.year.end
    columns = ["CHILD", "DECOM", "DEC", "LS", "REC"]
    this = t["Episodes"].select(*columns, c("row_Episodes").alias("_row"), nw.lit(1).alias("_year"))
    last = t["Episodes_last"].select(*columns, c("row_Episodes_last").alias("_row"), nw.lit(0).alias("_year"))
    both = nw.concat([this, last], how="vertical").filter(filled("CHILD", "DECOM"))
    # This year's account of an episode replaces last year's.
    both = both.with_columns(
        _version=c("_row").cum_count().over("CHILD", "DECOM", order_by=["_year", "_row"]),
        _versions=c("_row").count().over("CHILD", "DECOM"),
    ).filter(c("_version") == c("_versions"))
    both = both.with_columns(_latest=c("DECOM") == c("DECOM").max().over("CHILD"))
    adopted = both.filter(c("_latest"), among("REC", ADOPTED)).select("CHILD")
    both = both.with_columns(
        _end=nw.when(c("_latest") & blank("DEC")).then(nw.lit(end)).otherwise(c("DEC"))
    ).filter(other_than("LS", RESPITE))
    header = t["Header"].select("CHILD", "DOB").filter(filled("CHILD", "DOB"))
    both = both.join(header, on="CHILD", how="inner").filter(c("DOB") > t.year.years_before(end, 20))

    def days_after_birthday(age: int) -> nw.Expr:
        started = nw.when(c("DECOM") > birthday("DOB", age)).then(c("DECOM")).otherwise(birthday("DOB", age))
        days = day_number(c("_end")) - day_number(started)
        return nw.when(days > 0).then(days).otherwise(nw.lit(0))

    totals = both.with_columns(_14=days_after_birthday(14), _16=days_after_birthday(16))
    totals = totals.group_by("CHILD").agg(days_after_14=c("_14").sum(), days_after_16=c("_16").sum())
    return having(t["OC3"].join(totals, on="CHILD", how="left"), adopted, "adopted")


@rule(
    "1001",
    "OC3 CHILD; Episodes CHILD DEC DECOM LS REC; Episodes_last CHILD DEC DECOM LS REC; Header CHILD DOB",
    "The episodes do not make this young person a care leaver: 13 weeks in care since the age of 14, some of it since 16. Remove the record, or correct the episodes.",
)
def leaver_was_long_enough_in_care(year: CollectionYear) -> Flag:
    """Fewer than 91 days in care after the 14th birthday, none after the 16th, adopted, or nothing to count."""
    enough = true((c("days_after_14") >= 91) & (c("days_after_16") >= 1))
    return flag(leavers_time_in_care, ~enough | c("adopted"))


@view("OC3", "Episodes", "Episodes_last")
def leavers_presence(t: Tables) -> Frame:
    """OC3 with `has_episode`, `had_episode` (last year) and `left_open` (last year's latest is open)."""
    latest = earliest(t["Episodes_last"], by="CHILD", order="DECOM", row="row_Episodes_last", last=True)
    frame = having(t["OC3"], t["Episodes"], "has_episode")
    return having(having(frame, t["Episodes_last"], "had_episode"), latest.filter(blank("DEC")), "left_open")


@rule(
    "1002",
    "OC3 CHILD; Episodes CHILD; Episodes_last CHILD",
    "The young person has a care leaver record but no episode in this or last year's return. Remove the record, or add the episodes.",
)
def leaver_has_episodes(year: CollectionYear) -> Flag:
    """The child has an episode in neither year."""
    return flag(leavers_presence, ~c("has_episode") & ~c("had_episode"))


@rule(
    "1010",
    "OC3 CHILD; Episodes CHILD; Episodes_last CHILD DEC DECOM",
    "The young person was still in care at the end of last year's return and has no episode this year. Add the episode that shows when they left.",
)
def leaver_in_care_last_year_has_an_episode(year: CollectionYear) -> Flag:
    """No episode this year, though last year's latest is open."""
    return flag(leavers_presence, ~c("has_episode") & c("left_open"))


@rule(
    "1007",
    f"{_LEAVER} CHILD DOB; Episodes CHILD DEC DECOM",
    "A young person of 17 or 18 was still in care on the birthday, so care leaver data are not collected. Remove them.",
)
def leaver_was_out_of_care_on_the_birthday(year: CollectionYear) -> Flag:
    """A leaver field is filled, the person is 17 or 18 on 31 March, and an episode covers the latest birthday.

    Practice elsewhere never matches an open episode, although a child in one is plainly still in care; it
    is counted here.
    """
    wrong = nw.lit(False)
    for age in (17, 18):
        born_after, born_by = year.years_before(year.end, age + 1), year.years_before(year.end, age)
        aged = true((c("DOB") > born_after) & (c("DOB") <= born_by))
        day = birthday("DOB", age)
        covered = true(c("DECOM") <= day) & true(or_if_open("DEC", FAR_FUTURE) > day)
        wrong = wrong | (aged & covered)
    return flag(leavers_with_episodes, any_filled(*LEAVER) & filled("row_Episodes") & wrong)


@view("OC3", "Episodes")
def leavers_last_episode(t: Tables) -> Frame:
    """OC3 beside the child's latest episode."""
    latest = earliest(t["Episodes"], by="CHILD", order="DECOM", row="row_Episodes", last=True)
    return t["OC3"].join(latest.select("CHILD", "REC"), on="CHILD", how="inner")


@rule(
    "1011",
    f"{_LEAVER} CHILD; Episodes CHILD DECOM REC",
    "Another authority took over the young person's care (E3), so it returns the care leaver data. Remove them.",
)
def child_taken_over_is_not_our_leaver(year: CollectionYear) -> Flag:
    """A leaver field is filled and the child's latest episode ended with E3."""
    return flag(leavers_last_episode, any_filled(*LEAVER) & among("REC", "E3"))


@view("UASC", "OC3", "Episodes")
def unaccompanied_leavers(t: Tables) -> Frame:
    """UASC beside OC3, with `in_care_in_year`."""
    frame = (
        t["UASC"]
        .select("CHILD", "row_UASC")
        .join(t["OC3"].select("CHILD", "row_OC3", *LEAVER), on="CHILD", how="inner")
    )
    return having(frame, t["Episodes"].filter(overlaps_year(t)), "in_care_in_year")


@rule(
    "1014",
    f"{_LEAVER} CHILD; UASC CHILD; Episodes CHILD DEC DECOM",
    "A care leaver who was not in care in the year is in the file of unaccompanied asylum seekers. Remove the person from that file.",
)
def care_leaver_is_not_in_the_asylum_file(year: CollectionYear) -> Flag:
    """A child in UASC with no episode in the year has a leaver field filled.

    Practice elsewhere never looks at a child who has no episodes at all, who is the plainest case.
    """
    return flag(unaccompanied_leavers, any_filled(*LEAVER) & ~c("in_care_in_year"), "OC3", "UASC")


@rule(
    "1016",
    f"{_LEAVER} CHILD DOB; Episodes CHILD DEC",
    "Care leaver data are given for a young person of 17 or 18 who left care after that birthday, for whom they are not yet collected. Remove them.",
    since=2024,
)
def leaver_had_left_before_the_birthday(year: CollectionYear) -> Flag:
    """A leaver field is filled and an episode ended on or after the 17th birthday of a 17-year-old, or 18th of an 18-year-old."""
    wrong = nw.lit(False)
    for age in (17, 18):
        born_after, born_by = year.years_before(year.end, age + 1), year.years_before(year.end, age)
        aged = true((c("DOB") > born_after) & (c("DOB") <= born_by))
        wrong = wrong | (aged & true(c("DEC") >= birthday("DOB", age)))
    return flag(leavers_with_episodes, any_filled(*LEAVER) & wrong)


@view("OC3", "Header")
def leavers_with_header(t: Tables) -> Frame:
    """OC3 beside Header's date of birth."""
    return t["OC3"].join(prefixed(t["Header"], "Header", ["CHILD", "DOB"]), on="CHILD", how="inner")


@rule(
    "3001",
    "OC3 ACCOM CHILD; Header CHILD DOB",
    "A young person who turned 17 in the year is recorded as living with former foster carers (Z1, Z2), which is for 18 and over. Correct the accommodation.",
)
def staying_put_is_not_for_17(year: CollectionYear) -> Flag:
    """ACCOM is Z1 or Z2 and the 17th birthday by Header is in the year."""
    first, last = year.years_before(year.start, 17), year.years_before(year.end, 17)
    turned_17 = true((c("Header_DOB") >= first) & (c("Header_DOB") <= last))
    return flag(leavers_with_header, among("ACCOM", "Z1", "Z2") & turned_17)
