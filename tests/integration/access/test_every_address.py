"""Every address, for every role, for every kind of record: who gets in, by the drawn table of rights.

A new address must be put in one of the tables below, or `test_every_address_is_in_a_table` fails. What a worker
expects is read from the drawn table (tests/spec/access/rights_table.py), never from the program's own answer.
"""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from kith.casework.access.models import BreakGlass, RestrictedAccess
from kith.casework.access.rights import GENERAL, Right
from kith.casework.access.roles import Role
from kith.casework.access.sign_in import AccountBackend
from kith.casework.family_help.actions import directory
from kith.casework.family_help.models import (
    AssessmentChild,
    DirectoryService,
    FamilyAssessment,
    FamilyNetworkMeeting,
    MeetingPlace,
    NetworkOffer,
    StaysInTouch,
)
from kith.casework.family_help.open_referral import kinds
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.front_door.models import Contact, ContactPerson, PartnerCheck, Referral
from kith.casework.people.models import (
    Family,
    FamilyMembership,
    NetworkMember,
    Person,
    PersonMerge,
    Relationship,
)
from kith.casework.plans.models import Goal, Plan, PlanAction, PlanChild, PlanTier, TeamMember
from kith.casework.timeline.models import (
    AuthoredChronology,
    Clock,
    Document,
    DocumentSubject,
    Event,
    Note,
    NoteSubject,
    Task,
)
from kith.casework.workforce.models import Allocation, Supervision, Team, Worker
from tests.furnishing.care import furnish_care, gathered
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.conferences import furnish_conference
from tests.furnishing.database import kept_with
from tests.furnishing.enquiries import furnish_enquiry
from tests.furnishing.help_given import furnish_catalogue, furnish_help
from tests.furnishing.legal import furnish_legal
from tests.furnishing.on_protection import furnish_core_group
from tests.furnishing.outside_home import furnish_outside_home
from tests.furnishing.protected import furnish_papers
from tests.spec.access.rights_table import rights_of

NUMBERS = itertools.count()
TODAY = timezone.localdate()
NOW = timezone.now()

# Open to everybody, signed in or not.
PUBLIC = {
    "front_door:ask_for_help",
    "front_door:asked",
    "health:live",
    "health:ready",
    # The directory of services.
    "family_help:find_help",
    "family_help:service",
    *(
        f"family_help:api{name}"
        for name in [
            "",
            "_openapi",
            "_services",
            "_service",
            "_taxonomies",
            "_taxonomy",
            "_taxonomy_terms",
            "_taxonomy_term",
            "_service_at_locations",
            "_service_at_location",
            "_nothing_here",
        ]
    ),
}

# About nobody in particular: the right that a role needs, or None for anybody signed in.
GENERAL_RIGHT: dict[str, Right | None] = {
    **gathered("GENERAL_RIGHT"),
    "timeline:my_day": None,
    "workforce:supervisions": None,
    "access:own_family": None,
    "access:declare_own_family": None,
    "people:search": Right.FIND_PEOPLE,
    "people:add_person": Right.TAKE_CONTACTS,
    "front_door:queue": Right.TAKE_CONTACTS,
    "front_door:take_contact": Right.TAKE_CONTACTS,
    "workforce:teams": Right.SEE_TEAMS,
    "workforce:team": Right.SEE_TEAMS,
    "family_help:what_helps": Right.SEE_TEAMS,
    "family_help:intervention": Right.SEE_TEAMS,
    "family_help:intervention_report": Right.SEE_FIGURES,
    "family_help:intervention_report_file": Right.SEE_FIGURES,
    **{
        f"family_help:{name}": Right.KEEP_CATALOGUE
        for name in [
            "add_intervention",
            "change_intervention",
            "add_evidence",
            "remove_evidence",
            "add_availability",
            "end_availability",
        ]
    },
    "protection:outside_list": Right.SEE_TEAMS,
    "access:openings": Right.REVIEW_OPENINGS,
    "access:audit": Right.READ_AUDIT,
    "access:administration": Right.ADMINISTER,
    "access:add_worker": Right.ADMINISTER,
    "access:worker": Right.ADMINISTER,
    "access:change_worker": Right.ADMINISTER,
    "access:change_team": Right.ADMINISTER,
    "access:give_account": Right.ADMINISTER,
    "access:end_worker": Right.ADMINISTER,
    "access:administer_teams": Right.ADMINISTER,
    "access:add_team": Right.ADMINISTER,
    "access:rename_team": Right.ADMINISTER,
    "family_help:directory": Right.KEEP_DIRECTORY,
    "family_help:add_service": Right.KEEP_DIRECTORY,
    "family_help:change_service": Right.KEEP_DIRECTORY,
    "family_help:end_service": Right.KEEP_DIRECTORY,
    "family_help:feed": Right.KEEP_DIRECTORY,
    "protection:figures": Right.SEE_FIGURES,
    "family_help:add_feed": Right.ADMINISTER,
    "family_help:change_feed": Right.ADMINISTER,
    "returns:checks": Right.CHECK_RETURNS,
    "returns:begin": Right.CHECK_RETURNS,
}

