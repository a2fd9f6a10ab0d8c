"""Work with a family before proceedings: the letter, meetings, assessments and reviews, the family's own meeting, its end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from kith.casework.family_help.models import FamilyNetworkMeeting
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.legal_rights import check_decides, locked_family
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    DecisionKind,
    GatewayOutcome,
    LegalGatewayChild,
    LegalGatewayMeeting,
    PreProceedings,
    PreProceedingsChild,
    PreProceedingsEnding,
    PreProceedingsStep,
    PreProceedingsStepKind,
)
from kith.casework.protection.queries.family_meetings import latest_offer
from kith.casework.protection.workflows.pre_proceedings import (
    PRE_PROCEEDINGS,
    WITHIN,
    PreProceedingsState,
    state_of,
)
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Worker

NO_GATEWAY = "Work before proceedings follows a legal gateway meeting that decided on it for this child. Hold the meeting first."


@transaction.atomic
def start(
    *,
    gateway: LegalGatewayMeeting,
    children: Sequence[Person],
    start_date: datetime.date,
    lead: Worker,
    by: Worker,
) -> PreProceedings:
    """Begin work before proceedings for children for whom a legal gateway decided on it; its lead has the letter to send.

    Where the family is in it already, these children join it. A meeting of the family's own people that was offered is
    found and joined. Raises CannotBeTrue without that decision.
    """
    family = locked_family(gateway.family)
    wanted = {child.pk for child in children}
    decided = set(
        LegalGatewayChild.objects.filter(
            gateway=gateway, gateway__held_date__isnull=False, outcome=GatewayOutcome.PRE_PROCEEDINGS
        ).values_list("child_id", flat=True)
    )
    if not wanted or not wanted <= decided:
        raise CannotBeTrue(NO_GATEWAY)
    check_day(start_date, "start_date", earliest=gateway.held_date, why_earliest="The meeting was held")
    under_way = PreProceedings.objects.filter(family=family, end_date__isnull=True).first()
    if under_way is None:
        last = (
            PreProceedings.objects.filter(family=family, end_date__gt=start_date)
            .order_by("-end_date")
            .first()
        )
        if last is not None:
            raise CannotBeTrue(
                f"Work before proceedings with this family ended on {last.end_date:%-d %B %Y}. It begins again on that day or"
                " later: check the day of the meeting.",
                "held_date",
            )
        plan = Plan.objects.filter(family=family, end_date__isnull=True).first()
        under_way = PreProceedings.objects.create(
            family=family,
            plan=plan,
            gateway=gateway,
            lead=lead,
            start_date=start_date,
            network_meeting=latest_offer(family.pk),
        )
    joining = wanted - set(children_in(under_way))
    PreProceedingsChild.objects.bulk_create(
        PreProceedingsChild(pre_proceedings=under_way, child_id=number) for number in sorted(joining)
    )
    record(
        PRE_PROCEEDINGS.beginning[PreProceedingsState.LETTER_TO_SEND], under_way, by=by, day=start_date,
        about=sorted(joining) or None, summary="Work with the parents before proceedings began.",
        details={"pre_proceedings": under_way.pk},
    )  # fmt: skip
    give_task(
        title="Send the letter before proceedings",
        due_date=timezone.localdate(),
        worker=lead,
        person_id=min(wanted),
        link=f"/pre-proceedings/{under_way.pk}/",
        by=by,
    )
    return under_way


@transaction.atomic
def send_letter(
    *,
    pre_proceedings: PreProceedings,
    letter_sent_date: datetime.date,
    what_we_worry_about: str,
    what_must_change: str,
    help_offered: str,
    next_review_date: datetime.date | None,
    by: Worker,
) -> None:
    """Keep what the letter to the parents says, and the day on which it was sent; it stays as it was sent."""
    pre_proceedings = locked(pre_proceedings)
    event = PRE_PROCEEDINGS.check_move(state_of(pre_proceedings), PreProceedingsState.UNDER_WAY)
    check_day(
        letter_sent_date,
        "letter_sent_date",
        earliest=pre_proceedings.start_date,
        why_earliest="The legal gateway decided on it",
    )
    for field, words, sentence in (
        ("what_we_worry_about", what_we_worry_about, "Write what the letter says you are worried about."),
        ("what_must_change", what_must_change, "Write what the letter asks to change."),
        ("help_offered", help_offered, "Write what help the letter says there is."),
    ):
        if not words.strip():
            raise CannotBeTrue(sentence, field)
    if next_review_date is not None and next_review_date <= letter_sent_date:
        raise CannotBeTrue("It is looked at again after the letter. Enter a later day.", "next_review_date")
    PreProceedings.objects.filter(pk=pre_proceedings.pk).update(
        letter_sent_date=letter_sent_date,
        what_we_worry_about=what_we_worry_about,
        what_must_change=what_must_change,
        help_offered=help_offered,
        next_review_date=next_review_date,
    )
    record(
        event, pre_proceedings, by=by, day=letter_sent_date, summary="A letter before proceedings was sent to the parents.",
        details={"pre_proceedings": pre_proceedings.pk},
    )  # fmt: skip
    do_tasks_at(f"/pre-proceedings/{pre_proceedings.pk}/", by=by)


@transaction.atomic
def add_step(
    *,
    pre_proceedings: PreProceedings,
    kind: str,
    what: str,
    planned_date: datetime.date | None,
    done_date: datetime.date | None,
    parents_had_a_lawyer: bool | None,
    words: str,
    next_review_date: datetime.date | None = None,
    by: Worker,
) -> PreProceedingsStep:
    """Plan a meeting, an assessment or a review by its day, or record one that was."""
    pre_proceedings = locked(pre_proceedings)
    check_goes_on(pre_proceedings)
    if planned_date is None and done_date is None:
        raise CannotBeTrue("Enter a day: when it is planned or due, or when it was.", "planned_date")
    if not what.strip():
        raise CannotBeTrue("Say what, and by whom.", "what")
    if planned_date is not None and planned_date < pre_proceedings.start_date:
        raise CannotBeTrue(
            f"This work began on {pre_proceedings.start_date:%-d %B %Y}. Enter that day or a later one.",
            "planned_date",
        )
    step = PreProceedingsStep.objects.create(
        pre_proceedings=pre_proceedings, kind=kind, what=what.strip(), planned_date=planned_date,
        done_date=done_date, parents_had_a_lawyer=parents_had_a_lawyer, words=words,
    )  # fmt: skip
    if done_date is None:
        _record_step("planned", step, pre_proceedings, timezone.localdate(), by)
    else:
        _done(step, pre_proceedings, done_date, parents_had_a_lawyer, words, next_review_date, by)
    return step


@transaction.atomic
def do_step(
    *,
    step: PreProceedingsStep,
    done_date: datetime.date,
    parents_had_a_lawyer: bool | None,
    words: str,
    next_review_date: datetime.date | None = None,
    by: Worker,
) -> None:
    """Record that a planned meeting, assessment or review was held or received, and what came of it."""
    pre_proceedings = locked(step.pre_proceedings)
    check_goes_on(pre_proceedings)
    step = locked_step(step)
    if step.done_date is not None:
        raise CannotBeTrue("This is recorded already. Add another if there was one.")
    _done(step, pre_proceedings, done_date, parents_had_a_lawyer, words, next_review_date, by)


@transaction.atomic
def join_family_meeting(
    *, pre_proceedings: PreProceedings, meeting: FamilyNetworkMeeting, by: Worker
) -> None:
    """Join the offer of family group decision-making, or the reason why none was made, to this work."""
    pre_proceedings = locked(pre_proceedings)
    check_goes_on(pre_proceedings)
    check_meeting_of(meeting, pre_proceedings.family)
    PreProceedings.objects.filter(pk=pre_proceedings.pk).update(network_meeting=meeting)
    record(
        WITHIN["family"], pre_proceedings, by=by, day=timezone.localdate(),
        summary="Whether the family's own people were brought together is on the record of this work.",
        details={"pre_proceedings": pre_proceedings.pk, "meeting": meeting.pk},
    )  # fmt: skip


@transaction.atomic
def end(
    *,
    pre_proceedings: PreProceedings,
    end_date: datetime.date,
    ending: str,
    reasons: Mapping[int, Reasons],
    by: Worker,
) -> None:
    """End work before proceedings, with a decision for each child. A manager's act.

    Raises CannotBeTrue for an end on or before the day it began, or where a child has no reasons.
    """
    pre_proceedings = locked(pre_proceedings)
    event = PRE_PROCEEDINGS.check_move(state_of(pre_proceedings), PreProceedingsState.ENDED)
    check_decides(pre_proceedings, by)
    if ending not in PreProceedingsEnding.values:
        raise CannotBeTrue("Choose how it ended.", "ending")
    check_day(
        end_date,
        "end_date",
        earliest=pre_proceedings.start_date + datetime.timedelta(days=1),
        why_earliest="The first day after it began was",
    )
    latest = pre_proceedings.letter_sent_date
    if latest is not None and end_date < latest:
        raise CannotBeTrue(
            f"The letter was sent on {latest:%-d %B %Y}. Enter that day or a later one.", "end_date"
        )
    if set(reasons) != set(children_in(pre_proceedings)):
        raise CannotBeTrue("Say why for each child.", "reasons")
    PreProceedings.objects.filter(pk=pre_proceedings.pk).update(end_date=end_date, ending=ending)
    for part in PreProceedingsChild.objects.filter(pre_proceedings=pre_proceedings).select_related("child"):
        decision = decide(
            child=part.child,
            kind=DecisionKind.PRE_PROCEEDINGS,
            decided=PreProceedingsEnding(ending).label,
            reasons=reasons[part.child_id],
            day=end_date,
            by=by,
            address=f"/pre-proceedings/{pre_proceedings.pk}/",
        )
        PreProceedingsChild.objects.filter(pk=part.pk).update(decision=decision)
    record(
        event, pre_proceedings, by=by, day=end_date, summary="Work with the parents before proceedings ended.",
        details={"pre_proceedings": pre_proceedings.pk},
    )  # fmt: skip
    do_tasks_at(f"/pre-proceedings/{pre_proceedings.pk}/", by=by)


def check_goes_on(pre_proceedings: PreProceedings) -> None:
    """Raise CannotBeTrue for a step in work that has ended."""
    if state_of(pre_proceedings) == PreProceedingsState.ENDED:
        raise CannotBeTrue(PRE_PROCEEDINGS.why_not[(PreProceedingsState.ENDED, "")])


def check_meeting_of(meeting: FamilyNetworkMeeting, family: Family) -> None:
    """Raise CannotBeTrue for another family's meeting."""
    if meeting.plan.family_id != family.pk:
        raise CannotBeTrue(
            "This is another family's meeting. Choose one of this family's.", "network_meeting"
        )


