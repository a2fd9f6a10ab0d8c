"""A child in the law's hands, for the tests of every address and every page."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils import timezone

from kith.casework.family_help.models import FamilyNetworkMeeting
from kith.casework.people.actions import relations
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import deciding, gateway, immediate, pre_proceedings, proceedings
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.models import (
    CareProceedings,
    CourtHearing,
    ImmediateProtection,
    LegalGatewayChild,
    LegalGatewayMeeting,
    PreProceedings,
    PreProceedingsChild,
    PreProceedingsStep,
    ProceedingsChild,
    SecondLook,
    ThresholdDecision,
)
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast


def furnish_legal(family: Family, child: Person, by: Worker) -> dict[str, int]:
    """Give a child a power, a gateway, work before proceedings, proceedings and a decision; return what addresses name."""
    now, today = timezone.now(), timezone.localdate()
    decision = ThresholdDecision.objects.create(
        child=child, kind="immediate", decided="Police protection", reasons="R", evidence="E", what_would_change="C",
        decided_date=today, decided_at=now, decided_by=by,
    )  # fmt: skip
    look = SecondLook.objects.create(decision=decision, asked_by=by, asked_at=now, asked_of=by)
    power = ImmediateProtection.objects.create(
        child=child, family=family, kind="emergency_protection_order", started_at=now,
        must_end_at=now + datetime.timedelta(days=8), who_used_it="Court", decision=decision,
    )  # fmt: skip
    gateway = LegalGatewayMeeting.objects.create(
        family=family, asked_date=today, asked_by=by, why_asked="Tried."
    )
    LegalGatewayChild.objects.create(gateway=gateway, child=child)
    before = PreProceedings.objects.create(family=family, gateway=gateway, lead=by, start_date=today)
    PreProceedingsChild.objects.create(pre_proceedings=before, child=child)
    step = PreProceedingsStep.objects.create(
        pre_proceedings=before, kind="meeting", planned_date=today, what="First meeting"
    )
    case = CareProceedings.objects.create(
        family=family, kind="care", issued_date=today, due_date=today + datetime.timedelta(weeks=26),
        why_no_family_meeting="Danger.",
    )  # fmt: skip
    ProceedingsChild.objects.create(proceedings=case, child=child)
    hearing = CourtHearing.objects.create(proceedings=case, kind="case_management", hearing_date=today)
    return {
        "decision_id": decision.pk,
        "look_id": look.pk,
        "power_id": power.pk,
        "gateway_id": gateway.pk,
        "pre_proceedings_id": before.pk,
        "step_id": step.pk,
        "proceedings_id": case.pk,
        "hearing_id": hearing.pk,
    }


WHY = Reasons(
    reasons="The nights are not safe. Daniel was hurt on two of them and nobody says how.",
    evidence="The health visitor saw bruises on Monday. Daniel told Mr Ahmed what happened on Sunday night.",
    what_would_change="If Grandma Ada moves in, as she offers to, and nobody else sleeps there.",
    other_views="Ngozi says that he fell. Mrs Petrou heard nothing.",
)


def enliven_legal(cast: Cast, plan: Plan) -> dict[str, int]:
    """Take the lively family through the law by its actions alone, and return what addresses name.

    Daniel is under an emergency protection order and in work before proceedings; Esther is in court. Meera's work before
    proceedings has its letter to send.
    """
    worker, manager, now, today = cast.social_worker, cast.team_manager, timezone.now(), timezone.localdate()

    def ago(days: int) -> datetime.date:
        return today - datetime.timedelta(days=days)

    power, decision = _the_powers(cast, now)
    look = deciding.ask_for_second_look(
        decision=decision,
        asked_of=cast.conference_chair,
        why_asked="Could he have gone to Grandma Ada?",
        by=worker,
    )
    deciding.take_second_look(
        look=look, view="otherwise", words="She was rung at noon and had said yes.", by=cast.conference_chair
    )
    open_look = deciding.ask_for_second_look(
        decision=decision, asked_of=manager, why_asked="", by=cast.conference_chair
    )
    before, held_gateway = _before_court(cast, plan, ago)
    waiting_gateway = gateway.ask_for_gateway(
        family=cast.family, children=[cast.child, cast.sibling], asked_date=ago(1), by=worker,
        why_asked="Four months of evenings with a worker, and Daniel was hurt again on Sunday.",
    )  # fmt: skip
    step = before.steps.get(done_date__isnull=True)
    case = proceedings.issue(
        family=cast.family, children=[cast.sibling], kind="care", issued_date=ago(66), court="Family Court at East London",
        gateway=held_gateway, pre_proceedings=None, network_meeting=before.network_meeting, why_no_family_meeting="",
        by=worker,
    )  # fmt: skip
    first = proceedings.plan_hearing(
        proceedings=case, kind="case_management", hearing_date=ago(52), by=worker
    )
    proceedings.hold_hearing(
        proceedings=case, hearing=first, hearing_date=ago(52), by=worker,
        words="An assessment of Grandma Ada by 1 December. Esther’s guardian is to see her at school.",
    )  # fmt: skip
    hearing = proceedings.plan_hearing(
        proceedings=case, kind="issues_resolution", hearing_date=ago(-20), by=worker
    )
    proceedings.make_order(
        proceedings=case, child=cast.sibling, kind="interim_supervision", made_date=ago(52), is_final=False,
        words="She lives with her mother; nobody else sleeps there.", by=worker,
    )  # fmt: skip
    return {
        "decision_id": decision.pk,
        "look_id": look.pk,
        "open_look": open_look.pk,
        "power_id": power.pk,
        "gateway_id": held_gateway.pk,
        "waiting_gateway": waiting_gateway.pk,
        "pre_proceedings_id": before.pk,
        "letter_to_send": _a_letter_to_send(cast, ago).pk,
        "step_id": step.pk,
        "proceedings_id": case.pk,
        "hearing_id": hearing.pk,
    }


def _the_powers(cast: Cast, now: datetime.datetime) -> tuple[ImmediateProtection, ThresholdDecision]:
    def use(child: Person, kind: str, hours: float, **told: str) -> ImmediateProtection:
        return immediate.use_power(
            child=child, family=cast.family, kind=kind, started_at=now - datetime.timedelta(hours=hours), reasons=WHY,
            by=cast.social_worker, **told,
        )  # fmt: skip

    police = use(
        cast.child, "police_protection", 110, who_used_it="PC Rowan Hale 4471", reference="CAD 118/24",
        child_told="“Is Esther coming too?”", parents_told="Ngozi was told at the door, in English and Igbo.",
    )  # fmt: skip
    immediate.end_power(
        power=police, ended_at=now - datetime.timedelta(hours=50), ending="order", by=cast.social_worker,
        words="The court made an emergency protection order. Daniel is with Grandma Ada.",
    )  # fmt: skip
    order = use(
        cast.child, "emergency_protection_order", 50, who_used_it="Family Court at East London", reference="ZE26P00118",
        child_told="“I want my own pillow.” It was fetched.", parents_told="Ngozi was in court, with her solicitor.",
    )  # fmt: skip
    assert order.decision is not None
    return order, order.decision


def _before_court(
    cast: Cast, plan: Plan, ago: Callable[[int], datetime.date]
) -> tuple[PreProceedings, LegalGatewayMeeting]:
    worker, manager = cast.social_worker, cast.team_manager
    asked = gateway.ask_for_gateway(
        family=cast.family, children=[cast.child, cast.sibling], asked_date=ago(68), by=worker,
        why_asked="Help since spring, and the nights are as they were.",
    )  # fmt: skip
    before = gateway.hold_gateway(
        gateway=asked, held_date=ago(67), led_by=manager, legal_adviser="Farah Aziz",
        advice="The threshold may be met for both. For Daniel, work with his mother first.",
        outcomes={
            cast.child.pk: gateway.GatewayChildOutcome("pre_proceedings", WHY),
            cast.sibling.pk: gateway.GatewayChildOutcome("issue", WHY),
        },
        lead=worker, by=manager,
    )  # fmt: skip
    assert before is not None
    # Only one meeting is under way at a time, and the lively plan has one planned: the reason is kept as it was then.
    meeting = FamilyNetworkMeeting.objects.create(
        plan=plan, kind="group_decision_making", offered_date=ago(67), offered_by=worker, answer="declined",
        answered_date=ago(66), answer_words="Not while my brother is here.",
    )  # fmt: skip
    pre_proceedings.join_family_meeting(pre_proceedings=before, meeting=meeting, by=worker)
    pre_proceedings.send_letter(
        pre_proceedings=before, letter_sent_date=ago(64), next_review_date=ago(-9), by=worker,
        what_we_worry_about="Daniel was hurt on two nights. We do not know by whom.",
        what_must_change="Nobody but you and Grandma Ada sleeps at home. Daniel sees the nurse each week.",
        help_offered="A worker on four evenings; Grandma Ada’s offer; a solicitor, who costs you nothing.",
    )  # fmt: skip
    pre_proceedings.add_step(
        pre_proceedings=before, kind="meeting", what="First meeting, at the library", planned_date=None, done_date=ago(57),
        parents_had_a_lawyer=True, words="Ngozi agreed to the evenings, and asked for Thursdays.", by=worker,
    )  # fmt: skip
    pre_proceedings.add_step(
        pre_proceedings=before, kind="assessment", what="Parenting assessment by Dr Osei", planned_date=ago(-6),
        done_date=None, parents_had_a_lawyer=None, words="", by=worker,
    )  # fmt: skip
    before.refresh_from_db()
    asked.refresh_from_db()
    return before, asked


def _a_letter_to_send(cast: Cast, ago: Callable[[int], datetime.date]) -> PreProceedings:
    worker, manager = cast.family_help_practitioner, cast.team_manager
    family = relations.make_family(
        name="Pillai", members=[(cast.own_niece, "child")], start_date=ago(30), by=worker
    )
    asked = gateway.ask_for_gateway(
        family=family, children=[cast.own_niece], asked_date=ago(4), why_asked="Nothing has held.", by=worker
    )
    began = gateway.hold_gateway(
        gateway=asked, held_date=ago(2), led_by=manager, legal_adviser="Farah Aziz", advice="Work first.",
        outcomes={cast.own_niece.pk: gateway.GatewayChildOutcome("pre_proceedings", WHY)}, lead=worker, by=manager,
    )  # fmt: skip
    assert began is not None
    return began
