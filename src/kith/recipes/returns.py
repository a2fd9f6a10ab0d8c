"""`manage.py returns …`: the statutory returns engine, the same as `kith-returns`."""

from __future__ import annotations

GROUP = "run"
SUMMARY = (
    "check, fix, summarise and convert SSDA903 and the census: returns check ssda903 FOLDER --year 2025-26"
)


def run(arguments: list[str]) -> int:
    """Run the engine's own command."""
    from kith.engines.returns.command import main

    return main(arguments)
