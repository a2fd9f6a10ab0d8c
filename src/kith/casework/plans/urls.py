"""The plans room's addresses."""

from django.urls import path

from kith.casework.plans.views import around, changing, reading, working

app_name = "plans"
urlpatterns = [
    path("families/<int:family_id>/plan/start/", changing.Start.as_view(), name="start"),
    path("plans/<int:plan_id>/", reading.plan_page, name="plan"),
    path("plans/<int:plan_id>/as-known-at/", reading.plan_known_at, name="plan_known_at"),
    path("plans/<int:plan_id>/words/", changing.ChangeWords.as_view(), name="words"),
    path("plans/<int:plan_id>/lead/", changing.ChangeLead.as_view(), name="lead"),
    path("plans/<int:plan_id>/children/add/", changing.AddChild.as_view(), name="add_child"),
    path("plans/<int:plan_id>/goals/add/", working.AddGoal.as_view(), name="add_goal"),
    path("plans/<int:plan_id>/goals/<int:goal_id>/reword/", working.RewordGoal.as_view(), name="reword_goal"),
    path("plans/<int:plan_id>/goals/<int:goal_id>/score/", working.ScoreGoal.as_view(), name="score_goal"),
    path("plans/<int:plan_id>/goals/<int:goal_id>/close/", working.CloseGoal.as_view(), name="close_goal"),
    path("plans/<int:plan_id>/actions/add/", working.AddAction.as_view(), name="add_action"),
    path("plans/<int:plan_id>/actions/<int:action_id>/done/", working.DoAction.as_view(), name="action_done"),
    path("plans/<int:plan_id>/help/", working.GiveHelp.as_view(), name="help_given"),
    path("plans/<int:plan_id>/team/add/", around.AddMember.as_view(), name="add_member"),
    path("plans/<int:plan_id>/team/<int:member_id>/end/", around.EndMember.as_view(), name="end_member"),
    path("plans/<int:plan_id>/agreement/", around.RecordAgreement.as_view(), name="agreement"),
    path("plans/<int:plan_id>/sharing/", around.DecideSharing.as_view(), name="sharing"),
]
