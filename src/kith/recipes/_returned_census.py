"""Turns an authority's own CIN censuses into spells before care: referral, assessment, section 47, plan, closure.

A census says when a referral came, when its assessment was authorised, when an enquiry began and whether a conference
was held, when a plan began and ended, and when the case closed. It has no end for an enquiry without a conference,
nothing of proceedings, and no number of the family: those stay as published, or as assumed, and the notes say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl

from kith.engines.projection.chain import State
from kith.engines.returns.reading.returns import ReadReturn
from kith.recipes._returned_files import ReturnsError, Years, collection_year

# The limit for a conference (Working Together 2023): 15 working days, which are 21 days where no holiday falls.
ENQUIRY_DAYS = 21
NO_FURTHER_ACTION = ("1", "true", "y", "yes")
_SAME_CONFERENCE_DAYS = 60


@dataclass
class Case:
    """One referral of one child with what followed, as all censuses that hold it tell it.

    Attributes:
        child: the child's number in the census.
        referred, closed: days; `closed` is None while open.
        assessed: the day the first assessment was authorised; None while it goes on or where none is held.
        assessment_open: whether an assessment is held that is not yet authorised.
        enquiries: days on which section 47 enquiries began, each with the conference's day or None.
        plans: days on which protection plans began, each with the day it ended or None.
        seen: the last day of the last census that holds the case.
    """

    child: str
    referred: date
    closed: date | None = None
    assessed: date | None = None
    assessment_open: bool = False
    enquiries: dict[date, date | None] = field(default_factory=dict)
    plans: dict[date, date | None] = field(default_factory=dict)
    seen: date = date.min


@dataclass(frozen=True)
class Censuses:
    """Hold every case that can be used, each child's date of birth, and what was left out and why."""

    cases: tuple[Case, ...]
    born: dict[str, date]
    years: Years
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Stay:
    """A spell of one child in one state before care; `after` is None where it was not seen to end."""

    state: State
    begin: date
    end: date
    after: State | None


def _reference_day(read: ReadReturn) -> date:
    """Return the census's own reference day; without one, the end of the year of its latest days."""
    days = read.frames["Header"].get_column("ReferenceDate").drop_nulls().to_list()
    if days:
        return date(collection_year(days[0]), 3, 31)
    referred = read.frames["CINdetails"].get_column("CINreferralDate").drop_nulls().sort().to_list()
    if not referred:
        raise ReturnsError(
            f"{read.sources['Header']} has no reference date and no referral date to tell its year by."
        )
    # A date far off is a slip: the last hundredth is not asked.
    return date(collection_year(referred[int(0.99 * (len(referred) - 1))]), 3, 31)


def read(returns: list[ReadReturn]) -> Censuses:
    """Join the censuses. Raises ReturnsError if they hold no case that can be used."""
    dropped = dict.fromkeys(
        ("with no referral date that can be read", "of a child with no date of birth",
         "that close before they are referred", "that are referred or close after the census day",
         "that are referred after the eighteenth birthday"), 0,
    )  # fmt: skip
    put_right = dict.fromkeys(
        ("assessments, enquiries and plans that begin before the referral or after the census day",
         "plans that end before they begin"), 0,
    )  # fmt: skip
    born: dict[str, date] = {}
    cases: dict[tuple[str, date], Case] = {}
    turned_away = 0
    for each in sorted(returns, key=_reference_day):
        day, frames = _reference_day(each), each.frames
        for row in frames["ChildIdentifiers"].to_dicts():
            birth = row["PersonBirthDate"] or row["ExpectedPersonBirthDate"]
            if birth is not None:
                born[row["child"]] = birth
        mine: dict[int, Case] = {}
        for number, row in enumerate(frames["CINdetails"].to_dicts()):
            referred, closed = row["CINreferralDate"], row["CINclosureDate"]
            if str(row["ReferralNFA"] or "").strip().lower() in NO_FURTHER_ACTION:
                turned_away += 1
            elif referred is None:
                dropped["with no referral date that can be read"] += 1
            elif row["child"] not in born:
                dropped["of a child with no date of birth"] += 1
            elif closed is not None and closed < referred:
                dropped["that close before they are referred"] += 1
            elif referred > day or (closed is not None and closed > day):
                dropped["that are referred or close after the census day"] += 1
            elif (referred - born[row["child"]]).days >= 18 * 365.25:
                dropped["that are referred after the eighteenth birthday"] += 1
            else:
                case = cases.setdefault((row["child"], referred), Case(row["child"], referred))
                case.closed, case.seen = closed or case.closed, day
                mine[number] = case

        for case, row in _within(
            each.frames["Assessments"], "AssessmentActualStartDate", mine, day, put_right
        ):
            done = row["AssessmentAuthorisationDate"]
            if done is None or done > day:
                case.assessment_open = case.assessed is None
            elif done >= row["AssessmentActualStartDate"]:
                case.assessed = min(done, case.assessed or done)
                case.assessment_open = False
        for case, row in _within(each.frames["Section47"], "S47ActualStartDate", mine, day, put_right):
            began, conference = row["S47ActualStartDate"], row["DateOfInitialCPC"]
            case.enquiries[began] = conference or case.enquiries.get(began)
        for case, row in _within(each.frames["ChildProtectionPlans"], "CPPstartDate", mine, day, put_right):
            began, ended = row["CPPstartDate"], row["CPPendDate"]
            if ended is not None and ended < began:
                put_right["plans that end before they begin"] += 1
                continue
            case.plans[began] = ended or case.plans.get(began)
    if not cases:
        raise ReturnsError(
            "Not one case in the CIN censuses could be used. Check their referral and birth dates."
        )
    years = Years(frozenset(_reference_day(each).year for each in returns), "CIN census")
    lost = sum(case.closed is None and case.seen < years.last_day for case in cases.values())
    notes = [*years.gaps()]
    notes += [
        f"In the authority's own CIN censuses, cases {what}: {count:,}, left out."
        for what, count in dropped.items()
        if count
    ]
    notes += [
        f"In the authority's own CIN censuses, {what}: {count:,}, not used."
        for what, count in put_right.items()
        if count
    ]
    if turned_away:
        notes.append(f"Referrals that led to no further action: {turned_away:,}, not counted as need.")
    if lost:
        notes.append(
            f"Cases that were open in a census and are in no later one: {lost:,}, watched only to that census's day."
        )
    return Censuses(tuple(cases.values()), born, years, tuple(notes))


