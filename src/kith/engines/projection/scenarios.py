"""Scenarios in files: the ones Kith ships, and an authority's own, in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kith.engines.projection.chain import CARE, State
from kith.engines.projection.levers import Effect, Lever, LeverError, Scenario

SHIPPED = Path(__file__).parent / "shipped"
# Groups that a file may name in place of each state.
GROUPS: dict[str, tuple[State, ...]] = {
    "care": tuple(state for state in CARE if state != State.PLACED_FOR_ADOPTION),
    "foster care": (State.OWN_FOSTER, State.AGENCY_FOSTER),
    "children's homes": (State.OWN_CHILDRENS_HOME, State.PRIVATE_CHILDRENS_HOME),
}
_LEVER_KEYS = {
    "name", "kind", "moves", "flow", "homes", "effect", "uptake", "starts", "ends", "lag", "half_life", "amount",
    "amount_share",
    "spend_class", "grade", "source",
}  # fmt: skip
_SCENARIO_KEYS = {"name", "summary", "note", "cost_a_year", "cost_per_family", "lever"}


def shipped() -> dict[str, Scenario]:
    """Return the scenarios that come with Kith, by the name of their file."""
    return {path.stem: read(path.read_text("utf-8"), path.name) for path in sorted(SHIPPED.glob("*.toml"))}


def read(text: str, where: str = "the scenario") -> Scenario:
    """Read a scenario from TOML. Raises LeverError that says what is wrong and what to do."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LeverError(
            f"{where} is not TOML: {error}. Compare it with one of the shipped scenarios."
        ) from None
    unknown = set(found) - _SCENARIO_KEYS
    if unknown:
        raise LeverError(
            f"{where} has {', '.join(sorted(unknown))}, which no scenario has. Use {', '.join(sorted(_SCENARIO_KEYS))}."
        )
    for key in ("name", "summary", "lever"):
        if key not in found:
            raise LeverError(f"{where} lacks '{key}'.")
    return Scenario(
        str(found["name"]),
        str(found["summary"]),
        tuple(_lever(each, where) for each in found["lever"]),
        _number(found, "cost_a_year", where),
        _number(found, "cost_per_family", where),
        str(found.get("note", "")),
    )


def _number(found: dict[str, Any], key: str, where: str) -> float | None:
    if key not in found:
        return None
    value = found[key]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LeverError(f"In {where}, '{key}' must be a number, not '{value}'.")
    return float(value)


def _states(word: str, where: str) -> tuple[State, ...]:
    if word in GROUPS:
        return GROUPS[word]
    key = word.strip().upper().replace(" ", "_").replace("'", "")
    if key not in State.__members__:
        known = ", ".join([*GROUPS, *(state.name.lower().replace("_", " ") for state in State)])
        raise LeverError(f"In {where}, '{word}' is no state. Use one of: {known}.")
    return (State[key],)


def _lever(found: dict[str, Any], where: str) -> Lever:
    name = str(found.get("name", "a lever"))
    unknown = set(found) - _LEVER_KEYS
    if unknown:
        raise LeverError(
            f"In {where}, '{name}' has {', '.join(sorted(unknown))}, which no lever has. Use {', '.join(sorted(_LEVER_KEYS))}."
        )
    for key in ("kind", "grade", "source"):
        if key not in found:
            raise LeverError(f"In {where}, '{name}' lacks '{key}'.")
    effect = found.get("effect", {"factor": 1.0, "low": 1.0, "high": 1.0})
    if not isinstance(effect, dict) or not {"factor", "low", "high"} <= set(effect):
        raise LeverError(
            f"In {where}, the effect of '{name}' needs factor, low and high: a distribution, never one number."
        )
    moves: list[tuple[State, State]] = []
    for pair in found.get("moves", []):
        if len(pair) != 2:
            raise LeverError(f"In {where}, each move of '{name}' is a pair: from, to.")
        moves += [
            (source, target) for source in _states(pair[0], where) for target in _states(pair[1], where)
        ]
    return Lever(
        name=name,
        kind=str(found["kind"]),
        effect=Effect(
            float(effect["factor"]),
            float(effect["low"]),
            float(effect["high"]),
            float(effect.get("no_effect", 0.0)),
        ),
        grade=str(found["grade"]),
        source=str(found["source"]),
        moves=tuple(moves),
        flow=str(found.get("flow", "")),
        homes=tuple(state for word in found.get("homes", []) for state in _states(word, where)),
        uptake=_number(found, "uptake", where) if "uptake" in found else 1.0,  # type: ignore[arg-type]
        starts=_number(found, "starts", where) or 0.0,
        ends=_number(found, "ends", where),
        lag=_number(found, "lag", where) or 0.0,
        half_life=_number(found, "half_life", where),
        amount=_number(found, "amount", where) or 0.0,
        amount_share=_number(found, "amount_share", where) or 0.0,
        spend_class=str(found.get("spend_class", "")),
    )
