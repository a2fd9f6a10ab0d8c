"""`manage.py help`: the recipes, grouped by what a person comes to do."""

from __future__ import annotations

from kith.recipes import GROUPS, recipe_modules

GROUP = "run"
SUMMARY = "this list"


def run(arguments: list[str]) -> int:
    """Print each recipe under its group. Any other command is one of Django's."""
    modules = recipe_modules()
    print("Usage: python3 manage.py RECIPE [options]\n")
    for group, title in GROUPS.items():
        print(f"{title}:")
        for name, module in modules.items():
            if group == module.GROUP:
                print(f"  {name:<12} {module.SUMMARY}")
        print()
    print("'python3 manage.py RECIPE --help' says more. Django's own commands work too.")
    return 0
