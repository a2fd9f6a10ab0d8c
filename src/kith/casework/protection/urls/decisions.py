"""The addresses of threshold decisions and second looks."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.protection.views import decisions

_DECISION = "decisions/<int:decision_id>/"

DECISIONS: list[URLPattern] = [
    path("people/<int:person_id>/decisions/", decisions.decisions_page, name="decisions"),
    path(_DECISION, decisions.decision_page, name="decision"),
    path(f"{_DECISION}as-known-at/", decisions.decision_known_at, name="decision_known_at"),
    path(f"{_DECISION}ask/", decisions.AskForSecondLook.as_view(), name="ask_for_second_look"),
    path(f"{_DECISION}looks/<int:look_id>/", decisions.TakeSecondLook.as_view(), name="take_second_look"),
    path(
        f"{_DECISION}looks/<int:look_id>/answer/",
        decisions.AnswerSecondLook.as_view(),
        name="answer_second_look",
    ),
]
