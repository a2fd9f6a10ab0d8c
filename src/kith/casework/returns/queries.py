"""What a finished check found, asked by rule and by child."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from kith.casework.returns.keeping import folder_of
from kith.casework.returns.models import ReturnCheck


@dataclass(frozen=True)
class FoundRule:
    """One rule: what became of it, and how many rows it flags."""

    code: str
    kind: str
    status: str
    reason: str
    says: str
    found: int


@dataclass(frozen=True)
class FoundRow:
    """One row of one file that one rule flags."""

    rule: str
    kind: str
    child: str
    table: str
    line: int | None
    cells: str
    says: str


class Findings:
    """The findings of one check, opened for one request: unsealed in memory, and gone with it."""

    def __init__(self, check: ReturnCheck) -> None:
        self.rows = sqlite3.connect(":memory:")
        self.rows.deserialize(folder_of(check).read("results"))

    def rules(self) -> list[FoundRule]:
        """Return every rule in force, in the rulebook's order."""
        asked = self.rows.execute("SELECT code, kind, status, reason, says, found FROM rules ORDER BY place")
        return [FoundRule(*row) for row in asked]

    def children(self, containing: str = "") -> list[tuple[str, int, str]]:
        """Return each child with findings, how many, and of which rules; the child with most first."""
        asked = self.rows.execute(
            "SELECT coalesce(child, ''), count(*), group_concat(DISTINCT rule) FROM findings"
            " WHERE coalesce(child, '') LIKE ? ESCAPE '\\' GROUP BY 1 ORDER BY 2 DESC, 1",
            [f"%{_plain(containing)}%"],
        )
        return [(child, many, ", ".join(sorted(rules.split(",")))) for child, many, rules in asked]

    def found(
        self, *, rule: str = "", child: str = "", kind: str = "", size: int, page: int
    ) -> tuple[list[FoundRow], int]:
        """Return one page of findings, and how many there are in all."""
        where, given = ["1"], []
        for column, value in (("rule", rule), ("child", child), ("kind", kind)):
            if value:
                where.append(f"{column} = ?")
                given.append(value)
        condition = " AND ".join(where)
        # The columns are our own; what a person typed is a parameter.
        (many,) = self.rows.execute(f"SELECT count(*) FROM findings WHERE {condition}", given).fetchone()  # noqa: S608
        asked = self.rows.execute(
            "SELECT rule, kind, coalesce(child, ''), tab, line, cells, says FROM findings"  # noqa: S608
            f" WHERE {condition} ORDER BY number LIMIT ? OFFSET ?",
            [*given, size, size * (page - 1)],
        )
        return [FoundRow(*row) for row in asked], many

    def notes(self) -> list[tuple[str, str]]:
        """Return what reading had to say."""
        return self.rows.execute("SELECT kind, says FROM notes").fetchall()

    def tables(self) -> list[tuple[str, int]]:
        """Return each table that was read, and its rows."""
        return self.rows.execute("SELECT name, rows FROM tables ORDER BY name").fetchall()

    def close(self) -> None:
        """Let go of it."""
        self.rows.close()


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def checks_of(session: str) -> Any:
    """Return the checks of one session, the latest first."""
    return ReturnCheck.objects.filter(session=session).order_by("-asked_at", "-pk")
