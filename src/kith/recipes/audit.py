"""`manage.py audit verify`: whether the log of who looked and who changed is as it was written."""

from __future__ import annotations

import argparse

GROUP = "data"
SUMMARY = "audit verify: check the chain of hashes of who looked at whom and who changed what"


def run(arguments: list[str]) -> int:
    """Print each fault and return 1, or say that the log is whole and return 0."""
    parser = argparse.ArgumentParser(prog="manage.py audit", description=__doc__)
    parser.add_argument("verb", choices=["verify"])
    parser.parse_args(arguments)

    from kith.config.postgres import running_database

    with running_database():
        import django

        django.setup()
        from django.db import connection

        from kith.casework.access import audit

        faults = 0
        for fault in audit.verify():
            faults += 1
            print(f"Chain {fault.chain}, entry {fault.number}: {fault.what}.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(DISTINCT chain) FROM access_auditentry")
            entries, chains = cursor.fetchone()
    if faults:
        print(
            f"The log is NOT whole: {faults} faults in {entries:,} entries. "
            "Keep the database as it is and tell whoever answers for information governance."
        )
        return 1
    print(f"The log is whole: {entries:,} entries in {chains} chains, each as it was written.")
    return 0
