"""Children on a child protection plan, put there row by row: what the rooms' actions would have left behind."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.people.actions import person, relations
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.models import Plan, PlanChild, PlanLead, PlanTier
from kith.casework.protection.actions import core_group, visits
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferencePlace,
    CoreGroupMeeting,
    CoreGroupMember,
    DecisionKind,
    EnquiryChild,
    OfferOfHelp,
    ProtectionPlanCategory,
    ProtectionVisit,
    ProtectionVisitChild,
    ProtectiveAction,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago


@dataclass
class Protected:
    """A family whose children came onto a protection plan, and how."""

    family: Family
    plan: Plan
    discussion: StrategyDiscussion
    enquiry: SectionFortySevenEnquiry
    conference: ChildProtectionConference
    plans: list[ChildProtectionPlan]


def decided(child: Person, kind: DecisionKind, day: datetime.date, by: Worker) -> ThresholdDecision:
    """Return a decision about a child, with its reasons."""
    return ThresholdDecision.objects.create(
        child=child, kind=kind, decided="Decided", reasons="Why.", evidence="What was seen.",
        what_would_change="Change.", decided_date=day, decided_at=timezone.now(), decided_by=by,
    )  # fmt: skip


def plan_of(family: Family, children: Sequence[Person], start: datetime.date, lead: Worker) -> Plan:
    """Return a family's open plan, made for it where it has none."""
    plan = Plan.objects.filter(family=family, end_date__isnull=True).first()
    if plan is None:
        plan = Plan.objects.create(family=family, start_date=start)
        PlanTier.objects.create(plan=plan, tier="family_help", start_date=start, reason="Asked for.")
        PlanLead.objects.create(plan=plan, worker=lead, start_date=start)
    for child in children:
        PlanChild.objects.get_or_create(plan=plan, child=child, defaults={"start_date": start})
    return plan


def enquire(
    family: Family,
    children: Sequence[Person],
    start: datetime.date,
    *,
    lead: Worker,
    plan: Plan | None = None,
) -> SectionFortySevenEnquiry:
    """Return an enquiry under way about these children, from its strategy discussion of the same day."""
    discussion = StrategyDiscussion.objects.create(
        family=family, plan=plan, status="held", called_date=start, called_by=lead, why_called="A bruise.",
        held_date=start, led_by=lead,
    )  # fmt: skip
    StrategyChild.objects.bulk_create(StrategyChild(discussion=discussion, child=child) for child in children)
    enquiry = SectionFortySevenEnquiry.objects.create(
        family=family, discussion=discussion, plan=plan, kind="single", lead=lead, start_date=start
    )
    EnquiryChild.objects.bulk_create(EnquiryChild(enquiry=enquiry, child=child) for child in children)
    return enquiry


def end_enquiry(
    enquiry: SectionFortySevenEnquiry,
    end: datetime.date,
    *,
    outcome: str,
    decided_by: Worker,
    answer: str = "taken_up",
) -> None:
    """End an enquiry with one outcome for all its children, and an offer of help unless it is a conference."""
    offer = None
    if outcome != "1":
        offer = OfferOfHelp.objects.create(
            family=enquiry.family, answer=answer, what="Help" if answer != "not_offered" else "",
            offered_date=end, offered_by=decided_by,
            not_offered_reason="Away" if answer == "not_offered" else "",
            not_offered_by=decided_by if answer == "not_offered" else None, plan=enquiry.plan,
        )  # fmt: skip
    for part in enquiry.children.select_related("child"):
        part.finding = "unsubstantiated"
        part.outcome = outcome
        part.end_date = end
        part.help_offer = offer
        part.decision = decided(part.child, DecisionKind.ENQUIRY, end, decided_by)
        part.save()
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status="ended", end_date=end, decided_by=decided_by
    )


