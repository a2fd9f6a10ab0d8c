"""What a later room says must not be done while it has something open, asked by the earlier room that does it.

A room's `AppConfig.ready` calls `register_guard`; the action that would do it calls `check_guards`, and knows nothing of
who answers. A guard raises CannotBeTrue with what cannot be true and what to do. What a later room does once it is done it
registers with `register_after`; the action ends by calling `follow_up`, in its own transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Guard = Callable[..., None]

_GUARDS: dict[str, list[Guard]] = {}
_AFTER: dict[str, list[Guard]] = {}


def register_guard(act: str, guard: Guard) -> None:
    """Have a guard asked before an act such as "plans:close_plan". Registering the same one again changes nothing."""
    guards = _GUARDS.setdefault(act, [])
    if guard not in guards:
        guards.append(guard)


def check_guards(act: str, **about: Any) -> None:
    """Ask every guard of an act, giving each by name what it is about. Raises what a guard raises."""
    for guard in _GUARDS.get(act, []):
        guard(**about)


def register_after(act: str, follower: Guard) -> None:
    """Have something done after an act such as "people:go_to_school". Registering the same one again changes nothing."""
    followers = _AFTER.setdefault(act, [])
    if follower not in followers:
        followers.append(follower)


def follow_up(act: str, **about: Any) -> None:
    """Do what later rooms do after an act, giving each by name what it was about; in the act's own transaction."""
    for follower in _AFTER.get(act, []):
        follower(**about)
