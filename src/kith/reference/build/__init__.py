"""How each shipped table is made from the publishers' files: one module a table, each with `build(source)`.

A listing of this folder is the list of tables. `manage.py reference build --from FOLDER` runs them.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def builders() -> dict[str, ModuleType]:
    """Return the module that builds each table, by the table's name, what others stand on first."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return dict(
        sorted(modules.items(), key=lambda item: (getattr(item[1], "STANDS_ON_TABLES", False), item[0]))
    )
