"""Care plans, placement plans, notices and approvals, for the tables of every address and every page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions import approvals, care_plans, notices, placement_plans, temporary_approvals
from kith.casework.care.actions.care_plans import Sections
from kith.casework.care.actions.placement_plans import Decides, PlanWords
from kith.casework.care.delegation import who_decides_to_begin_with
from kith.casework.care.models import (
    ApprovalKind,
    CarePlan,
    PeriodOfCare,
    PlacementApproval,
    PlacementNotice,
    PlacementPlan,
    PlacementWithParents,
    TemporaryApproval,
)
from kith.casework.people.models import Person
from tests.furnishing.in_care import CareFamily, a_home
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {
    f"care:{name}": Right.READ_RECORD
    for name in (
        "care_plan", "care_plan_known_at", "earlier_care_plan", "placement_plan", "notices", "approvals",
        "temporary_approval",
    )
}  # fmt: skip
SERVICE_RIGHT = {
    **{
        f"care:{name}": Right.WRITE_RECORD
        for name in (
            "write_care_plan", "change_care_plan", "write_placement_plan", "give_placement_plan",
            "placement_plan_document", "notice_letter", "tell_of_placement", "ask_for_approval", "begin_parents",
            "finish_parents", "challenge_temporary_approval", "end_temporary_approval",
        )
    },
    **{
        f"care:{name}": Right.DECIDE
        for name in (
            "sign_off_care_plan", "withhold_notice", "decide_approval", "give_temporary_approval",
            "extend_temporary_approval",
        )
    },
}  # fmt: skip
SPECIAL = {"care:list_notices": "only a POST: tests/unit/care/test_notices.py"}
PRESSED = ["care:list_notices"]
FILES = ["care:placement_plan_document"]

SECTIONS = Sections(
    child_words="I want to stay near Nan and keep my school.",
    family_words="Their mother wants them home as soon as it is safe, and together until then.",
    long_term="Home to their mother by the summer, if she is well; with their grandmother if not.",
    why_this_home="They are together here, ten minutes from school.",
    family_and_friends="They see their grandmother every week.",
    identity="Church on Sundays with their grandmother.",
    health="Asthma: the inhaler goes to school.",
    education="Stays at the same school.",
    feelings_and_behaviour="Sleeps badly after telephone calls.",
    if_it_does_not_work="Their grandmother has said that she would have them.",
)
WORDS = PlanWords(
    child_words="Let me ring Nan at bedtime.",
    day_to_day="A light on at night. No fuss at breakfast.",
    health="Inhaler morning and night.",
    education="Walks to school with the older two.",
    seeing_people="Sunday lunch at their grandmother’s.",
    visits="Every six weeks, after school.",
    if_it_ends="Two weeks’ notice, and a proper goodbye.",
)


def everyday(legal_status: str = "V2", age: int | None = 9) -> dict[str, Decides]:
    """Return who usually decides each matter."""
    return {matter: Decides(who) for matter, who in who_decides_to_begin_with(legal_status, age).items()}


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Return the numbers of one of everything, made as rows: the wall is not asked."""
    start = period.start_date
    home, relatives = a_home("Her own home", kind="parent"), a_home("Joy Ferris", kind="connected")
    said = {"child": child, "period_of_care": period, "long_term": "Home.", "why_this_home": "It is near."}
    later = start + datetime.timedelta(days=30)
    earlier = CarePlan.objects.create(
        **said, start_date=start, end_date=later, prepared_by=cast.director, signed_off_by=cast.director,
        signed_off_at=timezone.now(),
    )  # fmt: skip
    CarePlan.objects.create(**said, start_date=later, prepared_by=cast.director)
    placement = period.placements.get()
    PlacementPlan.objects.create(
        placement=placement, made_date=start, made_by=cast.director, day_to_day="Calm."
    )
    notice = PlacementNotice.objects.create(placement=placement, recipient="former_carer", name="Elm House")
    approval = PlacementApproval.objects.create(
        child=child, placement=placement, kind=ApprovalKind.OUT_OF_AREA, asked_by=cast.director, asked_date=start,
        why="Near.",
    )  # fmt: skip
    assessment = PlacementWithParents.objects.create(
        child=child, home=home, started_date=start, assessor=cast.director
    )
    temporary = TemporaryApproval.objects.create(
        child=child, home=relatives, start_date=start, viability_date=start, viability_words="Her aunt.",
        given_by=cast.director, due_date=temporary_approvals.last_day(start, temporary_approvals.FIRST),
    )  # fmt: skip
    return {
        "care_plan_id": earlier.pk,
        "notice_id": notice.pk,
        "approval_id": approval.pk,
        "parents_assessment_id": assessment.pk,
        "temporary_approval_id": temporary.pk,
    }


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Write the three children's plans, sign the first off, tell most of those who are told, and ask for approvals."""
    today = timezone.localdate()
    worker, manager = cast.social_worker, cast.team_manager
    eldest, placement = family.eldest, family.placements[0]
    first = family.periods[0].start_date + datetime.timedelta(days=7)
    written = care_plans.write_care_plans(
        plans=dict.fromkeys(family.children, SECTIONS), start_date=first, by=worker
    )
    for plan in written.values():
        care_plans.sign_off_care_plan(plan=plan, by=manager)
    care_plans.write_care_plans(
        plans={eldest: Sections(**{**vars(SECTIONS), "long_term": "Home to their mother by Easter."})},
        start_date=today, by=worker,
    )  # fmt: skip
    plan = placement_plans.make_placement_plan(
        placement=placement, words=WORDS, decides=everyday(age=14), made_date=placement.start_date, by=worker
    )
    assert plan.pk
    notices.work_out_notices(placement=placement, by=worker)
    for notice in PlacementNotice.objects.filter(placement=placement, recipient__in=["child", "school"]):
        notices.tell(notice=notice, sent_date=placement.start_date, address_given=False, by=worker)
    waiting = PlacementNotice.objects.get(placement=placement, recipient="parent")
    approval = approvals.ask_for_approval(
        child=eldest, kind=ApprovalKind.OUT_OF_AREA, placement=placement, why="The three of them are together here.",
        satisfied=["wishes_known", "most_appropriate", "relatives_consulted"],
        what_is_missing="The reviewing officer is away until Monday.", by=worker,
    )  # fmt: skip
    mothers, nans = a_home("Dawn Ferris", kind="parent"), a_home("Iris Ferris", kind="connected")
    assessment = approvals.begin_assessment_of_parents(
        child=eldest, home=mothers, started_date=today, household="Dawn lives alone.", by=worker
    )
    temporary = temporary_approvals.give_temporary_approval(
        child=eldest, home=nans, start_date=today - datetime.timedelta(days=100), viability_date=today
        - datetime.timedelta(days=101), viability_words="Their grandmother, known all their lives.", by=manager,
    )  # fmt: skip
    return {
        "care_second": family.children[1].pk,
        "care_plan_id": written[eldest.pk].pk,
        "notice_id": waiting.pk,
        "approval_id": approval.pk,
        "parents_assessment_id": assessment.pk,
        "temporary_approval_id": temporary.pk,
    }