def _within(
    frame: pl.DataFrame, start: str, cases: dict[int, Case], day: date, put_right: dict[str, int]
) -> list[tuple[Case, dict[str, Any]]]:
    """Return the rows of a table that begin within their case and the census, each with its case."""
    listed = []
    for row in frame.to_dicts():
        case = cases.get(row["episode"])
        if case is None or row[start] is None:
            continue
        if case.referred <= row[start] <= day:
            listed.append((case, row))
        else:
            put_right[
                "assessments, enquiries and plans that begin before the referral or after the census day"
            ] += 1
    return listed


def stays_of(case: Case, from_day: date, to_day: date) -> list[Stay]:
    """Return where a child was from the referral to the close, or to the day to which the case was watched.

    A plan comes before an enquiry, an enquiry before an assessment, and what is none of them is Family Help. `from_day`
    is the first day on which anybody was watched: a case from before it whose assessment is not held has had one.
    """
    end = min(case.closed or case.seen, to_day)
    marks: list[tuple[date, date, State]] = []
    plans = sorted(case.plans.items())
    for began, ended in plans:
        marks.append((began, min(ended or end, end), State.PROTECTION_PLAN))
    for began, conference in sorted(case.enquiries.items()):
        soon = [day for day, _ended in plans if 0 <= (day - began).days <= _SAME_CONFERENCE_DAYS]
        done = soon[0] if soon else conference or began + timedelta(days=ENQUIRY_DAYS)
        marks.append((began, min(max(done, began), end), State.SECTION_47))
    first = min((began for began, _ended, _state in marks), default=end)
    if case.assessed is not None or case.assessment_open or case.referred >= from_day:
        # An enquiry or a plan ends the wait for an assessment, and so does its authorisation.
        authorised = case.assessed or (end if case.assessment_open else case.referred)
        marks.append((case.referred, min(authorised, first, end), State.ASSESSMENT))
    stays: list[Stay] = []
    days = sorted(
        {case.referred, end, *(day for mark in marks for day in mark[:2] if case.referred <= day <= end)}
    )
    for low, high in pairwise(days):
        inside = [state for began, ended, state in marks if began <= low and ended >= high]
        state = max(inside, default=State.FAMILY_HELP, key=_RANK.__getitem__)
        if stays and stays[-1].state == state:
            stays[-1] = Stay(state, stays[-1].begin, high, None)
        else:
            if stays:
                stays[-1] = Stay(stays[-1].state, stays[-1].begin, low, state)
            stays.append(Stay(state, low, high, None))
    if stays and case.closed is not None and case.closed <= to_day:
        stays[-1] = Stay(stays[-1].state, stays[-1].begin, stays[-1].end, State.HELP_ENDED)
    return stays


_RANK = {State.FAMILY_HELP: 0, State.ASSESSMENT: 1, State.SECTION_47: 2, State.PROTECTION_PLAN: 3}
