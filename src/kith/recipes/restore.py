"""`manage.py restore FILE`: put a backup in the place of the record."""

from __future__ import annotations

import argparse
from pathlib import Path

GROUP = "data"
SUMMARY = "check a backup FILE and put it in the place of the record (--replace, if there is one)"


def run(arguments: list[str]) -> int:
    """Restore, checking every hash and the audit's chain before anything is exchanged."""
    parser = argparse.ArgumentParser(prog="manage.py restore", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--replace", action="store_true", help="though there is a record here, which is then gone"
    )
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import running_database
    from kith.config.server import the_only_server

    with the_only_server(), running_database():
        import django

        django.setup()
        from kith.config import backup

        restored = backup.restore_from(chosen.file.absolute(), replace=chosen.replace)
    print(
        f"Restored the record of {restored.authority} as it stood at {restored.made_at}: "
        f"{restored.people:,} people, {len(restored.members) - 1:,} documents; "
        f"the audit's {restored.audit_entries:,} entries are whole."
    )
    return 0