BOTH = (1280, 390)
LOOKS = [
    in_care("social_worker", "care:care_plan", picture="care-plan", widths=BOTH),
    in_care("social_worker", "care:care_plan_known_at", asks="day_0={day}&day_1={month}&day_2={year}"),
    in_care("social_worker", "care:earlier_care_plan"),
    in_care("social_worker", "care:write_care_plan", {"person_id": "care_second"}, picture="care-plan-write", widths=BOTH),
    in_care("social_worker", "care:change_care_plan"),
    in_care("social_worker", "care:placement_plan", picture="placement-plan", widths=BOTH),
    in_care("social_worker", "care:write_placement_plan", widths=BOTH),
    in_care("social_worker", "care:give_placement_plan"),
    in_care("social_worker", "care:notices", picture="placement-notices", widths=BOTH),
    in_care("social_worker", "care:notice_letter", widths=BOTH),
    in_care("social_worker", "care:tell_of_placement"),
    in_care("social_worker", "care:approvals", picture="placement-approvals", widths=BOTH),
    in_care("social_worker", "care:ask_for_approval", widths=BOTH),
    in_care("social_worker", "care:begin_parents"),
    in_care("social_worker", "care:finish_parents"),
    in_care("social_worker", "care:temporary_approval", widths=BOTH),
    in_care("social_worker", "care:challenge_temporary_approval"),
    in_care("social_worker", "care:end_temporary_approval"),
    in_care("team_manager", "care:sign_off_care_plan", widths=BOTH),
    in_care("team_manager", "care:withhold_notice"),
    in_care("team_manager", "care:decide_approval", widths=BOTH),
    in_care("team_manager", "care:give_temporary_approval"),
    in_care("team_manager", "care:extend_temporary_approval"),
    in_care("team_manager", "timeline:my_day"),
]  # fmt: skip
