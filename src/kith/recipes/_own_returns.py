"""Puts what an authority's own returns teach in place of published tables, as far as they go.

SSDA903 tells who is looked after, how they move and how they leave. The CIN census tells who is in need or on a plan, how long
each step takes and what follows it. Where both use one number for a child, they tell together who came into care from where.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import (
    FIRST_CARE,
    LAST_CARE,
    Children,
    State,
    age_band,
    clock_band,
    is_care,
)
from kith.engines.projection.entries import Entries
from kith.engines.projection.hazards import Hazards
from kith.engines.projection.histories import Spells, Watched, children_at, fit_hazards, watch
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import Model
from kith.engines.projection.project import Setting
from kith.recipes import _returned_census as census
from kith.recipes import _returned_episodes as episodes
from kith.recipes._returned_files import DAYS, ReturnsError, find

# What a referral's published ages are worth beside an authority's own, in children.
PUBLISHED_AGES = 200.0
# Below this share the two returns are not numbering the same children alike, or care begins without a case.
LEAST_LINKED = 0.5
CARE = slice(FIRST_CARE, LAST_CARE + 1)


def with_returns(setting: Setting, folders: list[Path]) -> Setting:
    """Return the setting with children and their moves from the authority's own SSDA903 returns and CIN censuses.

    The published ranges are kept as shares of the number on the last day. Raises ReturnsError if there is no
    return, or none of it can be used.
    """
    found = find(folders)
    try:
        care = episodes.read(found.ssda903) if found.ssda903 else None
        early = census.read(found.cin) if found.cin else None
    except ReturnsError as error:
        # What the readers had to say is often why.
        raise ReturnsError("\n".join([str(error), *found.notes])) from None
    notes, year = list(found.notes), setting.first_day.year
    if care is not None:
        setting, said = _with_care(setting, care, year)
        notes += said
    if early is not None:
        setting, said = _with_early(setting, early, care, year)
        notes += said
    sources = [
        {"key": key, "title": f"The authority's own {title}"}
        for key, title, given in (
            ("returns", "SSDA903 returns", care),
            ("censuses", "children in need censuses", early),
        )
        if given is not None
    ]
    return replace(setting, notes=(*setting.notes, *notes), sources=(*setting.sources, *sources))


def _watched(spells: Spells, windows: Iterable[tuple[float, float]]) -> Watched:
    parts = [watch(spells, low, high) for low, high in windows]
    return Watched(
        np.sum([part.events for part in parts], axis=0), np.sum([part.years for part in parts], axis=0)
    )


def _only(spells: Spells, rows: NDArray[np.bool_]) -> Spells:
    return Spells(
        *(getattr(spells, name)[rows] for name in (
            "child", "family", "state", "target", "begin", "end", "born", "clock_begin", "unaccompanied",
        ))
    )  # fmt: skip


def _together(first: Children, second: Children) -> Children:
    return Children(
        *(np.concatenate([getattr(first, name), getattr(second, name)]) for name in (
            "state", "age", "clock", "family", "unaccompanied",
        ))
    )  # fmt: skip


def _of(children: Children, rows: NDArray[np.bool_]) -> Children:
    return Children(
        children.state[rows], children.age[rows], children.clock[rows], children.family[rows], children.unaccompanied[rows]
    )  # fmt: skip


def _scaled(setting: Setting, measure: str, number: int, year: int) -> dict[str, Floats]:
    """Return the ranges with a measure's moved from the number published for a year to the authority's own."""
    stack = dict(setting.stack)
    published = dict(setting.history.get(measure, [])).get(year)
    if measure in stack and published:
        stack[measure] = stack[measure] * number / published
    return stack


def _published(setting: Setting, measure: str, year: int) -> str:
    published = dict(setting.history.get(measure, [])).get(year)
    return f"; {published:,.0f} were published for {year}" if published else ""


def _on(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _with_care(setting: Setting, care: episodes.Returned, year: int) -> tuple[Setting, list[str]]:
    spells, model, last_day = care.spells, setting.model, care.years.last_day
    own = _only(spells, ~spells.unaccompanied)
    # An arrival in care from home is counted from home; an entry from before care is not in these files.
    fitted = fit_hazards(_watched(own, care.years.windows(last_day)), prior=model.hazards)
    rates, weight = model.hazards.rates.copy(), model.hazards.weight.copy()
    rates[FIRST_CARE:], weight[FIRST_CARE:] = fitted.rates[FIRST_CARE:], fitted.weight[FIRST_CARE:]
    there = children_at(spells, 0.0)
    looked = sum(is_care(int(state)) for state in there.state)
    if not looked:
        raise ReturnsError("No child is looked after on the last day of these returns. Check the end dates.")
    children = _together(there, _of(model.children, model.children.state < FIRST_CARE))
    notes = [
        f"{looked:,} children looked after on {_on(last_day)} and their moves over {len(care.years.covered)} "
        f"year{'s' if len(care.years.covered) > 1 else ''} are from the authority's own SSDA903 returns"
        f"{_published(setting, 'looked_after', year)}.",
        *care.notes,
    ]
    if last_day != setting.first_day:
        notes.append(
            f"The returns end on {last_day.isoformat()} and the published figures on {setting.first_day.isoformat()}: the "
            "projection starts with the returns, and what they do not tell is as published."
        )
    hazards = Hazards(rates, weight, cell_by_cell=True)
    return replace(
        setting,
        first_day=last_day,
        model=replace(model, children=children, hazards=hazards),
        stack=_scaled(setting, "looked_after", looked, year),
    ), notes


@dataclass(frozen=True)
class _Period:
    """One unbroken period of care in years about the census day, and the kind of home that it began in.

    `first` says that it is neither a return to care nor that of a child who came alone.
    """

    begin: float
    end: float
    home: int
    first: bool


def _periods(care: episodes.Returned | None, day: date) -> dict[str, list[_Period]]:
    """Return every child's periods of care, by the child's number."""
    periods: dict[str, list[_Period]] = {}
    if care is None:
        return periods
    shift = (care.years.last_day - day).days / DAYS
    spells = care.spells
    for row in np.lexsort((spells.begin, spells.child)):
        listed = periods.setdefault(care.children[spells.child[row]], [])
        begin, end = spells.begin[row] + shift, spells.end[row] + shift
        if not is_care(int(spells.state[row])):
            continue
        if listed and begin - listed[-1].end < 2 / DAYS:
            listed[-1] = replace(listed[-1], end=end)
        else:
            listed.append(
                _Period(begin, end, int(spells.state[row]), not (listed or spells.unaccompanied[row]))
            )
    return periods


def _early_spells(
    early: census.Censuses, periods: dict[str, list[_Period]]
) -> tuple[Spells, list[tuple[float, float]], int]:
    """Return spells before care, (when, age) of each new need, and how many are not yet born on the census day."""
    day = early.years.last_day
    from_day = date(min(early.years.covered) - 1, 4, 1)

    def years(when: date) -> float:
        return (when - day).days / DAYS

    by_child: dict[str, list[census.Case]] = {}
    for case in early.cases:
        by_child.setdefault(case.child, []).append(case)
    table: list[tuple[float, ...]] = []
    began: list[tuple[float, float]] = []
    unborn = 0
    for number, (child, cases) in enumerate(by_child.items()):
        born = years(early.born[child])
        if born > 0:
            unborn += 1
            continue
        until = born
        for case in sorted(cases, key=lambda each: each.referred):
            referred = years(case.referred)
            in_care = any(each.begin <= referred < each.end for each in periods.get(child, []))
            if referred >= until - 1e-9 and not in_care:
                began.append((referred, max(referred - born, 0.0)))
            for stay in census.stays_of(case, from_day, day):
                low, high = max(years(stay.begin), until), min(years(stay.end), born + 18.0)
                after = -1 if stay.after is None else int(stay.after)
                if high < low:
                    continue
                if years(stay.end) > high:
                    after = int(State.TURNED_18)
                until = high
                clock = low
                # Care may begin a day or two after a case closes for it.
                reach = high + 2 / DAYS if stay.after in (None, State.HELP_ENDED) else high
                for period in periods.get(child, []):
                    if period.end <= low or period.begin >= reach or low >= high:
                        continue
                    if period.begin > low:
                        table.append(
                            (number, stay.state, period.home, low, min(period.begin, high), born, clock)
                        )
                    low = clock = min(period.end, high)
                    after = after if low < high else -1
                if low < high:
                    table.append((number, stay.state, after, low, high, born, clock))
    if not table:
        raise ReturnsError("No child in the CIN censuses was in need before care. Check their dates.")
    array = np.array(table, float)
    return (
        Spells(
            array[:, 0].astype(np.int64), np.full(len(array), -1), array[:, 1].astype(np.int64),
            array[:, 2].astype(np.int64), array[:, 3], array[:, 4], array[:, 5], array[:, 6],
            np.zeros(len(array), bool),
        ),
        began,
        unborn,
    )  # fmt: skip


def _with_early(
    setting: Setting, early: census.Censuses, care: episodes.Returned | None, year: int
) -> tuple[Setting, list[str]]:
    day, model = early.years.last_day, setting.model
    windows = early.years.windows(day)
    notes: list[str] = []
    periods = _periods(care, day)
    now = [child for child, listed in periods.items() if any(each.begin <= 0 <= each.end for each in listed)]
    known = {case.child for case in early.cases}
    linked = bool(now) and sum(child in known for child in now) >= LEAST_LINKED * len(now)
    spells, began, unborn = _early_spells(early, periods if linked else {})
    watched = _watched(spells, windows)
    hazards, said = _early_hazards(model, watched, periods if linked else {}, windows)
    notes += said

    there = children_at(spells, 0.0)
    before = model.children
    if not linked:
        there, said = _without_looked_after(there, before, given=care is not None)
        notes += said
    there = _some_in_proceedings(there, before)
    rest = before.state >= FIRST_CARE
    children = _together(_of(before, rest), there)
    on_plan = int(np.isin(there.state, (State.PROTECTION_PLAN, State.PROCEEDINGS)).sum())
    in_need = len(there) + sum(is_care(int(state)) for state in before.state)
    stack = {
        **_scaled(setting, "on_plan", on_plan, year),
        "in_need": _scaled(setting, "in_need", in_need, year).get("in_need"),
    }
    entries, a_year = _entries(model, began, windows)
    notes[:0] = [
        f"{len(there):,} children in need on {_on(day)} who are not looked after, {on_plan:,} of them on plans, how long each "
        f"step takes and what follows it, and {a_year:,.0f} children newly in need a year are from {len(windows)} of the "
        f"authority's own CIN censuses{_published(setting, 'in_need', year).replace('were published', 'with those looked after were published')}.",
        *early.notes,
        "A census does not say when an enquiry without a conference ended, nor who is in proceedings: the first is taken to last 15 "
        "working days, and of children on plans as large a share is taken to be in proceedings as published figures lead one to expect.",
    ]
    if unborn:
        notes.append(
            f"Children of the census who were not yet born on its day: {unborn:,}, not in the projection."
        )
    if care is None and day != setting.first_day:
        notes.append(
            f"The censuses end on {day.isoformat()} and the published figures on {setting.first_day.isoformat()}: the projection "
            "starts with the censuses, and children looked after are as published."
        )
    elif care is not None and day != care.years.last_day:
        notes.append(
            f"The censuses end on {day.isoformat()} and SSDA903 on {care.years.last_day.isoformat()}: each is taken as of its own "
            "last day, and the projection starts on the latter."
        )
    return replace(
        setting,
        first_day=day if care is None else setting.first_day,
        model=replace(model, children=children, hazards=hazards, entries=entries),
        stack={name: each for name, each in stack.items() if each is not None},
    ), notes


def _early_hazards(
    model: Model, watched: Watched, periods: dict[str, list[_Period]], windows: list[tuple[float, float]]
) -> tuple[Hazards, list[str]]:
    """Return the hazards with those before care from the censuses, and who comes into care where both returns tell."""
    fitted = fit_hazards(watched, prior=model.hazards)
    rates, weight = model.hazards.rates.copy(), model.hazards.weight.copy()
    helped = slice(0, State.PROCEEDINGS)
    into_care, into_care_weight = rates[:FIRST_CARE, CARE].copy(), weight[:FIRST_CARE, CARE].copy()
    to_court = (
        rates[State.PROTECTION_PLAN, State.PROCEEDINGS].copy(),
        weight[State.PROTECTION_PLAN, State.PROCEEDINGS].copy(),
    )
    rates[helped], weight[helped] = fitted.rates[helped], fitted.weight[helped]
    rates[State.PROTECTION_PLAN, State.PROCEEDINGS], weight[State.PROTECTION_PLAN, State.PROCEEDINGS] = (
        to_court
    )
    starts = sum(
        each.first and any(low < each.begin <= high for low, high in windows)
        for listed in periods.values()
        for each in listed
    )
    seen = float(watched.events[:FIRST_CARE, CARE].sum())
    if seen < LEAST_LINKED * starts or not starts:
        rates[:FIRST_CARE, CARE], weight[:FIRST_CARE, CARE] = into_care, into_care_weight
        said = (
            f"Of {starts:,} children who came into care only {seen:,.0f} have an open case in the censuses"
            if starts
            else "No return tells from where children come into care"
        )
        return Hazards(rates, weight, cell_by_cell=True), [
            f"{said}: who comes into care, and when, is as published."
        ]
    # Who came into care without a case is taken to have come as the others did.
    rates[helped, CARE] *= starts / seen
    plan = State.PROTECTION_PLAN
    own = starts / seen * watched.events[plan, CARE].sum() / max(watched.years[plan].sum(), 1e-9)
    published = _mean_into_care(model.children, into_care)
    for state in (plan, State.PROCEEDINGS):
        # Plans and proceedings are one in a census: together they bring as many into care as it shows.
        rates[state, CARE] = into_care[state] * (own / published if published > 0 else 1.0)
        weight[state, CARE] = into_care_weight[state]
    return Hazards(rates, weight, cell_by_cell=True), [
        f"{seen:,.0f} of {starts:,} children who came into care did so from an open case in the censuses, and show from where; the "
        "others are taken to have come as they did."
    ]


def _mean_into_care(children: Children, into_care: Floats) -> float:
    """Return how fast children on plans and in proceedings come into care by published figures, a year."""
    rows = np.isin(children.state, (State.PROTECTION_PLAN, State.PROCEEDINGS))
    if not rows.any():
        return 0.0
    total = into_care.sum(axis=1)
    ages, clocks = age_band(children.age[rows]), clock_band(children.clock[rows])
    return float(total[children.state[rows], ages, clocks].mean())


def _without_looked_after(there: Children, before: Children, *, given: bool) -> tuple[Children, list[str]]:
    """Leave out of Family Help as many as are looked after, who are in the census and not told apart there."""
    looked = sum(is_care(int(state)) for state in before.state)
    helped = np.flatnonzero(there.state == State.FAMILY_HELP)
    why = (
        "SSDA903 and the census do not number children alike"
        if given
        else "Without SSDA903 nothing tells which children of the census are looked after"
    )
    if looked > 0.5 * len(helped):
        return there, [
            f"{why}. There are {looked:,} looked after and {len(helped):,} open cases with no plan, enquiry or assessment: none was "
            "left out, and those looked after may be counted twice among children in need."
        ]
    longest = helped[np.argsort(-there.clock[helped], kind="stable")[:looked]]
    keep = np.ones(len(there), bool)
    keep[longest] = False
    return _of(there, keep), [
        f"{why}: the {looked:,} cases open longest with no plan, enquiry or assessment are taken to be theirs."
    ]


def _some_in_proceedings(there: Children, before: Children) -> Children:
    """Mark as large a share of children on plans as in proceedings as published figures lead one to expect."""
    court = int((before.state == State.PROCEEDINGS).sum())
    plans = court + int((before.state == State.PROTECTION_PLAN).sum())
    rows = np.flatnonzero(there.state == State.PROTECTION_PLAN)
    number = round(len(rows) * court / plans) if plans else 0
    state = there.state.copy()
    # Spread evenly over how long they have been on a plan: nothing tells who they are.
    in_order = rows[np.argsort(there.clock[rows], kind="stable")]
    state[in_order[np.linspace(0, len(rows) - 1, number).round().astype(int)]] = State.PROCEEDINGS
    return replace(there, state=state)


def _entries(
    model: Model, began: list[tuple[float, float]], windows: list[tuple[float, float]]
) -> tuple[Entries, float]:
    """Return entries with the number and ages of those newly in need, and that number a year; the last year counts twice."""
    counts = [sum(low < when <= high for when, _age in began) for low, high in windows]
    a_year = float(np.average(counts, weights=[1.0] * (len(counts) - 1) + [2.0]))
    ages = (
        np.bincount(
            [min(int(age), 17) for when, age in began if any(low < when <= high for low, high in windows)],
            minlength=18,
        )
        + PUBLISHED_AGES * model.entries.age_of_need
    )
    return replace(
        model.entries, families_a_month=a_year / 12 / model.entries.mean_family, age_of_need=ages / ages.sum()
    ), a_year
