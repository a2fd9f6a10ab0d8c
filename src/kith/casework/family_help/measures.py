"""Outcome measures: their scale and direction, who answers, and where the form is to be had. No wording of theirs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """One outcome measure. Scores run from `lowest` to `highest`, both possible."""

    code: str
    name: str
    short: str
    lowest: int
    highest: int
    lower_is_better: bool
    whole: bool
    answered_by: str
    where: str
    address: str

    @property
    def scale(self) -> str:
        """The scale in words."""
        better = "lower" if self.lower_is_better else "higher"
        return f"{self.lowest} to {self.highest}, {better} is better"

    def off_the_scale(self, score: Decimal) -> str:
        """Return the sentence that says why a score cannot be one, or nothing."""
        if not self.lowest <= score <= self.highest:
            return (
                f"{self.name} runs from {self.lowest} to {self.highest}, so {score.normalize():f} cannot be a score. "
                "Check the form, and that this is the measure."
            )
        if self.whole and score != score.to_integral_value():
            return f"{self.name} is scored in whole numbers. Enter the total of the form."
        return ""


@cache
def measures() -> dict[str, Measure]:
    """Return every outcome measure by its code, in the order in which they are offered."""
    text = (Path(__file__).parent / "measures.toml").read_text(encoding="utf-8")
    return {entry["code"]: Measure(**entry) for entry in tomllib.loads(text)["measure"]}
