"""Every address that shows a page, and by whom it is looked at: the table that test_every_page.py walks.

A number in an address is one of the lively record's: `person_id` is the child held by the social worker, `contact_id`
the contact that waits, and so on; a row may name another.
"""

from __future__ import annotations

from kith.casework.family_help.models import Intervention
from tests.furnishing.care import gathered, listed
from tests.furnishing.lively import Lively
from tests.furnishing.looks import Look


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
LEGAL = [
    Look("social_worker", "protection:power", picture="power", widths=(1280, 390)),
    Look("social_worker", "protection:proceedings", picture="proceedings", widths=(1280, 390)),
    Look("social_worker", "protection:pre_proceedings", picture="pre-proceedings", widths=(1280, 390)),
    Look("team_manager", "protection:gateway", widths=(1280, 390)),
    Look("social_worker", "protection:gateway", {"gateway_id": "waiting_gateway"}),
    Look("team_manager", "protection:hold_gateway", {"gateway_id": "waiting_gateway"}, widths=(1280, 390)),
    Look("team_manager", "protection:end_pre_proceedings"),
    Look("family_help_practitioner", "protection:send_letter", {"pre_proceedings_id": "letter_to_send"}),
    *_all_by(
        "social_worker",
        "protection:use_power", "protection:extend_order", "protection:end_power", "protection:ask_for_gateway",
        "protection:add_pre_proceedings_step", "protection:do_pre_proceedings_step", "protection:join_family_meeting",
        "protection:issue_proceedings", "protection:proceedings_details", "protection:plan_hearing",
        "protection:hold_hearing", "protection:extend_proceedings", "protection:make_order",
    ),
    Look("social_worker", "protection:decision", picture="decision", widths=(1280, 390)),
    Look("social_worker", "protection:decisions", widths=(1280, 390)),
    *_all_by(
        "social_worker",
        "protection:decision_known_at", "protection:ask_for_second_look", "protection:answer_second_look",
    ),
    Look("team_manager", "protection:take_second_look", {"look_id": "open_look"}),
    Look("partner", "protection:power"),
    Look("partner", "protection:decisions"),
]  # fmt: skip

RETURNS = _all_by("performance_analyst", "returns:checks", "returns:begin")

CONFERENCE = [
    Look("social_worker", "protection:conference", {"conference_id": "held_conference"}, picture="conference", widths=(1280, 390)),
    Look("social_worker", "protection:conference"),
    Look("conference_chair", "protection:conference", {"conference_id": "conference_to_write_up"}),
    Look("conference_chair", "protection:hold_conference", picture="conference-hold", widths=(1280, 390)),
    Look("conference_chair", "protection:hold_conference", {"conference_id": "conference_to_write_up"}),
    Look("social_worker", "protection:conference_known_at", {"conference_id": "held_conference"}, asks="day_0={day}&day_1={month}&day_2={year}"),
    *_all_by(
        "social_worker", "protection:conference_known_at", "protection:book_conference", "protection:ask_to_conference",
        "protection:conference_report", "protection:take_off_conference", "protection:stand_down_conference",
        "protection:transfer", "protection:transfer_papers",
    ),
    Look("social_worker", "protection:ask_for_conference", {"family_id": "protected_family"}),
    Look("team_manager", "protection:offer_before_deciding", {"conference_id": "conference_to_write_up"}),
    Look("team_manager", "protection:stand_down_conference", {"conference_id": "conference_to_write_up"}),
    Look("social_worker", "protection:tell_of_transfer"),
    Look("social_worker", "protection:transfer", {"transfer_id": "transfer_in"}),
    *_all_by("team_manager", "protection:transfer", "protection:transfer_taken_on", "protection:transfer_not_taken_on"),
    Look("team_manager", "protection:transfer_taken_on", {"transfer_id": "transfer_in"}),
    Look("team_manager", "protection:end_protection_plan", {"person_id": "protected_child"}),
    Look("social_worker", "people:person", {"person_id": "protected_child"}),
    Look("social_worker", "people:family", {"family_id": "protected_family"}),
    Look("social_worker", "plans:plan", {"plan_id": "protected_plan"}),
]  # fmt: skip

