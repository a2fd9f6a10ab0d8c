"""Every address that shows a page, and by whom it is looked at: the table that test_every_page.py walks.

A number in an address is one of the lively record's: `person_id` is the child held by the social worker, `contact_id`
the contact that waits, and so on; a row may name another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kith.casework.family_help.models import Intervention
from tests.furnishing.lively import Lively


@dataclass(frozen=True)
class Look:
    """One page as one worker sees it; the worker is a name in the cast, or nobody."""

    who: str
    address: str
    instead: dict[str, str] = field(default_factory=dict)
    asks: str = ""  # the query that follows the address
    status: int = 200
    picture: str = ""  # the name of its picture in the documents
    widths: tuple[int, ...] = (1280,)


def _all_by(who: str, *addresses: str) -> list[Look]:
    return [Look(who, address) for address in addresses]


RECORD = [
    *_all_by(
        "social_worker",
        "people:search", "people:add_person", "people:person_known_at",
        "people:correct_person", "people:own_words", "people:add_name", "people:move_home", "people:add_identifier",
        "people:add_contact_detail", "people:relate", "people:end_relationship", "people:add_to_network",
        "people:join_family", "timeline:notes", "timeline:write_note",
        "timeline:change_note", "timeline:add_document", "timeline:give_task", "timeline:explain_late",
    ),
    *(
        Look("social_worker", "people:describe", {"kind": kind})
        for kind in ("gender", "ethnicity", "disability", "language", "religion", "nationality")
    ),
    Look("social_worker", "people:search", asks="q=okafor", picture="search"),
    Look("social_worker", "people:person", picture="person", widths=(1280, 390)),
    Look("social_worker", "timeline:my_day", picture="my-day", widths=(1280, 390)),
    Look("social_worker", "people:family", picture="family"),
    Look("social_worker", "people:genogram", picture="genogram", widths=(1280, 390)),
    Look("social_worker", "people:family_genogram"),
    Look("social_worker", "people:ecomap", picture="ecomap", widths=(1280, 390)),
    Look("social_worker", "timeline:chronology", picture="chronology", widths=(1280, 390)),
    Look("social_worker", "timeline:chronology", asks="for={person_id}"),
    Look("social_worker", "timeline:chronology", asks="kinds=notes&kinds=plan&from_date_0=31&from_date_1=2&from_date_2=2026"),
    Look("social_worker", "timeline:family_chronology"),
    *_all_by(
        "social_worker",
        "timeline:start_chronology", "timeline:start_family_chronology", "timeline:authored_chronology",
        "timeline:choose_entries", "timeline:chronology_words", "timeline:whole_chronology",
        "timeline:add_chronology_entry", "timeline:set_apart",
    ),
    Look("social_worker", "timeline:authored_chronology", {"chronology_id": "finished"}, picture="chronology-authored", widths=(1280, 390)),
    Look("social_worker", "timeline:authored_chronology", {"chronology_id": "finished"}, asks="for={person_id}"),
    Look("social_worker", "people:person_known_at", asks="at_0={day}&at_1={month}&at_2={year}"),
    Look("social_worker", "people:person", {"person_id": "own_niece"}, status=403),
    Look("contact_officer", "people:make_family", {"person_id": "unheld_child"}),
    Look("team_manager", "people:merge"),
    Look("team_manager", "people:unmerge"),
    Look("outsider", "people:person", {"person_id": "own_niece"}),
    Look("outsider", "access:break_glass", {"person_id": "own_niece"}),
    Look("conference_chair", "people:person", {"person_id": "sealed_child"}),
    Look("partner", "people:person"),
    Look("partner", "timeline:my_day"),
]  # fmt: skip
FRONT_DOOR_AND_PLAN = [
    Look("", "front_door:ask_for_help", picture="ask-for-help", widths=(1280, 390)),
    Look("", "front_door:asked"),
    *_all_by(
        "contact_officer",
        "timeline:my_day", "front_door:queue", "front_door:take_contact",
        "front_door:add_person", "front_door:match", "front_door:add_stated_person", "front_door:ask_partner",
        "front_door:write_answer", "front_door:decide",
    ),
    Look("contact_officer", "front_door:contact", {"contact_id": "decided"}),
    Look("contact_officer", "front_door:feedback", {"contact_id": "decided"}),
    Look("team_manager", "front_door:decide_referral", {"contact_id": "decided"}),
    Look("contact_officer", "front_door:contact", picture="contact", widths=(1280, 390)),
    Look("social_worker", "plans:plan", picture="plan"),
    Look("contact_officer", "plans:start", {"family_id": "other_family"}),
    *_all_by(
        "social_worker",
        "plans:plan_known_at", "plans:words", "plans:lead", "plans:add_goal",
        "plans:reword_goal", "plans:score_goal", "plans:close_goal", "plans:add_action", "plans:action_done",
        "plans:help_given", "plans:add_member", "plans:end_member", "plans:agreement", "plans:sharing",
    ),
    Look("contact_officer", "plans:add_child"),
]  # fmt: skip
ASSESSMENT = [
    Look("social_worker", "family_help:assessment", picture="assessment", widths=(1280, 390)),
    *_all_by(
        "social_worker",
        "family_help:assessment_known_at", "family_help:write_family_part", "family_help:add_child_to_assessment",
        "family_help:submit_assessment", "family_help:step", "family_help:close", "family_help:end_staying_in_touch",
    ),
    Look("social_worker", "family_help:write_child_part", widths=(1280, 390)),
    Look("contact_officer", "family_help:start_assessment", {"family_id": "other_family"}),
    Look("team_manager", "family_help:assessment", {"assessment_id": "submitted_assessment"}),
    Look("team_manager", "family_help:authorise_assessment", {"assessment_id": "submitted_assessment"}),
    Look("team_manager", "family_help:send_back_assessment", {"assessment_id": "submitted_assessment"}),
    Look("outsider", "family_help:goals_from_assessment", {"assessment_id": "authorised_assessment"}),
]  # fmt: skip
FAMILYS_OWN_PEOPLE = [
    Look("social_worker", "family_help:family_people", picture="family-people", widths=(1280, 390)),
    Look("social_worker", "family_help:meeting", picture="network-meeting", widths=(1280, 390)),
    Look("social_worker", "family_help:meeting", {"meeting_id": "planned_meeting"}),
    Look("conference_chair", "family_help:family_people"),
    *(
        Look("social_worker", f"family_help:{name}", {"meeting_id": "planned_meeting"})
        for name in (
            "answer_meeting", "plan_meeting", "ask_to_meeting", "take_off_the_list", "invitations", "hold_meeting",
        )
    ),
    *_all_by(
        "social_worker",
        "family_help:offer_meeting", "family_help:meeting_not_offered", "family_help:answer_family_plan",
        "family_help:review_meeting", "family_help:add_network_offer", "family_help:end_network_offer",
        "family_help:record_network_help", "family_help:relative_offers",
    ),
]  # fmt: skip
SERVICE = [
    *_all_by(
        "team_manager",
        "timeline:my_day", "workforce:teams", "workforce:worker", "workforce:allocate",
        "workforce:end_allocation", "workforce:cover", "workforce:supervisions", "workforce:supervision",
        "workforce:correct_supervision", "workforce:supervise", "access:openings", "access:review_opening",
        "access:restrict", "access:name_worker", "access:declare_family_of",
    ),
    *_all_by("social_worker", "workforce:supervisions", "workforce:supervision", "access:own_family"),
    Look("team_manager", "workforce:team", picture="team"),
    *_all_by("director", "timeline:my_day", "workforce:teams", "access:openings"),
    *_all_by("auditor", "timeline:my_day", "access:audit"),
    Look("team_manager", "access:who_looked"),
    *_all_by(
        "administrator",
        "timeline:my_day", "access:administration", "access:add_worker", "access:worker", "access:change_worker",
        "access:change_team", "access:give_account", "access:end_worker", "access:administer_teams",
        "access:add_team", "access:rename_team",
    ),
    *_all_by("performance_analyst", "timeline:my_day", "workforce:teams"),
    *(Look(who, "timeline:my_day") for who in (
        "family_help_practitioner", "conference_chair", "independent_reviewing_officer", "placements_officer",
        "fostering_recruiter", "virtual_school",
    )),
    Look("", "account_login"),
    Look("", "account_reset_password"),
    *_all_by("social_worker", "account_logout", "mfa_index", "account_reauthenticate", "account_change_password"),
]  # fmt: skip

HELP = [
    Look("social_worker", "family_help:what_helps", picture="interventions", widths=(1280, 390)),
    Look("social_worker", "family_help:what_helps", asks="kind=debt&age=5&here=yes"),
    Look("social_worker", "family_help:intervention", {"intervention_id": "nurses"}, picture="intervention"),
    Look("social_worker", "family_help:choose_help", picture="choose-help", widths=(1280, 390)),
    Look("social_worker", "family_help:delivery", picture="help-delivered", widths=(1280, 390)),
    *_all_by(
        "social_worker",
        "family_help:offer_help", "family_help:start_delivery", "family_help:record_sessions",
        "family_help:correct_session", "family_help:measure_outcome", "family_help:correct_outcome",
        "family_help:end_delivery",
    ),
    *_all_by(
        "team_manager",
        "family_help:what_helps", "family_help:intervention", "family_help:add_intervention",
        "family_help:change_intervention", "family_help:add_evidence", "family_help:remove_evidence",
        "family_help:add_availability", "family_help:end_availability",
    ),
    Look("director", "family_help:intervention_report", asks="period=all", picture="intervention-report", widths=(1280, 390)),
    Look("performance_analyst", "family_help:intervention_report"),
    Look("partner", "family_help:choose_help"),
]  # fmt: skip
DIRECTORY = [
    Look("", "family_help:find_help", picture="find-help", widths=(1280, 390)),
    Look("", "family_help:service"),
    Look("social_worker", "family_help:near_family"),
    *_all_by(
        "team_manager", "family_help:directory", "family_help:add_service", "family_help:change_service",
        "family_help:end_service", "family_help:feed",
    ),
    *_all_by("administrator", "family_help:directory", "family_help:add_feed", "family_help:change_feed"),
]  # fmt: skip

ON_PROTECTION = {"plan_id": "protected_plan"}
CORE_GROUP = [
    Look("social_worker", "protection:on_plan", ON_PROTECTION, picture="protection-on-plan", widths=(1280, 390)),
    Look("social_worker", "protection:on_plan"),
    Look("social_worker", "protection:on_plan_known_at", ON_PROTECTION, asks="day_0={day}&day_1={month}&day_2={year}"),
    Look("social_worker", "plans:plan", ON_PROTECTION),
    Look("social_worker", "protection:record_visit", ON_PROTECTION, picture="protection-visit", widths=(1280, 390)),
    *(
        Look("social_worker", f"protection:{name}", ON_PROTECTION)
        for name in (
            "core_group", "set_core_group", "add_core_group_member", "end_core_group_member", "hold_core_group",
            "core_group_meeting", "change_core_group", "protective_action_done", "visit", "change_visit",
        )
    ),
    Look("conference_chair", "protection:conferences", picture="conferences", widths=(1280, 390)),
    Look("team_manager", "protection:conferences"),
    Look("team_manager", "protection:team", picture="protection-team", widths=(1280, 390)),
    Look("director", "protection:figures", asks="period=last-twelve-months", picture="protection-figures", widths=(1280, 390)),
    Look("performance_analyst", "protection:figures"),
]  # fmt: skip

TABLE = {
    "the record": RECORD,
    "front door and plan": FRONT_DOOR_AND_PLAN,
    "assessment": ASSESSMENT,
    "help": HELP,
    "the family's own people": FAMILYS_OWN_PEOPLE,
    "the directory": DIRECTORY,
    "the core group and how protection goes": CORE_GROUP,
    "the service": SERVICE,
}

# Addresses that answer a press and show no page.
PRESSED = {
    "furniture:save_draft",
    "family_help:came_today",
    "front_door:choose_match",
    "timeline:task_done",
    "timeline:take_out",
    "timeline:finish_chronology",
    "timeline:carry_on_chronology",
    "access:end_naming",
    "workforce:end_cover",
}
# A form that needs what was searched for on the page before it: it leads back there.
LEADS_BACK = {"access:declare_own_family"}
# A file, not a page.
FILES = {
    "family_help:intervention_report_file",
    "timeline:document",
    "timeline:chronology_pdf",
    "timeline:family_chronology_pdf",
    "timeline:authored_chronology_pdf",
    *(
        f"family_help:api{name}"
        for name in [
            "", "_openapi", "_services", "_service", "_taxonomies", "_taxonomy", "_taxonomy_terms", "_taxonomy_term",
            "_service_at_locations", "_service_at_location", "_nothing_here",
        ]
    ),
}  # fmt: skip


def numbers(lively: Lively, instead: dict[str, str]) -> dict[str, object]:
    """Return what addresses name: each part of an address with its value in the lively record."""
    cast = lively.cast
    named: dict[str, object] = {
        "person_id": cast.child.pk,
        "family_id": cast.family.pk,
        "relationship_id": lively.relationship.pk,
        "merge_id": lively.merge.pk,
        "contact_id": lively.waiting.pk,
        "place_id": lively.waiting.people.get(person__isnull=True).pk,
        "check_id": lively.check.pk,
        "referral_id": lively.referral.pk,
        "plan_id": lively.plan.pk,
        "goal_id": lively.goal.pk,
        "action_id": lively.action.pk,
        "member_id": lively.member.pk,
        "note_id": lively.note.pk,
        "chronology_id": lively.chronology.pk,
        "entry_id": lively.chronology.entries.order_by("pk")[0].pk,
        "document_id": lively.document.pk,
        "clock_id": lively.late_clock.pk,
        "team_id": cast.riverside.pk,
        "worker_id": cast.social_worker.pk,
        "allocation_id": lively.allocation.pk,
        "cover_id": lively.cover.pk,
        "supervision_id": lively.supervision.pk,
        "opening_id": lively.opening.pk,
        "meeting_id": lively.meeting.pk,
        "meeting_place_id": lively.meeting_place.pk,
        "network_member_id": lively.offer.member_id,
        "offer_id": lively.offer.pk,
        "relative_id": cast.mother.pk,
        "identifier": lively.directory_service.identifier,
        "service_id": lively.directory_service.pk,
        "feed_id": lively.directory_feed.pk,
        "task_id": 1,
        "named_id": 1,
        "assessment_id": lively.assessments.being_written.pk,
        "part_id": lively.assessments.being_written.children.order_by("pk")[0].pk,
        "row_id": lively.assessments.in_touch.pk,
        **lively.help,
        **lively.core_group,
    }
    others: dict[str, object] = {
        "own_niece": cast.own_niece.pk,
        "sealed_child": cast.sealed_child.pk,
        "unheld_child": cast.unheld_child.pk,
        "finished": lively.finished_chronology.pk,
        "decided": lively.decided.pk,
        "other_family": lively.other_family.pk,
        "submitted_assessment": lively.assessments.submitted.pk,
        "authorised_assessment": lively.assessments.authorised.pk,
        "nurses": Intervention.objects.get(code="family-nurse-partnership").pk,
        "planned_meeting": lively.planned_meeting.pk,
        "protected_plan": lively.core_group["protected_plan"],
    }
    return named | {part: others.get(value, value) for part, value in instead.items()}
