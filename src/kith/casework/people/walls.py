"""How the people room's tables stand behind the second wall."""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

WALLS = {
    "people_person": people_rows("basics", "id"),
    "people_personname": people_rows("basics"),
    "people_identifier": people_rows("basics"),
    "people_residence": people_rows("basics"),
    "people_address": Behind(through=(("people_residence", "address_id", "id"),), loose=True),
    "people_familymembership": people_rows("basics"),
    "people_family": Behind(through=(("people_familymembership", "family_id", "id"),), loose=True),
    "people_relationship": Behind(column="person_id", depth="basics"),
    "people_personcharacteristic": people_rows("record"),
    "people_contactdetail": people_rows("record"),
    "people_schoolplace": people_rows("record"),
    "people_networkmember": people_rows("record", "child_id"),
    "people_personmerge": people_rows("record", "kept_id"),
}
OPEN = {
    "people_school": "A list of schools tells of nobody; who goes to one is behind the wall.",
    "people_nameword": "The words that occur in names, in no order and about nobody; the web role may not read them.",
}
