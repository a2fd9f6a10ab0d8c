"""Protection's entries of the menu: shown to those who work with families, and maps to those who read or open one."""

from __future__ import annotations

from kith.casework.access.rights import MAY_BREAK_GLASS, Right, general_rights
from kith.casework.furniture.context import register_entry
from kith.casework.protection.access_maps import may_open_maps, reads_any_map
from kith.casework.workforce.models import Worker


def _works_with_families(worker: Worker) -> bool:
    return worker.role in MAY_BREAK_GLASS and Right.SEE_TEAMS in general_rights(worker.role)


def _has_maps(worker: Worker) -> bool:
    return may_open_maps(worker) or reads_any_map(worker)


def register_all() -> None:
    """Add the entries."""
    register_entry(
        "Missing and exploitation", "protection:outside_list", _works_with_families, after="What helps"
    )
    register_entry("Maps", "protection:maps", _has_maps, after="What helps")
