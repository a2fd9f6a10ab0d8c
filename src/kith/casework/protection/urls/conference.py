"""The addresses of conferences, of protection plans that end without one, and of moves between authorities."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import conference_holding, conferences, transfers

CONFERENCE: list[URLPattern] = [
    path(
        "families/<int:family_id>/conference/ask/",
        conferences.AskForConference.as_view(),
        name="ask_for_conference",
    ),
    path("conferences/<int:conference_id>/", conferences.conference_page, name="conference"),
    path(
        "conferences/<int:conference_id>/as-known-at/",
        conferences.conference_known_at,
        name="conference_known_at",
    ),
    path(
        "conferences/<int:conference_id>/book/", conferences.BookConference.as_view(), name="book_conference"
    ),
    path(
        "conferences/<int:conference_id>/ask/",
        conferences.AskToConference.as_view(),
        name="ask_to_conference",
    ),
    path(
        "conferences/<int:conference_id>/places/<int:conference_place_id>/report/",
        conferences.RecordReport.as_view(),
        name="conference_report",
    ),
    path(
        "conferences/<int:conference_id>/places/<int:conference_place_id>/take-off/",
        conferences.TakeOffTheList.as_view(),
        name="take_off_conference",
    ),
    path(
        "conferences/<int:conference_id>/offer/",
        conferences.OfferBeforeDeciding.as_view(),
        name="offer_before_deciding",
    ),
    path(
        "conferences/<int:conference_id>/hold/",
        conference_holding.HoldConference.as_view(),
        name="hold_conference",
    ),
    path(
        "conferences/<int:conference_id>/stand-down/",
        conferences.StandDown.as_view(),
        name="stand_down_conference",
    ),
    path(
        "people/<int:person_id>/protection-transfer/",
        transfers.TellOfTransfer.as_view(),
        name="tell_of_transfer",
    ),
    path(
        "people/<int:person_id>/protection-plan/end/",
        transfers.EndProtectionPlan.as_view(),
        name="end_protection_plan",
    ),
    path("transfers/<int:transfer_id>/", transfers.transfer_page, name="transfer"),
    path("transfers/<int:transfer_id>/papers/", transfers.TransferPapers.as_view(), name="transfer_papers"),
    path(
        "transfers/<int:transfer_id>/taken-on/", transfers.TransferTakenOn.as_view(), name="transfer_taken_on"
    ),
    path(
        "transfers/<int:transfer_id>/not-taken-on/",
        transfers.TransferNotTakenOn.as_view(),
        name="transfer_not_taken_on",
    ),
]
