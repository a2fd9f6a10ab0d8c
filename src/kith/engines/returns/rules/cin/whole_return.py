"""What the return as a whole should show; a failure is reported on the Header."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import among, blank, c, filled, other_than, true
from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.cin.book import rule
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "100",
    "Header ReferenceDate Year",
    "The reference date is not 31 March of the census year. Correct it or the year.",
)
def reference_date_is_31_march(year: CollectionYear) -> Flag:
    """ReferenceDate is not 31 March of Year, or is empty."""
    expected = nw.concat_str(c("Year"), nw.lit("-03-31"))
    return flag("Header", ~true(c("ReferenceDate_text").str.slice(0, 10) == expected))


def _beside_header(t: Tables, counts: list[Frame]) -> Frame:
    """Header with the single row of each count beside it."""
    frame = t["Header"].with_columns(_one=nw.lit(1))
    for count in counts:
        frame = frame.join(count.with_columns(_one=nw.lit(1)), on="_one", how="left")
    return frame


def _in_year(t: Tables, table: str, column: str, name: str) -> Frame:
    day = c(column)
    frame = t[table].filter(true((day >= t.year.start) & (day <= t.year.end)))
    return frame.select(c(f"row_{table}").count().alias(name))


@view("Header", "CINdetails", "Section47", "ChildProtectionPlans")
def conferences_and_plans(t: Tables) -> Frame:
    """Header with the number of plans that started, and of conferences held, in the year."""
    return _beside_header(
        t,
        [
            _in_year(t, "ChildProtectionPlans", "CPPstartDate", "plans"),
            _in_year(t, "CINdetails", "DateOfInitialCPC", "conferences_of_episodes"),
            _in_year(t, "Section47", "DateOfInitialCPC", "conferences_of_enquiries"),
        ],
    )


@rule(
    "2883",
    "Header ReferenceDate; CINdetails DateOfInitialCPC; Section47 DateOfInitialCPC; ChildProtectionPlans CPPstartDate",
    "More protection plans started in the year than initial conferences were held. Enter the missing conferences.",
    whole_return=True,
)
def plans_start_at_conferences(year: CollectionYear) -> Flag:
    """Plans that started in the year outnumber the conferences held in it, at both levels together."""
    held = c("conferences_of_episodes") + c("conferences_of_enquiries")
    return flag(conferences_and_plans, c("plans") > held)


@view("Header", "ChildIdentifiers")
def unknown_sex(t: Tables) -> Frame:
    """Header with how many born children there are, and for how many of them sex is not known."""
    born = t["ChildIdentifiers"].filter(blank("ExpectedPersonBirthDate"))
    row = c("row_ChildIdentifiers").count()
    not_known = born.filter(other_than("Sex", "M", "F") & (blank("Sex") | among("Sex", "U")))
    return _beside_header(t, [born.select(row.alias("born")), not_known.select(row.alias("not_known"))])


@rule(
    "2886Q",
    "ChildIdentifiers ExpectedPersonBirthDate Sex",
    "Sex is not known for more than 2% of children. Check that it is recorded.",
    whole_return=True,
)
def sex_is_known_for_98_per_cent(year: CollectionYear) -> Flag:
    """Sex is empty or U for over 2% of the children who are not unborn.

    Practice elsewhere counts unborn children below the line, whom the department's words leave out.
    """
    return flag(unknown_sex, c("not_known") * 100 > c("born") * 2)


@view("Header", "Disabilities")
def disability_codes(t: Tables) -> Frame:
    """Header with how many codes other than NONE are in use, and how many children have two or more."""
    some = t["Disabilities"].filter(filled("Disability"), other_than("Disability", "NONE"))
    codes = some.select("Disability").unique().select(c("Disability").count().alias("codes"))
    rows = some.group_by("child").agg(many=c("row_Disabilities").count())
    several = rows.filter(c("many") > 1).select(c("child").count().alias("with_several"))
    return _beside_header(t, [codes, several])


@rule(
    "2887Q",
    "Disabilities Disability LAchildID",
    "Fewer than eight kinds of disability are in use, out of twelve. Check that each kind is recorded.",
    whole_return=True,
)
def eight_kinds_of_disability_are_in_use(year: CollectionYear) -> Flag:
    """Fewer than eight codes other than NONE occur.

    Practice elsewhere counts the rows with NONE instead, which measures something else.
    """
    return flag(disability_codes, c("codes") < 8)


@rule(
    "2888Q",
    "Disabilities Disability LAchildID",
    "No child has more than one disability, which is unlikely. Check that all of a child's disabilities are recorded.",
    whole_return=True,
)
def some_child_has_two_disabilities(year: CollectionYear) -> Flag:
    """No child has more than one Disability other than NONE."""
    return flag(disability_codes, c("with_several") == 0)