# About a person, a family of one, or something of theirs: the right over the record that it needs.
RECORD_RIGHT: dict[str, Right] = {
    **gathered("RECORD_RIGHT"),
    "people:person": Right.SEE_BASICS,
    "people:person_known_at": Right.READ_RECORD,
    "people:correct_person": Right.WRITE_RECORD,
    "people:own_words": Right.WRITE_RECORD,
    "people:add_name": Right.WRITE_RECORD,
    "people:move_home": Right.WRITE_RECORD,
    "people:describe": Right.WRITE_RECORD,
    "people:add_identifier": Right.WRITE_RECORD,
    "people:add_contact_detail": Right.WRITE_RECORD,
    "people:end_relationship": Right.WRITE_RECORD,
    "people:add_to_network": Right.WRITE_RECORD,
    "people:school": Right.WRITE_RECORD,
    "people:add_school": Right.WRITE_RECORD,
    "people:leave_school": Right.WRITE_RECORD,
    "people:unmerge": Right.MERGE,
    "people:make_family": Right.WRITE_RECORD,
    "people:family": Right.READ_RECORD,
    "people:genogram": Right.READ_RECORD,
    "people:family_genogram": Right.READ_RECORD,
    "people:ecomap": Right.READ_RECORD,
    "timeline:chronology": Right.READ_RECORD,
    "timeline:chronology_pdf": Right.READ_RECORD,
    "timeline:family_chronology": Right.READ_RECORD,
    "timeline:family_chronology_pdf": Right.READ_RECORD,
    "timeline:start_chronology": Right.WRITE_RECORD,
    "timeline:start_family_chronology": Right.WRITE_RECORD,
    "timeline:authored_chronology": Right.READ_RECORD,
    "timeline:authored_chronology_pdf": Right.READ_RECORD,
    "timeline:choose_entries": Right.WRITE_RECORD,
    "timeline:chronology_words": Right.WRITE_RECORD,
    "timeline:whole_chronology": Right.WRITE_RECORD,
    "timeline:add_chronology_entry": Right.WRITE_RECORD,
    "timeline:set_apart": Right.WRITE_RECORD,
    "timeline:notes": Right.READ_RECORD,
    "timeline:write_note": Right.WRITE_RECORD,
    "timeline:change_note": Right.WRITE_RECORD,
    "timeline:add_document": Right.WRITE_RECORD,
    "timeline:document": Right.READ_RECORD,
    "timeline:give_task": Right.WRITE_RECORD,
    "timeline:explain_late": Right.WRITE_RECORD,
    "plans:start": Right.WRITE_RECORD,
    "plans:plan": Right.READ_RECORD,
    "plans:plan_known_at": Right.READ_RECORD,
    **{
        f"plans:{name}": Right.WRITE_RECORD
        for name in [
            "words",
            "lead",
            "add_child",
            "add_goal",
            "reword_goal",
            "score_goal",
            "close_goal",
            "add_action",
            "help_given",
            "add_member",
            "end_member",
            "agreement",
            "sharing",
        ]
    },
    # Papers of protection. A partner, who may write on the record, makes, sees and changes none of them.
    **{
        f"protection:{name}": Right.WRITE_RECORD
        for name in [
            "make_strategy_paper",
            "make_enquiry_paper",
            "make_conference_paper",
            "make_plan_paper",
            "make_core_group_paper",
            "make_pre_proceedings_paper",
            "change_passage",
            "add_passage",
            "send_paper",
        ]
    },
    "protection:paper": Right.READ_RECORD,
    "protection:paper_pdf": Right.READ_RECORD,
    # Family Help: assessments, and stepping a plan up or down or closing it.
    "family_help:start_assessment": Right.WRITE_RECORD,
    "family_help:assessment": Right.READ_RECORD,
    "family_help:assessment_known_at": Right.READ_RECORD,
    "family_help:write_family_part": Right.WRITE_RECORD,
    "family_help:add_child_to_assessment": Right.WRITE_RECORD,
    "family_help:write_child_part": Right.WRITE_RECORD,
    "family_help:submit_assessment": Right.WRITE_RECORD,
    "family_help:send_back_assessment": Right.DECIDE,
    "family_help:authorise_assessment": Right.DECIDE,
    "family_help:goals_from_assessment": Right.WRITE_RECORD,
    "family_help:step": Right.WRITE_RECORD,
    "family_help:close": Right.WRITE_RECORD,
    "family_help:end_staying_in_touch": Right.WRITE_RECORD,
    "family_help:delivery": Right.READ_RECORD,
    **{
        f"family_help:{name}": Right.WRITE_RECORD
        for name in [
            "choose_help",
            "offer_help",
            "start_delivery",
            "record_sessions",
            "correct_session",
            "measure_outcome",
            "correct_outcome",
            "end_delivery",
        ]
    },
    "family_help:family_people": Right.READ_RECORD,
    "family_help:meeting": Right.READ_RECORD,
    "family_help:invitations": Right.READ_RECORD,
    **{
        f"family_help:{name}": Right.WRITE_RECORD
        for name in [
            "offer_meeting",
            "meeting_not_offered",
            "answer_meeting",
            "plan_meeting",
            "ask_to_meeting",
            "take_off_the_list",
            "hold_meeting",
            "answer_family_plan",
            "review_meeting",
            "add_network_offer",
            "end_network_offer",
            "record_network_help",
            "relative_offers",
        ]
    },
    "family_help:near_family": Right.READ_RECORD,
    # Protection: the core group and visits on a plan.
    "protection:on_plan": Right.READ_RECORD,
    "protection:on_plan_known_at": Right.READ_RECORD,
    "protection:core_group": Right.READ_RECORD,
    "protection:core_group_meeting": Right.READ_RECORD,
    "protection:visit": Right.READ_RECORD,
    **{
        f"protection:{name}": Right.WRITE_RECORD
        for name in [
            "set_core_group",
            "add_core_group_member",
            "end_core_group_member",
            "hold_core_group",
            "change_core_group",
            "protective_action_done",
            "record_visit",
            "change_visit",
        ]
    },
    # Protection: harm outside the home.
    **{
        f"protection:{name}": Right.READ_RECORD
        for name in [
            "missing",
            "missing_episode",
            "harm_outside_home",
            "harm_outside_home_known_at",
            "exploitation_assessment",
            "national_referral",
            "risk_marker",
        ]
    },
    **{
        f"protection:{name}": Right.WRITE_RECORD
        for name in [
            "report_missing",
            "add_to_episode",
            "record_found",
            "offer_interview",
            "answer_interview",
            "hold_interview",
            "assess_exploitation",
            "look_again",
            "add_outside_step",
            "outside_step_done",
            "end_outside_work",
            "make_national_referral",
            "add_to_national_referral",
            "reasonable_grounds",
            "conclusive_grounds",
            "change_marker",
            "link_child",
            "end_risk_link",
            "review_marker",
        ]
    },
    "protection:agree_to_marker": Right.DECIDE,
    "protection:take_marker_away": Right.DECIDE,
    # Protection: the strategy discussion and the enquiry.
    "protection:call_strategy_discussion": Right.WRITE_RECORD,
    "protection:strategy_discussion": Right.READ_RECORD,
    "protection:strategy_discussion_known_at": Right.READ_RECORD,
    "protection:hold_strategy_discussion": Right.WRITE_RECORD,
    "protection:stand_down_strategy_discussion": Right.WRITE_RECORD,
    "protection:strategy_action_done": Right.WRITE_RECORD,
    "protection:enquiry": Right.READ_RECORD,
    "protection:enquiry_known_at": Right.READ_RECORD,
    "protection:write_enquiry": Right.WRITE_RECORD,
    "protection:write_enquiry_child": Right.WRITE_RECORD,
    "protection:offer_help": Right.WRITE_RECORD,
    "protection:submit_enquiry": Right.WRITE_RECORD,
    "protection:send_back_enquiry": Right.DECIDE,
    "protection:end_enquiry": Right.DECIDE,
    # Protection: conferences, plans that end without one, and moves between authorities.
    "protection:conference": Right.READ_RECORD,
    "protection:conference_known_at": Right.READ_RECORD,
    "protection:transfer": Right.READ_RECORD,
    "protection:transfer_taken_on": Right.DECIDE,
    "protection:transfer_not_taken_on": Right.DECIDE,
    "protection:end_protection_plan": Right.DECIDE,
    **{
        f"protection:{name}": Right.WRITE_RECORD
        for name in [
            "ask_for_conference",
            "book_conference",
            "ask_to_conference",
            "conference_report",
            "take_off_conference",
            "offer_before_deciding",
            "stand_down_conference",
            "tell_of_transfer",
            "transfer_papers",
        ]
    },
    "workforce:end_allocation": Right.ALLOCATE,
    # Protection: powers, court and decisions.
    "protection:power": Right.READ_RECORD,
    "protection:decisions": Right.READ_RECORD,
    "protection:decision": Right.READ_RECORD,
    "protection:decision_known_at": Right.READ_RECORD,
    "protection:ask_for_second_look": Right.READ_RECORD,
    "access:restrict": Right.RESTRICT,
    "access:name_worker": Right.RESTRICT,
    "access:who_looked": Right.RESTRICT,
}

