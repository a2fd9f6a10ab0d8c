"""How the access room's tables stand behind the second wall."""

from __future__ import annotations

from kith.casework.access.wall import Behind

WALLS = {
    # The log is read by those who audit, and written by everyone.
    "access_auditentry": Behind(also="kith_setting('kith.reads_audit') = 'yes'"),
    # An opening is seen with the person, by whoever opened it, and by whoever audits.
    "access_breakglass": Behind(
        column="person_id",
        depth="basics",
        also="worker_id = kith_worker() OR kith_setting('kith.reads_audit') = 'yes'",
    ),
}
OPEN = {
    "access_user": "Accounts are read at sign-in, before anyone is known; they hold no child's data.",
    "access_auditchain": "The web role has no right to it at all; the audit's own trigger keeps it.",
    "access_restrictedaccess": "Says who may open a record by number; the record itself stays behind the wall.",
    "access_ownfamily": "Says from whom a record is hidden by number; the record itself stays behind the wall.",
}
