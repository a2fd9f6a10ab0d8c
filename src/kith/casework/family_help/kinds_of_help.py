"""The kinds of help that the review names: which factors call for each, which goals a family might set, where it is found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kith import codes


@dataclass(frozen=True)
class KindOfHelp:
    """One kind of help, with codes of the lists `assessment_factor` and `primary_need`, and goals in a family's words."""

    code: str
    label: str
    factors: tuple[str, ...]
    primary_needs: tuple[str, ...]
    groups: tuple[str, ...]
    goals: tuple[str, ...]


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "kinds_of_help.toml").read_text(encoding="utf-8"))


@cache
def kinds_of_help() -> dict[str, KindOfHelp]:
    """Return every kind of help by its code, in the order of the code list."""
    told = _read()["kind"]
    return {
        code: KindOfHelp(
            code=code,
            label=label,
            factors=tuple(told[code]["factors"]),
            primary_needs=tuple(told[code]["primary_needs"]),
            groups=tuple(told[code]["groups"]),
            goals=tuple(told[code]["goals"]),
        )
        for code, label in codes.choices("kind_of_help")
    }


def unmapped_factors() -> dict[str, str]:
    """Return the factors that no kind of help answers, each with the reason."""
    return dict(_read()["unmapped"])


def kinds_for_factors(factors: Iterable[str]) -> list[KindOfHelp]:
    """Return the kinds of help that any of these factors calls for, in the order of the code list."""
    wanted = set(factors)
    return [kind for kind in kinds_of_help().values() if wanted & set(kind.factors)]


def goals_for(kind: str) -> tuple[str, ...]:
    """Return the goals that a family might start from, for the code of one kind of help."""
    return kinds_of_help()[kind].goals
