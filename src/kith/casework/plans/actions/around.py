"""The team around the family, the family's agreement, and what is shared with whom by what right."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.recording import check_day, check_open, children_on, record
from kith.casework.plans.models import Agreement, Plan, Sharing, TeamMember
from kith.casework.plans.models.agreement import AgreementAnswer
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_member(
    *,
    plan: Plan,
    part: str,
    start_date: datetime.date,
    by: Worker,
    worker: Worker | None = None,
    person: Person | None = None,
    name: str = "",
) -> TeamMember:
    """Add a worker, one of the family's own people or somebody known by name to the team around the family.

    A worker on the team may open the family's records for as long as they are on it.
    """
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    given = [bool(worker), bool(person), bool(name.strip())]
    if sum(given) != 1:
        raise CannotBeTrue("Choose one: a worker, one of the family, or a name.", "worker")
    if worker is not None and worker.end_date is not None:
        raise CannotBeTrue(f"{worker.name} has left. Choose another worker.", "worker")
    already = TeamMember.objects.filter(plan=plan, end_date__isnull=True)
    if (worker and already.filter(worker=worker).exists()) or (
        person and already.filter(person=person).exists()
    ):
        raise CannotBeTrue(
            "They are in the team around the family already.", "worker" if worker else "person"
        )
    member = TeamMember.objects.create(
        plan=plan, worker=worker, person=person, name=name.strip(), part=part, start_date=start_date
    )
    record(
        "plans.team_joined", plan, by=by, day=start_date, summary="Somebody joined the team around the family.",
        details={"member": member.pk},
    )  # fmt: skip
    return member


@transaction.atomic
def end_member(*, member: TeamMember, end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which somebody is no longer in the team around the family."""
    plan = check_open(member.plan)
    check_day(end_date, plan, "end_date")
    if member.end_date is not None:
        raise CannotBeTrue("They have left the team already.")
    if end_date <= member.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    TeamMember.objects.filter(pk=member.pk).update(end_date=end_date)
    record(
        "plans.team_left", plan, by=by, day=end_date, summary="Somebody left the team around the family.",
        details={"member": member.pk},
    )  # fmt: skip


@transaction.atomic
def record_agreement(
    *, plan: Plan, person: Person, answer: str, day: datetime.date, words: str, by: Worker
) -> Agreement:
    """Record whether somebody agreed to the help that the plan offers: not the lawful basis of any sharing."""
    plan = check_open(plan)
    check_day(day, plan, "day")
    before = Agreement.objects.filter(plan=plan, person=person, day__lte=day).order_by("-day", "-pk").first()
    if answer == AgreementAnswer.WITHDRAWN and (before is None or before.answer != AgreementAnswer.AGREED):
        raise CannotBeTrue(
            "They had not agreed, so there is nothing to withdraw. Choose 'Declined'.", "answer"
        )
    row = Agreement.objects.create(plan=plan, person=person, answer=answer, day=day, words=words)
    said = {
        AgreementAnswer.AGREED: "Help was agreed to.",
        AgreementAnswer.DECLINED: "Help was declined.",
        AgreementAnswer.WITHDRAWN: "Agreement to help was withdrawn.",
    }
    record(
        f"plans.help_{answer}", plan, by=by, day=day, about={*children_on(plan), person.pk},
        summary=said[AgreementAnswer(answer)],
    )  # fmt: skip
    return row


@transaction.atomic
def decide_sharing(
    *,
    plan: Plan,
    recipient: str,
    what: str,
    purpose: str,
    lawful_basis: str,
    consent_sought: bool,
    was_shared: bool,
    reason_not_shared: str,
    day: datetime.date,
    by: Worker,
) -> Sharing:
    """Record a decision to share information about a family, or not to, with its lawful basis (UK GDPR article 6)."""
    plan = check_open(plan)
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "day")
    if not was_shared and not reason_not_shared.strip():
        raise CannotBeTrue("Say why it was not shared.", "reason_not_shared")
    row = Sharing.objects.create(
        family=plan.family,
        recipient=recipient,
        what=what,
        purpose=purpose,
        lawful_basis=lawful_basis,
        consent_sought=consent_sought,
        was_shared=was_shared,
        reason_not_shared="" if was_shared else reason_not_shared.strip(),
        day=day,
        decided_by=by,
    )
    record(
        "plans.information_shared" if was_shared else "plans.sharing_refused",
        plan,
        by=by,
        day=day,
        summary="Information was shared." if was_shared else "It was decided not to share information.",
        details={"sharing": row.pk, "lawful_basis": lawful_basis},
    )
    return row