PAPERS = [
    Look("social_worker", "protection:make_strategy_paper", {"discussion_id": "lark_discussion"}),
    Look("social_worker", "protection:make_enquiry_paper", {"enquiry_id": "lark_enquiry"}),
    Look("conference_chair", "protection:make_conference_paper", {"conference_id": "lark_conference"}),
    Look("social_worker", "protection:make_plan_paper", {"plan_id": "lark_plan"}),
    Look(
        "social_worker", "protection:make_core_group_paper", {"plan_id": "lark_plan", "core_group_id": "lark_core_group"}
    ),
    Look("social_worker", "protection:make_pre_proceedings_paper", {"pre_proceedings_id": "lark_pre_proceedings"}),
    Look("social_worker", "protection:paper", {"paper_id": "lark_draft"}, picture="paper", widths=(1280, 390)),
    Look("social_worker", "protection:paper", {"paper_id": "lark_letter"}),
    Look("outside_manager", "protection:paper", {"paper_id": "lark_draft"}),
    Look("social_worker", "protection:change_passage", {"paper_id": "lark_draft", "passage_id": "lark_passage"}),
    Look("social_worker", "protection:add_passage", {"paper_id": "lark_draft"}),
    Look("social_worker", "protection:send_paper", {"paper_id": "lark_draft"}),
]  # fmt: skip

OUTSIDE_HOME = [
    Look("social_worker", "people:person", {"person_id": "teenager"}, picture="person-outside-home", widths=(1280, 390)),
    Look("social_worker", "protection:missing", {"person_id": "teenager"}, picture="missing", widths=(1280, 390)),
    Look("social_worker", "protection:missing_episode", picture="missing-episode", widths=(1280, 390)),
    Look("social_worker", "protection:missing_episode", {"missing_id": "talk_held"}, picture="return-interview"),
    Look("social_worker", "protection:harm_outside_home", {"person_id": "teenager"}, picture="harm-outside-home", widths=(1280, 390)),
    *(
        Look("social_worker", f"protection:{name}", {"person_id": "teenager"})
        for name in (
            "harm_outside_home_known_at", "report_missing", "assess_exploitation", "make_national_referral", "mark_person",
            "link_to_marker",
        )
    ),
    Look("social_worker", "protection:mark_person", {"person_id": "teenager"}, asks="with={person_id}"),
    Look("social_worker", "protection:exploitation_assessment", picture="exploitation-assessment", widths=(1280, 390)),
    Look("social_worker", "protection:national_referral", picture="national-referral", widths=(1280, 390)),
    Look("social_worker", "protection:risk_marker", picture="risk-marker", widths=(1280, 390)),
    *_all_by(
        "social_worker",
        "protection:add_to_episode", "protection:record_found", "protection:offer_interview", "protection:answer_interview",
        "protection:hold_interview", "protection:look_again", "protection:add_outside_step", "protection:outside_step_done",
        "protection:end_outside_work", "protection:add_to_national_referral", "protection:reasonable_grounds",
        "protection:conclusive_grounds", "protection:change_marker", "protection:link_child", "protection:review_marker",
        "protection:maps", "protection:map",
    ),
    Look("social_worker", "protection:end_risk_link", {"link_id": "risk_link"}),
    Look("team_manager", "protection:map", picture="map", widths=(1280, 390)),
    Look("team_manager", "protection:outside_list", picture="missing-and-exploitation", widths=(1280, 390)),
    *_all_by(
        "team_manager",
        "protection:agree_to_marker", "protection:take_marker_away", "protection:maps", "protection:open_map",
        "protection:change_map", "protection:review_map", "protection:close_map", "protection:hand_on_map",
        "protection:name_map_reader", "protection:end_map_reader", "protection:add_map_node", "protection:change_map_node",
        "protection:remove_map_node", "protection:link_map_nodes", "protection:end_map_link",
    ),
    Look("team_manager", "protection:add_map_node", asks="who=person"),
]  # fmt: skip

ENQUIRY = [
    Look("social_worker", "protection:call_strategy_discussion", widths=(1280, 390)),
    Look("social_worker", "protection:strategy_discussion", {"discussion_id": "held_discussion"}),
    Look("social_worker", "protection:strategy_action_done", {"discussion_id": "held_discussion", "protective_action_id": "agreed_there"}),
    Look("social_worker", "protection:hold_strategy_discussion", picture="strategy-discussion", widths=(1280, 390)),
    Look("social_worker", "protection:enquiry", picture="enquiry", widths=(1280, 390)),
    Look("social_worker", "protection:enquiry", {"enquiry_id": "ended_enquiry"}),
    Look("social_worker", "protection:enquiry_known_at", asks="day_0={day}&day_1={month}&day_2={year}"),
    Look(
        "social_worker", "protection:strategy_discussion_known_at", {"discussion_id": "held_discussion"},
        asks="day_0={day}&day_1={month}&day_2={year}",
    ),
    *_all_by(
        "social_worker",
        "protection:strategy_discussion", "protection:strategy_discussion_known_at",
        "protection:stand_down_strategy_discussion", "protection:enquiry_known_at", "protection:write_enquiry",
        "protection:write_enquiry_child", "protection:offer_help", "protection:submit_enquiry",
    ),
    *(
        Look("team_manager", f"protection:{name}", {"enquiry_id": "submitted_enquiry"})
        for name in ("enquiry", "send_back_enquiry", "offer_help")
    ),
    Look("team_manager", "protection:end_enquiry", {"enquiry_id": "submitted_enquiry"}, picture="enquiry-decided", widths=(1280, 390)),
    Look("conference_chair", "protection:enquiry"),
    Look("partner", "protection:enquiry"),
]  # fmt: skip

