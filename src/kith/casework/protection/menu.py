"""Protection's entries of the menu, told by role alone: no page asks the database what its menu is.

Whoever reads a map and opens none finds it from the page of missing and exploitation.
"""

from __future__ import annotations

from kith.casework.access.rights import MAY_BREAK_GLASS, Right, general_rights
from kith.casework.furniture.context import register_entry
from kith.casework.protection.access_maps import may_open_maps
from kith.casework.workforce.models import Worker


def _works_with_families(worker: Worker) -> bool:
    return worker.role in MAY_BREAK_GLASS and Right.SEE_TEAMS in general_rights(worker.role)


def register_all() -> None:
    """Add the entries."""
    register_entry(
        "Missing and exploitation", "protection:outside_list", _works_with_families, after="What helps"
    )
    register_entry("Maps", "protection:maps", may_open_maps, after="What helps")
