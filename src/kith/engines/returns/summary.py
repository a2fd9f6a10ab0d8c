"""The tables that an analyst looks at before submission, with the change from last year.

Counts only; a line is one code or one measure, this year's number, last year's where given, and the change.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kith.engines.returns.codes import label_of
from kith.engines.returns.reading.returns import ReadReturn
from kith.engines.returns.years import CollectionYear

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Line:
    """One line of a table: what is counted, this year and (None if not known) last year."""

    name: str
    this: int
    last: int | None

    @property
    def change(self) -> int | None:
        """This year less last year."""
        return None if self.last is None else self.this - self.last


@dataclass(frozen=True)
class SummaryTable:
    """A titled table of lines."""

    title: str
    lines: tuple[Line, ...]


def _in_care_on(day: pl.Expr) -> pl.Expr:
    open_then = pl.col("DEC").is_null() | (pl.col("DEC") > day)
    return (pl.col("DECOM") <= day) & open_then & ~pl.col("LS").is_in(["V3", "V4"]).fill_null(False)


def summarise_ssda903(read: ReadReturn, year: CollectionYear) -> list[SummaryTable]:
    """Return the tables of an SSDA903 return: children in care on 31 March, starts, ends and their codes."""
    years = [("", year)] + ([("_last", year.before)] if "Episodes_last" in read.frames else [])
    tables = []
    counted: list[dict[str, int]] = []
    by_code: dict[str, list[dict[str, int]]] = {}
    for suffix, one in years:
        episodes = read.frames.get(f"Episodes{suffix}")
        if episodes is None:
            continue
        end, start = pl.lit(one.end), pl.lit(one.start)
        on_the_day = episodes.filter(_in_care_on(end))
        started = episodes.filter(
            (pl.col("RNE") == "S") & (pl.col("DECOM") >= start) & (pl.col("DECOM") <= end)
        )
        ended = episodes.filter((pl.col("REC") != "X1") & (pl.col("DEC") >= start) & (pl.col("DEC") <= end))
        counted.append(
            {
                "Children in care on 31 March, short breaks aside": on_the_day.get_column("CHILD").n_unique(),
                "Children with an episode in the year": episodes.get_column("CHILD").n_unique(),
                "Starts of care (RNE S)": len(started),
                "Ends of care (REC other than X1)": len(ended),
                "Rows of Episodes": len(episodes),
                "Children missing or away": _children(read, f"Missing{suffix}"),
                "Unaccompanied asylum seekers": _children(read, f"UASC{suffix}"),
                "Children adopted (E11, E12)": episodes.filter(pl.col("REC").is_in(["E11", "E12"]))
                .get_column("CHILD")
                .n_unique(),
                "Care leavers returned": _children(read, f"OC3{suffix}"),
            }
        )
        for title, frame, column in (
            ("Legal status on 31 March", on_the_day, "LS"),
            ("Placement on 31 March", on_the_day, "PLACE"),
            ("Placement provider on 31 March", on_the_day, "PLACE_PROVIDER"),
            ("Category of need on 31 March", on_the_day, "CIN"),
            (
                "Reason for each episode that started in the year",
                episodes.filter((pl.col("DECOM") >= start) & (pl.col("DECOM") <= end)),
                "RNE",
            ),
            ("Reason for leaving care in the year", ended, "REC"),
        ):
            by_code.setdefault(f"{title}|{column}", []).append(_counts(frame, column))
    tables.append(SummaryTable("The return as a whole", _lines(counted)))
    for key, counts in by_code.items():
        title, _, column = key.partition("|")
        tables.append(SummaryTable(title, _lines(counts, ("ssda903", column))))
    return tables


def summarise_cin(this: ReadReturn, last: ReadReturn | None, year: CollectionYear) -> list[SummaryTable]:
    """Return the tables of a census: referrals, enquiries, conferences, plans and their codes."""
    counted: list[dict[str, int]] = []
    by_code: dict[str, list[dict[str, int]]] = {}
    for read, one in ((this, this.tables.year), (last, last.tables.year if last else year.before)):
        if read is None or not read.frames:
            continue
        frames = read.frames

        def within(
            table: str, column: str, frames: dict[str, pl.DataFrame] = frames, one: CollectionYear = one
        ) -> int:
            day = pl.col(column)
            return len(frames[table].filter((day >= one.start) & (day <= one.end)))

        episodes, plans = frames["CINdetails"], frames["ChildProtectionPlans"]
        still_open = episodes.filter(pl.col("CINclosureDate").is_null())
        counted.append(
            {
                "Children": len(frames["ChildIdentifiers"]),
                "Episodes of need": len(episodes),
                "Referrals in the year": within("CINdetails", "CINreferralDate"),
                "Referrals with no further action": len(
                    episodes.filter(pl.col("ReferralNFA").is_in(["1", "true"]))
                ),
                "Episodes open at the census": len(still_open),
                "Episodes closed in the year": within("CINdetails", "CINclosureDate"),
                "Assessments authorised in the year": within("Assessments", "AssessmentAuthorisationDate"),
                "Section 47 enquiries started in the year": within("Section47", "S47ActualStartDate"),
                "Initial conferences in the year": within("Section47", "DateOfInitialCPC")
                + within("CINdetails", "DateOfInitialCPC"),
                "Child in need plans started in the year": within("CINplanDates", "CINPlanStartDate"),
                "Protection plans started in the year": within("ChildProtectionPlans", "CPPstartDate"),
                "Protection plans ended in the year": within("ChildProtectionPlans", "CPPendDate"),
                "Protection plans open at the census": len(plans.filter(pl.col("CPPendDate").is_null())),
                "Protection plan reviews in the year": within("Reviews", "CPPreviewDate"),
            }
        )
        for title, frame, column, codes in (
            ("Source of referral", episodes, "ReferralSource", "ReferralSource"),
            ("Primary need", episodes, "PrimaryNeedCode", "PrimaryNeedCode"),
            (
                "Reason for closure",
                episodes.filter(pl.col("CINclosureDate").is_not_null()),
                "ReasonForClosure",
                "ReasonForClosure",
            ),
            (
                "Factors found in assessments",
                frames["AssessmentFactorsList"],
                "AssessmentFactor",
                "AssessmentFactor",
            ),
            (
                "Latest category of abuse of open plans",
                plans.filter(pl.col("CPPendDate").is_null()),
                "LatestCategoryOfAbuse",
                "CategoryOfAbuse",
            ),
            ("Disability", frames["Disabilities"], "Disability", "Disability"),
        ):
            by_code.setdefault(f"{title}|{codes}", []).append(_counts(frame, column))
    tables = [SummaryTable("The census as a whole", _lines(counted))]
    for key, counts in by_code.items():
        title, _, codes = key.partition("|")
        tables.append(SummaryTable(title, _lines(counts, ("cin", codes))))
    return tables


def _children(read: ReadReturn, table: str) -> int:
    return (
        read.frames[table].get_column("CHILD").n_unique()
        if table in read.frames and len(read.frames[table])
        else 0
    )


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    counted = (
        frame.select(pl.col(column).fill_null(NOT_GIVEN).alias("code")).group_by("code").len().sort("code")
    )
    return dict(counted.iter_rows())


def _lines(counts: list[dict[str, int]], codes: tuple[str, str] | None = None) -> tuple[Line, ...]:
    """Lines in the order given, or, for a code list (return, list), in the order of codes with their wording."""
    names = list(dict.fromkeys(key for found in counts for key in found))
    if codes is not None:
        names.sort()
    last = counts[1] if len(counts) > 1 else None
    lines = []
    for key in names:
        shown = key if codes is None or key == NOT_GIVEN else f"{key} {label_of(*codes, key)}"
        lines.append(Line(shown, counts[0].get(key, 0), None if last is None else last.get(key, 0)))
    return tuple(lines)


def as_text(tables: list[SummaryTable], year: CollectionYear) -> str:
    """Print the tables for a terminal."""
    lines = []
    for table in tables:
        lines += [table.title, f"  {'':<58}{year.name:>10}{year.before.name:>10}{'change':>9}"]
        for line in table.lines:
            last = "" if line.last is None else f"{line.last:,}"
            change = "" if line.change is None else f"{line.change:+,}"
            lines.append(f"  {line.name[:56]:<58}{line.this:>10,}{last:>10}{change:>9}")
        lines.append("")
    return "\n".join(lines) + "\n"
