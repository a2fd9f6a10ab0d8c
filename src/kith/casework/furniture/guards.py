"""What a later room says must not be done while it has something open, asked by the earlier room that does it.

A room's `AppConfig.ready` calls `register_guard`; the action that would do it calls `check_guards`, and knows nothing of
who answers. A guard raises CannotBeTrue with what cannot be true and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Guard = Callable[..., None]

_GUARDS: dict[str, list[Guard]] = {}


def register_guard(act: str, guard: Guard) -> None:
    """Have a guard asked before an act such as "plans:close_plan". Registering the same one again changes nothing."""
    guards = _GUARDS.setdefault(act, [])
    if guard not in guards:
        guards.append(guard)


def check_guards(act: str, **about: Any) -> None:
    """Ask every guard of an act, giving each by name what it is about. Raises what a guard raises."""
    for guard in _GUARDS.get(act, []):
        guard(**about)
