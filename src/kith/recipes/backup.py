"""`manage.py backup FILE`: the whole record, database and documents, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

GROUP = "data"
SUMMARY = "write the whole record, database and documents, into one FILE"


def run(arguments: list[str]) -> int:
    """Write the backup and say what is in it. It may be made while Kith is in use."""
    parser = argparse.ArgumentParser(prog="manage.py backup", description=__doc__)
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a new file; keep it encrypted: it is children's lives"
    )
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import running_database

    with running_database():
        import django

        django.setup()
        from kith.config import backup

        made = backup.make(chosen.file.absolute())
    size = chosen.file.stat().st_size / 1_000_000
    print(
        f"{chosen.file}: {made.people:,} people, {len(made.members) - 1:,} documents, "
        f"{made.audit_entries:,} audit entries, {size:,.1f} MB."
    )
    return 0
