"""Social workers' episodes: who was allocated when (from 2023/24)."""

from __future__ import annotations

import datetime
from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    FAR_FUTURE,
    RESPITE,
    among,
    any_blank,
    blank,
    c,
    days_after,
    filled,
    filled_with_other,
    or_if_open,
    other_than,
    same,
    true,
)
from kith.engines.returns.frames import Tables, earliest, having, in_order
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
COLLECTED_FROM = datetime.date(2023, 4, 1)


@rule(
    "SW01aSTG1",
    "SWEpisodes SW_DECOM SW_ID",
    "The start of the social worker's time is missing or not a date, or it is before 1 April 2023 and the worker is missing. Enter them.",
    since=2025,
)
def earlier_worker_is_named(year: CollectionYear) -> Flag:
    """SW_DECOM is empty or not a date, or before 1 April 2023 with SW_ID empty."""
    unnamed = true(c("SW_DECOM") < COLLECTED_FROM) & blank("SW_ID")
    return flag("SWEpisodes", blank("SW_DECOM") | unnamed)


@rule(
    "SW01bSTG1",
    "SWEpisodes SW_DECOM SW_ID SW_REASON",
    "The start of the social worker's time is missing or not a date, or it is from 1 April 2023 and the worker or the reason for change is missing. Enter them.",
    since=2025,
)
def worker_and_reason_are_given(year: CollectionYear) -> Flag:
    """SW_DECOM is empty or not a date, or on or after 1 April 2023 with SW_ID or SW_REASON empty."""
    incomplete = true(c("SW_DECOM") >= COLLECTED_FROM) & any_blank("SW_ID", "SW_REASON")
    return flag("SWEpisodes", blank("SW_DECOM") | incomplete)


@rule(
    "SW02STG1",
    "SWEpisodes SW_ID",
    "The social worker's number does not start with SW or XX. Enter the Social Work England number, or XX and a local one.",
    since=2024,
)
def worker_number_has_a_known_form(year: CollectionYear) -> Flag:
    """SW_ID does not start with SW or XX, or is empty."""
    known = true(c("SW_ID").str.starts_with("SW") | c("SW_ID").str.starts_with("XX"))
    return flag("SWEpisodes", ~known)


def _date(code: str, column: str, what: str) -> None:
    @rule(
        code,
        f"SWEpisodes {column}",
        f"The day on which the social worker's time {what} is not a date. Enter it as dd/mm/yyyy.",
        since=2024,
    )
    def is_a_date(year: CollectionYear) -> Flag:
        """The column is filled with something that is neither a date nor one with ZZ for what is not known."""
        return flag("SWEpisodes", filled(f"{column}_text") & blank(f"{column}_latest"))


_date("SW04STG1", "SW_DECOM", "began")
_date("SW05STG1", "SW_DEC", "ended")


@rule(
    "SW06STG2",
    "SWEpisodes SW_DECOM",
    "The social worker's time starts after the collection year. Leave it for next year's return.",
    since=2024,
)
def worker_starts_by_the_years_end(year: CollectionYear) -> Flag:
    """SW_DECOM is after 31 March."""
    return flag("SWEpisodes", c("SW_DECOM") > year.end)


@rule(
    "SW07STG2",
    "SWEpisodes SW_DEC",
    "The social worker's time ended after the collection year, or more than a year before it. Correct the date or remove the row.",
    since=2024,
)
def worker_ends_in_the_year_or_the_one_before(year: CollectionYear) -> Flag:
    """SW_DEC is before 1 April of the year before, or after 31 March."""
    return flag("SWEpisodes", true(c("SW_DEC") < year.before.start) | true(c("SW_DEC") > year.end))


@view("SWEpisodes")
def workers_in_order(t: Tables) -> Frame:
    """Social workers' episodes, each with its neighbours in the child's order of SW_DECOM."""
    frame = t["SWEpisodes"].filter(filled("CHILD")).with_columns(_order=or_if_open("SW_DECOM", FAR_FUTURE))
    return in_order(
        frame,
        by=["CHILD"],
        order=["_order", "row_SWEpisodes"],
        previous=["row_SWEpisodes", "SW_DEC"],
        following=["row_SWEpisodes"],
    )


@rule(
    "SW08STG2",
    "SWEpisodes CHILD SW_DEC SW_DECOM",
    "The social worker's time has no end, though a later worker has started. Enter when it ended.",
    since=2024,
)
def earlier_worker_has_ended(year: CollectionYear) -> Flag:
    """SW_DEC is empty on any but the child's last worker episode."""
    return flag(workers_in_order, blank("SW_DEC") & filled("next_row_SWEpisodes"))


