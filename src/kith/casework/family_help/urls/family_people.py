"""The addresses of the family's own people and their meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.family_help.views import family_people, meetings

_MEETING = "plans/<int:plan_id>/meetings/<int:meeting_id>"
_NETWORK = "people/<int:person_id>/network/<int:network_member_id>"

FAMILY_PEOPLE: list[URLPattern] = [
    path("plans/<int:plan_id>/family-people/", family_people.family_people_page, name="family_people"),
    path(
        "plans/<int:plan_id>/family-people/<int:relative_id>/offer/",
        family_people.RelativeOffers.as_view(),
        name="relative_offers",
    ),
    path("plans/<int:plan_id>/meetings/offer/", meetings.OfferMeeting.as_view(), name="offer_meeting"),
    path(
        "plans/<int:plan_id>/meetings/not-offered/",
        meetings.DecideNotToOffer.as_view(),
        name="meeting_not_offered",
    ),
    path(f"{_MEETING}/", meetings.meeting_page, name="meeting"),
    path(f"{_MEETING}/answer/", meetings.AnswerMeeting.as_view(), name="answer_meeting"),
    path(f"{_MEETING}/plan/", meetings.PlanMeeting.as_view(), name="plan_meeting"),
    path(f"{_MEETING}/people/", meetings.AskPeople.as_view(), name="ask_to_meeting"),
    path(
        f"{_MEETING}/people/<int:meeting_place_id>/take-off/",
        meetings.TakeOffTheList.as_view(),
        name="take_off_the_list",
    ),
    path(f"{_MEETING}/invitations/", meetings.invitations, name="invitations"),
    path(f"{_MEETING}/held/", meetings.HoldMeeting.as_view(), name="hold_meeting"),
    path(f"{_MEETING}/family-plan/", meetings.AnswerFamilyPlan.as_view(), name="answer_family_plan"),
    path(f"{_MEETING}/review/", meetings.ReviewMeeting.as_view(), name="review_meeting"),
    path(f"{_NETWORK}/offers/add/", family_people.AddNetworkOffer.as_view(), name="add_network_offer"),
    path(
        f"{_NETWORK}/offers/<int:offer_id>/end/",
        family_people.EndNetworkOffer.as_view(),
        name="end_network_offer",
    ),
    path(f"{_NETWORK}/help/", family_people.RecordNetworkHelp.as_view(), name="record_network_help"),
]
