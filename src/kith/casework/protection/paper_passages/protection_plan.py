"""A child protection plan as it stands: what the latest conference decided, and what the core group has done since."""

from __future__ import annotations

from django.db.models import Q

from kith.casework.people.models import Person
from kith.casework.plans.models import Plan
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceOutcome,
    CoreGroupMeeting,
    ProtectiveAction,
)
from kith.casework.protection.paper_passages.conference_minutes import core_group
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    complaint,
    in_their_words,
    labelled,
    on,
    who_does_what,
    written,
)


def not_yet(plan: Plan) -> str:
    """Return why it cannot be written, or "" where it can."""
    if not ChildProtectionPlan.objects.filter(plan=plan, end_date__isnull=True).exists():
        return "No child on this plan is on a child protection plan. A conference decides that first."
    return ""


def children(plan: Plan) -> list[Person]:
    """Return the children who are on a child protection plan and whom the maker may see."""
    own = ChildProtectionPlan.objects.filter(plan=plan, end_date__isnull=True).select_related("child")
    return [one.child for one in own.order_by("child__birth_date", "pk")]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    plan: Plan = about.process
    own = {
        one.child_id: one
        for one in ChildProtectionPlan.objects.filter(plan=plan, end_date__isnull=True).prefetch_related(
            "categories"
        )
    }
    conference = (
        ChildProtectionConference.objects.filter(
            status="held", children__child__in=about.children, family_id=plan.family_id
        )
        .order_by("-held_date", "-pk")
        .first()
    )
    meeting = CoreGroupMeeting.objects.filter(plan=plan).order_by("-held_date", "-pk").first()
    parts = about.of(conference.children.select_related("decision")) if conference else []
    return "The child protection plan", written(
        [
            *(
                Passage(f"{child.display_name}’s plan", _of_child(own[child.pk]))
                for child in about.children
                if child.pk in own
            ),
            *(
                Passage(
                    f"What {child.display_name} says", in_their_words(part.child_words, part.child_words_date)
                )
                for child, part in parts
            ),
            Passage("What is going well", conference.going_well if conference else ""),
            Passage("What has got better since", meeting.going_well if meeting else ""),
            Passage("What we are worried about", conference.worries if conference else ""),
            Passage("What we are still worried about", meeting.worries if meeting else ""),
            *(
                Passage(f"Why {child.display_name} has a plan", part.decision.reasons)
                for child, part in parts
                if part.decision
                and part.outcome in (ConferenceOutcome.PLAN, ConferenceOutcome.PLAN_CONTINUES)
            ),
            Passage(
                "What must change, and how we will know", conference.what_must_change if conference else ""
            ),
            Passage("What happens if it does not change", conference.if_it_does_not if conference else ""),
            Passage("Who does what by when", who_does_what(_still_to_do(plan, conference))),
            Passage("Who keeps the plan going", core_group(plan.pk)),
            Passage("When we meet next", _next(conference, meeting)),
            complaint("the plan") if about.is_for_the_family else None,
        ]
    )


def _of_child(own: ChildProtectionPlan) -> str:
    now = [one for one in own.categories.all() if one.end_date is None]
    return labelled(
        ("Category", ", ".join(one.get_category_display() for one in now)),
        ("On a child protection plan since", on(own.start_date)),
    )


def _still_to_do(plan: Plan, conference: ChildProtectionConference | None) -> list[ProtectiveAction]:
    agreed = Q(core_group_meeting__plan=plan) | (Q(conference=conference) if conference else Q())
    return list(ProtectiveAction.objects.filter(agreed, done_date__isnull=True).order_by("due_date", "pk"))


def _next(conference: ChildProtectionConference | None, meeting: CoreGroupMeeting | None) -> str:
    said = []
    if conference and conference.visit_every_days:
        said.append(
            f"The children are visited at home at least every {conference.visit_every_days} working days."
        )
    if meeting and meeting.next_planned_date:
        said.append(f"The core group meets next on {on(meeting.next_planned_date)}.")
    if conference and conference.next_review_date:
        said.append(f"The next conference is held by {on(conference.next_review_date)}.")
    return " ".join(said)
