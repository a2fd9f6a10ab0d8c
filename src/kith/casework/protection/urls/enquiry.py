"""The addresses of the strategy discussion and the section 47 enquiry."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import enquiry, enquiry_ending, strategy

_DISCUSSION = "strategy-discussions/<int:discussion_id>"
_ENQUIRY = "enquiries/<int:enquiry_id>"

ENQUIRY: list[URLPattern] = [
    path(
        "families/<int:family_id>/strategy-discussion/call/",
        strategy.CallDiscussion.as_view(),
        name="call_strategy_discussion",
    ),
    path(f"{_DISCUSSION}/", strategy.discussion_page, name="strategy_discussion"),
    path(f"{_DISCUSSION}/as-known-at/", strategy.discussion_known_at, name="strategy_discussion_known_at"),
    path(f"{_DISCUSSION}/hold/", strategy.HoldDiscussion.as_view(), name="hold_strategy_discussion"),
    path(f"{_DISCUSSION}/stand-down/", strategy.StandDown.as_view(), name="stand_down_strategy_discussion"),
    path(
        f"{_DISCUSSION}/agreed/<int:protective_action_id>/done/",
        strategy.ActionDone.as_view(),
        name="strategy_action_done",
    ),
    path(f"{_ENQUIRY}/", enquiry.enquiry_page, name="enquiry"),
    path(f"{_ENQUIRY}/as-known-at/", enquiry.enquiry_known_at, name="enquiry_known_at"),
    path(f"{_ENQUIRY}/write/", enquiry.WriteEnquiry.as_view(), name="write_enquiry"),
    path(
        f"{_ENQUIRY}/children/<int:enquiry_part_id>/",
        enquiry.WriteChild.as_view(),
        name="write_enquiry_child",
    ),
    path(f"{_ENQUIRY}/offer/", enquiry_ending.OfferHelp.as_view(), name="offer_help"),
    path(f"{_ENQUIRY}/submit/", enquiry_ending.Submit.as_view(), name="submit_enquiry"),
    path(f"{_ENQUIRY}/send-back/", enquiry_ending.SendBack.as_view(), name="send_back_enquiry"),
    path(f"{_ENQUIRY}/end/", enquiry_ending.End.as_view(), name="end_enquiry"),
]
