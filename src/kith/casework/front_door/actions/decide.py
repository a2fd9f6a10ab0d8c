"""Deciding what the service does about a contact, and telling whoever asked."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kith.casework.front_door import workflow
from kith.casework.front_door.actions.closing import close_referral
from kith.casework.front_door.actions.matching import family_of_contact
from kith.casework.front_door.models import (
    Contact,
    ContactDecision,
    ContactOutcome,
    Feedback,
    Referral,
    RequestForHelp,
)
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan, PlanLead, Tier
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.workforce.models import Team, Worker


@transaction.atomic
def decide(
    *,
    contact: Contact,
    outcome: str,
    reason: str,
    by: Worker,
    would_change_it: str = "",
    given: str = "",
    team: Team | None = None,
    primary_need: str = "",
) -> ContactDecision:
    """Decide a contact: its reason and decider are kept, its clock stops, and what follows begins at once.

    Information and a signpost must say what was given. Family Help takes the family's request, with a plan, to a
    team. A referral is one for each child. Raises CannotBeTrue for a contact decided already, or one about nobody.
    """
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    event = workflow.check_move(locked, ContactStatus.DECIDED)
    if outcome in (ContactOutcome.INFORMATION, ContactOutcome.SIGNPOST) and not given.strip():
        raise CannotBeTrue("Say what was given, or which service they were pointed to.", "given")
    today = timezone.localdate()
    people = [number for number in locked.people.values_list("person_id", flat=True) if number]
    decision = ContactDecision.objects.create(
        contact=locked,
        outcome=outcome,
        reason=reason,
        would_change_it=would_change_it,
        given=given,
        decided_by=by,
        decided_at=timezone.now(),
    )
    Contact.objects.filter(pk=locked.pk).update(status=ContactStatus.DECIDED)
    record_event(
        event,
        by=by,
        day=today,
        about=people,
        summary=f"Decided: {ContactOutcome(outcome).label.lower()}.",
        thread=f"contact:{locked.pk}",
    )
    if outcome == ContactOutcome.FAMILY_HELP:
        _take_to_family_help(locked, team, by)
    elif outcome == ContactOutcome.REFERRAL:
        _refer(locked, team, primary_need, by)
    elif given.strip() and locked.asks_for_help:
        # Advice given, or a service that they were taken to, is the first help for whoever asked only that.
        record_event(
            "front_door.help_given",
            by=by,
            day=today,
            about=people,
            summary="Information or a service was given at the front door.",
            thread=f"contact:{locked.pk}",
        )
    return decision


def _take_to_family_help(contact: Contact, team: Team | None, by: Worker) -> RequestForHelp:
    if team is None:
        raise CannotBeTrue("Choose the team that will help.", "team")
    family = family_of_contact(contact=contact, by=by)
    today = timezone.localdate()
    children = [
        place.person for place in contact.people.filter(role="child").select_related("person") if place.person
    ]
    plan = Plan.objects.filter(family=family, end_date__isnull=True).first()
    if plan is None:
        plan = plans.start_plan(
            family=family,
            children=children,
            tier=Tier.FAMILY_HELP,
            lead=None,
            start_date=today,
            reason="The family asked for help at the front door.",
            what_we_want=contact.in_their_words,
            by=by,
        )
    else:
        plans.bring_children(plan=plan, children=children, start_date=today, by=by)
    request = RequestForHelp.objects.create(
        contact=contact, family=family, plan=plan, team=team, taken_date=today
    )
    record_event(
        "front_door.request_taken",
        by=by,
        day=today,
        about=[child.pk for child in children],
        summary=f"The request for help was taken to {team.name}.",
        thread=f"contact:{contact.pk}",
        team_id=team.pk,
    )
    lead = PlanLead.objects.filter(plan=plan, end_date__isnull=True).select_related("worker").first()
    if lead is not None:
        give_task(
            title="A family whose plan you lead asked for help",
            due_date=today,
            worker=lead.worker,
            person_id=children[0].pk,
            link=f"/plans/{plan.pk}/",
            by=by,
        )
    else:
        give_task(
            title="Choose a lead practitioner for a family that asked for help",
            due_date=today,
            team=team,
            person_id=children[0].pk,
            link=f"/people/{children[0].pk}/allocate/",
            by=by,
        )
    return request


def _refer(contact: Contact, team: Team | None, primary_need: str, by: Worker) -> list[Referral]:
    if team is None:
        raise CannotBeTrue("Choose the team that will take the referral.", "team")
    if not primary_need:
        raise CannotBeTrue("Choose the children's primary need.", "primary_need")
    family_of_contact(contact=contact, by=by)
    today = timezone.localdate()
    referrals = []
    for place in contact.people.filter(role="child").select_related("person"):
        if place.person is None:
            continue
        if has_open_referral(place.person):
            raise CannotBeTrue(
                f"{place.person.display_name} has an open case. A new concern about an open case is not a referral "
                "(children in need census): give it to whoever holds the case, and decide the contact as information.",
                "outcome",
            )
        referral = Referral.objects.create(
            contact=contact,
            child=place.person,
            referral_date=today,
            source=contact.source,
            primary_need=primary_need,
        )
        referrals.append(referral)
        record_event(
            "front_door.referral_received",
            by=by,
            day=today,
            about=[place.person.pk],
            summary="A statutory referral was made.",
            thread=f"referral:{referral.pk}",
            details={"to_be_assessed": True, "source": contact.source, "primary_need": primary_need},
            team_id=team.pk,
        )
    give_task(
        title="Decide on a referral and allocate it",
        due_date=today,
        team=team,
        person_id=referrals[0].child_id,
        link=f"/people/{referrals[0].child_id}/allocate/",
        by=by,
    )
    return referrals


def has_open_referral(child: Person) -> bool:
    """Return whether a child has a case open: a referral that has been neither closed nor ended in no further action."""
    return Referral.objects.filter(child=child, closed_date__isnull=True, no_further_action=False).exists()


@transaction.atomic
def tell_whoever_asked(*, contact: Contact, how: str, words: str, by: Worker) -> Feedback:
    """Record what whoever made the contact was told. Raises CannotBeTrue before there is a decision to tell."""
    if contact.status != ContactStatus.DECIDED:
        raise CannotBeTrue("There is nothing to tell yet. Decide the contact first.", "words")
    feedback = Feedback.objects.create(
        contact=contact, how=how, words=words, given_by=by, given_at=timezone.now()
    )
    record_event(
        "front_door.feedback_given",
        by=by,
        day=timezone.localdate(),
        about=[number for number in contact.people.values_list("person_id", flat=True) if number],
        summary="Whoever asked was told what was decided.",
        thread=f"contact:{contact.pk}",
    )
    return feedback


@transaction.atomic
def decide_referral(*, referral: Referral, assess: bool, reason: str, by: Worker) -> None:
    """Decide a referral: to assess, or to take no further action, in one working day."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if locked.closed_date is not None:
        raise CannotBeTrue("This referral is closed.")
    today = timezone.localdate()
    if not assess:
        Referral.objects.filter(pk=locked.pk).update(no_further_action=True)
    record_event(
        "front_door.referral_decided",
        by=by,
        day=today,
        about=[locked.child_id],
        summary="Decided: to assess." if assess else "Decided: no further action.",
        thread=f"referral:{locked.pk}",
        details={"assess": assess, "reason": reason},
    )
    if not assess:
        close_referral(referral=locked, closure_reason="RC8", day=today, by=by)