# The same, and never a partner: what lawyers advise, and what the service does about it, is the service's own.
SERVICE_RIGHT: dict[str, Right] = {
    **gathered("SERVICE_RIGHT"),
    "protection:gateway": Right.READ_RECORD,
    "protection:pre_proceedings": Right.READ_RECORD,
    "protection:proceedings": Right.READ_RECORD,
    "protection:hold_gateway": Right.DECIDE,
    "protection:end_pre_proceedings": Right.DECIDE,
    **{
        f"protection:{name}": Right.WRITE_RECORD
        for name in [
            "use_power",
            "extend_order",
            "end_power",
            "ask_for_gateway",
            "send_letter",
            "add_pre_proceedings_step",
            "do_pre_proceedings_step",
            "join_family_meeting",
            "issue_proceedings",
            "proceedings_details",
            "plan_hearing",
            "hold_hearing",
            "extend_proceedings",
            "make_order",
        ]
    },
}
NEVER_FOR_PARTNERS = set(SERVICE_RIGHT) | {
    name for name in RECORD_RIGHT if name.startswith("protection:") and ("paper" in name or "passage" in name)
}
# What the service decides and answers for: a partner reads it, and neither writes nor decides in it.
NEVER_FOR_PARTNERS |= {
    f"protection:{name}"
    for name in [
        "hold_strategy_discussion",
        "stand_down_strategy_discussion",
        "strategy_action_done",
        "write_enquiry",
        "write_enquiry_child",
        "offer_help",
        "submit_enquiry",
        "ask_for_conference",
        "book_conference",
        "ask_to_conference",
        "conference_report",
        "take_off_conference",
        "offer_before_deciding",
        "stand_down_conference",
        "tell_of_transfer",
    ]
}