def locked_step(step: PreProceedingsStep) -> PreProceedingsStep:
    """Return a step as it is now, locked."""
    now: PreProceedingsStep = PreProceedingsStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    return now


def _done(
    step: PreProceedingsStep,
    pre_proceedings: PreProceedings,
    done_date: datetime.date,
    parents_had_a_lawyer: bool | None,
    words: str,
    next_review_date: datetime.date | None,
    by: Worker,
) -> None:
    check_day(done_date, "done_date", earliest=pre_proceedings.start_date, why_earliest="This work began")
    if not words.strip():
        raise CannotBeTrue("Say what came of it.", "words")
    if next_review_date is not None and next_review_date <= done_date:
        raise CannotBeTrue("The next time comes after this one. Enter a later day.", "next_review_date")
    is_meeting = step.kind == PreProceedingsStepKind.MEETING
    if is_meeting and parents_had_a_lawyer is None:
        raise CannotBeTrue("Say whether the parents had a lawyer with them.", "parents_had_a_lawyer")
    PreProceedingsStep.objects.filter(pk=step.pk).update(
        done_date=done_date, words=words, parents_had_a_lawyer=parents_had_a_lawyer if is_meeting else None
    )
    if next_review_date is not None or step.kind == PreProceedingsStepKind.REVIEW:
        PreProceedings.objects.filter(pk=pre_proceedings.pk).update(next_review_date=next_review_date)
    _record_step("done", step, pre_proceedings, done_date, by)


def _record_step(
    what: str, step: PreProceedingsStep, pre_proceedings: PreProceedings, day: datetime.date, by: Worker
) -> None:
    kind = PreProceedingsStepKind(step.kind).label
    record(
        WITHIN[what], pre_proceedings, by=by, day=day,
        summary=f"Before proceedings: {kind.lower()} {'planned' if what == 'planned' else 'recorded'}.",
        details={"pre_proceedings": pre_proceedings.pk, "step": step.pk},
    )  # fmt: skip
