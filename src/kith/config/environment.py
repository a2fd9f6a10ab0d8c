"""Small typed readers of environment variables, which fail with a sentence that says what to set."""

from __future__ import annotations

import os
from pathlib import Path


class SettingMissing(SystemExit):
    """A setting that Kith cannot start without is absent or cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text, or the default; without either, say which to set."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(
            f"Set the environment variable {name}, then start Kith again. See docs/operations.md."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return whether the variable says yes: 1, true, yes or on; 0, false, no or off."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off"}:
        return False
    raise SettingMissing(f"{name} is {value!r}; set it to 'yes' or 'no'.")


def number(name: str, default: int) -> int:
    """Return the variable as a whole number, or the default."""
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SettingMissing(f"{name} is {value!r}; set it to a whole number, such as {default}.") from None


def words(name: str, default: str = "") -> list[str]:
    """Return the variable's words, which commas part."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def project_folder() -> Path:
    """Return the folder that holds manage.py."""
    return Path(__file__).resolve().parents[3]