def confer(
    family: Family,
    children: Sequence[Person],
    held: datetime.date,
    *,
    chair: Worker,
    kind: str = "initial",
    outcome: str = "plan",
    enquiry: SectionFortySevenEnquiry | None = None,
    plan: Plan | None = None,
    **words: object,
) -> ChildProtectionConference:
    """Return a conference that was held, with one outcome for all its children."""
    conference = ChildProtectionConference.objects.create(
        family=family, kind=kind, status="held", enquiry=enquiry, plan=plan, requested_date=held,
        requested_by=chair, chair=chair, held_date=held, is_quorate=True, **words,
    )  # fmt: skip
    for child in children:
        offer = None
        if outcome == "no_plan":
            offer = OfferOfHelp.objects.create(
                family=family, answer="taken_up", what="Help", offered_date=held, offered_by=chair, plan=plan
            )
        ConferenceChild.objects.create(
            conference=conference, child=child, outcome=outcome,
            category="NEG" if outcome in ("plan", "plan_continues") else "", help_offer=offer,
            decision=decided(child, DecisionKind.CONFERENCE, held, chair),
        )  # fmt: skip
    return conference


def put_on_plan(
    child: Person,
    plan: Plan,
    start: datetime.date,
    *,
    conference: ChildProtectionConference | None = None,
    end: datetime.date | None = None,
    category: str = "NEG",
    is_repeat: bool = False,
) -> ChildProtectionPlan:
    """Return a child's protection plan with its category; without a conference, one that came with the child."""
    made = ChildProtectionPlan.objects.create(
        child=child, plan=plan, start_date=start, end_date=end, start_conference=conference,
        started_as="conference" if conference else "transfer_in",
        ended_because="no_longer_at_risk" if end else "", is_repeat=is_repeat,
    )  # fmt: skip
    ProtectionPlanCategory.objects.create(
        protection_plan=made, category=category, start_date=start, end_date=end
    )
    return made


@transaction.atomic
def protect(
    cast: Cast, days: int = 30, children: Sequence[Person] | None = None, family: Family | None = None
) -> Protected:
    """Put children on a protection plan so many days ago, by an enquiry and a conference; clocks run.

    The Okafor children unless told otherwise.
    """
    family = family or cast.family
    start = timezone.localdate() - datetime.timedelta(days=days)
    chosen = list(children) if children is not None else [cast.child, cast.sibling]
    began = start - datetime.timedelta(days=14)
    plan = plan_of(family, chosen, began - datetime.timedelta(days=60), cast.social_worker)
    enquiry = enquire(family, chosen, began, lead=cast.social_worker, plan=plan)
    end_enquiry(enquiry, start, outcome="1", decided_by=cast.team_manager)
    conference = confer(
        family, chosen, start, chair=cast.conference_chair, enquiry=enquiry, plan=plan,
        what_must_change="The children are fed before school.",
        if_it_does_not="We ask a lawyer.", family_view="I want help with the mornings.", visit_every_days=5,
        next_review_date=start + datetime.timedelta(days=90),
    )  # fmt: skip
    plans = [put_on_plan(child, plan, start, conference=conference) for child in chosen]
    record_event(
        "protection.protection_plan_started", by=cast.conference_chair, day=start,
        about=[child.pk for child in chosen], summary="A child protection plan began.", thread=f"plan:{plan.pk}",
        details={"on_protection_plan": True},
    )  # fmt: skip
    return Protected(family, plan, enquiry.discussion, enquiry, conference, plans)


def another_family(
    name: str, number: int, *, holder: Worker | None = None, age_days: int = 3000
) -> tuple[Family, list[Person]]:
    """Return a family with so many children."""
    today = timezone.localdate()
    family = Family.objects.create(name=name)
    children = [
        Person.objects.create(
            display_name=f"Child {number} {name}", birth_date=today - datetime.timedelta(days=age_days)
        )
        for number in range(1, number + 1)
    ]
    for child in children:
        FamilyMembership.objects.create(family=family, person=child, role="child", start_date=today)
    return family, children


def furnish_core_group(plan: Plan, child: Person, writer: Worker) -> dict[str, int]:
    """Put a child on a protection plan from today with one of everything, and return the numbers that addresses name."""
    today = timezone.localdate()
    put_on_plan(child, plan, today)
    member = CoreGroupMember.objects.create(plan=plan, part="family", name="Gran", start_date=today)
    meeting = CoreGroupMeeting.objects.create(plan=plan, held_date=today, going_well="W", written_by=writer)
    action = ProtectiveAction.objects.create(core_group_meeting=meeting, what="Ring", who="Gran")
    visit = ProtectionVisit.objects.create(
        plan=plan, visited_date=today, visited_by=writer, what_was_seen="Tea."
    )
    ProtectionVisitChild.objects.create(visit=visit, child=child, was_seen=True)
    return {
        "core_group_member_id": member.pk,
        "core_group_id": meeting.pk,
        "protective_action_id": action.pk,
        "visit_id": visit.pk,
    }


