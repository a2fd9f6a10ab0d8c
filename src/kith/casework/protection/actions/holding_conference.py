"""Holding a child protection conference: who came, what the children said, what was decided for each, and what follows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from kith import codes
from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions import helping, protection_plans
from kith.casework.protection.actions.agreeing import Agreed, agree_actions
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    Agency,
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceCame,
    ConferenceChild,
    ConferenceKind,
    ConferenceOutcome,
    ConferencePart,
    ConferencePlace,
    ConferenceStatus,
    DecisionKind,
    HowHeld,
    OfferOfHelp,
    ProtectionPlanEnding,
    ProtectionPlanStart,
    ProtectionTransfer,
)
from kith.casework.protection.queries.conferences import LIMITS
from kith.casework.protection.workflows.conference import CONFERENCE, HELD_EVENT
from kith.casework.timeline.actions.tasks import explain_late
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import rule_by_code

# What may be decided for a child who is on a plan, and for one who is not.
ON_A_PLAN = (ConferenceOutcome.PLAN_CONTINUES, ConferenceOutcome.PLAN_ENDS)
ON_NO_PLAN = (ConferenceOutcome.PLAN, ConferenceOutcome.NO_PLAN)
THERE = (ConferenceCame.CAME, ConferenceCame.BY_VIDEO)
OTHER_AGENCIES = 2  # beside social care, for a conference to be quorate
UNDER_FOUR = "PN0"


@dataclass(frozen=True)
class ConferenceWords:
    """What is written of the whole conference, once for all of its children."""

    going_well: str = ""
    worries: str = ""
    discussion: str = ""
    family_view: str = ""
    what_must_change: str = ""
    if_it_does_not: str = ""


@dataclass(frozen=True)
class Came:
    """Whether somebody who was asked came, why the chair left them out, and what they do not agree with, in their words."""

    came: str
    left_out_reason: str = ""
    sees_it_otherwise: str = ""


@dataclass(frozen=True, kw_only=True)
class ChildDecision:
    """One child's part: what they said, how they took part, and what was decided for them, with why."""

    outcome: str
    reasons: Reasons
    category: str = ""
    participation: str = ""
    advocate: str = ""
    child_words: str = ""
    child_words_date: datetime.date | None = None
    offer: helping.Offer | None = None
    ended_because: str = ""
    was_on_a_plan_elsewhere: bool = False


@transaction.atomic
def hold_conference(
    *,
    conference: ChildProtectionConference,
    held_date: datetime.date,
    held_how: str,
    is_quorate: bool | None,
    why_not_quorate: str,
    words: ConferenceWords,
    came: Mapping[int, Came],
    children: Mapping[int, ChildDecision],
    agreed: Sequence[Agreed],
    next_review_date: datetime.date | None,
    visit_every_days: int | None,
    by: Worker,
    why_late: str = "",
) -> ChildProtectionConference:
    """Record a conference that was held, and do what it decided: plans begin, go on or end; help is offered.

    `came` is by the number of each place, `children` by that of each child. `is_quorate` None is worked out from who was
    there. The chair writes up their own conference. Raises CannotBeTrue for somebody else's, for a child left out or on a
    record closed to the chair, for what its kind cannot decide, and for no plan with no offer of help.
    """
    conference = locked(conference)
    CONFERENCE.check_move(conference.status, ConferenceStatus.HELD)
    if by.pk != conference.chair_id:
        raise CannotBeTrue(
            "Another worker chairs this conference, and whoever chairs it writes it up. If the chair has changed, book"
            " it again first."
        )
    parts = _parts(conference, children, by)
    check_day(
        held_date,
        "held_date",
        earliest=conference.requested_date,
        why_earliest="The conference was asked for",
    )
    if held_how not in HowHeld.values:
        raise CannotBeTrue("Say how people came together.", "held_how")
    for part in parts:
        _check_decision(conference, part, children[part.child_id], held_date)
    places = _keep_who_came(conference, came)
    quorate = _check_quorate(places, is_quorate, why_not_quorate)
    on_a_plan = any(one.outcome in _GOES_ON for one in children.values())
    _explain(conference, parts, held_date, why_late, by)
    conference.status, conference.held_date = ConferenceStatus.HELD, held_date
    ChildProtectionConference.objects.filter(pk=conference.pk).update(
        status=ConferenceStatus.HELD,
        held_date=held_date,
        held_how=held_how,
        is_quorate=quorate,
        why_not_quorate="" if quorate else why_not_quorate.strip(),
        visit_every_days=visit_every_days if on_a_plan else None,
        next_review_date=_next_review(conference, held_date, next_review_date) if on_a_plan else None,
        **{name: getattr(words, name).strip() for name in ConferenceWords.__dataclass_fields__},
    )
    offers = _offers(conference, parts, children, held_date, by)
    otherwise = _dissent(places)
    for part in parts:
        _keep_decision(
            conference, part, children[part.child_id], offers.get(part.child_id), otherwise, held_date, by
        )
    agree_actions(place=conference, agreed=agreed, day=held_date)
    # The conference before what follows from it: the clocks that it stops are not those that its plans start.
    _record_held(conference, children, held_date, quorate, by)
    for part in parts:
        _follow(conference, part, children[part.child_id], held_date, by)
    return conference


