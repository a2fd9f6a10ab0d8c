"""Reads an authority's own SSDA903 files into spells, and puts what they teach in place of published tables.

The codes of the return are translated here, in one place, into the projection's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl

from kith.engines.projection.chain import FIRST_CARE, Children, State, is_care
from kith.engines.projection.hazards import Hazards
from kith.engines.projection.histories import Spells, children_at, fit_hazards, watch
from kith.engines.projection.project import Setting

EPISODES, CHILDREN, ALONE = "episodes", "header", "uasc"
DAYS = 365.25
# First letters decide most placements; the provider decides whose foster home or children's home it is.
OWN_PROVIDERS = ("PR1", "PR2")
REASONS: dict[State, tuple[str, ...]] = {
    State.ADOPTED: ("E11", "E12"),
    State.WENT_HOME: ("E4A", "E4B", "E13"),
    State.KINSHIP_ORDER: ("E41", "E43", "E44", "E45", "E46", "E47", "E48"),
}
SHORT_BREAKS = ("V3", "V4")
NEXT_EPISODE = "X1"


class ReturnsError(ValueError):
    """The folders hold no return that can be read."""


@dataclass(frozen=True)
class Returned:
    """Hold spells in years before (negative) and up to the last day, with what was left out and why."""

    spells: Spells
    last_day: date
    window_years: float
    notes: tuple[str, ...]


def home_of(place: str, provider: str) -> State | None:
    """Return the kind of home of a placement code; None for a short stay that ends where it began."""
    own = provider in OWN_PROVIDERS
    if place.startswith("T"):
        return None
    if place in ("U1", "U2", "U3"):
        return State.KINSHIP_FOSTER
    if place.startswith("U"):
        return State.OWN_FOSTER if own else State.AGENCY_FOSTER
    if place == "K2":
        return State.OWN_CHILDRENS_HOME if own else State.PRIVATE_CHILDRENS_HOME
    if place in ("H5", "K3", "P2"):
        return State.SUPPORTED_ACCOMMODATION
    if place == "P1":
        return State.WITH_PARENTS
    if place.startswith("A"):
        return State.PLACED_FOR_ADOPTION
    return State.OTHER_SETTING


def left_to(reason: str) -> State:
    """Return where a child went whose care ceased for this reason."""
    return next((state for state, codes in REASONS.items() if reason in codes), State.LEFT_OTHERWISE)


def _day(text: str | None) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime((text or "").strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _read(folders: list[Path], table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for folder in folders:
        files = sorted(
            path
            for path in ([folder] if folder.is_file() else folder.rglob("*.csv"))
            if table in path.stem.casefold()
        )
        for path in files:
            frame = pl.read_csv(path, infer_schema_length=0, encoding="utf8-lossy")
            frame = frame.rename({name: name.strip().upper() for name in frame.columns})
            rows += frame.to_dicts()
    return rows


def read(folders: list[Path]) -> Returned:
    """Read every year's return in the folders. Raises ReturnsError if there is none that can be read."""
    for folder in folders:
        if not folder.exists():
            raise ReturnsError(f"There is no folder {folder}.")
    heads, episodes = _read(folders, CHILDREN), _read(folders, EPISODES)
    if not heads or not episodes:
        raise ReturnsError(
            "No SSDA903 return was found. Put each year's header.csv and episodes.csv in the folder, as sent."
        )
    for rows, needed, file in (
        (heads, {"CHILD", "DOB"}, "header.csv"),
        (episodes, {"CHILD", "DECOM", "DEC", "LS", "PLACE", "REC"}, "episodes.csv"),
    ):
        if not needed <= set(rows[0]):
            raise ReturnsError(f"{file} lacks {', '.join(sorted(needed - set(rows[0])))}.")
    alone = {row["CHILD"] for row in _read(folders, ALONE)} | {
        row["CHILD"] for row in heads if str(row.get("UASC") or "").strip() in ("1", "1.0")
    }
    born = {row["CHILD"]: _day(row["DOB"]) for row in heads}
    dropped = dict.fromkeys(
        ("whose start date cannot be read", "that end before they begin", "of a child with no date of birth",
         "that begin before the child was born", "that begin after the eighteenth birthday",
         "that were still open, then ended by the next one"), 0,
    )  # fmt: skip
    # A later year's return says more of an episode that was open, so a finished one replaces an open one.
    kept: dict[tuple[str, date], tuple[date | None, dict[str, str]]] = {}
    for row in episodes:
        begin, end = _day(row["DECOM"]), _day(row["DEC"])
        birth = born.get(row["CHILD"])
        if (row["LS"] or "").strip() in SHORT_BREAKS:
            continue
        if begin is None:
            dropped["whose start date cannot be read"] += 1
        elif end is not None and end < begin:
            dropped["that end before they begin"] += 1
        elif birth is None:
            dropped["of a child with no date of birth"] += 1
        elif begin < birth:
            dropped["that begin before the child was born"] += 1
        elif (begin - birth).days / DAYS >= 18:
            dropped["that begin after the eighteenth birthday"] += 1
        elif (row["CHILD"], begin) not in kept or kept[row["CHILD"], begin][0] is None:
            kept[row["CHILD"], begin] = (end, row)
    if not kept:
        raise ReturnsError("Not one episode in the folders could be used. Check the dates in episodes.csv.")
    latest = max(max(begin, end or begin) for (_child, begin), (end, _row) in kept.items())
    last_day = date(latest.year if latest <= date(latest.year, 3, 31) else latest.year + 1, 3, 31)
    ends = [end for end, _row in kept.values() if end is not None]
    first_end = min(ends) if ends else latest
    # Returns list only episodes of their own years: nothing that ended before the first of them was watched.
    window_start = date(
        first_end.year if first_end >= date(first_end.year, 4, 1) else first_end.year - 1, 4, 1
    )

    def years(day: date) -> float:
        return (day - last_day).days / DAYS

    by_child: dict[str, list[tuple[date, date | None, dict[str, str]]]] = {}
    for (child, begin), (end, row) in sorted(kept.items(), key=lambda item: (item[0][0], item[0][1])):
        by_child.setdefault(child, []).append((begin, end, row))
    table: list[tuple[float, ...]] = []
    for number, (child, listed) in enumerate(by_child.items()):
        birth = born[child]
        assert birth is not None
        birthday = years(birth) + 18.0
        care_began, previous = 0.0, -1
        stays: list[list[float]] = []
        for place, (begin, end, row) in enumerate(listed):
            following = listed[place + 1][0] if place + 1 < len(listed) else None
            if following is not None and (end is None or end > following):
                dropped["that were still open, then ended by the next one"] += 1
                end = following
            home = home_of((row["PLACE"] or "").strip(), (row.get("PLACE_PROVIDER") or "").strip())
            low = years(begin)
            high = min(years(end) if end is not None else 0.0, birthday, 0.0)
            carries_on = bool(stays) and previous < 0 and abs(stays[-1][3] - low) < 2 / DAYS
            if not carries_on:
                care_began = low
                if stays and previous in (State.WENT_HOME, State.KINSHIP_ORDER):
                    stays.append([previous, -1, stays[-1][3], low, stays[-1][3]])
            state = int(stays[-1][0]) if home is None and carries_on else int(home or State.OTHER_SETTING)
            reason = (row["REC"] or "").strip()
            moves_on = end is None or reason == NEXT_EPISODE or not reason
            previous = -1 if moves_on else int(left_to(reason))
            if carries_on and stays[-1][0] == state:
                stays[-1][3] = high
            else:
                stays.append([state, -1, low, high, care_began])
            if previous >= 0:
                stays[-1][1] = previous
            if end is not None and years(end) >= birthday - 1 / DAYS:
                stays[-1][1], previous = int(State.TURNED_18), -2
                break
        if stays and previous in (State.WENT_HOME, State.KINSHIP_ORDER) and stays[-1][3] < min(birthday, 0.0):
            stays.append([previous, -1, stays[-1][3], min(birthday, 0.0), stays[-1][3]])
        for here, after in zip(stays, [*stays[1:], None], strict=True):
            target = here[1] if here[1] >= 0 else (after[0] if after is not None else -1.0)
            table.append(
                (
                    number,
                    here[0],
                    target,
                    here[2],
                    max(here[3], here[2]),
                    years(birth),
                    here[4],
                    child in alone,
                )
            )
    array = np.array(table, float)
    spells = Spells(
        array[:, 0].astype(np.int64), np.full(len(array), -1), array[:, 1].astype(np.int64),
        array[:, 2].astype(np.int64), array[:, 3], array[:, 4], array[:, 5],
        np.maximum(array[:, 6], array[:, 5]), array[:, 7].astype(bool),
    )  # fmt: skip
    notes = [
        f"Of the authority's own returns, {count:,} episodes {what} were {'cut there' if 'open' in what else 'left out'}."
        for what, count in dropped.items()
        if count
    ]
    return Returned(spells, last_day, -years(window_start), tuple(notes))


