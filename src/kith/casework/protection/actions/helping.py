"""The offer of help with which an enquiry or a conference that makes no plan ends."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.family_help.actions.ending import running_help
from kith.casework.family_help.models import Intervention
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan, Tier
from kith.casework.protection.actions.recording import thread_of
from kith.casework.protection.models import HelpAnswer, OfferOfHelp
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Offer:
    """What was offered and what the family said; or why nothing was, which only a manager may say."""

    answer: str
    what: str = ""
    intervention: Intervention | None = None
    family_words: str = ""
    not_offered_reason: str = ""


@transaction.atomic
def offer_help(
    *,
    process: models.Model,
    family: Family,
    children: Sequence[Person],
    offer: Offer,
    day: datetime.date,
    by: Worker,
    instead_of: OfferOfHelp | None = None,
) -> OfferOfHelp:
    """Keep the offer made to a family at the end of a process, for those of its children who have no plan from it.

    Help that is taken up goes on the family's plan, which begins as Family Help where it has none; its clock runs until
    the first help is given. Raises CannotBeTrue for an offer of nothing, or where somebody who may not decide for each of
    these children says that none is made. The caller joins it to the children's parts. `instead_of` is what was recorded
    for these children before, where they think otherwise now: it becomes this, and what it said stays in its history.
    """
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "offered_date")
    if offer.answer not in HelpAnswer.values:
        raise CannotBeTrue("Say what came of the offer of help.", "answer")
    not_offered = offer.answer == HelpAnswer.NOT_OFFERED
    if not_offered:
        if not offer.not_offered_reason.strip():
            raise CannotBeTrue("Say why no help was offered.", "not_offered_reason")
        if not all(Right.DECIDE in rights_of(by, child.pk) for child in children):
            raise CannotBeTrue(
                "Only a manager may say that no help is offered. Offer help, or ask the manager to give the reason.",
                "answer",
            )
    elif not offer.what.strip() and offer.intervention is None:
        raise CannotBeTrue("Say what help was offered.", "what")
    plan = Plan.objects.filter(family=family, end_date__isnull=True).first()
    under_way = bool(plan is not None and any(one.start_date for one in running_help(plan)))
    if offer.answer == HelpAnswer.TAKEN_UP:
        plan = _onto_the_plan(plan, family, children, offer, day, by)
    row = instead_of or OfferOfHelp(family=family)
    row.answer = offer.answer
    row.what = "" if not_offered else (offer.what.strip() or offer.intervention.name)  # type: ignore[union-attr]
    row.intervention = None if not_offered else offer.intervention
    row.plan = plan
    row.offered_date = day
    row.offered_by = by
    row.family_words = offer.family_words
    row.not_offered_reason = offer.not_offered_reason if not_offered else ""
    row.not_offered_by = by if not_offered else None
    row.save()
    record_event(
        f"protection.help_{offer.answer}",
        by=by,
        day=day,
        about=[child.pk for child in children],
        summary=f"Help: {HelpAnswer(offer.answer).label.lower()}.",
        thread=thread_of(process),
        details={"offer": row.pk, "plan": plan.pk if plan else None, "help_under_way": under_way},
    )
    return row


def _onto_the_plan(
    plan: Plan | None,
    family: Family,
    children: Sequence[Person],
    offer: Offer,
    day: datetime.date,
    by: Worker,
) -> Plan:
    """Return the family's plan with these children on it, begun where there is none: nothing is typed again."""
    if plan is None:
        return plans.start_plan(
            family=family,
            children=children,
            tier=Tier.FAMILY_HELP,
            lead=None,
            start_date=day,
            reason="The family took up the help that was offered.",
            family_view=offer.family_words,
            by=by,
        )
    plans.bring_children(plan=plan, children=children, start_date=max(day, plan.start_date), by=by)
    return plan
