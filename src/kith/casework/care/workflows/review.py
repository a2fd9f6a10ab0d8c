"""The moves of a review of care."""

from __future__ import annotations

from kith.casework.care.models import ReviewStatus as S
from kith.casework.furniture.workflow import Workflow

REVIEW = Workflow(
    states=S,
    beginning={S.PLANNED: "care.review_planned"},
    moves={
        (S.PLANNED, S.PLANNED): "care.review_changed",
        (S.PLANNED, S.HELD): "care.review_held",
        (S.PLANNED, S.STOOD_DOWN): "care.review_not_held",
    },
    why_not={
        (S.HELD, ""): "This review has been held and written up, and stands as it was. Plan the next one.",
        (S.STOOD_DOWN, ""): "This review was not held. Plan another.",
    },
)
