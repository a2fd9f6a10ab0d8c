"""Django's own commands, reached through the same door."""

from __future__ import annotations


def run(arguments: list[str]) -> int:
    """Hand the words to Django's management commands, with the database running."""
    from django.core.management import execute_from_command_line

    from kith.config.postgres import running_database

    with running_database():
        execute_from_command_line(["manage.py", *arguments])
    return 0
