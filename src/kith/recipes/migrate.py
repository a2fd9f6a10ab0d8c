"""`manage.py migrate`: bring the database's tables, triggers and walls up to this program, as their owner."""

from __future__ import annotations

GROUP = "run"
SUMMARY = "bring the database up to this program (serve and demo do it for a database of ours)"


def run(arguments: list[str]) -> int:
    """Apply what is missing. With words after it, Django's own migrate command takes them."""
    if arguments:
        from kith.recipes import _django

        return _django.run(["migrate", *arguments])

    from kith.config.postgres import running_database
    from kith.config.progress import say, step

    with running_database():
        import django

        django.setup()
        from kith.config.tables import bring_up_to_date

        with step("Bringing the database's tables up to date"):
            done = bring_up_to_date()
    say("The database is up to date." if done else "The database was up to date already.")
    return 0