# Those whose rule is their own, each with its test further down or in its room.
SPECIAL = {
    **gathered("SPECIAL"),
    "furniture:save_draft": "saves for whoever signed the key: tests/unit/furniture/test_drafts.py",
    "people:relate": "needs the right over two people: test_forms_about_two_people",
    "people:merge": "needs the right over two people: test_forms_about_two_people",
    "people:join_family": "needs the right over two people: test_forms_about_two_people",
    "timeline:take_out": "only a POST: tests/unit/timeline",
    "timeline:finish_chronology": "only a POST: tests/unit/timeline",
    "timeline:carry_on_chronology": "only a POST: tests/unit/timeline",
    "timeline:task_done": "only a POST, by whoever was given the task: test_a_task_is_done_by_whom_it_was_given",
    "workforce:worker": "oneself, or whoever sees teams: test_pages_about_workers",
    "workforce:cover": "oneself, or the manager: test_pages_about_workers",
    "workforce:end_cover": "only a POST: tests/unit/workforce",
    "workforce:supervise": "the manager alone: test_pages_about_workers",
    "workforce:supervision": "the two who met: test_pages_about_workers",
    "workforce:correct_supervision": "the two who met: test_pages_about_workers",
    "workforce:allocate": "also a manager, where nobody leads: tests/unit/workforce",
    "plans:action_done": "only a POST: tests/unit/plans",
    "protection:arrange_passage": "only a POST: tests/unit/protection/test_papers_pages.py",
    "protection:hold_conference": "the chair of it alone: tests/unit/protection/test_conference_pages.py",
    "family_help:came_today": "only a POST: tests/unit/family_help/test_help_pages.py",
    **{
        f"returns:{name}": "the analyst who asked, in that session: tests/unit/returns_room/test_checking_files.py"
        for name in ["check", "findings", "download", "cancel", "forget"]
    },
    "protection:take_second_look": "whoever was asked: tests/unit/protection/test_decisions.py",
    "protection:answer_second_look": "whoever decided, or a manager: tests/unit/protection/test_decisions.py",
    "protection:conferences": "chairs, managers and the director: tests/unit/protection/test_chair.py",
    "protection:team": "the team and whoever is above it: tests/unit/protection/test_team_work.py",
    "protection:mark_person": "needs the right over two people, and to find them: tests/unit/protection/test_risk_marker.py",
    "protection:link_to_marker": "needs the right over two people: tests/unit/protection/test_risk_marker.py",
    **{
        f"protection:{name}": "whoever is named on the map: tests/unit/protection/test_map_access.py"
        for name in [
            "maps",
            "open_map",
            "map",
            "change_map",
            "review_map",
            "close_map",
            "hand_on_map",
            "name_map_reader",
            "end_map_reader",
            "add_map_node",
            "change_map_node",
            "remove_map_node",
            "link_map_nodes",
            "end_map_link",
        ]
    },
    "access:break_glass": "whoever may break glass: test_break_glass_is_where_the_table_says",
    "access:review_opening": "a reviewer, never of their own: tests/unit/access",
    "access:end_naming": "only a POST: tests/unit/access",
    "access:declare_family_of": "the holders' manager or an administrator: tests/unit/access",
    **{
        f"front_door:{name}": "contacts: test_contacts"
        for name in [
            "contact",
            "add_person",
            "match",
            "choose_match",
            "add_stated_person",
            "ask_partner",
            "write_answer",
            "decide",
            "feedback",
            "decide_referral",
        ]
    },
}


def addresses() -> Iterator[str]:
    """Yield the name of every address of Kith's own (the sign-in pages are allauth's)."""

    def walk(resolver: Any, namespace: str = "") -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                if str(pattern.pattern) != "account/":
                    yield from walk(pattern, pattern.namespace or namespace)
            else:
                yield f"{namespace}:{pattern.name}"

    yield from walk(get_resolver())


def test_every_address_is_in_a_table() -> None:
    """An address that nobody has said who may open is not finished."""
    known = PUBLIC | set(GENERAL_RIGHT) | set(RECORD_RIGHT) | set(SERVICE_RIGHT) | set(SPECIAL)
    assert set(addresses()) - known == set(), "say in a table who may open these"
    assert known - set(addresses()) == set(), "these are in a table and nowhere else"


@dataclass
class Held:
    """A record with one of everything that an address may be about."""

    person: Person
    numbers: dict[str, int]


