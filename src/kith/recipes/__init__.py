"""Every command that Kith has, one module each: a listing of this folder is the list of commands.

A recipe module has GROUP (run, check, measure or data), SUMMARY (one line) and
`run(arguments) -> int`, which returns the exit code. A recipe with words under it
(`bench web`) reads them itself. What is no recipe is passed on to Django.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from types import ModuleType

GROUPS = {
    "run": "Run Kith",
    "check": "Check a change",
    "measure": "Measure",
    "data": "Data",
}


def recipe_modules() -> dict[str, ModuleType]:
    """Return every recipe by the name it is called by, in alphabetical order."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    return {name.replace("_", "-"): importlib.import_module(f"{__name__}.{name}") for name in names}


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe that the first argument names, and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    module_name = name.replace("-", "_")
    if any(module.name == module_name for module in pkgutil.iter_modules(__path__)):
        # Only the recipe asked for is imported, so that a quick one starts quickly.
        recipe = importlib.import_module(f"{__name__}.{module_name}")
        raise SystemExit(recipe.run(words[1:]))
    from kith.recipes import _django

    raise SystemExit(_django.run(words))