@rule(
    "SW09STG2",
    "SWEpisodes SW_DEC SW_DECOM",
    "The social worker's time starts and ends on the same day. Correct a date or remove the row.",
    since=2024,
)
def worker_stays_a_day(year: CollectionYear) -> Flag:
    """SW_DECOM and SW_DEC are written alike."""
    return flag("SWEpisodes", same("SW_DECOM_text", "SW_DEC_text"))


@rule(
    "SW10STG2",
    "SWEpisodes CHILD SW_DEC SW_DECOM SW_REASON",
    "The social worker started more than a week before or after the last one ended. Correct the dates, or add the worker in between.",
    since=2024,
)
def workers_follow_within_a_week(year: CollectionYear) -> Flag:
    """SW_REASON is not FCONTA, and SW_DECOM is more than 7 days from the previous SW_DEC, or either is empty."""
    near = true(c("SW_DECOM") <= days_after("previous_SW_DEC", 7)) & true(
        c("SW_DECOM") >= days_after("previous_SW_DEC", -7)
    )
    return flag(
        workers_in_order, filled("previous_row_SWEpisodes") & other_than("SW_REASON", "FCONTA") & ~near
    )


@rule(
    "SW11bSTG2",
    "SWEpisodes CHILD SW_DEC SW_DECOM",
    "The child's last social worker left in the year's last days, and nobody followed. Add the new worker, or correct the date.",
    since=2024,
)
def somebody_follows_the_last_worker(year: CollectionYear) -> Flag:
    """The child's last worker episode ended in the five days up to 31 March."""
    five_days_before = year.end - datetime.timedelta(days=5)
    late = true((c("SW_DEC") >= five_days_before) & (c("SW_DEC") <= year.end))
    return flag(workers_in_order, ~filled("next_row_SWEpisodes") & late)


@view("Episodes", "SWEpisodes")
def episodes_and_workers(t: Tables) -> Frame:
    """Episodes with `worker_before_end` and `worker_after_start`: some worker of the child began then."""
    workers = t["SWEpisodes"].select("CHILD", "SW_DECOM")
    joined = (
        t["Episodes"].select("CHILD", "row_Episodes", "DECOM", "DEC").join(workers, on="CHILD", how="inner")
    )
    before = joined.filter(true(c("SW_DECOM") <= or_if_open("DEC", FAR_FUTURE))).select("row_Episodes")
    after = joined.filter(true(c("SW_DECOM") >= c("DECOM"))).select("row_Episodes")
    frame = having(t["Episodes"], before, "worker_before_end", on="row_Episodes")
    return having(frame, after, "worker_after_start", on="row_Episodes")


@rule(
    "SW12STG2",
    "Episodes CHILD DEC DECOM LS REC RNE; SWEpisodes CHILD SW_DECOM",
    "No social worker is recorded for this time in care. Add the worker's episodes.",
    since=2024,
)
def time_in_care_has_a_worker(year: CollectionYear) -> Flag:
    """Care started here and no worker began since, or ended here and no worker began before.

    Short breaks, and episodes that ended more than two years before 31 March, are left out. Practice
    elsewhere flags an episode for any one worker outside it; only one with no worker at all is meant.
    """
    recent = blank("DEC") | true(c("DEC") >= year.before.before.end)
    starts = among("RNE", "S") & ~c("worker_after_start")
    ends = filled_with_other("REC", "X1") & ~c("worker_before_end")
    return flag(episodes_and_workers, other_than("LS", RESPITE) & recent & (starts | ends))


@rule(
    "SW13STG1",
    "SWEpisodes SW_DECOM SW_REASON",
    "The reason for the change of social worker is missing (from 1 April 2023) or is not a code of the list. Enter a current code.",
    since=2024,
)
def reason_for_change_is_a_code(year: CollectionYear) -> Flag:
    """SW_REASON is filled and not in the list, or empty with SW_DECOM on or after 1 April 2023."""
    bad = filled_with_other("SW_REASON", codes_of("ssda903", "SW_REASON", year))
    return flag("SWEpisodes", bad | (blank("SW_REASON") & true(c("SW_DECOM") >= COLLECTED_FROM)))


@view("SWEpisodes")
def last_workers(t: Tables) -> Frame:
    """Each child's latest worker episode."""
    return earliest(t["SWEpisodes"], by="CHILD", order="SW_DECOM", row="row_SWEpisodes", last=True)


@rule(
    "SW17STG2",
    "SWEpisodes CHILD SW_DEC SW_DECOM",
    "The child's latest social worker has left. Add the current worker, or remove the end if the worker is still allocated.",
    since=2026,
)
def latest_worker_is_current(year: CollectionYear) -> Flag:
    """SW_DEC is filled on the child's latest worker episode, whether or not the child is still in care."""
    return flag(last_workers, filled("SW_DEC"))
