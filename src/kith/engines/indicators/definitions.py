"""The forty indicators as data: number, name, numerator, denominator, source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["rate", "share", "mean", "median"]
Better = Literal["higher", "lower", "neither"]

PER = 10_000


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    `kind` says what the two counts make: a rate per 10,000, a share, a mean or a median. `better` says
    which way is good, and "neither" where a high figure may mean need met as well as need. `theme` marks
    those that answer the Case for Change. `published_table` and `published_measure` name where the
    department's figures of it are, for comparison; None where none are published.
    """

    number: int
    code: str
    name: str
    numerator: str
    denominator: str
    kind: Kind
    better: Better
    theme: bool
    source: str
    published_table: str | None = None
    published_measure: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("rate", "share", "mean", "median"):
            raise ValueError(
                f"Indicator {self.number} has the kind {self.kind!r}; use rate, share, mean or median."
            )
        if self.better not in ("higher", "lower", "neither"):
            raise ValueError(f"Indicator {self.number}: better must be higher, lower or neither.")
        for word in ("code", "name", "numerator", "denominator", "source"):
            if not getattr(self, word).strip():
                raise ValueError(f"Indicator {self.number} lacks its {word}.")
        if (self.published_table is None) != (self.published_measure is None):
            raise ValueError(
                f"Indicator {self.number}: name both the published table and its measure, or neither."
            )

    @property
    def unit(self) -> str:
        """The unit in words, for a chart's axis."""
        return {"rate": "per 10,000 children", "share": "percent", "mean": "each", "median": "days"}[
            self.kind
        ]


def _read() -> tuple[Indicator, ...]:
    told = tomllib.loads((Path(__file__).parent / "definitions.toml").read_text(encoding="utf-8"))
    return tuple(Indicator(**entry) for entry in told["indicator"])


INDICATORS: tuple[Indicator, ...] = _read()

_BY_CODE = {entry.code: entry for entry in INDICATORS}
_BY_NUMBER = {entry.number: entry for entry in INDICATORS}


def indicator(which: str | int) -> Indicator:
    """Return an indicator by its code or its number, or raise LookupError."""
    found = _BY_CODE.get(which) if isinstance(which, str) else _BY_NUMBER.get(which)
    if found is None:
        raise LookupError(f"There is no indicator {which!r}: the codes are {', '.join(sorted(_BY_CODE))}.")
    return found
