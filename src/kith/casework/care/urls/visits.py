"""The addresses of visits."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import visit_requests, visits, visits_along

VISITS = "people/<int:person_id>/care/visits/"
ALONG = "people/visits-with-me/"
ADDRESSES: list[URLPattern] = [
    path(VISITS, visits.visits_page, name="visits"),
    # The service worker knows this address by heart: see static/kith/visits/worker.js.
    path(f"{VISITS}write/", visits.WriteVisit.as_view(), name="write_visit"),
    path(f"{VISITS}ask/", visit_requests.AskForVisit.as_view(), name="ask_for_visit"),
    path(
        f"{VISITS}asked/<int:visit_request_id>/not-visited/",
        visit_requests.NotVisited.as_view(),
        name="not_visited",
    ),
    path("care/visits/<int:care_visit_id>/", visits.visit_page, name="visit"),
    path("care/visits/<int:care_visit_id>/change/", visits.ChangeVisit.as_view(), name="change_visit"),
    path(ALONG, visits_along.with_me, name="visits_with_me"),
    path(f"{ALONG}worker.js", visits_along.worker_script, name="visits_worker"),
    path(f"{ALONG}key/", visits_along.key, name="visits_key"),
    path(f"{ALONG}children/", visits_along.children, name="visits_children"),
]