_GOES_ON = (ConferenceOutcome.PLAN, ConferenceOutcome.PLAN_CONTINUES)


def agencies_there(places: Iterable[ConferencePlace]) -> set[str]:
    """Return for which services somebody was there, in the room or by video."""
    return {place.agency for place in places if place.agency and place.came in THERE}


def is_enough(agencies: set[str]) -> bool:
    """Return whether social care and two other agencies are among these: enough to decide."""
    return Agency.SOCIAL_CARE in agencies and len(agencies - {Agency.SOCIAL_CARE}) >= OTHER_AGENCIES


def latest_next_review(kind: str, held_date: datetime.date) -> datetime.date:
    """Return by when the next review must be held: three months after a plan began, six after a review."""
    code = "later_review_conference" if kind == ConferenceKind.REVIEW else "first_review_conference"
    return rule_by_code(code).due_date(held_date)


def _parts(
    conference: ChildProtectionConference, children: Mapping[int, ChildDecision], by: Worker
) -> list[ConferenceChild]:
    """Return every child's part. Nobody decides about a child whose record they cannot read, and none is left out."""
    numbers = children_in(conference)
    hidden = sum(Right.READ_RECORD not in rights_of(by, number) for number in numbers)
    if hidden:
        who = "A child is" if hidden == 1 else f"{hidden} children are"
        raise CannotBeTrue(
            f"{who} in this conference on a record that is not open to you, and nobody decides for a child whose record"
            " they cannot read. Ask the manager who holds it to name you."
        )
    if set(children) - set(numbers):
        raise CannotBeTrue(
            "This conference is not about one of these children. Decide for its own children alone."
        )
    parts = list(
        ConferenceChild.objects.filter(conference=conference)
        .select_related("child")
        .order_by("child__birth_date", "pk")
    )
    missing = [part.child.display_name for part in parts if part.child_id not in children]
    if missing:
        raise CannotBeTrue(f"Say what was decided for {', '.join(missing)}.")
    return parts


