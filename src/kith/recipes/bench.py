"""`manage.py bench NAME`: the measurements, one module each in kith.bench, each printing JSON."""

from __future__ import annotations

import importlib
import pkgutil

import kith.bench

GROUP = "measure"
SUMMARY = "measure one thing and print JSON: bench web, bench demo, …"


def run(arguments: list[str]) -> int:
    """Run the named benchmark with the arguments that follow."""
    names = sorted(module.name for module in pkgutil.iter_modules(kith.bench.__path__))
    if not arguments or arguments[0] not in names:
        print(f"Name what to measure: {', '.join(names)}.")
        return 2
    return int(importlib.import_module(f"kith.bench.{arguments[0]}").run(arguments[1:]))
