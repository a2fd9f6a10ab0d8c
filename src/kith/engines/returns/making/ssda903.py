"""A made-up SSDA903 return with the year before: plausible lives, and faults only where planted."""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kith.engines.returns.codes import codes_of
from kith.engines.returns.examples import Example, examples
from kith.engines.returns.layouts import SSDA903
from kith.engines.returns.postcodes import some_postcodes
from kith.engines.returns.years import CollectionYear

Row = dict[str, str]
DAY = datetime.timedelta(days=1)
WORKER_REASONS = ("MANAGE", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN")


@dataclass
class MadeReturn:
    """Rows of each table for this year and last, in the order of their files."""

    year: CollectionYear
    this: dict[str, list[Row]] = field(default_factory=dict)
    last: dict[str, list[Row]] = field(default_factory=dict)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both years as CSV files and return their folders."""
        folders = (folder / "this", folder / "last")
        for where, tables in zip(folders, (self.this, self.last), strict=True):
            where.mkdir(parents=True, exist_ok=True)
            for name, rows in tables.items():
                columns = SSDA903.table(name).column_names
                with (where / f"{name.lower()}.csv").open("w", newline="", encoding="utf-8") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(columns)
                    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
        return folders


def _text(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


class _Maker:
    def __init__(self, year: CollectionYear, seed: int) -> None:
        self.year, self.random = year, random.Random(seed)
        self.made = MadeReturn(year)
        for table in SSDA903.tables_in(year):
            self.made.this[table.name] = []
        for table in SSDA903.tables_in(year.before):
            self.made.last[table.name] = []
        self.postcodes = some_postcodes(3000, self.random)
        self.ethnic = codes_of("ssda903", "ETHNIC", year)

    def day(self, first: datetime.date, last: datetime.date) -> datetime.date:
        return first + DAY * self.random.randint(0, max((last - first).days, 0))

    def child(self, number: int) -> None:
        """Make one child: in care across both years, new this year, or left this year."""
        pick, year = self.random, self.year
        child = f"K{number:07d}"
        kind = pick.choices(["stays", "new", "left"], [60, 25, 15])[0]
        dob = self.day(year.years_before(year.end, 16), year.years_before(year.start, 3) - 700 * DAY)
        if kind == "new":
            start = self.day(year.start + 5 * DAY, year.end - 60 * DAY)
        else:
            start = self.day(max(dob + 20 * DAY, year.start - 1500 * DAY), year.before.end - 120 * DAY)
        sex = pick.choice("MF") if year.ends >= 2025 else pick.choice("12")
        girl = sex in "F2"
        upn = "ABCDEFGHJKLMNPQRTUVWXYZ"[number % 23] + f"{number:012d}"
        header = {
            "CHILD": child,
            "SEX": sex,
            "DOB": _text(dob),
            "ETHNIC": pick.choice(self.ethnic),
            "UPN": upn,
            "MOTHER": "0" if girl else "",
        }
        self.made.this["Header"].append(header)
        leaves = self.day(year.start + 30 * DAY, year.end - 40 * DAY) if kind == "left" else None
        self._episodes(child, start, leaves, kind)
        if kind != "new":
            self.made.last["Header"].append(dict(header))
        common = {"CHILD": child, "DOB": _text(dob)}
        self._reviews(common, dob, max(start, year.start), leaves or year.end)
        if kind == "stays":
            self._health(common, dob)
        self._workers(common, max(start, year.start), leaves)
        if pick.random() < 0.12 and kind != "left":
            away = self.day(max(start, year.start) + DAY, year.end - 20 * DAY)
            self.made.this["Missing"].append(
                {
                    **common,
                    "MISSING": pick.choice("MA"),
                    "MIS_START": _text(away),
                    "MIS_END": _text(away + 2 * DAY),
                }
            )
        if kind == "new":
            self.made.this["PrevPerm"].append({**common, "PREV_PERM": "Z1"})

    def _episodes(self, child: str, start: datetime.date, leaves: datetime.date | None, kind: str) -> None:
        pick, year = self.random, self.year
        home = pick.choice(self.postcodes)
        need = f"N{pick.randint(1, 8)}"
        place, provider, urn, where, legal = self._placement(pick.choice(["C1", "V2"]))
        opens, reason = start, "S"
        first_change = max(start, year.start) + 20 * DAY
        changes = (
            sorted(
                self.day(first_change, (leaves or year.end) - 15 * DAY)
                for _ in range(pick.choice((0, 0, 1, 1, 2, 3)))
            )
            if first_change < (leaves or year.end) - 15 * DAY
            else []
        )
        changes = [day for at, day in enumerate(changes) if at == 0 or day > changes[at - 1]]
        for day in [*changes, None]:
            moved = pick.random() < 0.8
            row = {
                "CHILD": child,
                "DECOM": _text(opens),
                "RNE": reason,
                "LS": legal,
                "CIN": need,
                "PLACE": place,
                "PLACE_PROVIDER": provider,
                "HOME_POST": home,
                "PL_POST": where,
                "URN": urn,
            }
            if opens < year.start:
                self.made.last["Episodes"].append(dict(row))
            if day is not None:
                row |= {"DEC": _text(day), "REC": "X1", "REASON_PLACE_CHANGE": "CARPL" if moved else ""}
            elif leaves is not None:
                row |= {"DEC": _text(leaves), "REC": "E4A"}
            self.made.this["Episodes"].append(row)
            if day is None:
                break
            opens = day
            if moved:
                reason = "P"
                place, provider, urn, where, legal = self._placement(legal)
            else:
                reason, legal = "L", "C2" if legal != "C2" else "C1"

    def _placement(self, legal: str) -> tuple[str, str, str, str, str]:
        place = self.random.choices(["U6", "U4", "U3", "K2"], [45, 25, 15, 15])[0]
        provider = "PR4" if place == "K2" else self.random.choice(["PR1", "PR4"])
        return (
            place,
            provider,
            f"SC{self.random.randint(100000, 999999)}",
            self.random.choice(self.postcodes),
            legal,
        )

    def _reviews(self, common: Row, dob: datetime.date, first: datetime.date, last: datetime.date) -> None:
        day = first + 20 * DAY
        while day < last:
            under_4 = day < dob.replace(year=dob.year + 4, day=min(dob.day, 28))
            self.made.this["Reviews"].append(
                {
                    **common,
                    "REVIEW": _text(day),
                    "REVIEW_CODE": "PN0" if under_4 else self.random.choice(["PN1", "PN3", "PN5"]),
                }
            )
            day += 150 * DAY

    def _health(self, common: Row, dob: datetime.date) -> None:
        year = self.year
        row = {
            **common,
            "IMMUNISATIONS": "1",
            "TEETH_CHECK": "1",
            "HEALTH_ASSESSMENT": "1",
            "SUBSTANCE_MISUSE": "0",
        }
        if dob <= year.years_before(year.end, 10):
            row["CONVICTED"] = "0"
        if dob > year.years_before(year.end, 5):
            row["HEALTH_CHECK"] = "1"
        if dob <= year.years_before(year.end, 4):
            row["SDQ_SCORE"] = str(self.random.randint(0, 40))
        self.made.this["OC2"].append(row)
        self.made.last["OC2"].append(dict(row))

    def _workers(self, common: Row, first: datetime.date, leaves: datetime.date | None) -> None:
        if "SWEpisodes" not in self.made.this:
            return
        day: datetime.date | None = first
        while day is not None:
            ends = day + self.random.randint(60, 400) * DAY
            last = ends >= (leaves or self.year.end) - 20 * DAY
            self.made.this["SWEpisodes"].append(
                {
                    **common,
                    "SW_ID": f"SW{self.random.randint(1, 900)}",
                    "SW_DECOM": _text(day),
                    "SW_DEC": "" if last else _text(ends),
                    "SW_REASON": self.random.choice(WORKER_REASONS),
                }
            )
            day = None if last else ends


def make_ssda903(
    children: int, year: CollectionYear, *, seed: int = 1, faults: Iterable[str] = (), times: int = 1
) -> MadeReturn:
    """Make a return of so many children with the year before, the same for the same seed.

    The failing examples of each rule in `faults` are planted `times` times, as children of their own.
    """
    maker = _Maker(year, seed)
    for number in range(children):
        maker.child(number)
    drawn = examples("ssda903")
    for code in faults:
        for example in drawn.get(code, []):
            if example.year == year:
                for turn in range(times):
                    plant(maker.made, example, f"{code}-{turn}")
    return maker.made


def plant(made: MadeReturn, example: Example, mark: str) -> None:
    """Add an example's rows under children of its own, named for the rule and the child in the example."""
    for table in example.tables:
        rows = made.last if table.name.endswith("_last") else made.this
        name = table.name.removesuffix("_last")
        if name not in rows:
            continue
        for cells in table.rows:
            row = {
                column: cell for column, cell in zip(table.columns, cells, strict=True) if cell is not None
            }
            if "CHILD" in row:
                row["CHILD"] = f"{mark}-{row['CHILD']}".upper()
            rows[name].append(row)
