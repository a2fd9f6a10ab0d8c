"""The addresses of harm outside the home: missing, exploitation, national referral, maps, people who pose a risk."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import (
    exploitation,
    missing,
    national_referral,
    outside_list,
    outside_map,
    risk_marker,
)

_PERSON = "people/<int:person_id>"
_MISSING = "missing/<int:missing_id>"
_EXPLOITATION = "exploitation/<int:exploitation_id>"
_REFERRAL = "national-referrals/<int:national_referral_id>"
_MAP = "maps/<int:map_id>"
_MARKER = "risk-markers/<int:marker_id>"

OUTSIDE: list[URLPattern] = [
    path("harm-outside-home/", outside_list.outside_list_page, name="outside_list"),
    path(f"{_PERSON}/missing/", missing.missing_page, name="missing"),
    path(f"{_PERSON}/missing/report/", missing.ReportMissing.as_view(), name="report_missing"),
    path(f"{_MISSING}/", missing.episode_page, name="missing_episode"),
    path(f"{_MISSING}/add/", missing.AddToEpisode.as_view(), name="add_to_episode"),
    path(f"{_MISSING}/found/", missing.RecordFound.as_view(), name="record_found"),
    path(f"{_MISSING}/talk/offer/", missing.OfferInterview.as_view(), name="offer_interview"),
    path(f"{_MISSING}/talk/answer/", missing.AnswerInterview.as_view(), name="answer_interview"),
    path(f"{_MISSING}/talk/held/", missing.HoldInterview.as_view(), name="hold_interview"),
    path(f"{_PERSON}/harm-outside-home/", exploitation.harm_outside_home_page, name="harm_outside_home"),
    path(
        f"{_PERSON}/harm-outside-home/as-known-at/",
        exploitation.harm_outside_home_known_at,
        name="harm_outside_home_known_at",
    ),
    path(
        f"{_PERSON}/exploitation/assess/",
        exploitation.AssessExploitation.as_view(),
        name="assess_exploitation",
    ),
    path(f"{_EXPLOITATION}/", exploitation.assessment_page, name="exploitation_assessment"),
    path(f"{_EXPLOITATION}/look-again/", exploitation.LookAgain.as_view(), name="look_again"),
    path(f"{_EXPLOITATION}/steps/add/", exploitation.AddSteps.as_view(), name="add_outside_step"),
    path(
        f"{_EXPLOITATION}/steps/<int:step_id>/done/",
        exploitation.StepDone.as_view(),
        name="outside_step_done",
    ),
    path(f"{_EXPLOITATION}/end/", exploitation.EndWork.as_view(), name="end_outside_work"),
    path(
        f"{_PERSON}/national-referral/",
        national_referral.MakeNationalReferral.as_view(),
        name="make_national_referral",
    ),
    path(f"{_REFERRAL}/", national_referral.national_referral_page, name="national_referral"),
    path(
        f"{_REFERRAL}/add/",
        national_referral.AddToNationalReferral.as_view(),
        name="add_to_national_referral",
    ),
    path(
        f"{_REFERRAL}/reasonable-grounds/",
        national_referral.ReasonableGrounds.as_view(),
        name="reasonable_grounds",
    ),
    path(
        f"{_REFERRAL}/conclusive-grounds/",
        national_referral.ConclusiveGrounds.as_view(),
        name="conclusive_grounds",
    ),
    path("maps/", outside_map.maps_page, name="maps"),
    path("maps/open/", outside_map.OpenOutsideMap.as_view(), name="open_map"),
    path(f"{_MAP}/", outside_map.map_page, name="map"),
    path(f"{_MAP}/change/", outside_map.ChangeMap.as_view(), name="change_map"),
    path(f"{_MAP}/look-again/", outside_map.ReviewMap.as_view(), name="review_map"),
    path(f"{_MAP}/close/", outside_map.CloseMap.as_view(), name="close_map"),
    path(f"{_MAP}/hand-on/", outside_map.HandOn.as_view(), name="hand_on_map"),
    path(f"{_MAP}/readers/add/", outside_map.NameReader.as_view(), name="name_map_reader"),
    path(f"{_MAP}/readers/<int:reader_id>/end/", outside_map.EndReader.as_view(), name="end_map_reader"),
    path(f"{_MAP}/add/", outside_map.AddNode.as_view(), name="add_map_node"),
    path(f"{_MAP}/things/<int:node_id>/change/", outside_map.ChangeNode.as_view(), name="change_map_node"),
    path(f"{_MAP}/things/<int:node_id>/remove/", outside_map.RemoveNode.as_view(), name="remove_map_node"),
    path(f"{_MAP}/links/add/", outside_map.LinkNodes.as_view(), name="link_map_nodes"),
    path(f"{_MAP}/links/<int:link_id>/end/", outside_map.EndMapLink.as_view(), name="end_map_link"),
    path(f"{_PERSON}/risk/mark/", risk_marker.MarkPerson.as_view(), name="mark_person"),
    path(f"{_PERSON}/risk/link/<int:marked_id>/", risk_marker.LinkToMarker.as_view(), name="link_to_marker"),
    path(f"{_MARKER}/", risk_marker.marker_page, name="risk_marker"),
    path(f"{_MARKER}/agree/", risk_marker.AgreeToMarker.as_view(), name="agree_to_marker"),
    path(f"{_MARKER}/change/", risk_marker.ChangeMarker.as_view(), name="change_marker"),
    path(f"{_MARKER}/children/add/", risk_marker.LinkChild.as_view(), name="link_child"),
    path(f"{_MARKER}/children/<int:link_id>/end/", risk_marker.EndLink.as_view(), name="end_risk_link"),
    path(f"{_MARKER}/look-again/", risk_marker.ReviewMarker.as_view(), name="review_marker"),
    path(f"{_MARKER}/take-away/", risk_marker.TakeMarkerAway.as_view(), name="take_marker_away"),
]
