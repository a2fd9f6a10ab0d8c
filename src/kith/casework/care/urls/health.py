"""The addresses of health."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import health

HEALTH = "people/<int:person_id>/care/health/"
ADDRESSES: list[URLPattern] = [
    path(HEALTH, health.health_page, name="health"),
    path(f"{HEALTH}assessments/ask/", health.AskForAssessment.as_view(), name="ask_for_health_assessment"),
    path(
        f"{HEALTH}assessments/<int:health_assessment_id>/",
        health.RecordAssessment.as_view(),
        name="record_health_assessment",
    ),
    path(f"{HEALTH}check/", health.RecordCheck.as_view(), name="record_health_check"),
    path(f"{HEALTH}questionnaire/", health.RecordQuestionnaire.as_view(), name="record_questionnaire"),
    path(f"{HEALTH}drugs-or-alcohol/", health.RecordMisuse.as_view(), name="record_misuse"),
    path(
        f"{HEALTH}drugs-or-alcohol/<int:substance_misuse_id>/",
        health.ChangeMisuse.as_view(),
        name="change_misuse",
    ),
    path(f"{HEALTH}conviction/", health.RecordConviction.as_view(), name="record_conviction"),
]