def with_returns(setting: Setting, folders: list[Path]) -> Setting:
    """Return the setting with children in care, and how they move and leave, from the authority's own returns.

    Help and protection before care stay as published. The published ranges of children looked after are kept
    as shares of the number on the last day.
    """
    returned = read(folders)
    spells, model = returned.spells, setting.model
    mine = np.flatnonzero(~spells.unaccompanied)
    own = Spells(
        *(getattr(spells, name)[mine] for name in (
            "child", "family", "state", "target", "begin", "end", "born", "clock_begin", "unaccompanied",
        ))
    )  # fmt: skip
    watched = watch(own, -returned.window_years, 0.0)
    # An arrival in care from home is counted from home; an entry from before care is not in these files.
    fitted = fit_hazards(watched, prior=model.hazards)
    rates, weight = model.hazards.rates.copy(), model.hazards.weight.copy()
    rates[FIRST_CARE:], weight[FIRST_CARE:] = fitted.rates[FIRST_CARE:], fitted.weight[FIRST_CARE:]
    there, before = children_at(spells, 0.0), model.children
    early = before.state < FIRST_CARE
    children = Children(
        np.concatenate([there.state, before.state[early]]),
        np.concatenate([there.age, before.age[early]]),
        np.concatenate([there.clock, before.clock[early]]),
        np.concatenate([there.family, before.family[early]]),
        np.concatenate([there.unaccompanied, before.unaccompanied[early]]),
    )
    looked = sum(is_care(int(state)) for state in there.state)
    if not looked:
        raise ReturnsError("No child is looked after on the last day of these returns. Check the end dates.")
    stack = dict(setting.stack)
    published = dict(setting.history.get("looked_after", [])).get(setting.first_day.year)
    if "looked_after" in stack and published:
        stack["looked_after"] = stack["looked_after"] * looked / published
    notes = [
        f"{looked:,} children looked after on {returned.last_day.day} {returned.last_day:%B %Y} and their moves over "
        f"{returned.window_years:.0f} years are from the authority's own returns"
        + (f"; {published:,.0f} were published for {setting.first_day:%Y}." if published else "."),
        *returned.notes,
    ]
    if returned.last_day != setting.first_day:
        notes.append(
            f"The returns end on {returned.last_day.isoformat()} and the published figures on "
            f"{setting.first_day.isoformat()}: the projection starts with the returns, and help and protection before care "
            "are as published."
        )
    return replace(
        setting,
        first_day=returned.last_day,
        model=replace(model, children=children, hazards=Hazards(rates, weight, cell_by_cell=True)),
        stack=stack,
        notes=(*setting.notes, *notes),
        sources=(*setting.sources, {"key": "returns", "title": "The authority's own SSDA903 returns"}),
    )
