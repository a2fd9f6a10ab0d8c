"""The addresses of assessments, and of stepping a plan up or down or closing it."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.family_help.views import assessing, ending, signing_off

ASSESSMENT: list[URLPattern] = [
    path(
        "families/<int:family_id>/assessments/start/",
        assessing.StartAssessment.as_view(),
        name="start_assessment",
    ),
    path("assessments/<int:assessment_id>/", assessing.assessment_page, name="assessment"),
    path(
        "assessments/<int:assessment_id>/as-known-at/",
        assessing.assessment_known_at,
        name="assessment_known_at",
    ),
    path(
        "assessments/<int:assessment_id>/family/",
        assessing.WriteFamilyPart.as_view(),
        name="write_family_part",
    ),
    path(
        "assessments/<int:assessment_id>/children/add/",
        assessing.AddChildToAssessment.as_view(),
        name="add_child_to_assessment",
    ),
    path(
        "assessments/<int:assessment_id>/children/<int:part_id>/",
        assessing.WriteChildPart.as_view(),
        name="write_child_part",
    ),
    path("assessments/<int:assessment_id>/submit/", signing_off.Submit.as_view(), name="submit_assessment"),
    path(
        "assessments/<int:assessment_id>/send-back/",
        signing_off.SendBack.as_view(),
        name="send_back_assessment",
    ),
    path(
        "assessments/<int:assessment_id>/sign-off/",
        signing_off.Authorise.as_view(),
        name="authorise_assessment",
    ),
    path(
        "assessments/<int:assessment_id>/goals/",
        signing_off.GoalsFromAssessment.as_view(),
        name="goals_from_assessment",
    ),
]
STEPS: list[URLPattern] = [
    path("plans/<int:plan_id>/tier/", ending.Step.as_view(), name="step"),
    path("plans/<int:plan_id>/close/", ending.Close.as_view(), name="close"),
    path(
        "plans/<int:plan_id>/in-touch/<int:row_id>/end/",
        ending.EndStayingInTouch.as_view(),
        name="end_staying_in_touch",
    ),
]