@transaction.atomic
def enliven_core_group(cast: Cast) -> dict[str, int]:
    """Put another family on a protection plan with a month's work on it, and return the numbers that addresses name."""
    by = cast.social_worker
    family = relations.make_family(
        name="Marlow",
        members=[
            (
                person.add_person(given_names=given, family_name="Marlow", birth_date=born, sex=sex, by=by),
                role,
            )
            for given, born, sex, role in (
                ("Tamsin", datetime.date(1992, 5, 6), "F", "adult"),
                ("Joel", datetime.date(2015, 2, 3), "M", "child"),
                ("Wren", datetime.date(2019, 8, 1), "F", "child"),
            )
        ],
        start_date=timezone.localdate() - datetime.timedelta(days=200),
        by=by,
    )
    mother, *children = Person.objects.filter(family_memberships__family=family).order_by("birth_date")
    Allocation.objects.bulk_create(
        Allocation(child=child, worker=by, reason="first", start_date=ago(200)) for child in children
    )
    for child in children:
        relations.relate(person=mother, relative=child, kind="parent", start_date=child.birth_date, by=by)
    protected = protect(cast, days=40, children=children, family=family)
    plan = protected.plan
    core_group.set_core_group(
        plan=plan, start_date=ago(38), by=by,
        members=[
            core_group.Member(part="professional", worker=by, agency="social_care", post="Social worker"),
            core_group.Member(part="professional", name="Sunita Rao", agency="health", post="Health visitor"),
            core_group.Member(part="family", name="Grandad Pete", post="Grandfather"),
            core_group.Member(part="parent", person=mother, post="Mother"),
        ],
    )  # fmt: skip
    members = list(CoreGroupMember.objects.filter(plan=plan).order_by("pk"))
    meeting = core_group.hold_core_group(
        plan=plan, held_date=ago(30), by=by, next_planned_date=ago(-3),
        came={one.pk: "did_not_come" if number == 1 else "came" for number, one in enumerate(members)},
        words=core_group.CoreGroupWords(
            family_words="I can do mornings now. Nights are still hard.",
            child_words="Joel: Grandad makes porridge. Wren: I sleep in Mummy's bed.",
            going_well="Breakfast every school day, with Grandad.",
            worries="Wren was in the street at nine in the evening twice.",
            where="The hub",
        ),
        agreed=[
            Agreed("See Wren's hearing tested", "Sunita Rao", ago(10)),
            Agreed("Go with Tamsin to the housing office", "Priya Nair", ago(-6)),
        ],
    )  # fmt: skip
    visit = visits.record_visit(
        plan=plan, visited_date=ago(12), was_announced=False, by=by,
        what_was_seen="Tea was on. Tamsin was tired and open about last week.", what_next="See Wren at school.",
        children={
            children[0].pk: visits.ChildSeen(
                was_seen=True, seen_alone=True, bedroom_seen=True, child_words="I want Grandad to stay over."
            ),
            children[1].pk: visits.ChildSeen(was_seen=False, why_not_seen="Asleep at her grandfather's."),
        },
    )  # fmt: skip
    ConferencePlace.objects.create(
        conference=protected.conference, part="professional", agency="police", name="PC Lowe",
        sees_it_otherwise="I would have asked for an emergency order.",
    )  # fmt: skip
    review = ChildProtectionConference.objects.create(
        family=family, kind="review", status="booked", requested_date=ago(5), requested_by=by, plan=plan,
        chair=cast.conference_chair, planned_at=timezone.now() + datetime.timedelta(days=20), where="Room 2",
    )  # fmt: skip
    for child in children:
        ConferenceChild.objects.create(conference=review, child=child)
    ConferencePlace.objects.create(conference=review, part="professional", agency="education", name="Ms Bell")
    return {
        "protected_plan": plan.pk,
        "core_group_member_id": members[1].pk,
        "core_group_id": meeting.pk,
        "protective_action_id": meeting.actions.order_by("pk")[0].pk,
        "visit_id": visit.pk,
    }
