"""How each shipped table is made from the publishers' files: one module a table, each with `build(source)`.

A listing of this folder is the list of tables. `manage.py reference build --from FOLDER` runs them.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

# The other tables' areas are looked up in these.
FIRST = ("authority", "area", "authority_change")
# Made from the other tables, not from the publishers' files.
LAST = ("headline_by_authority",)


def builders() -> dict[str, ModuleType]:
    """Return the module that builds each table, by the table's name, those that others stand on first."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    ordered = sorted(
        names, key=lambda name: (name in LAST, FIRST.index(name) if name in FIRST else len(FIRST), name)
    )
    return {name: importlib.import_module(f"{__name__}.{name}") for name in ordered}
