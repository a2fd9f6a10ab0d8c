"""How the protection room's tables stand behind the second wall.

A discussion, enquiry, conference, gateway, application, letter and decision is seen with any child whom it is about; what
belongs to the family's plan is seen with the plan. A map of harm outside the home is on nobody's record: whoever is
named on it sees it, unless somebody of their own family stands on it. A marker on a person is seen with that person's
record and with every child whom it is linked to.
"""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_CHILD = people_rows("record", "child_id")
_WITH_THE_PLAN = Behind(through=(("plans_planchild", "plan_id", "plan_id"),))


def _with_children(table: str, column: str) -> Behind:
    """Return: seen with any child's part in it, and for as long as it has none, since it is being made."""
    return Behind(through=((f"protection_{table}", column, "id"),), loose=True)


def _part_of(table: str, column: str) -> Behind:
    """Return: seen with the row that it is part of."""
    return Behind(through=((f"protection_{table}", "id", column),))


WALLS = {
    "protection_thresholddecision": _CHILD,
    "protection_secondlook": _part_of("thresholddecision", "decision_id"),
    "protection_strategychild": _CHILD,
    "protection_strategydiscussion": _with_children("strategychild", "discussion_id"),
    "protection_strategyattendance": _part_of("strategydiscussion", "discussion_id"),
    "protection_protectiveaction": Behind(
        through=(
            ("protection_strategydiscussion", "id", "discussion_id"),
            ("protection_childprotectionconference", "id", "conference_id"),
            ("protection_coregroupmeeting", "id", "core_group_meeting_id"),
        )
    ),
    "protection_enquirychild": _CHILD,
    "protection_sectionfortysevenenquiry": _with_children("enquirychild", "enquiry_id"),
    "protection_offerofhelp": Behind(
        through=(
            ("protection_enquirychild", "help_offer_id", "id"),
            ("protection_conferencechild", "help_offer_id", "id"),
        ),
        also="kith_offer_is_being_made({table}.id)",
    ),
    "protection_conferencechild": _CHILD,
    "protection_childprotectionconference": _with_children("conferencechild", "conference_id"),
    "protection_conferenceplace": _part_of("childprotectionconference", "conference_id"),
    "protection_childprotectionplan": _CHILD,
    "protection_protectionplancategory": _part_of("childprotectionplan", "protection_plan_id"),
    "protection_protectiontransfer": _CHILD,
    "protection_coregroupmember": _WITH_THE_PLAN,
    "protection_coregroupmeeting": _WITH_THE_PLAN,
    "protection_coregroupattendance": _part_of("coregroupmeeting", "meeting_id"),
    "protection_protectionvisitchild": _CHILD,
    "protection_protectionvisit": _with_children("protectionvisitchild", "visit_id"),
    "protection_immediateprotection": _CHILD,
    "protection_legalgatewaychild": _CHILD,
    "protection_legalgatewaymeeting": _with_children("legalgatewaychild", "gateway_id"),
    "protection_preproceedingschild": _CHILD,
    "protection_preproceedings": _with_children("preproceedingschild", "pre_proceedings_id"),
    "protection_preproceedingsstep": _part_of("preproceedings", "pre_proceedings_id"),
    "protection_proceedingschild": _CHILD,
    "protection_careproceedings": _with_children("proceedingschild", "proceedings_id"),
    "protection_courthearing": _part_of("careproceedings", "proceedings_id"),
    "protection_courtorder": _CHILD,
    "protection_missingepisode": _CHILD,
    "protection_returninterview": _part_of("missingepisode", "episode_id"),
    "protection_exploitationassessment": _CHILD,
    "protection_exploitationform": _part_of("exploitationassessment", "assessment_id"),
    "protection_exploitationplanstep": _part_of("exploitationassessment", "assessment_id"),
    "protection_nationalreferral": _CHILD,
    "protection_outsidemap": Behind(
        also="kith_reads_map({table}.id) OR ({table}.owner_id = kith_worker() AND kith_map_is_being_made({table}.id))"
    ),
    "protection_mapreader": Behind(also="kith_reads_map({table}.map_id)"),
    "protection_mapnode": Behind(also="kith_reads_map({table}.map_id)"),
    "protection_maplink": Behind(also="kith_reads_map({table}.map_id)"),
    "protection_personwhoposesrisk": Behind(
        column="person_id", depth="record", through=(("protection_childatriskfrom", "marker_id", "id"),)
    ),
    "protection_childatriskfrom": _CHILD,
    "protection_riskreview": _part_of("personwhoposesrisk", "marker_id"),
    "protection_paperchild": _CHILD,
    # Its passages are about all of its children together: whoever may not see one of them sees none of it.
    "protection_paper": Behind(also="kith_sees_paper({table}.id)"),
    "protection_paperpassage": _part_of("paper", "paper_id"),
}
OPEN: dict[str, str] = {}
