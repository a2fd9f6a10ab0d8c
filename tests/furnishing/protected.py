"""A family that has been through protection, from the strategy discussion to work before proceedings, put there as rows.

Each part says something that can be looked for in what is made from it. What no paper ever says is there as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.models import Plan, PlanChild
from kith.casework.protection.actions.papers import make_paper
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferencePlace,
    CoreGroupAttendance,
    CoreGroupMeeting,
    CoreGroupMember,
    EnquiryChild,
    LegalGatewayChild,
    LegalGatewayMeeting,
    OfferOfHelp,
    PreProceedings,
    PreProceedingsChild,
    PreProceedingsStep,
    ProtectionPlanCategory,
    ProtectiveAction,
    SecondLook,
    SectionFortySevenEnquiry,
    StrategyAttendance,
    StrategyChild,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago


@dataclass
class Protected:
    """What was put there, by the kind of paper that is made from it."""

    discussion: StrategyDiscussion
    enquiry: SectionFortySevenEnquiry
    booked: ChildProtectionConference
    conference: ChildProtectionConference
    plan: Plan
    meeting: CoreGroupMeeting
    pre_proceedings: PreProceedings

    @property
    def by_kind(self) -> dict[str, object]:
        """What each kind of paper is made from."""
        return {
            "strategy_minutes": self.discussion,
            "enquiry_letter": self.enquiry,
            "conference_invitation": self.booked,
            "conference_minutes": self.conference,
            "protection_plan": self.plan,
            "core_group_minutes": self.meeting,
            "letter_before_proceedings": self.pre_proceedings,
        }


# What stands on the record and never in a paper.
NEVER = (
    "The lawyers advise that threshold is met.",
    "I would have decided otherwise because of the burn.",
)


def protect(
    *,
    family: Family,
    plan: Plan,
    children: Sequence[Person],
    mother: Person | None,
    lead: Worker,
    manager: Worker,
    chair: Worker,
    police: str = "Sergeant Ama Boateng",
) -> Protected:
    """Put it there, about these children."""
    today = timezone.localdate()

    def ago(days: int) -> datetime.date:
        return today - datetime.timedelta(days=days)

    def decision(child: Person, kind: str, decided: str, days: int) -> ThresholdDecision:
        return ThresholdDecision.objects.create(
            child=child,
            kind=kind,
            decided=decided,
            reasons=f"Because {child.display_name} was left alone at night.",
            evidence="The school saw it on Monday and Tuesday.",
            what_would_change="A grown-up at home every night for a month.",
            other_views="The health visitor would have waited.",
            decided_date=ago(days),
            decided_at=timezone.now(),
            decided_by=manager,
        )

    discussion = StrategyDiscussion.objects.create(
        family=family,
        plan=plan,
        status="held",
        called_date=ago(90),
        called_by=lead,
        why_called="The school rang: the children had been alone all night.",
        held_date=ago(89),
        held_how="video",
        led_by=manager,
        information="Police: called to the flat twice. Health: weight has fallen.",
        what_has_helped="The breakfast club helped.",
        safe_now="Their grandmother stays over.",
    )
    for child in children:
        StrategyChild.objects.create(
            discussion=discussion,
            child=child,
            outcome="enquiry_joint",
            decision=decision(child, "strategy", "Make enquiries together with police", 89),
        )
    StrategyAttendance.objects.create(discussion=discussion, agency="social_care", worker=lead)
    StrategyAttendance.objects.create(
        discussion=discussion, agency="police", name=police, post="Child abuse team"
    )
    ProtectiveAction.objects.create(
        discussion=discussion, what="Visit today", who="The social worker", due_date=ago(89)
    )
    enquiry = SectionFortySevenEnquiry.objects.create(
        family=family,
        discussion=discussion,
        plan=plan,
        kind="joint",
        status="ended",
        lead=lead,
        start_date=ago(89),
        end_date=ago(80),
        strengths="They eat together every Sunday.",
        family_view="I was working nights. I had nobody to ask.",
        decided_by=manager,
    )
    offer = OfferOfHelp.objects.create(
        family=family,
        answer="taken_up",
        what="Somebody to sit in on work nights.",
        offered_date=ago(80),
        offered_by=lead,
        family_words="That would change everything.",
    )
    for child in children:
        EnquiryChild.objects.create(
            enquiry=enquiry,
            child=child,
            child_words=f"{child.display_name} said: it is dark when she goes.",
            child_words_date=ago(85),
            what_was_found=f"{child.display_name} was alone on three nights.",
            finding="substantiated_at_risk",
            outcome="1",
            help_offer=offer,
            end_date=ago(80),
            decision=decision(child, "enquiry", "A conference", 80),
        )
    first = {"family": family, "plan": plan, "requested_by": lead, "chair": chair}
    conference = ChildProtectionConference.objects.create(
        **first,
        kind="initial",
        status="held",
        enquiry=enquiry,
        requested_date=ago(80),
        held_date=ago(70),
        held_how="meeting",
        is_quorate=False,
        why_not_quorate="Health could not come and sent a report.",
        going_well="Homework is done.",
        worries="Nights alone.",
        discussion="School: they arrive hungry.",
        family_view="I want my mum to move in.",
        what_must_change="A grown-up at home at night.",
        if_it_does_not="We go to a legal meeting.",
        visit_every_days=10,
        next_review_date=today + datetime.timedelta(days=20),
    )
    for child in children:
        ConferenceChild.objects.create(
            conference=conference,
            child=child,
            participation="PN5",
            advocate="Asha, from the advocacy service",
            child_words=f"{child.display_name} wants the light left on.",
            child_words_date=ago(71),
            outcome="plan",
            category="NEG",
            decision=decision(child, "conference", "A child protection plan", 70),
        )
        if ChildProtectionPlan.objects.filter(child=child).exists():
            continue  # a child has one at a time, and another part has given this one theirs
        own = ChildProtectionPlan.objects.create(
            child=child, plan=plan, start_conference=conference, start_date=ago(70)
        )
        ProtectionPlanCategory.objects.create(protection_plan=own, category="NEG", start_date=ago(70))
    ConferencePlace.objects.create(
        conference=conference, part="professional", agency="education", name="Mr Bell", post="Head", came="came",
        sees_it_otherwise="A plan is too much.",
    )  # fmt: skip
    ConferencePlace.objects.create(
        conference=conference, part="family", name="Uncle Ray", post="Uncle", came="left_out",
        left_out_reason="He threatened the chair.",
    )  # fmt: skip
    if mother is not None:
        ConferencePlace.objects.create(conference=conference, part="parent", person=mother, came="came")
    ProtectiveAction.objects.create(
        conference=conference, what="Fit a night light", who="Housing", due_date=ago(60)
    )
    booked = ChildProtectionConference.objects.create(
        **first,
        kind="review",
        status="booked",
        requested_date=ago(5),
        planned_at=timezone.now() + datetime.timedelta(days=10),
        where="The library, room 2",
    )
    for child in children:
        ConferenceChild.objects.create(conference=booked, child=child)
    member = CoreGroupMember.objects.create(
        plan=plan, part="professional", agency="education", name="Mr Bell", post="Head", start_date=ago(70)
    )
    meeting = CoreGroupMeeting.objects.create(
        plan=plan,
        held_date=ago(50),
        where="the school",
        family_words="Mum has moved in.",
        child_words="It is better now.",
        going_well="Nobody is alone at night.",
        worries="Money.",
        next_planned_date=today + datetime.timedelta(days=5),
        written_by=lead,
    )
    CoreGroupAttendance.objects.create(meeting=meeting, member=member, came="came")
    ProtectiveAction.objects.create(
        core_group_meeting=meeting, what="Ask about the rent", who="Family Help", due_date=today
    )
    gateway = LegalGatewayMeeting.objects.create(
        family=family, plan=plan, asked_date=ago(40), asked_by=manager, why_asked="Nights alone again.",
        held_date=ago(35), led_by=manager, legal_adviser="A. Solicitor", advice=NEVER[0],
    )  # fmt: skip
    work = PreProceedings.objects.create(
        family=family,
        plan=plan,
        gateway=gateway,
        lead=lead,
        start_date=ago(30),
        what_we_worry_about="Two more nights alone in May.",
        what_must_change="Somebody at home from eight in the evening.",
        help_offered="A sitter, paid for, four nights a week.",
    )
    PreProceedingsStep.objects.create(
        pre_proceedings=work,
        kind="meeting",
        planned_date=today + datetime.timedelta(days=9),
        what="First meeting",
    )
    for child in children:
        LegalGatewayChild.objects.create(
            gateway=gateway,
            child=child,
            outcome="pre_proceedings",
            decision=decision(child, "legal_gateway", "Work before proceedings", 35),
        )
        PreProceedingsChild.objects.create(pre_proceedings=work, child=child)
        SecondLook.objects.create(
            decision=child.threshold_decisions.order_by("pk")[0],
            asked_by=lead,
            asked_at=timezone.now(),
            asked_of=manager,
            view="otherwise",
            words=NEVER[1],
            looked_at=timezone.now(),
        )
    return Protected(discussion, enquiry, booked, conference, plan, meeting, work)


def furnish_papers(person: Person, cast: Cast) -> dict[str, int]:
    """Put a child through protection in a family of its own, with a letter made; return what addresses of papers name.

    What a paper is made from has a name of its own here ("paper:plan_id"): other parts name other plans.
    """
    family = Family.objects.create(name=f"Of papers, of {person.pk}")
    FamilyMembership.objects.create(family=family, person=person, role="child", start_date=ago(100))
    plan = Plan.objects.create(family=family, start_date=ago(90))
    PlanChild.objects.create(plan=plan, child=person, start_date=ago(90))
    protected = protect(
        family=family,
        plan=plan,
        children=[person],
        mother=None,
        lead=cast.director,
        manager=cast.outside_manager,
        # Nobody of the cast, who would be let in for chairing it: that is a rule of its own.
        chair=Worker.objects.create(
            name="Somebody Else", role="conference_chair", start_date=ago(400), organisation=""
        ),
    )
    paper = make_paper(
        process=protected.conference,
        kind="conference_minutes",
        for_whom="Everybody who was there",
        by=cast.director,
    )
    return {
        "paper:discussion_id": protected.discussion.pk,
        "paper:enquiry_id": protected.enquiry.pk,
        "paper:conference_id": protected.conference.pk,
        "paper:core_group_id": protected.meeting.pk,
        "paper:pre_proceedings_id": protected.pre_proceedings.pk,
        "paper:plan_id": plan.pk,
        "paper_id": paper.pk,
        "passage_id": paper.passages.order_by("place")[0].pk,
    }