def furnish(person: Person, cast: Cast) -> Held:
    """Give a person a family of their own, a plan, a note and the rest."""
    writer = cast.director
    family = Family.objects.create(name=f"Of {person.pk}")
    FamilyMembership.objects.create(
        family=family, person=person, role="child", start_date=TODAY - datetime.timedelta(days=9)
    )
    plan = Plan.objects.create(family=family, start_date=TODAY)
    PlanChild.objects.create(plan=plan, child=person, start_date=TODAY)
    PlanTier.objects.create(plan=plan, tier="family_help", start_date=TODAY, reason="Asked for.")
    unplanned = Family.objects.create(name=f"Without a plan, of {person.pk}")
    FamilyMembership.objects.create(family=unplanned, person=person, role="child", start_date=TODAY)
    goal = Goal.objects.create(plan=plan, words="To sleep", set_date=TODAY)
    action = PlanAction.objects.create(plan=plan, what="Ring", owner_name="Gran", due_date=TODAY)
    member = TeamMember.objects.create(plan=plan, name="Gran", part="Minds them", start_date=TODAY)
    note = Note.objects.create(title="T", day=TODAY, written_by=writer, written_at=NOW)
    NoteSubject.objects.create(note=note, person=person, day=TODAY)
    note.passages.create(position=0, text="Said.")
    document = Document.objects.create(
        title="D", day=TODAY, original_name="d.pdf", stored_name=uuid.uuid4().hex, content_type="application/pdf",
        size=1, sha256="0" * 64, added_by=writer, added_at=NOW,
    )  # fmt: skip
    DocumentSubject.objects.create(document=document, person=person, day=TODAY)
    event = Event.objects.create(
        kind="test.began", day=TODAY, at=NOW, recorded_at=NOW, by_worker=writer, summary="S"
    )
    event.subjects.create(person=person, day=TODAY)
    clock = Clock.objects.create(
        rule="assessment", person=person, started_by=event, start_date=TODAY, due_date=TODAY
    )
    relative = Person.objects.create(display_name="A Relative")
    tie = Relationship.objects.create(person=person, relative=relative, kind="friend", start_date=TODAY)
    twin = Person.objects.create(display_name="Twice", merged_into=person)
    merged = PersonMerge.objects.create(
        kept=person, merged=twin, reason="R", moved={}, merged_at=NOW, merged_by_worker_id=writer.pk
    )
    allocation = Allocation.objects.filter(child=person, end_date__isnull=True).first() or Allocation.objects.create(
        child=person, worker=cast.conference_chair, role="reviewing_officer", reason="other",
        start_date=TODAY - datetime.timedelta(days=5), end_date=TODAY - datetime.timedelta(days=1),
    )  # fmt: skip
    chronology = AuthoredChronology.objects.create(
        child=person, purpose="P", from_date=TODAY, to_date=TODAY, started_at=NOW, written_by=writer
    )
    chronology.people.create(person=person)
    entry = chronology.entries.create(day=TODAY, source="S", what_happened="W")
    entry.subjects.create(person=person, bearing="about")
    assessment = FamilyAssessment.objects.create(
        family=family, kind="family_help", start_date=TODAY, written_by=writer
    )
    part = AssessmentChild.objects.create(assessment=assessment, child=person)
    in_touch = StaysInTouch.objects.create(plan=plan, name="Gran", how="Rings", start_date=TODAY)
    meeting = FamilyNetworkMeeting.objects.create(
        plan=plan,
        kind="network_meeting",
        offered_date=TODAY,
        offered_by=writer,
        answer="accepted",
        answered_date=TODAY,
    )
    place = MeetingPlace.objects.create(meeting=meeting, name="Gran", relation="Grandmother")
    around = NetworkMember.objects.create(child=person, member_name="Gran", kind="relative", start_date=TODAY)
    offer = NetworkOffer.objects.create(member=around, what="Minds them", start_date=TODAY)
    discussed, in_law = furnish_enquiry(family, person, writer), furnish_legal(family, person, writer)
    numbers = {
        "chronology_id": chronology.pk, "entry_id": entry.pk,
        "assessment_id": assessment.pk, "part_id": part.pk, "row_id": in_touch.pk,
        "meeting_id": meeting.pk, "meeting_place_id": place.pk, "network_member_id": around.pk, "offer_id": offer.pk,
        "relative_id": person.pk,
        **discussed,
        "person_id": person.pk, "family_id": family.pk, "plan_id": plan.pk, "goal_id": goal.pk, "action_id": action.pk,
        "member_id": member.pk, "note_id": note.pk, "document_id": document.pk, "clock_id": clock.pk,
        "relationship_id": tie.pk, "merge_id": merged.pk, "allocation_id": allocation.pk, "unplanned_id": unplanned.pk,
        **furnish_help(plan, person),
        **in_law,
        **furnish_core_group(plan, person, writer),
        **furnish_outside_home(person, writer),
        **furnish_conference(family, plan, person, writer),
        **furnish_papers(person, cast),
        **furnish_care(person, cast),
    }  # fmt: skip
    for name, of_its_own in OF_ITS_OWN.items():
        numbers[name] = {"enquiry": discussed, "legal": in_law}[of_its_own][ARGUMENT_OF[name]]
    return Held(person, numbers)


def column_for(worker: Worker, kind: str, cast: Cast) -> str:
    """Return in which column of the drawn table a record stands to a worker: who is who is told in the cast."""
    riverside = {cast.family_help_practitioner.pk, cast.team_manager.pk, cast.director.pk}
    hillside = {cast.outside_manager.pk, cast.director.pk}
    if kind == "held by the social worker":
        if worker.pk in (cast.social_worker.pk, cast.partner.pk):
            return "held"
        return "team's" if worker.pk in riverside else "other"
    if kind == "restricted":
        if worker.pk == cast.outsider.pk:
            return "restricted, held"
        return "restricted, team's" if worker.pk in hillside else "restricted, other"
    if kind == "sealed":
        return "sealed, named" if worker.pk == cast.conference_chair.pk else "sealed"
    if kind == "the social worker's own family":
        if worker.pk == cast.social_worker.pk:
            return "own family"
        if worker.pk == cast.family_help_practitioner.pk:
            return "held"
        return "team's" if worker.pk in (cast.team_manager.pk, cast.director.pk) else "other"
    return "other"


