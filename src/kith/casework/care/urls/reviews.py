"""The addresses of reviews of care, permanence, the reviewing officer's disputes, and the officer's own page."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.urls.child import IN_CARE
from kith.casework.care.views import disputes, hold_review, permanence, planning_review, reviewing, reviews

_REVIEW = "care-reviews/<int:care_review_id>/"
_DISPUTE = f"{IN_CARE}disputes/<int:dispute_id>/"
ADDRESSES: list[URLPattern] = [
    path(f"{IN_CARE}reviews/plan/", planning_review.PlanReview.as_view(), name="plan_review"),
    path(_REVIEW, reviews.review_page, name="review"),
    path(f"{_REVIEW}known-at/", reviews.review_known_at, name="review_known_at"),
    path(f"{_REVIEW}change/", reviews.ChangeReview.as_view(), name="change_review"),
    path(f"{_REVIEW}ask/", reviews.AskToReview.as_view(), name="ask_to_review"),
    path(f"{_REVIEW}report/", reviews.ReportToReview.as_view(), name="report_to_review"),
    path(f"{_REVIEW}not-held/", reviews.NotHeld.as_view(), name="review_not_held"),
    path(f"{_REVIEW}hold/", hold_review.HoldReview.as_view(), name="hold_review"),
    path(f"{_REVIEW}second-part/", hold_review.SecondPart.as_view(), name="finish_review"),
    path(
        f"{_REVIEW}decisions/<int:review_decision_id>/",
        hold_review.TellDecision.as_view(),
        name="review_decision",
    ),
    path(f"{_REVIEW}record/<int:person_id>/", hold_review.review_pdf, name="review_pdf"),
    path(f"{IN_CARE}permanence/", permanence.permanence_page, name="permanence"),
    path(f"{IN_CARE}permanence/decide/", permanence.DecidePermanence.as_view(), name="decide_permanence"),
    path(f"{IN_CARE}disputes/", disputes.disputes_page, name="disputes"),
    path(f"{IN_CARE}disputes/raise/", disputes.RaiseDispute.as_view(), name="raise_dispute"),
    path(_DISPUTE, disputes.dispute_page, name="dispute"),
    path(f"{_DISPUTE}take-up/", disputes.TakeUp.as_view(), name="take_up_dispute"),
    path(
        f"{_DISPUTE}levels/<int:dispute_step_id>/answer/",
        disputes.AnswerDispute.as_view(),
        name="answer_dispute",
    ),
    path(f"{_DISPUTE}end/", disputes.EndDispute.as_view(), name="end_dispute"),
    path("reviewing/", reviewing.reviewing_page, name="reviewing"),
]
