"""The access room's nouns: who signs in, what they may open, and who looked at whom."""

from kith.casework.access.models.audit import AuditChain, AuditEntry, AuditVerb
from kith.casework.access.models.break_glass import BreakGlass
from kith.casework.access.models.restriction import OwnFamily, RestrictedAccess
from kith.casework.access.models.user import User

__all__ = ["AuditChain", "AuditEntry", "AuditVerb", "BreakGlass", "OwnFamily", "RestrictedAccess", "User"]