@pytest.fixture(scope="module")
def records(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, database_server: str, template_with_cast: str
) -> Iterator[dict[str, Held]]:
    """Each kind of record, furnished once for all of these tests: what each of them does is undone after it."""
    around_all = transaction.atomic()
    around_all._from_testcase = True  # as Django's own test case does: a durable block may stand inside
    with django_db_blocker.unblock(), around_all:
        cast: Cast = kept_with(database_server, template_with_cast)
        yield {kind: furnish(person, cast) for kind, person in cast.records.items()}
        transaction.set_rollback(True)


# Addresses whose last number is called as another's is: which part of the room furnishes it, and what it is called.
OF_ITS_OWN = {"protection:strategy_action_done": "enquiry", "protection:do_pre_proceedings_step": "legal"}
ARGUMENT_OF = {
    "protection:strategy_action_done": "protective_action_id",
    "protection:do_pre_proceedings_step": "step_id",
}

ROLES = [*Role, "outsider", "outside_manager"]
ClientFor = Callable[[Worker | None], WorkersClient]


def worker_of(cast: Cast, who: str) -> Worker:
    """Return the worker of a role, or one of the two from outside."""
    return getattr(cast, who) if who in ("outsider", "outside_manager") else cast.by_role[who]


def path_of(name: str, held: Held) -> str:
    """Return the address of that name for one record."""
    arguments = _arguments()[name]
    numbers: dict[str, Any] = {argument: held.numbers.get(argument) for argument in arguments}
    if name in OF_ITS_OWN:
        numbers[ARGUMENT_OF[name]] = held.numbers[name]
    if name.startswith("protection:make_") and name.endswith("_paper"):
        numbers = {one: held.numbers[f"paper:{one}"] for one in arguments}
    if name == "plans:start":
        numbers["family_id"] = held.numbers["unplanned_id"]
    if "kind" in numbers:
        numbers["kind"] = "language"
    return reverse(name, kwargs=numbers)


@cache
def _arguments() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}

    def walk(resolver: Any, before: list[str], namespace: str = "") -> None:
        for pattern in resolver.url_patterns:
            here = [*before, *pattern.pattern.converters]
            if isinstance(pattern, URLResolver):
                walk(pattern, here, pattern.namespace or namespace)
            else:
                found[f"{namespace}:{pattern.name}"] = here

    walk(get_resolver(), [])
    return found


@pytest.fixture
def who_gets_in_alone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Leave out what is alike at every address: drawing the page, and reading anew who is signed in.

    Who gets in is decided between the two. Every page is drawn in test_every_page.py.
    """
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_, **__: "")
    account_of = cache(partial(AccountBackend.get_user, AccountBackend()))
    monkeypatch.setattr(AccountBackend, "get_user", lambda _, number: account_of(number))
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "memory": memory}
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cache", "memory"


@pytest.mark.usefixtures("who_gets_in_alone")
@pytest.mark.parametrize("who", ROLES)
def test_addresses_about_a_record(
    cast: Cast, records: dict[str, Held], client_for: ClientFor, who: str
) -> None:
    """For each column of the drawn table and each address: in, or refused, as it says.

    Of records that stand alike to a worker one is tried: the columns are all that the table tells apart.
    """
    worker = worker_of(cast, who)
    client = client_for(worker)
    wrong = []
    one_of_each = {column_for(worker, kind, cast): kind for kind in cast.records}
    for column, kind in one_of_each.items():
        held = records[kind]
        rights = rights_of(worker.role, column)
        for name, right in (RECORD_RIGHT | SERVICE_RIGHT).items():
            if name == "workforce:end_allocation" and kind == "held by nobody":
                continue
            status = client.get(path_of(name, held)).status_code
            # In: the page, or 410 where only a document's file is not there, or 302 where the page has nothing to ask
            # (everybody of the family is on the plan). Refused: 403, or 404 for what the wall hides altogether.
            let_in = status in (200, 302, 410)
            allowed = right in rights and not (worker.role == Role.PARTNER and name in NEVER_FOR_PARTNERS)
            if let_in != allowed or (not let_in and status not in (403, 404)):
                wrong.append(
                    f"{name}, {kind}: {status}, although the table says {sorted(rights) or 'nothing'}"
                )
    assert not wrong, "\n".join(wrong)


PUBLIC_PART = {"anything": "nowhere"}


def _public_number(name: str, some: dict[str, int]) -> uuid.UUID | str:
    """Return the number that a public address of the directory names."""
    service = DirectoryService.objects.get(pk=some["service_id"])
    return {
        "family_help:api_taxonomy": kinds.TAXONOMY_ID,
        "family_help:api_taxonomy_term": kinds.term_id("debt"),
        "family_help:api_service_at_location": service.places.get().identifier,
    }.get(name, service.identifier)


def _in_the_directory(cast: Cast) -> dict[str, int]:
    """Put a service of ours and a feed into the directory, and return their numbers."""
    service = directory.add_service(
        details=ServiceDetails("Supper club", "Saplings", "Supper.", ["parenting"], postcode="E8 1EA"),
        by=cast.administrator,
    )
    feed = directory.add_feed(
        name="County", address="", licence="", may_republish=False, is_read_daily=False, by=cast.administrator
    )
    return {"service_id": service.pk, "feed_id": feed.pk}


@pytest.mark.usefixtures("who_gets_in_alone")
@pytest.mark.parametrize("who", ROLES)
def test_addresses_about_nobody(cast: Cast, client_for: ClientFor, who: str) -> None:
    """Each role reaches the pages that it comes for, and no others."""
    worker = worker_of(cast, who)
    client = client_for(worker)
    some = {
        "worker_id": cast.outsider.pk,
        "team_id": cast.riverside.pk,
        **furnish_catalogue(cast),
        **_in_the_directory(cast),
    }
    wrong = []
    for name, right in GENERAL_RIGHT.items():
        address = reverse(name, kwargs={a: some[a] for a in _arguments()[name]})
        status = client.get(address).status_code
        expected = right is None or right in GENERAL[Role(worker.role)]
        # 302 leads on within the page's own steps: whom to declare is chosen first.
        if (status in (200, 302)) != expected or (not expected and status != 403):
            wrong.append(f"{name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("who_gets_in_alone")
def test_a_stranger_is_sent_to_sign_in_from_everywhere(
    cast: Cast, records: dict[str, Held], client_for: ClientFor
) -> None:
    """Signed out, each address leads to sign-in, whether or not what it names is there."""
    client = client_for(None)
    held = records["held by the social worker"]
    some = {
        "worker_id": cast.outsider.pk,
        "team_id": cast.riverside.pk,
        **furnish_catalogue(cast),
        **_in_the_directory(cast),
    }
    paths = [path_of(name, held) for name in (*RECORD_RIGHT, *SERVICE_RIGHT)]
    paths += [reverse(name, kwargs={a: some[a] for a in _arguments()[name]}) for name in GENERAL_RIGHT]
    paths += ["/people/99999999/", "/contacts/1/", "/plans/99999999/"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/account/login/"), path
    for name in PUBLIC:
        arguments = {a: PUBLIC_PART.get(a) or some.get(a) for a in _arguments()[name]}
        if "identifier" in arguments:
            arguments["identifier"] = _public_number(name, some)
        expected = (404,) if name == "family_help:api_nothing_here" else (200, 503)
        assert client.get(reverse(name, kwargs=arguments)).status_code in expected, name


@pytest.mark.parametrize("who", ROLES)
def test_break_glass_is_where_the_table_says(cast: Cast, client_for: ClientFor, who: str) -> None:
    """The page that opens a record for a reason is shown to those who may, and never for one's own family."""
    worker = worker_of(cast, who)
    client = client_for(worker)
    for kind, person in cast.records.items():
        rights = rights_of(worker.role, column_for(worker, kind, cast))
        status = client.get(reverse("access:break_glass", args=[person.pk])).status_code
        may = bool({Right.BREAK_GLASS, Right.READ_RECORD} & rights)
        assert (status in (200, 302, 303)) == may, f"{kind}: {status}"


