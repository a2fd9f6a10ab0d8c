"""The page of a child in care."""

from __future__ import annotations

from kith.casework.access.rights import Right
from tests.furnishing.looks import in_care

RECORD_RIGHT = {"care:child": Right.READ_RECORD, "care:child_known_at": Right.READ_RECORD}
LOOKS = [
    in_care("social_worker", "care:child", picture="child-in-care", widths=(1280, 390)),
    in_care("social_worker", "care:child_known_at"),
]