def _check_decision(
    conference: ChildProtectionConference, part: ConferenceChild, one: ChildDecision, day: datetime.date
) -> None:
    child, field = part.child, f"child_{part.child_id}_"
    now = protection_plans.protection_plan_of(child.pk)
    if conference.kind == ConferenceKind.REVIEW and now is None:
        raise CannotBeTrue(
            f"{child.display_name} is on no child protection plan, so there is none to review. If the child is at risk,"
            " call a strategy discussion.",
            f"{field}outcome",
        )
    if now is not None and one.outcome in ON_NO_PLAN:
        raise CannotBeTrue(
            f"{child.display_name} is on a child protection plan already, and has one at a time. Decide whether it goes"
            " on or ends.",
            f"{field}outcome",
        )
    if one.outcome not in (ON_NO_PLAN if now is None else ON_A_PLAN):
        raise CannotBeTrue(
            f"{child.display_name} is on no child protection plan. Decide whether one begins.",
            f"{field}outcome",
        )
    if one.outcome in _GOES_ON:
        protection_plans.check_category(one.category, day, f"{field}category")
    if one.child_words and one.child_words_date is None:
        raise CannotBeTrue(f"Say on which day {child.display_name} said this.", f"{field}child_words_date")
    if one.child_words_date is not None and one.child_words_date > day:
        raise CannotBeTrue(
            f"The conference was held on {day:%-d %B %Y}. Enter that day or one before.",
            f"{field}child_words_date",
        )
    age = child.age_on(day)
    if one.participation == UNDER_FOUR and age is not None and age >= 4:
        raise CannotBeTrue(
            f"{child.display_name} was {age}. Choose how they took part, or that their views were not given.",
            f"{field}participation",
        )


def _keep_who_came(conference: ChildProtectionConference, came: Mapping[int, Came]) -> list[ConferencePlace]:
    places = list(ConferencePlace.objects.filter(conference=conference).order_by("pk"))
    if set(came) - {place.pk for place in places}:
        raise CannotBeTrue("Somebody here is not on the list of this conference. Ask them to it first.")
    for place in places:
        one = came.get(place.pk, Came(ConferenceCame.DID_NOT_COME))
        if one.came not in ConferenceCame.values:
            raise CannotBeTrue("Say whether they came.", f"came_{place.pk}")
        if one.came == ConferenceCame.LEFT_OUT and not one.left_out_reason.strip():
            raise CannotBeTrue("Say why you left them out.", f"left_out_reason_{place.pk}")
        place.came = one.came
        place.left_out_reason = one.left_out_reason.strip() if one.came == ConferenceCame.LEFT_OUT else ""
        place.sees_it_otherwise = one.sees_it_otherwise.strip()
        ConferencePlace.objects.filter(pk=place.pk).update(
            came=place.came, left_out_reason=place.left_out_reason, sees_it_otherwise=place.sees_it_otherwise
        )
    return places


def _check_quorate(places: list[ConferencePlace], said: bool | None, why_not: str) -> bool:
    """Return whether the conference was quorate. It may go on where it was not: then it says who was missing, and why."""
    enough = is_enough(agencies_there(places))
    if said is None:
        said = enough
    # With nobody on the list there is nothing that what the chair says could be held against.
    if said and places and not enough:
        raise CannotBeTrue(
            "Social care and at least two other agencies make enough to decide, and fewer are marked as having been"
            " there. Correct who came; or say who was missing and why the conference went on; or book another day.",
            "why_not_quorate",
        )
    if not said and not why_not.strip():
        raise CannotBeTrue(
            "Say who was missing, and why the conference went on without them; or book another day.",
            "why_not_quorate",
        )
    return said


def _next_review(
    conference: ChildProtectionConference, held: datetime.date, chosen: datetime.date | None
) -> datetime.date:
    if chosen is None:
        return latest_next_review(conference.kind, held)
    if chosen <= held:
        raise CannotBeTrue("The next conference comes after this one. Enter a later day.", "next_review_date")
    return chosen


def _explain(
    conference: ChildProtectionConference,
    parts: list[ConferenceChild],
    day: datetime.date,
    why_late: str,
    by: Worker,
) -> None:
    """Keep on each clock that is late why it is: it is never a reason not to hold the conference."""
    if why_late.strip():
        for clock in late_clocks(conference, [part.child_id for part in parts], day):
            explain_late(clock=clock, reason=why_late.strip(), by=by)


