"""The workforce room's addresses."""

from django.urls import path

from kith.casework.workforce.views import allocating, supervising, teams

app_name = "workforce"
urlpatterns = [
    path("teams/", teams.team_tree_page, name="teams"),
    path("teams/<int:team_id>/", teams.team_page, name="team"),
    path("workers/<int:worker_id>/", teams.worker_page, name="worker"),
    path("people/<int:person_id>/allocate/", allocating.Allocate.as_view(), name="allocate"),
    path("allocations/<int:allocation_id>/end/", allocating.EndAllocation.as_view(), name="end_allocation"),
    path("workers/<int:worker_id>/cover/", allocating.ArrangeCover.as_view(), name="cover"),
    path("cover/<int:cover_id>/end/", allocating.end_cover_page, name="end_cover"),
    path("supervision/", supervising.supervisions, name="supervisions"),
    path("supervision/<int:supervision_id>/", supervising.supervision_page, name="supervision"),
    path(
        "supervision/<int:supervision_id>/correct/", supervising.Correct.as_view(), name="correct_supervision"
    ),
    path("workers/<int:worker_id>/supervision/add/", supervising.Supervise.as_view(), name="supervise"),
]