@pytest.mark.parametrize("who", ROLES)
def test_contacts(cast: Cast, client_for: ClientFor, who: str) -> None:
    """A contact is open to roles that take contacts, and closed once it is about somebody closed to the worker."""
    worker = worker_of(cast, who)
    takes = Right.TAKE_CONTACTS in GENERAL[Role(worker.role)]
    decides = Right.DECIDE_CONTACTS in GENERAL[Role(worker.role)]
    client = client_for(worker)
    wrong = []
    for kind, person in {"nobody yet": None, **cast.records}.items():
        contact = Contact.objects.create(
            reference=f"T-{next(NUMBERS)}", received_at=NOW, channel="telephone", asked_by="parent", source="1A",
            in_their_words="Please help.", team=cast.front_door,
        )  # fmt: skip
        place = ContactPerson.objects.create(
            contact=contact, role="child", stated_given_names="A", person=person
        )
        check = PartnerCheck.objects.create(
            contact=contact, agency="police", question="?", lawful_basis="public_task", consent_sought=True,
            asked_by=cast.contact_officer, asked_at=NOW,
        )  # fmt: skip
        if person is None:
            seen = takes and worker.role != Role.PARTNER
        else:
            rights = rights_of(worker.role, column_for(worker, kind, cast))
            reads = Right.READ_RECORD in rights
            seen = takes and reads and worker.role != Role.PARTNER
        pages = {
            reverse("front_door:contact", args=[contact.pk]): seen,
            reverse("front_door:add_person", args=[contact.pk]): seen,
            reverse("front_door:match", args=[contact.pk, place.pk]): seen,
            reverse("front_door:add_stated_person", args=[contact.pk, place.pk]): seen,
            reverse("front_door:ask_partner", args=[contact.pk]): seen,
            reverse("front_door:write_answer", args=[contact.pk, check.pk]): seen,
            reverse("front_door:feedback", args=[contact.pk]): seen,
            reverse("front_door:decide", args=[contact.pk]): seen and decides,
        }
        if person is not None:
            referral = Referral.objects.create(
                contact=contact, child=person, referral_date=TODAY, source="1A", primary_need="N1"
            )
            pages[reverse("front_door:decide_referral", args=[contact.pk, referral.pk])] = seen and decides
        for path, expected in pages.items():
            status = client.get(path).status_code
            if (status == 200) != expected:
                wrong.append(f"{path} ({kind}): {status}, expected {'in' if expected else 'refused'}")
    assert not wrong, "\n".join(wrong)


