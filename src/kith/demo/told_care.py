"""What care is for three told families: three children together near their school, two brothers apart, one who has left care.

Days are working days before the first working day on or after today. Children are told by age, the youngest first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ToldHome:
    """A home of the told children: who provides it, how far from their family's home it is, in miles, and who cares there."""

    name: str
    kind: str
    provider: str
    miles: float
    carers: tuple[str, ...]
    urn: str = ""


@dataclass(frozen=True)
class ToldStay:
    """From when a told child lived in a told home, by the return's code; and why that ended, '' where it goes on."""

    ago: int
    home: str
    kind: str
    because: str = ""


@dataclass(frozen=True)
class ToldChild:
    """One told child in care: when it began, under what, where they lived; `ended` says why it ended at eighteen."""

    family: str
    child: int
    came: int
    need: str
    stays: tuple[ToldStay, ...]
    ended: str = ""


HOMES = {
    "round_the_corner": ToldHome("Ann and Joseph Clarke", "foster", "PR1", 0.7, ("Ann Clarke", "Joseph Clarke")),
    "first_for_brothers": ToldHome("Maureen Tully", "foster", "PR1", 1.6, ("Maureen Tully",)),
    "younger_brother": ToldHome("Grace and Emeka Obi", "foster", "PR1", 2.4, ("Grace Obi", "Emeka Obi")),
    "elder_brother": ToldHome("Paul and Denise Arkwright", "foster", "PR4", 14.0, ("Paul Arkwright", "Denise Arkwright"), "SC900417"),
    "far_away": ToldHome("Larch House", "childrens_home", "PR4", 64.0, (), "SC900562"),
    "until_eighteen": ToldHome("Yvonne Marsh", "foster", "PR1", 3.1, ("Yvonne Marsh",)),
}  # fmt: skip

_TOGETHER = (ToldStay(152, "round_the_corner", "U6"),)
CHILDREN = (
    ToldChild("three_in_care", 0, 152, "N3", _TOGETHER),
    ToldChild("three_in_care", 1, 152, "N3", _TOGETHER),
    ToldChild("three_in_care", 2, 152, "N3", _TOGETHER),
    ToldChild("brothers_apart", 0, 268, "N1", (
        ToldStay(268, "first_for_brothers", "U6", "CARPL"), ToldStay(226, "younger_brother", "U4"))),
    ToldChild("brothers_apart", 1, 268, "N1", (
        ToldStay(268, "first_for_brothers", "U6", "CREQB"), ToldStay(226, "elder_brother", "U6", "CREQB"),
        ToldStay(118, "far_away", "K2"))),
    ToldChild("care_leaver", 0, 541, "N5", (ToldStay(541, "until_eighteen", "U4"),), ended="E5"),
)  # fmt: skip
