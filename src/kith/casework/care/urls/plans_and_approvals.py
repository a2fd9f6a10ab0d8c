"""The addresses of the care plan, the placement plan, notices and approvals."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import (
    approvals,
    care_plan,
    notices,
    parents_home,
    placement_plan,
    temporary_approvals,
)

IN_CARE = "people/<int:person_id>/care/"
PLAN = f"{IN_CARE}plan/"
APPROVALS = f"{IN_CARE}approvals/"
PLACEMENT_PLAN = "placements/<int:placement_id>/plan/"
NOTICES = "placements/<int:placement_id>/notices/"
ONE_NOTICE = f"{NOTICES}<int:notice_id>/"
TEMPORARY = "temporary-approvals/<int:temporary_approval_id>/"
ADDRESSES: list[URLPattern] = [
    path(PLAN, care_plan.care_plan, name="care_plan"),
    path(f"{PLAN}known-at/", care_plan.care_plan_known_at, name="care_plan_known_at"),
    path(f"{PLAN}write/", care_plan.WriteCarePlan.as_view(), name="write_care_plan"),
    path(f"{PLAN}change/", care_plan.ChangeCarePlan.as_view(), name="change_care_plan"),
    path(f"{PLAN}sign-off/", care_plan.SignOffCarePlan.as_view(), name="sign_off_care_plan"),
    path(f"{PLAN}<int:care_plan_id>/", care_plan.earlier_care_plan, name="earlier_care_plan"),
    path(PLACEMENT_PLAN, placement_plan.placement_plan, name="placement_plan"),
    path(f"{PLACEMENT_PLAN}write/", placement_plan.WritePlacementPlan.as_view(), name="write_placement_plan"),
    path(f"{PLACEMENT_PLAN}given/", placement_plan.GivePlacementPlan.as_view(), name="give_placement_plan"),
    path(
        f"{PLACEMENT_PLAN}document/", placement_plan.placement_plan_document, name="placement_plan_document"
    ),
    path(NOTICES, notices.notices, name="notices"),
    path(f"{NOTICES}list/", notices.list_notices, name="list_notices"),
    path(f"{ONE_NOTICE}letter/", notices.notice_letter, name="notice_letter"),
    path(f"{ONE_NOTICE}tell/", notices.TellOfPlacement.as_view(), name="tell_of_placement"),
    path(f"{ONE_NOTICE}withhold/", notices.WithholdNotice.as_view(), name="withhold_notice"),
    path(APPROVALS, approvals.approvals, name="approvals"),
    path(f"{APPROVALS}ask/", approvals.AskForApproval.as_view(), name="ask_for_approval"),
    path(f"{APPROVALS}<int:approval_id>/decide/", approvals.DecideApproval.as_view(), name="decide_approval"),
    path(
        f"{APPROVALS}with-parents/begin/",
        parents_home.BeginAssessmentOfParents.as_view(),
        name="begin_parents",
    ),
    path(
        f"{APPROVALS}with-parents/<int:parents_assessment_id>/finish/",
        parents_home.FinishAssessmentOfParents.as_view(),
        name="finish_parents",
    ),
    path(
        f"{APPROVALS}temporary/give/",
        temporary_approvals.GiveTemporaryApproval.as_view(),
        name="give_temporary_approval",
    ),
    path(TEMPORARY, temporary_approvals.temporary_approval, name="temporary_approval"),
    path(
        f"{TEMPORARY}extend/",
        temporary_approvals.ExtendTemporaryApproval.as_view(),
        name="extend_temporary_approval",
    ),
    path(
        f"{TEMPORARY}challenge/",
        temporary_approvals.ChallengeTemporaryApproval.as_view(),
        name="challenge_temporary_approval",
    ),
    path(
        f"{TEMPORARY}end/", temporary_approvals.EndTemporaryApproval.as_view(), name="end_temporary_approval"
    ),
]
