"""The front door's nouns."""

from kith.casework.front_door.models.contact import AskedBy, Channel, Contact, ContactPerson, ContactRole
from kith.casework.front_door.models.decision import ContactDecision, ContactOutcome, Feedback
from kith.casework.front_door.models.partner_check import PartnerCheck
from kith.casework.front_door.models.referral import Referral, RequestForHelp

__all__ = [
    "AskedBy",
    "Channel",
    "Contact",
    "ContactDecision",
    "ContactOutcome",
    "ContactPerson",
    "ContactRole",
    "Feedback",
    "PartnerCheck",
    "Referral",
    "RequestForHelp",
]
