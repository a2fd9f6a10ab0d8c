"""How the care room's tables stand behind the second wall.

What is about one child is seen with that child; what is about two is seen by whoever may see both. A review, a visit and
family time are seen with any child in them. Homes are on nobody's record: whoever works with families may look one up, but
adopters' only with a child who is placed there or is to be. The link between an adopted child's two records is seen by adoption workers alone.
"""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_CHILD = people_rows("record", "child_id")
_YOUNG_PERSON = people_rows("record", "young_person_id")


def _part_of(table: str, column: str) -> Behind:
    """Return: seen with the row that it is part of."""
    return Behind(through=((f"care_{table}", "id", column),))


def _with_children(table: str, column: str) -> Behind:
    """Return: seen with any child's part in it, and for as long as it has none, since it is being made."""
    return Behind(through=((f"care_{table}", column, "id"),), loose=True)


WALLS = {
    "care_periodofcare": _CHILD,
    "care_legalstatus": _CHILD,
    "care_unaccompaniedchild": _CHILD,
    "care_deprivationofliberty": _CHILD,
    "care_home": Behind(
        through=(
            ("care_placement", "home_id", "id"),
            ("care_stayingput", "home_id", "id"),
            ("care_adoptionplan", "home_id", "id"),
        ),
        also="kith_setting('kith.reach') <> 'none' AND {table}.kind <> 'adopters'",
    ),
    "care_homecarer": _part_of("home", "home_id"),
    "care_homeaddress": _part_of("home", "home_id"),
    "care_placement": _CHILD,
    "care_move": _CHILD,
    "care_careplan": _CHILD,
    "care_placementplan": _part_of("placement", "placement_id"),
    "care_delegatedauthority": _part_of("placementplan", "placement_plan_id"),
    "care_placementnotice": _part_of("placement", "placement_id"),
    "care_placementapproval": _CHILD,
    "care_placementwithparents": _CHILD,
    "care_temporaryapproval": _CHILD,
    "care_togetherorapart": Behind(all_of=("first_id", "second_id")),
    "care_familytimechild": _CHILD,
    "care_familytimeplan": _with_children("familytimechild", "plan_id"),
    "care_familytimeperson": _part_of("familytimeplan", "plan_id"),
    "care_familytime": _part_of("familytimeplan", "plan_id"),
    "care_keepingintouch": _CHILD,
    "care_intouch": _CHILD,
    "care_carereviewchild": _CHILD,
    "care_carereview": _with_children("carereviewchild", "review_id"),
    "care_carereviewperson": _part_of("carereview", "review_id"),
    "care_reviewdecision": _part_of("carereviewchild", "part_id"),
    "care_permanenceplan": _CHILD,
    "care_reviewingofficerdispute": _CHILD,
    "care_disputestep": _part_of("reviewingofficerdispute", "dispute_id"),
    "care_carevisitchild": _CHILD,
    "care_carevisit": _with_children("carevisitchild", "visit_id"),
    "care_visitrequest": _CHILD,
    "care_healthassessment": _CHILD,
    "care_healthcheck": _CHILD,
    "care_strengthsanddifficulties": _CHILD,
    "care_substancemisuse": _CHILD,
    "care_conviction": _CHILD,
    "care_adoptionplan": _CHILD,
    "care_sealedadoptionlink": Behind(also="kith_setting('kith.role') = 'adoption_worker'"),
    "care_adoptionlinkopening": Behind(also="kith_setting('kith.role') = 'adoption_worker'"),
    "care_leavingcarestatus": _YOUNG_PERSON,
    "care_leavingcareneedsassessment": _YOUNG_PERSON,
    "care_pathwayplan": _YOUNG_PERSON,
    "care_pathwayplanreview": _part_of("pathwayplan", "plan_id"),
    "care_leavercontact": _YOUNG_PERSON,
    "care_leaveraccommodation": _YOUNG_PERSON,
    "care_leaveractivity": _YOUNG_PERSON,
    "care_stayingput": _YOUNG_PERSON,
}
OPEN: dict[str, str] = {}
