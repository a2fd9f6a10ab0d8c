"""The Family Help room's addresses, a list for each of its parts."""

from django.urls import URLPattern, path

from kith.casework.family_help.views import assessing, catalogue, delivering, ending, report, signing_off

app_name = "family_help"

ASSESSMENT = [
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
STEPS = [
    path("plans/<int:plan_id>/tier/", ending.Step.as_view(), name="step"),
    path("plans/<int:plan_id>/close/", ending.Close.as_view(), name="close"),
    path(
        "plans/<int:plan_id>/in-touch/<int:row_id>/end/",
        ending.EndStayingInTouch.as_view(),
        name="end_staying_in_touch",
    ),
]
WHAT_HELPS = [
    path("what-helps/", catalogue.what_helps, name="what_helps"),
    path("what-helps/add/", catalogue.AddIntervention.as_view(), name="add_intervention"),
    path("what-helps/report/", report.report_page, name="intervention_report"),
    path("what-helps/report.csv", report.report_file, name="intervention_report_file"),
    path("what-helps/<int:intervention_id>/", catalogue.intervention_page, name="intervention"),
    path(
        "what-helps/<int:intervention_id>/change/",
        catalogue.ChangeIntervention.as_view(),
        name="change_intervention",
    ),
    path(
        "what-helps/<int:intervention_id>/evidence/add/", catalogue.AddEvidence.as_view(), name="add_evidence"
    ),
    path(
        "what-helps/<int:intervention_id>/evidence/<int:evidence_id>/remove/",
        catalogue.RemoveEvidence.as_view(),
        name="remove_evidence",
    ),
    path(
        "what-helps/<int:intervention_id>/places/add/",
        catalogue.AddAvailability.as_view(),
        name="add_availability",
    ),
    path(
        "what-helps/<int:intervention_id>/places/<int:availability_id>/end/",
        catalogue.EndAvailability.as_view(),
        name="end_availability",
    ),
]

ON_A_PLAN = "plans/<int:plan_id>/help-offered/"
ONE_HELP = f"{ON_A_PLAN}<int:delivery_id>/"
HELP = [
    path(f"{ON_A_PLAN}choose/", delivering.choose_help, name="choose_help"),
    path(f"{ON_A_PLAN}offer/<int:intervention_id>/", delivering.OfferHelp.as_view(), name="offer_help"),
    path(ONE_HELP, delivering.delivery_page, name="delivery"),
    path(f"{ONE_HELP}start/", delivering.StartDelivery.as_view(), name="start_delivery"),
    path(f"{ONE_HELP}came-today/", delivering.came_today, name="came_today"),
    path(f"{ONE_HELP}sessions/", delivering.RecordSessions.as_view(), name="record_sessions"),
    path(
        f"{ONE_HELP}sessions/<int:session_id>/", delivering.CorrectSession.as_view(), name="correct_session"
    ),
    path(f"{ONE_HELP}measure/", delivering.MeasureOutcome.as_view(), name="measure_outcome"),
    path(f"{ONE_HELP}measure/<int:score_id>/", delivering.CorrectOutcome.as_view(), name="correct_outcome"),
    path(f"{ONE_HELP}end/", delivering.EndDelivery.as_view(), name="end_delivery"),
]

urlpatterns: list[URLPattern] = [*ASSESSMENT, *STEPS, *WHAT_HELPS, *HELP]
