"""What reading has to say: which file and line, what is wrong there, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

REFUSED, MISSING, CELL, NOTE = "not read", "missing", "unreadable value", "note"


@dataclass(frozen=True)
class Note:
    """One thing that reading found.

    `kind` is REFUSED (a file or part was not read), MISSING (a table or column is not there), CELL (one
    value cannot be read and counts as empty) or NOTE (read, with something to know). `row` is 0-based.
    """

    kind: str
    file: str
    says: str
    line: int | None = None
    table: str | None = None
    column: str | None = None
    row: int | None = None

    @property
    def spoils(self) -> bool:
        """Whether something could not be read at all, so that the run's answer is not complete."""
        return self.kind in (REFUSED, MISSING)

    def sentence(self) -> str:
        """The note as a sentence that names file and line."""
        place = self.file + (f", line {self.line}" if self.line else "")
        where = ".".join(part for part in (self.table, self.column) if part)
        return f"{place}: {where + ': ' if where else ''}{self.says}"
