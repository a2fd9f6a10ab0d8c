"""What the parts of the care room put into the tables of every address and every page, each in a module of its own.

A module here may have any of these:
- `RECORD_RIGHT`, `SERVICE_RIGHT` (never for partners), `GENERAL_RIGHT`, `SPECIAL`: by address, as in the table of every address;
- `furnish(child, period, cast)`: makes one of each thing that its addresses name for a child in care, and returns their numbers;
- `enliven(cast, family)`: does some months' work for the family in care of the lively record, and returns numbers by name;
- `LOOKS`: the pages to look at; a number in an address is the family's eldest child's or one that `enliven` returned;
- `PRESSED`, `LEADS_BACK`, `FILES`: addresses without a page of their own; `JOURNEYS`: those which only a journey reaches.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kith.casework.people.models import Person
from tests.furnishing.in_care import CareFamily, come_into_care, three_in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast


def parts() -> list[ModuleType]:
    """Return each part's module, in the order of their names."""
    return [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def gathered(name: str) -> dict[str, Any]:
    """Return one table of every part, joined."""
    return {address: said for part in parts() for address, said in getattr(part, name, {}).items()}


def listed(name: str) -> list[Any]:
    """Return one list of every part, joined."""
    return [each for part in parts() for each in getattr(part, name, ())]


def furnish_care(child: Person, cast: Cast) -> dict[str, int]:
    """Bring a child into care with one of everything that an address of the room may be about."""
    period = come_into_care(child, by=cast.director)
    numbers: dict[str, int] = {"placement_id": period.placements.get().pk, "period_id": period.pk}
    for part in parts():
        if hasattr(part, "furnish"):
            numbers |= part.furnish(child, period, cast)
    return numbers


def enliven_care(cast: Cast) -> tuple[CareFamily, dict[str, int]]:
    """Bring a family's three children into care some months ago, and do what each part of the room would have done."""
    family = three_in_care(cast)
    numbers = {"placement_id": family.placements[0].pk, "period_id": family.periods[0].pk}
    for part in parts():
        if hasattr(part, "enliven"):
            numbers |= part.enliven(cast, family)
    return family, numbers
