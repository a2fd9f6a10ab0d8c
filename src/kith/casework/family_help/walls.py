"""How the Family Help room's tables stand behind the second wall.

An assessment is seen with any child whom it is about; help, meetings and who stays in touch are seen with the plan;
what the family's people offer is seen with the child around whom they are. One person's score is seen with the help
by whoever may also read that person's record.
"""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_WITH_THE_PLAN = Behind(through=(("plans_planchild", "plan_id", "plan_id"),))
_WITH_THE_DELIVERY = Behind(through=(("family_help_interventiondelivery", "id", "delivery_id"),))
_DELIVERY = "EXISTS (SELECT 1 FROM family_help_interventiondelivery o WHERE o.id = {table}.delivery_id)"
_AND_THE_PERSON = people_rows("record").condition("{table}")
_WITH_THE_MEMBER = Behind(through=(("people_networkmember", "id", "member_id"),))

WALLS = {
    "family_help_assessmentchild": people_rows("record", "child_id"),
    "family_help_familyassessment": Behind(
        through=(("family_help_assessmentchild", "assessment_id", "id"),), loose=True
    ),
    "family_help_assessmentfactor": Behind(through=(("family_help_assessmentchild", "id", "part_id"),)),
    "family_help_interventiondelivery": _WITH_THE_PLAN,
    "family_help_deliveryparticipant": people_rows("record"),
    "family_help_deliverysession": _WITH_THE_DELIVERY,
    "family_help_outcomescore": Behind(also=f"{_DELIVERY} AND ({_AND_THE_PERSON})"),
    "family_help_familynetworkmeeting": _WITH_THE_PLAN,
    "family_help_meetingplace": Behind(through=(("family_help_familynetworkmeeting", "id", "meeting_id"),)),
    "family_help_networkoffer": _WITH_THE_MEMBER,
    "family_help_networkhelp": _WITH_THE_MEMBER,
    "family_help_staysintouch": _WITH_THE_PLAN,
}
_CATALOGUE = "The catalogue of help is about nobody."
_DIRECTORY = "The directory of services is public: it is about services, and about nobody's family."
OPEN = {
    "family_help_intervention": _CATALOGUE,
    "family_help_interventionevidence": _CATALOGUE,
    "family_help_interventionavailability": _CATALOGUE,
    "family_help_directoryfeed": _DIRECTORY,
    "family_help_directoryreading": _DIRECTORY,
    "family_help_directoryservice": _DIRECTORY,
    "family_help_directoryplace": _DIRECTORY,
    "family_help_directoryopening": _DIRECTORY,
    "family_help_directoryterm": _DIRECTORY,
}