def late_clocks(
    conference: ChildProtectionConference, children: Iterable[int], day: datetime.date
) -> list[Clock]:
    """Return the running clocks that this conference stops and that were due before a day."""
    return [one for one in limits_of(conference, children) if one.due_date < day]


def limits_of(conference: ChildProtectionConference, children: Iterable[int]) -> list[Clock]:
    """Return the running clocks that this conference stops, the soonest first."""
    clocks = Clock.objects.filter(
        rule__in=LIMITS[ConferenceKind(conference.kind)],
        person_id__in=list(children),
        stopped_date__isnull=True,
    )
    if conference.kind == ConferenceKind.INITIAL:
        clocks = clocks.filter(thread=f"enquiry:{conference.enquiry_id}")
    return list(clocks.order_by("due_date", "pk"))


def _offers(
    conference: ChildProtectionConference,
    parts: list[ConferenceChild],
    children: Mapping[int, ChildDecision],
    day: datetime.date,
    by: Worker,
) -> dict[int, OfferOfHelp]:
    """Keep the help offered to children for whom no plan is made: once for all to whom the same was offered."""
    together: dict[helping.Offer, list[Person]] = {}
    for part in parts:
        one = children[part.child_id]
        if one.offer is not None:
            together.setdefault(one.offer, []).append(part.child)
        elif one.outcome == ConferenceOutcome.NO_PLAN and part.help_offer_id is None:
            raise CannotBeTrue(
                f"No plan is made for {part.child.display_name}, so say what help was offered: taken up, or declined."
                " Where none is offered, the manager records why before the conference is written up.",
                "answer",
            )
    kept: dict[int, OfferOfHelp] = {}
    for offer, offered_to in together.items():
        row = helping.offer_help(
            process=conference, family=conference.family, children=offered_to, offer=offer, day=day, by=by
        )
        kept |= {child.pk: row for child in offered_to}
    return kept


def _dissent(places: list[ConferencePlace]) -> str:
    """Return who sees it otherwise, by their part: a decision is read on the child's record, and names nobody else."""
    return "\n\n".join(
        f"{_speaks_for(place)}: {place.sees_it_otherwise}" for place in places if place.sees_it_otherwise
    )


def _speaks_for(place: ConferencePlace) -> str:
    return str(Agency(place.agency).label if place.agency else ConferencePart(place.part).label)


def _keep_decision(
    conference: ChildProtectionConference,
    part: ConferenceChild,
    one: ChildDecision,
    offer: OfferOfHelp | None,
    otherwise: str,
    day: datetime.date,
    by: Worker,
) -> None:
    decided = ConferenceOutcome(one.outcome).label
    goes_on = one.outcome in _GOES_ON
    if goes_on:
        decided = f"{decided}: {codes.labels('category_of_abuse')[one.category].lower()}"
    views = "\n\n".join(words for words in (one.reasons.other_views.strip(), otherwise) if words)
    decision = decide(
        child=part.child,
        kind=DecisionKind.CONFERENCE,
        decided=decided,
        reasons=Reasons(one.reasons.reasons, one.reasons.evidence, one.reasons.what_would_change, views),
        day=day,
        by=by,
        address=f"/conferences/{conference.pk}/",
        field=f"child_{part.child_id}_",
    )
    ConferenceChild.objects.filter(pk=part.pk).update(
        participation=one.participation,
        advocate=one.advocate.strip(),
        child_words=one.child_words.strip(),
        child_words_date=one.child_words_date if one.child_words.strip() else None,
        outcome=one.outcome,
        category=one.category if goes_on else "",
        help_offer_id=offer.pk if offer is not None else part.help_offer_id,
        decision=decision,
        version=part.version + 1,
    )


