"""The addresses of the record of care: coming into it, changes, corrections, what stands beside it, and homes."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.care.views import beside_care, care_changes, coming_into_care, correcting_care, homes

IN_CARE = "people/<int:person_id>/care/"
ADDRESSES: list[URLPattern] = [
    path(f"{IN_CARE}begin/", coming_into_care.BeginCare.as_view(), name="begin_care"),
    path(f"{IN_CARE}legal-status/", care_changes.ChangeLegalStatus.as_view(), name="change_legal_status"),
    path(f"{IN_CARE}kind-of-placement/", care_changes.ChangeKind.as_view(), name="change_kind"),
    path(f"{IN_CARE}end/", care_changes.EndCare.as_view(), name="end_care"),
    path(
        f"{IN_CARE}periods/<int:period_id>/correct/",
        correcting_care.CorrectPeriod.as_view(),
        name="correct_period",
    ),
    path(
        f"{IN_CARE}periods/<int:period_id>/correct-end/",
        correcting_care.CorrectEnd.as_view(),
        name="correct_end",
    ),
    path(
        f"{IN_CARE}legal-statuses/<int:legal_status_id>/correct/",
        correcting_care.CorrectLegalStatus.as_view(),
        name="correct_legal_status",
    ),
    path(
        f"{IN_CARE}placements/<int:placement_id>/correct/",
        correcting_care.CorrectPlacement.as_view(),
        name="correct_placement",
    ),
    path(f"{IN_CARE}asylum/", beside_care.SeeksAsylumAlone.as_view(), name="seeks_asylum_alone"),
    path(
        f"{IN_CARE}asylum/<int:unaccompanied_id>/end/",
        beside_care.NoLongerAlone.as_view(),
        name="no_longer_alone",
    ),
    path(f"{IN_CARE}liberty/", beside_care.RestrictLiberty.as_view(), name="restrict_liberty"),
    path(
        f"{IN_CARE}liberty/<int:liberty_id>/review/",
        beside_care.ReviewLiberty.as_view(),
        name="review_liberty",
    ),
    path(f"{IN_CARE}liberty/<int:liberty_id>/end/", beside_care.EndLiberty.as_view(), name="end_liberty"),
    path("homes/", homes.homes, name="homes"),
    path("homes/add/", homes.AddHome.as_view(), name="add_home"),
    path("homes/<int:home_id>/", homes.one_home, name="home"),
    path("homes/<int:home_id>/change/", homes.ChangeHome.as_view(), name="change_home"),
    path("homes/<int:home_id>/move/", homes.HomeMoves.as_view(), name="home_moves"),
    path("homes/<int:home_id>/carers/add/", homes.AddCarer.as_view(), name="add_carer"),
    path("homes/<int:home_id>/carers/<int:carer_id>/end/", homes.EndCarer.as_view(), name="end_carer"),
]
