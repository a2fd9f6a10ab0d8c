"""How the front door's tables stand behind the second wall.

A contact is seen by those who take contacts; once it is about a person whom they may not see, it is not.
"""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_WITH_THE_CONTACT = Behind(through=(("front_door_contact", "id", "contact_id"),))

WALLS = {
    "front_door_contact": Behind(also="kith_sees_contact(id)"),
    "front_door_contactperson": _WITH_THE_CONTACT,
    "front_door_contactdecision": _WITH_THE_CONTACT,
    "front_door_feedback": _WITH_THE_CONTACT,
    "front_door_partnercheck": _WITH_THE_CONTACT,
    "front_door_requestforhelp": _WITH_THE_CONTACT,
    "front_door_referral": people_rows("record", "child_id"),
}
OPEN: dict[str, str] = {}
