"""How the front door's tables stand behind the second wall.

A contact is seen by those who take contacts; once it is about a person whom they may not see, it is not.
"""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_WITH_THE_CONTACT = Behind(through=(("front_door_contact", "id", "contact_id"),))

WALLS = {
    # A row that is being added is not yet there for a function to read: it is judged by its own columns.
    "front_door_contact": Behind(
        also="kith_sees_contact(id)"
        " OR (kith_is_loose_front_door_contactperson(id) AND (taken_by_id = kith_worker()"
        " OR submission_token::text = nullif(kith_setting('kith.submission'), '')))"
    ),
    "front_door_contactperson": _WITH_THE_CONTACT,
    "front_door_contactdecision": _WITH_THE_CONTACT,
    "front_door_feedback": _WITH_THE_CONTACT,
    "front_door_partnercheck": _WITH_THE_CONTACT,
    "front_door_requestforhelp": _WITH_THE_CONTACT,
    "front_door_referral": people_rows("record", "child_id"),
}
OPEN: dict[str, str] = {}
