"""What care adds to the pages of rooms that a family meets before it, and to a child's page in care, registered as Kith starts.

Each module here has functions called `register_…`, and every one of them is called.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module


def register_all() -> None:
    """Register every section of this room."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        module = import_module(f"{__name__}.{found.name}")
        for name in sorted(vars(module)):
            if name.startswith("register_"):
                vars(module)[name]()
