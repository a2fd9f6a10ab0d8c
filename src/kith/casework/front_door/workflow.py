"""The moves that a contact may make: the table that its actions follow."""

from __future__ import annotations

from kith.casework.front_door.models import Contact
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.furniture.sentences import CannotBeTrue

# From where to where, and the event that records the arrival.
MOVES: dict[tuple[str, str], str] = {
    (ContactStatus.RECEIVED, ContactStatus.CHECKING): "front_door.check_asked",
    (ContactStatus.CHECKING, ContactStatus.CHECKING): "front_door.check_asked",
    (ContactStatus.RECEIVED, ContactStatus.DECIDED): "front_door.contact_decided",
    (ContactStatus.CHECKING, ContactStatus.DECIDED): "front_door.contact_decided",
}

WHY_NOT = {
    ContactStatus.DECIDED: "This contact has been decided already. If there is something new, record a new contact.",
}


def check_move(contact: Contact, to: ContactStatus) -> str:
    """Return the event that records a move. Raises CannotBeTrue for a move that is not in the table."""
    event = MOVES.get((contact.status, to))
    if event is None:
        raise CannotBeTrue(
            WHY_NOT.get(ContactStatus(contact.status), "This cannot be done with the contact as it stands.")
        )
    return event