def _record_held(
    conference: ChildProtectionConference,
    children: Mapping[int, ChildDecision],
    day: datetime.date,
    quorate: bool,
    by: Worker,
) -> None:
    """Record the conference on the threads and in the groups by which its clocks are stopped and started."""
    event = HELD_EVENT[conference.kind]
    details: dict[str, object] = {"conference": conference.pk, "is_quorate": quorate}
    if conference.kind == ConferenceKind.INITIAL:
        record(
            event, conference, by=by, day=day, about=list(children), thread=f"enquiry:{conference.enquiry_id}",
            summary="The initial child protection conference was held.", details=details,
        )  # fmt: skip
    elif conference.kind == ConferenceKind.TRANSFER_IN:
        _record_on_transfers(conference, list(children), event, day, details, by)
    # At an initial conference the plans of brothers and sisters who are on one may be reviewed too.
    for goes_on in (True, False):
        outcome = ConferenceOutcome.PLAN_CONTINUES if goes_on else ConferenceOutcome.PLAN_ENDS
        about = [number for number, one in children.items() if one.outcome == outcome]
        if about:
            record(
                HELD_EVENT[ConferenceKind.REVIEW], conference, by=by, day=day, about=about,
                summary="A review child protection conference was held.",
                details={**details, "plan_continues": goes_on},
            )  # fmt: skip


def _record_on_transfers(
    conference: ChildProtectionConference,
    children: list[int],
    event: str,
    day: datetime.date,
    details: dict[str, object],
    by: Worker,
) -> None:
    moves = dict(
        ProtectionTransfer.objects.filter(conference=conference, child__in=children).values_list(
            "child_id", "pk"
        )
    )
    for number in children:
        record(
            event, conference, by=by, day=day, about=[number], details=details,
            thread=f"transfer:{moves[number]}" if number in moves else "",
            summary="The conference on transfer from another authority was held.",
        )  # fmt: skip


def _follow(
    conference: ChildProtectionConference,
    part: ConferenceChild,
    one: ChildDecision,
    day: datetime.date,
    by: Worker,
) -> None:
    """Do for one child what was decided."""
    on_transfer = conference.kind == ConferenceKind.TRANSFER_IN
    move = ProtectionTransfer.objects.filter(
        conference=conference, child=part.child, taken_on_date__isnull=True, not_taken_on_reason=""
    )
    if one.outcome == ConferenceOutcome.PLAN:
        plan = conference.plan if conference.plan is not None and conference.plan.end_date is None else None
        row = protection_plans.start_protection_plan(
            child=part.child,
            plan=plan,
            conference=conference,
            category=one.category,
            start_date=day,
            started_as=ProtectionPlanStart.TRANSFER_IN if on_transfer else ProtectionPlanStart.CONFERENCE,
            was_on_one_elsewhere=one.was_on_a_plan_elsewhere,
            by=by,
        )
        if plan is None:
            conference.plan = row.plan
            ChildProtectionConference.objects.filter(pk=conference.pk).update(plan=row.plan)
        if on_transfer:
            move.update(taken_on_date=day)
    elif one.outcome == ConferenceOutcome.NO_PLAN:
        for transfer in move if on_transfer else ():
            ProtectionTransfer.objects.filter(pk=transfer.pk).update(not_taken_on_reason=one.reasons.reasons)
            record(
                "protection.transfer_not_taken_on", conference, by=by, day=day, about=[part.child_id],
                summary="The protection plan was not taken on, with the reason.", thread=f"transfer:{transfer.pk}",
            )  # fmt: skip
    else:
        now: ChildProtectionPlan | None = protection_plans.protection_plan_of(part.child_id)
        assert now is not None, "Only a plan that there is goes on or ends: checked above."
        if one.outcome == ConferenceOutcome.PLAN_CONTINUES:
            protection_plans.continue_protection_plan(
                protection_plan=now, conference=conference, category=one.category, day=day, by=by
            )
        else:
            protection_plans.end_protection_plan(
                protection_plan=now,
                conference=conference,
                end_date=day,
                ended_because=one.ended_because or ProtectionPlanEnding.NO_LONGER_AT_RISK,
                words=one.reasons.reasons,
                by=by,
            )
