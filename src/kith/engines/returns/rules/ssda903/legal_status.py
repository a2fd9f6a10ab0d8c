"""How long a legal status may last, and what it may stand beside."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import among, c, filled, or_if_open, true
from kith.engines.returns.frames import Tables, in_order
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


def day_number(expression: nw.Expr) -> nw.Expr:
    """The date as a count of days, so that lengths can be added up; by arithmetic that every backend has."""
    before = expression.dt.year() - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + expression.dt.ordinal_day()


def runs(t: Tables, status: str, *, meeting_exactly: bool) -> Frame:
    """Episodes of one legal status with `run_days`, the length of the unbroken run that each is in.

    A run goes on when the next such episode starts on the day that the one before ended; or, if not
    `meeting_exactly`, on that day or earlier, and then the days of its episodes are added up.
    An open episode lasts until 31 March.
    """
    frame = t["Episodes"].filter(among("LS", status), filled("CHILD", "DECOM"))
    frame = frame.with_columns(_end=or_if_open("DEC", t.year.end)).select(
        "CHILD", "row_Episodes", "DECOM", "_end"
    )
    order = ["DECOM", "row_Episodes"]
    frame = in_order(frame, by=["CHILD"], order=order, previous=["_end"], following=[])
    goes_on = c("DECOM") == c("previous__end") if meeting_exactly else c("DECOM") <= c("previous__end")
    frame = frame.with_columns(_new=nw.when(true(goes_on)).then(nw.lit(0)).otherwise(nw.lit(1)))
    frame = frame.with_columns(
        _run=c("_new").cum_sum().over("CHILD", order_by=order),
        _from=day_number(c("DECOM")),
        _to=day_number(c("_end")),
    )
    if meeting_exactly:
        length = c("_to").max().over("CHILD", "_run") - c("_from").min().over("CHILD", "_run")
    else:
        length = (c("_to") - c("_from")).sum().over("CHILD", "_run")
    return frame.with_columns(run_days=length)


@view("Episodes")
def police_protection_runs(t: Tables) -> Frame:
    """Runs of L1."""
    return runs(t, "L1", meeting_exactly=True)


@view("Episodes")
def emergency_protection_runs(t: Tables) -> Frame:
    """Runs of L2."""
    return runs(t, "L2", meeting_exactly=True)


@view("Episodes")
def assessment_order_runs(t: Tables) -> Frame:
    """Runs of L3."""
    return runs(t, "L3", meeting_exactly=False)


@view("Episodes")
def pace_runs(t: Tables) -> Frame:
    """Runs of J2."""
    return runs(t, "J2", meeting_exactly=False)


_FIELDS = "Episodes CHILD DEC DECOM LS"


@rule(
    "361",
    _FIELDS,
    "The child is under police protection (L1) for more than three days on end, which the law does not allow. Correct the dates or the legal status.",
)
def police_protection_lasts_72_hours(year: CollectionYear) -> Flag:
    """A run of back-to-back L1 episodes lasts more than 3 days."""
    return flag(police_protection_runs, c("run_days") > 3)


@rule(
    "362",
    _FIELDS,
    "The child is under an emergency protection order (L2) for more than 21 days on end. Correct the dates or the legal status.",
)
def emergency_protection_lasts_21_days(year: CollectionYear) -> Flag:
    """A run of back-to-back L2 episodes lasts more than 21 days."""
    return flag(emergency_protection_runs, c("run_days") > 21)


@rule(
    "363",
    _FIELDS,
    "The child is under a child assessment order (L3) for more than seven days on end. Correct the dates or the legal status.",
)
def assessment_order_lasts_7_days(year: CollectionYear) -> Flag:
    """The days of an unbroken run of L3 episodes add up to more than 7.

    Practice elsewhere depends on the order of the file; the order of DECOM is what is meant.
    """
    return flag(assessment_order_runs, c("run_days") > 7)


@rule(
    "364",
    _FIELDS,
    "The child is in the authority's accommodation under PACE (J2) for more than 21 days on end. Correct the dates or the legal status.",
)
def pace_lasts_21_days(year: CollectionYear) -> Flag:
    """The days of an unbroken run of J2 episodes add up to more than 21, in the order of DECOM."""
    return flag(pace_runs, c("run_days") > 21)


@view("Episodes")
def short_break_days(t: Tables) -> Frame:
    """V3 episodes with a day or more in the year, and `days_in_year` over all those of the child."""
    start, end = t.year.start, t.year.end
    frame = t["Episodes"].filter(among("LS", "V3"), filled("CHILD", "DECOM"))
    frame = frame.with_columns(
        _from=nw.when(c("DECOM") < start).then(nw.lit(start)).otherwise(c("DECOM")),
        _open=or_if_open("DEC", end),
    )
    frame = frame.with_columns(_to=nw.when(c("_open") > end).then(nw.lit(end)).otherwise(c("_open")))
    frame = frame.with_columns(_days=day_number(c("_to")) - day_number(c("_from"))).filter(c("_days") > 0)
    return frame.with_columns(days_in_year=c("_days").sum().over("CHILD"))


@rule(
    "367",
    _FIELDS,
    "The child's short breaks (V3) add up to more than 75 days in the year. Correct the dates, or record the child as looked after (V2).",
)
def short_breaks_are_at_most_75_days(year: CollectionYear) -> Flag:
    """The days within the year of the child's V3 episodes add up to more than 75."""
    return flag(short_break_days, c("days_in_year") > 75)


@rule(
    "426",
    "Episodes CHILD LS",
    "The child has both kinds of short break (V3 and V4). Use one for the whole series.",
)
def one_kind_of_short_break(year: CollectionYear) -> Flag:
    """The child has episodes of V3 and of V4; all of them are flagged."""

    def has(status: str) -> nw.Expr:
        return nw.when(among("LS", status)).then(nw.lit(1)).otherwise(nw.lit(0)).max().over("CHILD") == 1

    return flag(episodes, among("LS", "V3", "V4") & filled("CHILD") & has("V3") & has("V4"))