ON_PROTECTION = {"plan_id": "core_group_plan"}
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
    "care": listed("LOOKS"),
    "the record": RECORD,
    "front door and plan": FRONT_DOOR_AND_PLAN,
    "assessment": ASSESSMENT,
    "help": HELP,
    "the enquiry": ENQUIRY,
    "the family's own people": FAMILYS_OWN_PEOPLE,
    "the directory": DIRECTORY,
    "the law and decisions": LEGAL,
    "harm outside the home": OUTSIDE_HOME,
    "the core group and how protection goes": CORE_GROUP,
    "the service": SERVICE,
    "returns": RETURNS,
    "the conference": CONFERENCE,
    "papers": PAPERS,
}

# Addresses that answer a press and show no page.
PRESSED = {
    *listed("PRESSED"),
    "furniture:save_draft",
    "family_help:came_today",
    "protection:arrange_passage",
    "front_door:choose_match",
    "timeline:task_done",
    "timeline:take_out",
    "timeline:finish_chronology",
    "timeline:carry_on_chronology",
    "access:end_naming",
    "workforce:end_cover",
    "returns:cancel",
    "returns:forget",
}
# A form that needs what was searched for on the page before it: it leads back there.
LEADS_BACK = {"access:declare_own_family", *listed("LEADS_BACK")}
# Pages of one session, which only a journey reaches.
JOURNEYS = {
    **gathered("JOURNEYS"),
    "returns:check": "test_a_return_is_checked.py",
    "returns:findings": "test_a_return_is_checked.py",
}
# A file, not a page.
FILES = {
    *listed("FILES"),
    "family_help:intervention_report_file",
    "returns:download",
    "timeline:document",
    "timeline:chronology_pdf",
    "timeline:family_chronology_pdf",
    "timeline:authored_chronology_pdf",
    "protection:paper_pdf",
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
        "return_check_id": 1,
        "task_id": 1,
        "named_id": 1,
        "assessment_id": lively.assessments.being_written.pk,
        "part_id": lively.assessments.being_written.children.order_by("pk")[0].pk,
        "row_id": lively.assessments.in_touch.pk,
        "discussion_id": lively.enquiries.called.pk,
        "enquiry_id": lively.enquiries.under_way.pk,
        "enquiry_part_id": lively.enquiries.under_way.children.order_by("pk")[0].pk,
        **lively.help,
        **{name: number for name, number in lively.legal.items() if name.endswith("_id")},
        "conference_id": lively.conferences.booked.pk,
        "conference_place_id": lively.conferences.place.pk,
        "transfer_id": lively.conferences.transfer.pk,
        "paper_id": lively.papers["lark_draft"],
        "passage_id": lively.papers["lark_passage"],
        **lively.outside,
        **lively.core_group,
        **{name: number for name, number in lively.care.items() if name.endswith("_id")},
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
        **{name: number for name, number in lively.legal.items() if not name.endswith("_id")},
        "held_conference": lively.conferences.held.pk,
        "conference_to_write_up": lively.conferences.to_write_up.pk,
        "protected_family": lively.conferences.family.pk,
        "protected_child": lively.conferences.child.pk,
        "protected_plan": lively.conferences.booked.plan_id,
        "transfer_in": lively.conferences.transfer_in.pk,
        **lively.papers,
        **{name: lively.outside[name] for name in ("teenager", "talk_held", "risk_link")},
        "held_discussion": lively.enquiries.held.pk,
        "agreed_there": lively.enquiries.held.actions.order_by("pk")[0].pk,
        "ended_enquiry": lively.enquiries.ended.pk,
        "submitted_enquiry": lively.enquiries.submitted.pk,
        **{name: number for name, number in lively.care.items() if not name.endswith("_id")},
        "core_group_plan": lively.core_group["protected_plan"],
    }
    return named | {part: others.get(value, value) for part, value in instead.items()}
