"""Protection: strategy discussions, enquiries, conferences, plans, and what stands beside them, in the order of a story."""

from __future__ import annotations

from kith.demo.chapters.protection import (
    conferences,
    core_groups,
    discussions,
    enquiries,
    immediate,
    legal,
    maps,
    missing,
    moves,
    outside_home,
    protection_plans,
    visits,
)
from kith.demo.chapters.protection.made import begin, settle
from kith.demo.loader import Loader
from kith.demo.world import World

__all__ = ["settle", "write"]


def write(world: World, out: Loader) -> None:
    """Write all of protection."""
    begin(world)
    discussions.write(world, out)
    enquiries.write(world, out)
    conferences.write(world, out)
    protection_plans.write(world, out)
    core_groups.write(world, out)
    visits.write(world, out)
    immediate.write(world, out)
    legal.write(world, out)
    missing.write(world, out)
    outside_home.write(world, out)
    maps.write(world, out)
    moves.write(world, out)