def test_forms_about_two_people(cast: Cast, records: dict[str, Held], client_for: ClientFor) -> None:
    """The right over one of two is not enough: a number put into the address opens nobody's record."""
    mine = records["held by the social worker"].person
    family = FamilyMembership.objects.filter(person=mine, end_date__isnull=True).latest("pk").family
    client = client_for(cast.social_worker)
    for name, arguments in (("people:relate", [mine.pk]), ("people:join_family", [mine.pk, family.pk])):
        for kind, held in records.items():
            if held.person == mine:
                continue
            answer = client.get(reverse(name, args=arguments), {"with": held.person.pk})
            assert answer.status_code == 403, f"{name} with {kind}"
            assert held.person.display_name not in answer.content.decode()
        assert client.get(reverse(name, args=arguments), {"with": cast.sibling.pk}).status_code == 200
    assert client.get(reverse("people:merge", args=[mine.pk]), {"with": cast.sibling.pk}).status_code == 403
    officer = client_for(cast.contact_officer)
    assert (
        officer.get(reverse("people:merge", args=[mine.pk]), {"with": cast.unheld_child.pk}).status_code
        == 200
    )
    closed = records["restricted"].person
    assert officer.get(reverse("people:merge", args=[mine.pk]), {"with": closed.pk}).status_code == 403


def test_a_task_is_done_by_whom_it_was_given(cast: Cast, client_for: ClientFor) -> None:
    """A link guessed from another's number does nothing."""
    task = Task.objects.create(
        title="Ring the school", person=cast.child, worker=cast.social_worker, due_date=TODAY
    )
    path = reverse("timeline:task_done", args=[task.pk])
    assert client_for(cast.social_worker).get(path).status_code == 405
    for worker in (cast.outsider, cast.family_help_practitioner, cast.administrator):
        assert client_for(worker).post(path).status_code in (403, 404), "refused, or hidden by the wall"
    assert client_for(cast.social_worker).post(path).status_code == 303
    assert client_for(cast.social_worker).post(path).status_code == 303, "pressing twice is no fault"


def test_pages_about_workers(cast: Cast, client_for: ClientFor) -> None:
    """One's own page, one's manager's hand, and nobody else's supervision."""
    supervision = Supervision.objects.create(
        worker=cast.social_worker, supervisor=cast.team_manager, held_date=TODAY, next_date=None
    )
    one = cast.social_worker.pk
    expected: dict[str, set[str]] = {
        reverse("workforce:cover", args=[one]): {"social_worker", "team_manager"},
        reverse("workforce:supervise", args=[one]): {"team_manager"},
        reverse("workforce:supervision", args=[supervision.pk]): {"social_worker", "team_manager"},
        reverse("workforce:correct_supervision", args=[supervision.pk]): {"team_manager"},
    }
    for who in ("social_worker", "team_manager", "outsider", "outside_manager", "administrator", "partner"):
        client = client_for(worker_of(cast, who))
        for path, allowed in expected.items():
            status = client.get(path).status_code
            assert (status == 200) == (who in allowed), f"{who} at {path}: {status}"
    assert client_for(cast.partner).get(reverse("workforce:worker", args=[one])).status_code == 403


def test_nobody_is_told_whether_a_record_exists_by_the_address_alone(
    cast: Cast, client_for: ClientFor
) -> None:
    """No such person is 404; a closed one is 403 with nothing about them on the page."""
    client = client_for(cast.social_worker)
    assert client.get("/people/99999999/").status_code == 404
    refused = client.get(f"/people/{cast.restricted_child.pk}/")
    assert refused.status_code == 403
    assert cast.restricted_child.display_name not in refused.content.decode()


def test_an_opening_by_break_glass_opens_for_its_time_alone(cast: Cast, client_for: ClientFor) -> None:
    """While it lasts the record is read; once it has run out it is closed again."""
    client = client_for(cast.outsider)
    path = f"/people/{cast.child.pk}/chronology/"
    assert client.get(path).status_code == 403
    opened = BreakGlass.objects.create(
        worker=cast.outsider, person=cast.child, reason="Nobody could be reached and he was at the door.",
        started_at=NOW - datetime.timedelta(minutes=5), ends_at=NOW + datetime.timedelta(hours=4),
    )  # fmt: skip
    assert client.get(path).status_code == 200
    assert client.get(f"/people/{cast.child.pk}/notes/add/").status_code == 403, "it opens for reading"
    BreakGlass.objects.filter(pk=opened.pk).update(ends_at=NOW - datetime.timedelta(minutes=1))
    assert client.get(path).status_code == 403


def test_a_worker_who_is_named_loses_the_record_when_the_naming_ends(
    cast: Cast, client_for: ClientFor
) -> None:
    """Sealed, named and read; ended, and closed."""
    client = client_for(cast.conference_chair)
    path = f"/people/{cast.sealed_child.pk}/"
    assert client.get(path).status_code == 200
    RestrictedAccess.objects.filter(person=cast.sealed_child).update(
        start_date=TODAY - datetime.timedelta(days=9), end_date=TODAY
    )
    assert client.get(path).status_code == 403


def test_the_tables_know_the_teams(cast: Cast) -> None:
    """What column_for takes for granted of the cast is so."""
    assert Team.objects.filter(pk__in=[cast.riverside.pk, cast.hillside.pk], parent=cast.service).count() == 2
