"""The weights an authority sets: one versioned profile, in points, loadable from TOML."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from importlib import resources


@dataclass(frozen=True, slots=True)
class Profile:
    """What each shortfall from the ideal costs, in points; lower totals are better arrangements.

    One point is worth one mile nearer to home. Fields ending in `_miles`, `_minutes`, `_months` or
    `_level` are thresholds in that unit; all others are points. A negative weight is refused: a
    weight of nothing says that the matter does not count.
    """

    name: str = "Kith's starting profile"
    version: str = "1"

    unplaced: float = 600.0  # a child with no home
    connected_person_credit: float = 300.0  # taken off, when a safe connected person is the carer

    siblings_parted: float = 120.0  # each pair parted, unless its decision says otherwise
    siblings_near: float = 100.0  # instead, when a parted pair's homes are within siblings_near_miles
    siblings_near_miles: float = 5.0

    mile_from_home: float = 1.0  # each mile from the family home, up to far_from_home's limit
    far_from_home: float = 10.0  # once, beyond the legal number of miles that counts as far
    mile_beyond_far: float = 0.25  # each mile beyond it, up to furthest_miles
    furthest_miles: float = 150.0
    miles_per_minute: float = 0.4  # what a known minute of travel counts as, in miles

    school_lost: float = 15.0  # a child of school age whose school is out of reach
    school_lost_in_exam_year: float = 25.0  # instead, in years 10, 11 and 13
    school_miles: float = 6.0  # in reach: within this straight line, if no time is known
    school_minutes: float = 40.0  # in reach: within this travel time, where known

    person_lost: float = 4.0  # times importance (1-3), each named person out of reach
    person_miles: float = 8.0

    wish_unmet: float = 4.0  # times importance (1-3), each stated wish the home cannot meet

    skill_missing: float = 8.0  # each level by which skill falls short of need
    largest_skill_gap_level: int = 2  # a larger gap rules the home out

    move_when_settled: float = 60.0  # moving a child settled for settled_months or more; less before
    settled_months: float = 18.0
    home_closes_early: float = 12.0  # the home closes before the child's expected stay ends

    hundred_pounds_a_week: float = 0.4  # each £100 of weekly cost

    scarce_skill_unused: float = 1.5  # each specialist level of skill the child does not need
    sibling_home_taken: float = 6.0  # a home with room for three or more, taken by a smaller family

    carer_preference_unmet: float = 3.0  # each preference of the carers that the child does not fit

    def __post_init__(self) -> None:
        faults = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.type in ("float", "int"):
                if isinstance(value, bool) or not isinstance(value, (int, float)):
                    faults.append(f"{field.name} must be a number, not {value!r}")
                elif not 0 <= value < 1e6:
                    faults.append(f"{field.name} is {value}; it must be 0 or more and under a million")
            elif not isinstance(value, str):
                faults.append(f"{field.name} must be text, not {value!r}")
        if not faults and self.siblings_near > self.siblings_parted:
            faults.append(
                "siblings_near is more than siblings_parted: living near would be worse than living far"
            )
        if not faults and self.miles_per_minute == 0:
            faults.append("miles_per_minute is 0: every journey would count as nothing")
        if faults:
            raise ValueError("The profile cannot be used: " + "; ".join(faults) + ".")

    def as_dict(self) -> dict[str, object]:
        """Return the profile as plain values, one per weight, for a result to carry."""
        return asdict(self)


def profile_from_toml(text: str) -> Profile:
    """Read a profile: a TOML file of the weights it changes; the rest keep the starting values.

    Raises ValueError naming every weight that does not exist, with the nearest that does.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"The profile is not TOML: {error}.") from error
    flat: dict[str, object] = {}
    for key, value in written.items():
        flat.update(value if isinstance(value, dict) else {key: value})
    known = {field.name for field in fields(Profile)}
    unknown = sorted(set(flat) - known)
    if unknown:
        said = []
        for name in unknown:
            near = get_close_matches(name, known, n=1)
            said.append(f"'{name}'" + (f" (did you mean '{near[0]}'?)" if near else ""))
        raise ValueError(f"The profile has no weight called {', '.join(said)}.")
    return Profile(**flat)  # type: ignore[arg-type]


def starting_profile() -> Profile:
    """Return the profile that Kith comes with, as read from profiles/starting-1.toml."""
    folder = resources.files("kith.engines.matching") / "profiles"
    return profile_from_toml((folder / "starting-1.toml").read_text(encoding="utf-8"))
