"""The access room's addresses."""

from django.urls import path

from kith.casework.access.views import administering, auditing, opening, restricting

app_name = "access"
urlpatterns = [
    path("people/<int:person_id>/open/", opening.BreakTheGlass.as_view(), name="break_glass"),
    path("openings/", opening.openings, name="openings"),
    path("openings/<int:opening_id>/review/", opening.Review.as_view(), name="review_opening"),
    path("people/<int:person_id>/restriction/", restricting.Restrict.as_view(), name="restrict"),
    path("people/<int:person_id>/restriction/name/", restricting.NameWorker.as_view(), name="name_worker"),
    path(
        "people/<int:person_id>/restriction/<int:named_id>/end/",
        restricting.end_naming_page,
        name="end_naming",
    ),
    path("own-family/", restricting.own_family, name="own_family"),
    path("own-family/declare/", restricting.DeclareMine.as_view(), name="declare_own_family"),
    path("people/<int:person_id>/own-family/", restricting.DeclareOf.as_view(), name="declare_family_of"),
    path("people/<int:person_id>/who-looked/", auditing.who_looked, name="who_looked"),
    path("audit/", auditing.audit_page, name="audit"),
    path("administration/", administering.administration, name="administration"),
    path("administration/workers/add/", administering.AddWorker.as_view(), name="add_worker"),
    path("administration/workers/<int:worker_id>/", administering.worker_page, name="worker"),
    path(
        "administration/workers/<int:worker_id>/change/",
        administering.ChangeWorker.as_view(),
        name="change_worker",
    ),
    path(
        "administration/workers/<int:worker_id>/team/", administering.ChangeTeam.as_view(), name="change_team"
    ),
    path(
        "administration/workers/<int:worker_id>/account/",
        administering.GiveAccount.as_view(),
        name="give_account",
    ),
    path("administration/workers/<int:worker_id>/end/", administering.EndWorker.as_view(), name="end_worker"),
    path("administration/teams/", administering.teams_page, name="administer_teams"),
    path("administration/teams/add/", administering.AddTeam.as_view(), name="add_team"),
    path(
        "administration/teams/<int:team_id>/change/",
        administering.ChangeTeamItself.as_view(),
        name="rename_team",
    ),
]
