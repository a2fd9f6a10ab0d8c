"""The addresses of leaving care."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import leaving_care as views

LEAVING = "people/<int:person_id>/leaving-care/"
ADDRESSES: list[URLPattern] = [
    path("personal-adviser/", views.personal_adviser, name="personal_adviser"),
    path(LEAVING, views.leaving_care, name="leaving"),
    path(f"{LEAVING}assessment/begin/", views.StartNeedsAssessment.as_view(), name="start_needs_assessment"),
    path(f"{LEAVING}assessment/", views.CompleteNeedsAssessment.as_view(), name="complete_needs_assessment"),
    path(f"{LEAVING}plan/", views.WritePathwayPlan.as_view(), name="write_pathway_plan"),
    path(f"{LEAVING}plan/document/", views.pathway_plan_document, name="pathway_plan_document"),
    path(f"{LEAVING}plan/review/", views.ReviewPathwayPlan.as_view(), name="review_pathway_plan"),
    path(f"{LEAVING}in-touch/", views.RecordContact.as_view(), name="record_leaver_contact"),
    path(f"{LEAVING}home/", views.RecordAccommodation.as_view(), name="record_accommodation"),
    path(f"{LEAVING}by-day/", views.RecordActivity.as_view(), name="record_activity"),
    path(f"{LEAVING}staying-put/", views.StayPut.as_view(), name="stay_put"),
    path(f"{LEAVING}staying-put/end/", views.EndStayingPut.as_view(), name="end_staying_put"),
]
